import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { organizationsCommand } from "../../../ops/organizations";
import { assign } from "../../../registry/assign";
import { refusal, startRegistry, type TestRegistry } from "../../registry/registry";
import { run } from "../shared/run";

describe("the commands of npm run organizations", () => {
  let registry: TestRegistry;
  let control: Server;
  let port: string;
  let folder: string;

  beforeEach(async () => {
    registry = await startRegistry();
    folder = await mkdtemp(join(tmpdir(), "command-"));
    const { name: _, ...target } = registry.target;
    control = createServer((_request, response) => response.end(JSON.stringify({ registry: target })));
    await once(control.listen(0, "127.0.0.1"), "listening");
    port = String((control.address() as AddressInfo).port);
  });
  afterEach(async () => {
    control.closeAllConnections();
    control.close();
    await registry.close();
    await rm(folder, { recursive: true });
  });

  const at = (...args: string[]) => run(organizationsCommand(), ...args, "--port", port);
  const json = async (...args: string[]) => {
    const { code, stdout, stderr } = await at(...args, "--json");
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout);
  };
  async function file(...lines: string[]) {
    const path = join(folder, "organizations.txt");
    await writeFile(path, ["organization,jurisdiction", ...lines].join("\n"));
    return path;
  }

  it("import a file, or say what they would", async () => {
    const path = await file("acme,CA", "globex,US");
    const dry = await at("import", path, "--format", "csv", "--dry-run");
    assert.match(dry.stdout, /^dry run, nothing written\. 2 organizations in the twin at http:.*: 2 new, 0 changed/);
    assert.equal((await registry.rows()).size, 0);
    assert.match(
      (await at("import", path, "--format", "csv")).stdout,
      /^2 organizations in .*: 2 new, 0 changed, 0 as/,
    );
    const again = await json("import", path, "--format", "csv");
    assert.deepEqual([again.organizations, again.unchanged, again.dryRun, again.interrupted], [2, 2, false, false]);
  });

  it("assign one its home and its domains, which stay as they are unless they are named", async () => {
    const domains = async () => (await json("show", "acme")).emailDomains;
    assert.equal((await json("assign", "acme", "--jurisdiction", "CA", "--dry-run")).dryRun, true);
    assert.equal((await registry.rows()).size, 0);
    const two = ["--email-domain", "a.example", "b.example"];
    assert.equal((await json("assign", "acme", "--jurisdiction", "CA", ...two)).created, 1);
    assert.equal((await json("assign", "acme", "--jurisdiction", "CA")).unchanged, 1);
    assert.equal(await domains(), 2);
    assert.equal((await json("assign", "acme", "--jurisdiction", "CA", "--no-email-domains")).updated, 1);
    assert.equal(await domains(), 0);
  });

  it("show one and list many, for people and for programs", async () => {
    for (const slug of ["a", "b", "c"]) {
      await assign(registry.target, slug, slug === "c" ? "US" : "CA", []);
    }
    assert.match((await at("show", "a")).stdout, /^organization +org_\w{26}\nhome +CA \(ca-central-1, ca-west-1\)\n/);
    assert.equal((await json("list", "--limit", "1")).organizations.length, 1);
    const first = await json("list", "--limit", "2");
    assert.equal(first.organizations.length, 2);
    const second = await json("list", "--after", first.next);
    assert.equal(second.organizations.length, 1);
    assert.equal((await json("list", "--jurisdiction", "US")).organizations.length, 1);
    const table = await at("list", "--limit", "100000");
    assert.equal(table.stdout.trim().split("\n").length, 4);
  });

  it("refuses arguments that cannot be, and says what may be", async () => {
    const refused = async (message: RegExp, ...args: string[]) => {
      const { code, stdout, stderr } = await at(...args);
      assert.equal(code, 1, args.join(" "));
      assert.equal(stdout, "");
      assert.match(stderr, message);
    };
    const number = /Allowed: a whole number from 1 to 100000\./;
    for (const limit of ["0", "1.5", "100001", "x"]) {
      await refused(number, "list", "--limit", limit);
    }
    await refused(/Allowed: CA, US\./, "list", "--jurisdiction", "EU");
    await refused(/Allowed: org_ and 26 characters\./, "list", "--after", "acme");
    await refused(/required option '--jurisdiction <code>'[\s\S]*Usage: /, "assign", "acme");
    await refused(/missing required argument 'file'/, "import");
    await refused(/unknown command 'move'/, "move");
    assert.deepEqual(registry.calls, {});
  });

  it("refuses in an operator's words what the registry or a file refuses", async () => {
    const path = await file("Acme!,CA");
    const failed = await at("import", path, "--format", "csv");
    assert.deepEqual([failed.code, failed.stdout], [1, ""]);
    assert.match(failed.stderr, /line 2, organization: found "Acme!"/);
    registry.intercept = () => {
      throw refusal("AccessDeniedException");
    };
    for (const args of [["show", "acme"], ["list"], ["assign", "acme", "--jurisdiction", "CA"]]) {
      const { code, stderr } = await at(...args);
      assert.equal(code, 1);
      assert.match(stderr, /^these credentials may not use the registry; fix: /);
    }
  });

  it("say how far a write got that failed, and that running it again does the rest", async () => {
    const path = await file(...Array.from({ length: 1200 }, (_, index) => `org-${index},CA`));
    let writes = 0;
    registry.intercept = (operation) => {
      if (operation === "TransactWriteItems" && writes++ >= 12) {
        throw refusal("AccessDeniedException");
      }
    };
    const { code, stderr } = await at("import", path, "--format", "csv");
    assert.equal(code, 1);
    assert.match(stderr, /stopped: about \d+ of 1200 written, each whole; running it again does the rest\n/);
    const before = await run(organizationsCommand(), "import", path, "--port", port);
    assert.doesNotMatch(before.stderr, /stopped/, "nothing was written yet");
    assert.equal(process.listenerCount("SIGTERM"), 0);
  });

  it("say their columns, their port and their defaults when they are asked for help, and do nothing", async () => {
    const { code, stdout } = await at("import", "--help");
    assert.equal(code, 0);
    assert.match(stdout, /organization, jurisdiction, country,\s+emailDomains/);
    assert.match(stdout, /--port <port> +port of the twin/);
    const helpOf = async (...args: string[]) => (await at(...args, "--help")).stdout.replaceAll(/\s+/g, " ");
    const whole = await helpOf();
    assert.match(
      whole,
      /^Usage: organizations \[options\] \[command\] Who has its home where, and who may sign in there\. /,
    );
    for (const command of [
      /import \[options\] <file> import a CSV or NDJSON file; - for stdin/,
      /assign \[options\] <slug> give one organization its home/,
      /invite \[options\] <slug-or-id> <email> let somebody sign in/,
      /show \[options\] <slug-or-id> show one organization/,
      /list \[options\] list organizations/,
    ]) {
      assert.match(whole, command);
    }
    const options: Record<string, RegExp[]> = {
      import: [/--format <format> csv or ndjson/, /--dry-run judge and compare/],
      assign: [
        /--jurisdiction <code> CA, US /,
        /--email-domain <domain\.\.\.> exactly these domains/,
        /--no-email-domains no domain leads to it/,
        /--dry-run say what would change/,
      ],
      invite: [/--aws the deployed/, /--resend send the invitation again/, /--dry-run say who would be invited/],
      show: [/--aws the deployed registry/, /--json answer in JSON/],
      list: [
        /--jurisdiction <code> only of this jurisdiction/,
        /--limit <number> at most so many \(default: 50\)/,
        /--after <id> go on after this organization/,
      ],
    };
    for (const [name, texts] of Object.entries(options)) {
      const help = await helpOf(name);
      for (const text of texts) {
        assert.match(help, text);
      }
    }
    assert.deepEqual(registry.calls, {});
  });
});
