import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { Context, Finding } from "../../../ops/doctor/check";
import type { Executed } from "../../../ops/doctor/execute";
import { backend, node, pulumi } from "../../../ops/doctor/tools";

const install = "install the Pulumi CLI: https://www.pulumi.com/docs/iac/download-install/";
type Found = Omit<Finding, "check">;

describe("the doctor's look at tools", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), "tools-")));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const response = (stdout: string, code = 0, stderr = ""): Executed => ({ missing: false, code, stdout, stderr });

  it("names the version of Node.js, and asks for another where it is too old", async () => {
    const { versions } = process;
    const at = async (version: string) => {
      Object.defineProperty(process, "versions", { value: { ...versions, node: version }, configurable: true });
      try {
        return await node.run({} as Context);
      } finally {
        Object.defineProperty(process, "versions", { value: versions, configurable: true });
      }
    };
    assert.deepEqual(await at("22.0.0"), [{ status: "ok", found: "22.0.0" }]);
    assert.deepEqual(await at("100.1.0"), [{ status: "ok", found: "100.1.0" }]);
    const fix = "install Node.js 22 or later: https://nodejs.org/";
    assert.deepEqual(await at("21.9.9"), [{ status: "fix", found: "21.9.9", fix }]);
    assert.deepEqual(await at("3.22.0"), [{ status: "fix", found: "3.22.0", fix }]);
  });

  describe("the Pulumi CLI", () => {
    async function cli(...path: string[]) {
      const file = join(folder, ...path);
      await mkdir(join(file, ".."), { recursive: true });
      await writeFile(file, "");
      await chmod(file, 0o755);
      return file;
    }
    const found = async (executed: Executed | "not called", path = folder): Promise<Found[]> =>
      pulumi.run({
        env: { PATH: path },
        execute: async (file: string, args: readonly string[]) => {
          if (executed === "not called") {
            assert.fail("was called");
          }
          assert.deepEqual([file, ...args], ["pulumi", "version"]);
          return executed;
        },
      } as unknown as Context);

    it("is the first on PATH, or none", async () => {
      assert.deepEqual(await found("not called"), [{ status: "fix", found: "no pulumi on PATH", fix: install }]);
      assert.deepEqual(await pulumi.run({ env: {} } as Context), [
        { status: "fix", found: "no pulumi on PATH", fix: install },
      ]);
      const file = await cli("bin", "pulumi");
      const path = [folder, join(folder, "bin")].join(delimiter);
      assert.deepEqual(await found(response("v3.224.9"), path), [
        { status: "fix", found: `v3.224.9 at ${file}`, fix: `3.225 or later: ${install}` },
      ]);
    });

    it("is not called where that would download it", async () => {
      const file = await cli("node_modules", "pulumi", "run.js");
      await symlink(file, join(folder, "pulumi"));
      assert.deepEqual(await found("not called"), [
        { status: "fix", found: `${file}, which downloads the CLI on use`, fix: install },
      ]);
      await rm(join(folder, "pulumi"));
      await symlink(await cli("my-node_modules-not", "pulumi"), join(folder, "pulumi"));
      assert.equal((await found(response("v3.225.0")))[0]?.status, "ok");
    });

    it("runs, and says a version that is not too old", async () => {
      const file = await cli("pulumi");
      for (const failed of [{ missing: true } as const, response("v3.300.0", 1)]) {
        assert.deepEqual(await found(failed), [{ status: "fix", found: `${file} does not run`, fix: install }]);
      }
      for (const version of ["v3.225.0", "3.225.0-alpha.1", "v3.1000.1", "v4.0.0", "v10.1.2"]) {
        assert.deepEqual(await found(response(`${version}\n`)), [{ status: "ok", found: version }], version);
      }
      for (const version of ["v3.224.9", "v2.999.0", "v0.225.0"]) {
        assert.equal((await found(response(version)))[0]?.status, "fix", version);
      }
      for (const version of ["", "x3.225.0", "vv3.225", "v3", "v3.x"]) {
        assert.deepEqual(
          await found(response(version)),
          [{ status: "look", found: `${file} does not say its version`, fix: "is it 3.225 or later?" }],
          version,
        );
      }
    });
  });

  describe("the backend", () => {
    const asked: string[] = [];
    const found = (who: Executed, stacks: Executed = { missing: true }) => {
      asked.length = 0;
      return backend.run({
        stacks: ["global", "ca", "us"],
        execute: async (file: string, args: readonly string[]) => {
          asked.push([file, ...args].join(" "));
          return args[0] === "whoami" ? who : stacks;
        },
      } as unknown as Context);
    };

    it("is asked who is logged in, and where", async () => {
      assert.deepEqual(await found({ missing: true }), [
        { status: "unknown", found: "not checked: there is no pulumi CLI to ask" },
      ]);
      assert.deepEqual(await found(response("", 255, "error:   no token\nmore")), [
        { status: "fix", found: "not logged in (no token)", fix: "pulumi login, or pulumi login s3://BUCKET" },
      ]);
      assert.deepEqual(await found(response("", 1, "an error: no token")), [
        {
          status: "fix",
          found: "not logged in (an error: no token)",
          fix: "pulumi login, or pulumi login s3://BUCKET",
        },
      ]);
      const unlisted = { status: "unknown", found: "not checked: the backend does not list its stacks" };
      assert.deepEqual(await found(response('{"user":"me","url":"s3://b"}')), [
        { status: "ok", found: "me at s3://b" },
        unlisted,
      ]);
      assert.deepEqual(await found(response("not JSON"), response("[]", 1)), [
        { status: "ok", found: "logged in" },
        unlisted,
      ]);
      assert.deepEqual(asked, [
        "pulumi whoami --json --verbose --non-interactive",
        "pulumi stack ls --json --non-interactive",
      ]);
    });

    it("is asked for stacks, by name or with their organization and project", async () => {
      const list = (...names: string[]) => response(JSON.stringify(names.map((name) => ({ name }))));
      const login = { status: "ok", found: "me" };
      const me = response('{"user":"me"}');
      assert.deepEqual(await found(me, list("global", "org/p/ca", "p/us")), [login]);
      assert.deepEqual(await found(me, list("org/p/ca")), [
        login,
        { status: "look", found: "no stack global, us yet", fix: "pulumi stack init global; pulumi stack init us" },
      ]);
    });
  });
});
