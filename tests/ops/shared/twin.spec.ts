import assert from "node:assert/strict";
import { Command } from "commander";
import { twinAt, withTwinOptions } from "../../../ops/shared/twin";

describe("where the twin is", () => {
  it("is where --twin, --port or a variable says, in this order", () => {
    const at = (options: { twin?: string; port?: number }, env: Record<string, string> = {}) => twinAt(options, env);
    const env = { HOME_REGION_TWIN: "http://v", PORT: "4700" };
    assert.equal(at({}), "http://127.0.0.1:4600");
    assert.equal(at({}, { PORT: "" }), "http://127.0.0.1:4600");
    assert.equal(at({}, { PORT: "4700" }), "http://127.0.0.1:4700");
    assert.equal(at({}, env), "http://v");
    assert.equal(at({ port: 5000 }, env), "http://127.0.0.1:5000");
    assert.equal(at({ port: 5000 }, { PORT: "x" }), "http://127.0.0.1:5000");
    assert.equal(at({ twin: "http://t" }, env), "http://t");
    assert.equal(at({ twin: "http://t", port: 5000 }, env), "http://t");
  });
});

describe("the options of a command that talks to the twin", () => {
  const parsed = (...args: string[]) => {
    const errors: string[] = [];
    const command = withTwinOptions(new Command("x"))
      .exitOverride()
      .configureOutput({ writeErr: (text) => errors.push(text) });
    try {
      return command.parse(args, { from: "user" }).opts();
    } catch {
      return errors.join("");
    }
  };

  it("are a port or a URL", () => {
    assert.deepEqual(parsed(), {});
    assert.deepEqual(parsed("--port", "4700"), { port: 4700 });
    assert.deepEqual(parsed("--twin", "http://x"), { twin: "http://x" });
    for (const port of ["1", "65535"]) {
      assert.deepEqual(parsed("--port", port), { port: Number(port) });
    }
    assert.match(
      withTwinOptions(new Command("x")).helpInformation(),
      /--port <port> +port of the twin \(default: PORT, or 4600\)\n +--twin <url> +control API of the twin, where/,
    );
  });

  it("refuses what is no port", () => {
    for (const port of ["0", "65536", "1.5", "x", ""]) {
      assert.match(String(parsed("--port", port)), /Allowed: a whole number from 1 to 65535/, port);
    }
  });
});
