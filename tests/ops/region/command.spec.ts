import assert from "node:assert/strict";
import { regionCommand } from "../../../ops/region";
import { run } from "../shared/run";

// Port 9 takes no connections: whatever is asked of it fails in another way.
const at = (...args: string[]) => run(regionCommand(), ...args, "--twin", "http://127.0.0.1:9");

describe("npm run region", () => {
  it("refuses a Region and a name that are none, both at once, before anything is asked", async () => {
    for (const verb of ["evacuate", "return"]) {
      const { code, stdout, stderr } = await at(verb, "mars-1");
      assert.deepEqual([code, stdout], [1, ""]);
      assert.equal(
        stderr,
        'Region is "mars-1"; allowed are ca-central-1, ca-west-1, us-east-1, us-west-2; choose one of them\n' +
          "--by is not set; allowed are 1 to 63 letters, digits, spaces and .,@_/+-; say who orders it\n",
      );
    }
    assert.match((await at("status", "mars-1")).stderr, /^Region is "mars-1"; allowed are /);
  });

  for (const name of ["", " ", "-", "a\nb", "a<b>", "x".repeat(64)]) {
    it(`refuses ${JSON.stringify(name)} for who orders it`, async () => {
      const { code, stderr } = await at("evacuate", "ca-west-1", `--by=${name}`);
      assert.equal(code, 1);
      assert.match(stderr, /^--by is /);
    });
  }

  for (const name of ["j", "Jane Doe, on call", "René", "jane@example.com", "x".repeat(63)]) {
    it(`takes ${JSON.stringify(name.slice(0, 20))} for who orders it, and asks the twin`, async () => {
      const { code, stderr } = await at("evacuate", "ca-west-1", `--by=${name}`);
      assert.equal(code, 1);
      assert.match(stderr, /^no twin answers at http:\/\/127\.0\.0\.1:9\/api\/endpoints /);
    });
  }

  it("says its verbs and options when it is asked for help, and does nothing", async () => {
    const helpOf = async (...args: string[]) =>
      (await run(regionCommand(), ...args, "--help")).stdout.replaceAll(/\s+/g, " ");
    assert.match(
      await helpOf(),
      /^Usage: region \[options\] \[command\] Take a Region out of service and back, .*status \[options\] \[region\].*evacuate \[options\] <region>.*return \[options\] <region>/,
    );
    for (const verb of ["evacuate", "return"]) {
      const help = await helpOf(verb);
      assert.match(help, /region ca-central-1, ca-west-1, us-east-1, us-west-2/);
      assert.match(help, /--by <name> who orders it/);
      assert.match(help, /--yes-last-region also where nobody serves/);
      assert.match(help, /--aws the deployed system/);
      assert.match(help, /--twin <url> control API of the twin/);
    }
  });
});
