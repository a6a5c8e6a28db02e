import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Context, Finding } from "../../../ops/doctor/check";
import { credentials } from "../../../ops/doctor/credentials";

const signIn = "aws configure sso (or aws login), then set AWS_PROFILE";

describe("the doctor's look at credentials", () => {
  let home: string;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), "credentials-"));
  });
  afterEach(() => rm(home, { recursive: true }));

  const found = async (env: Record<string, string> = {}): Promise<Omit<Finding, "check">> => {
    const findings = await credentials.run({ home, env } as unknown as Context);
    assert.equal(findings.length, 1);
    return findings[0] as Omit<Finding, "check">;
  };
  const ok = (text: string) => ({ status: "ok", found: text });
  const mustFix = (text: string, fix: string) => ({ status: "fix", found: text, fix });
  async function write(file: string, lines: string[]) {
    await mkdir(join(home, ".aws", "sso", "cache"), { recursive: true });
    await writeFile(join(home, ".aws", file), lines.join("\n"));
  }

  it("takes the environment's first, and tells a session's keys from long-lived ones", async () => {
    const keys = { AWS_ACCESS_KEY_ID: "ASIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "not shown" };
    assert.deepEqual(await found(keys), ok("long-lived keys in the environment (ASIA…)"));
    assert.deepEqual(
      await found({ ...keys, AWS_SESSION_TOKEN: "t" }),
      ok("a session's keys in the environment (ASIA…)"),
    );
    assert.deepEqual(
      await found({ AWS_ACCESS_KEY_ID: "AKIA" }),
      mustFix("AWS_ACCESS_KEY_ID without AWS_SECRET_ACCESS_KEY", "set both, or neither"),
    );
    const role = { AWS_ROLE_ARN: "arn:r" };
    assert.deepEqual(await found({ ...role, AWS_WEB_IDENTITY_TOKEN_FILE: "f" }), ok("web identity as arn:r"));
    assert.equal((await found(role)).status, "fix");
    assert.equal((await found({ AWS_WEB_IDENTITY_TOKEN_FILE: "f" })).status, "fix");
    for (const kind of ["FULL", "RELATIVE"]) {
      assert.deepEqual(
        await found({ [`AWS_CONTAINER_CREDENTIALS_${kind}_URI`]: "u" }),
        ok("credentials of this container"),
      );
    }
  });

  it("finds none, and says how to sign in and which profiles there are", async () => {
    assert.deepEqual(await found(), mustFix('no profile "default" and no other credentials', signIn));
    await write("config", ["[profile a]", "x = 1", "[sso-session s]", "[services v]", "[profile a b]"]);
    await write("credentials", ["[a]", "[c]"]);
    assert.deepEqual(await found(), mustFix('no profile "default"; valid profiles: a, a b, c', signIn));
    await write("credentials", ["[a]", "[my profile c]"]);
    assert.match((await found()).found, /valid profiles: a, a b, my profile c$/);
    await write("credentials", ["[a]", "[c]"]);
    await write("config", ["[profile odd-sso-session s]", "y = 2"]);
    assert.match((await found({ AWS_PROFILE: "none" })).found, /valid profiles: odd-sso-session s, a, c$/);
  });

  it("reads the default profile, and a named one from both files", async () => {
    await write("config", ["[default]", "region = ca-central-1", "[profile work]", "role_arn = arn:r"]);
    const none = mustFix("profile default names no credentials", signIn);
    assert.deepEqual(await found(), none);
    await write("config", ["[default]", "# later", "[profile work]", "role_arn = arn:r"]);
    assert.deepEqual(await found(), none);
    assert.deepEqual(await found({ AWS_PROFILE: "work" }), ok("profile work: role arn:r"));
    await write("credentials", ["[work]", "aws_access_key_id = a", "aws_secret_access_key = b"]);
    assert.deepEqual(await found({ AWS_PROFILE: "work" }), ok("profile work: keys"));
    await write("credentials", ["[work]", "aws_access_key_id = a"]);
    assert.deepEqual(await found({ AWS_PROFILE: "work" }), ok("profile work: role arn:r"));
    await write("credentials", ["[work]", "aws_secret_access_key = b"]);
    assert.deepEqual(await found({ AWS_PROFILE: "work" }), ok("profile work: role arn:r"));
  });

  it("knows every way that a profile can name credentials", async () => {
    const profiles = [
      ["[profile process]", "credential_process = /bin/x y = z"],
      ["[profile login]", "login_session = arn:s"],
    ];
    await write("config", profiles.flat());
    assert.deepEqual(await found({ AWS_PROFILE: "process" }), ok("profile process: credential_process"));
    assert.deepEqual(await found({ AWS_PROFILE: "login" }), ok("profile login: aws login"));
  });

  it("reads INI as AWS writes it: comments, spaces, CRLF, other files by variable", async () => {
    const config = join(home, "config");
    const shared = join(home, "shared");
    const env = { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: shared };
    await writeFile(
      config,
      "#[default]\r\n;role_arn = no\r\n  [  profile   x y ]  # comment\r\n\t role_arn  =  arn:r = s  \r\nnonsense\r\n",
    );
    await writeFile(shared, "[default]\naws_access_key_id=a\naws_secret_access_key=b=\n");
    assert.deepEqual(
      await found({ ...env, AWS_PROFILE: "x y" }),
      mustFix('no profile "x y"; valid profiles: profile   x y, default'.replace("profile   x y", "  x y"), signIn),
    );
    assert.deepEqual(await found(env), ok("profile default: keys"));
    await writeFile(
      config,
      "  [profile x]  # comment\r\n\t role_arn  =  arn:r = s  \r\n# role_arn = t\r\n;role_arn = u\r\n",
    );
    assert.deepEqual(await found({ ...env, AWS_PROFILE: "x" }), ok("profile x: role arn:r = s"));
  });

  it("tells a sign-in that lasts from one that has ended, and from none", async () => {
    await write("config", [
      ...["[profile new]", "sso_session = corp", "role_arn = arn:not-this"],
      ...["[profile old]", "sso_start_url = https://corp"],
    ]);
    const file = (name: string) =>
      join(home, ".aws", "sso", "cache", `${createHash("sha1").update(name).digest("hex")}.json`);
    const again = (profile: string) => `aws sso login --profile ${profile}`;
    for (const [profile, session] of Object.entries({ new: "corp", old: "https://corp" })) {
      const seen = () => found({ AWS_PROFILE: profile });
      assert.deepEqual(await seen(), mustFix(`profile ${profile}: not signed in to ${session}`, again(profile)));
      const ended = mustFix(`profile ${profile}: the sign-in to ${session} has ended`, again(profile));
      for (const text of ['{"expiresAt":"2001-01-01T00:00:00Z"}', "{}", "broken", '{"expiresAt":"soon"}']) {
        await writeFile(file(session), text);
        assert.deepEqual(await seen(), ended);
      }
      await writeFile(file(session), '{"expiresAt":"2999-01-01T00:00:00Z"}');
      assert.deepEqual(await seen(), ok(`profile ${profile}: signed in to ${session} until 2999-01-01T00:00:00.000Z`));
    }
  });
});
