import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { reportLines, stacksToCheck } from "../../../ops/doctor";
import { type Check, type Context, runChecks } from "../../../ops/doctor/check";
import { credentials } from "../../../ops/doctor/credentials";
import { delegation, domain } from "../../../ops/doctor/domain";
import type { Execute } from "../../../ops/doctor/execute";
import { quotasCheck } from "../../../ops/doctor/quotas";
import { regions } from "../../../ops/doctor/regions";
import { checkConfiguration, config, files } from "../../../ops/doctor/stacks";
import { backend, pulumi } from "../../../ops/doctor/tools";

const missing: Execute = async () => ({ missing: true });
const answering =
  (answers: Record<string, string | { error: string }>): Execute =>
  async (file, args) => {
    const command = [file, ...args].join(" ");
    const answer = Object.entries(answers).find(([start]) => command.startsWith(start))?.[1] ?? { error: command };
    if (typeof answer === "string") return { missing: false, code: 0, stdout: answer, stderr: "" };
    return { missing: false, code: 255, stdout: "", stderr: answer.error };
  };

describe("the doctor", () => {
  let folder: string;
  let context: Context;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "doctor-"));
    context = {
      root: folder,
      home: folder,
      stacks: ["global", "ca", "ca-west"],
      aws: false,
      env: {},
      execute: missing,
      resolveNs: async () => [],
    };
    await project("acme-product.com", { ca: "ca-central-1", "ca-west": "ca-west-1" });
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function project(name: string, stacks: Record<string, string>) {
    const declared = { domain: { type: "string", default: name }, logRetentionDays: { type: "integer", default: 30 } };
    const settings = { ...declared, deletionProtection: { default: true }, globalStack: { default: "global" } };
    await writeFile(join(folder, "Pulumi.yaml"), JSON.stringify({ name: "p", runtime: "nodejs", config: settings }));
    for (const [stack, region] of Object.entries({ global: "ca-central-1", ...stacks }))
      await writeFile(join(folder, `Pulumi.${stack}.yaml`), JSON.stringify({ config: { "aws:region": region } }));
  }

  const statuses = async (check: Check, changes: Partial<Context> = {}) =>
    (await check.run({ ...context, ...changes })).map(({ status, found }) => `${status}: ${found}`);

  it("never hangs and never throws: a check that does becomes one that was not made", async () => {
    const slow: Check = { name: "slow", run: () => new Promise(() => {}) };
    const broken: Check = { name: "broken", run: () => Promise.reject(new Error("no route")) };
    assert.deepEqual(await runChecks([slow, broken], context, 20), [
      { check: "slow", status: "unknown", found: "not checked: no answer within 0.02 s" },
      { check: "broken", status: "unknown", found: "not checked: no route" },
    ]);
  });

  it("tells the Pulumi CLI from none, from an old one and from the one that downloads itself", async () => {
    assert.deepEqual(await statuses(pulumi, { env: { PATH: folder } }), ["fix: no pulumi on PATH"]);
    const stub = join(folder, "node_modules", "pulumi", "run.js");
    await mkdir(join(stub, ".."), { recursive: true });
    await writeFile(stub, "");
    await chmod(stub, 0o755);
    await symlink(stub, join(folder, "pulumi"));
    const [found] = await statuses(pulumi, { env: { PATH: folder }, execute: () => assert.fail("was called") });
    assert.match(found ?? "", /^fix: .*node_modules.*, which downloads the CLI on use$/);
    const real = join(folder, "bin");
    await mkdir(real);
    await writeFile(join(real, "pulumi"), "");
    const version = (text: string) => statuses(pulumi, { env: { PATH: real }, execute: answering({ pulumi: text }) });
    assert.deepEqual(await version("v3.260.0\n"), ["ok: v3.260.0"]);
    assert.deepEqual(await version("4.0.1"), ["ok: 4.0.1"]);
    assert.match((await version("\n"))[0] ?? "", /^look: .* does not say its version$/);
    assert.match((await version("v3.224.1"))[0] ?? "", /^fix: v3.224.1 at /);
  });

  it("says which stacks the backend does not have yet, and that nobody is logged in", async () => {
    const loggedOut = answering({ "pulumi whoami": { error: "error: PULUMI_ACCESS_TOKEN must be set" } });
    assert.deepEqual(await statuses(backend, { execute: loggedOut }), [
      "fix: not logged in (PULUMI_ACCESS_TOKEN must be set)",
    ]);
    const some = answering({
      "pulumi whoami": '{"user":"operator","url":"s3://state"}',
      "pulumi stack ls": '[{"name":"global"},{"name":"organization/p/ca"}]',
    });
    assert.deepEqual(await statuses(backend, { execute: some }), [
      "ok: operator at s3://state",
      "look: no stack ca-west yet",
    ]);
  });

  it("finds credentials in the environment, in profiles and in a sign-in that has not ended", async () => {
    const env = (AWS_PROFILE: string) => ({ env: { AWS_PROFILE } });
    assert.deepEqual(await statuses(credentials), ['fix: no profile "default" and no other credentials']);
    const keys = { AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "not shown" };
    assert.deepEqual(await statuses(credentials, { env: keys }), ["ok: long-lived keys in the environment (AKIA…)"]);
    await mkdir(join(folder, ".aws", "sso", "cache"), { recursive: true });
    await writeFile(
      join(folder, ".aws", "config"),
      "[profile work]\nsso_session = corp\n[profile role]\nrole_arn=arn:aws:iam::1:role/r\n[profile empty]\nregion=ca-central-1\n[sso-session corp]\n",
    );
    assert.deepEqual(await statuses(credentials, env("work")), ["fix: profile work: not signed in to corp"]);
    const token = join(folder, ".aws", "sso", "cache", `${createHash("sha1").update("corp").digest("hex")}.json`);
    await writeFile(token, '{"expiresAt":"2001-01-01T00:00:00Z"}');
    assert.deepEqual(await statuses(credentials, env("work")), ["fix: profile work: the sign-in to corp has ended"]);
    await writeFile(token, '{"expiresAt":"2999-01-01T00:00:00Z"}');
    assert.match(
      (await statuses(credentials, env("work")))[0] ?? "",
      /^ok: profile work: signed in to corp until 2999/,
    );
    assert.deepEqual(await statuses(credentials, env("role")), ["ok: profile role: role arn:aws:iam::1:role/r"]);
    assert.deepEqual(await statuses(credentials, env("empty")), ["fix: profile empty names no credentials"]);
    assert.deepEqual(await statuses(credentials, env("none")), [
      'fix: no profile "none"; there are: work, role, empty',
    ]);
  });

  it("finds missing stack files, and every fault of those that are there", async () => {
    assert.deepEqual(await statuses(config), ["ok: no fault"]);
    await rm(join(folder, "Pulumi.ca-west.yaml"));
    await project("Not A Domain", { ca: "us-east-1", mars: "mars-1" });
    assert.deepEqual(await statuses(files), [
      "fix: no Pulumi.ca-west.yaml",
      "look: Pulumi.mars.yaml, which is in no topology",
    ]);
    const faults = await statuses(config);
    assert.equal(faults.length, 3);
    assert.match(faults.join("\n"), /Pulumi.ca.yaml: aws:region is "us-east-1"/);
  });

  it("refuses to run with a missing stack file and other faults, and says all of them at once", async () => {
    await project("Not A Domain", { ca: "us-east-1" });
    await assert.rejects(checkConfiguration(folder), (error: Error) => {
      assert.equal(error.name, "InvalidInput");
      for (const fault of ["no Pulumi.us-west.yaml; create it with", 'Pulumi.ca.yaml: aws:region is "us-east-1"'])
        assert.ok(error.message.includes(` - ${fault}`), error.message);
      assert.match(error.message, /Pulumi.global.yaml: domain is "Not A Domain"/);
      return true;
    });
  });

  it("wants one real domain for all stacks", async () => {
    assert.deepEqual(await statuses(domain), ["ok: acme-product.com"]);
    for (const name of ["example.com", "product.example", "product.test", "api.example.org"]) {
      await project(name, {});
      assert.deepEqual(await statuses(domain), [`fix: ${name}, a reserved name`]);
    }
    await project("acme-product.com", {});
    await writeFile(join(folder, "Pulumi.ca.yaml"), JSON.stringify({ config: { "p:domain": "other.com" } }));
    assert.deepEqual(await statuses(domain), ["fix: acme-product.com in global, but ca: other.com"]);
  });

  it("asks DNS who answers for the domain, and tells nobody from no network", async () => {
    const failing = (code: string) => async () => Promise.reject(Object.assign(new Error(code), { code }));
    assert.deepEqual(await statuses(delegation, { resolveNs: async () => ["NS-1.example.net."] }), [
      "look: acme-product.com is answered for by ns-1.example.net",
    ]);
    assert.deepEqual(await statuses(delegation, { resolveNs: failing("ENOTFOUND") }), [
      "look: nobody answers for acme-product.com yet",
    ]);
    assert.deepEqual(await statuses(delegation, { resolveNs: failing("ETIMEOUT") }), [
      "unknown: not checked: no DNS from here (ETIMEOUT)",
    ]);
  });

  it("names Regions that must be switched on, and asks the aws CLI where it may", async () => {
    assert.deepEqual(await statuses(regions), ["look: ca-west-1 is off in a new account"]);
    assert.deepEqual(await statuses(regions, { stacks: ["global", "ca"] }), ["ok: none that must be switched on"]);
    const asked = (text: string) => statuses(regions, { aws: true, execute: answering({ "aws account": text }) });
    assert.deepEqual(await asked("ENABLED\n"), ["ok: ca-west-1 is on"]);
    assert.deepEqual(await asked("ENABLING\n"), ["fix: ca-west-1 is ENABLING"]);
  });

  it("lists quotas, and compares them where the aws CLI answers", async () => {
    assert.ok((await statuses(quotasCheck)).every((line) => line.startsWith("look: ")));
    const execute = answering({
      "aws --version": "aws-cli/2",
      "aws service-quotas get-service-quota --service-code lambda": "10.0\n",
      "aws service-quotas get-service-quota --service-code vpc": "5.0\n",
    });
    const found = await statuses(quotasCheck, { aws: true, execute });
    assert.ok(found.some((line) => line.startsWith("fix: Lambda concurrent executions in ca-west-1: 10; needed 100")));
    assert.ok(found.includes("ok: VPCs per Region in ca-central-1: 5"));
  });

  it("puts what must be fixed last and counts it", () => {
    const text = reportLines([
      { check: "domain", status: "fix", found: "none", fix: "set one" },
      { check: "node", status: "ok", found: "24" },
    ]);
    assert.equal(
      text,
      `ok    node           24\nFIX   domain         none\n${" ".repeat(21)}fix: set one\n\n1 to fix before a deployment; 0 to look at; 0 not checked`,
    );
  });

  it("refuses a stack that is not in the topology", () => {
    assert.deepEqual(stacksToCheck("ca"), ["global", "ca"]);
    assert.throws(() => stacksToCheck("mars"), /"mars".*allowed: global, ca, ca-west, us, us-west/);
  });
});
