/** Whether the operator has AWS credentials, as far as files and environment tell. Nobody is asked. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Check, mustFix, ok } from "./check";

const signIn = "aws configure sso (or aws login), then set AWS_PROFILE";

/** https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html */
export const credentials: Check = {
  name: "credentials",
  async run({ env, home }) {
    if (env.AWS_ACCESS_KEY_ID && env.AWS_SECRET_ACCESS_KEY) {
      const kind = env.AWS_SESSION_TOKEN ? "a session's" : "long-lived";
      return [ok(`${kind} keys in the environment (${env.AWS_ACCESS_KEY_ID.slice(0, 4)}…)`)];
    }
    if (env.AWS_ACCESS_KEY_ID) {
      return [mustFix("AWS_ACCESS_KEY_ID without AWS_SECRET_ACCESS_KEY", "set both, or neither")];
    }
    if (env.AWS_WEB_IDENTITY_TOKEN_FILE && env.AWS_ROLE_ARN) {
      return [ok(`web identity as ${env.AWS_ROLE_ARN}`)];
    }
    if (env.AWS_CONTAINER_CREDENTIALS_FULL_URI ?? env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI) {
      return [ok("credentials of this container")];
    }
    return [fromProfile(env.AWS_PROFILE ?? "default", env, home)];
  },
};

type Sections = Map<string, Record<string, string>>;

function fromProfile(profile: string, env: Readonly<Record<string, string | undefined>>, home: string) {
  const config = sections(env.AWS_CONFIG_FILE ?? join(home, ".aws", "config"));
  const shared = sections(env.AWS_SHARED_CREDENTIALS_FILE ?? join(home, ".aws", "credentials"));
  const own = [config.get(profile === "default" ? "default" : `profile ${profile}`), shared.get(profile)];
  const settings: Record<string, string> = { ...own[0], ...own[1] };
  const names = [...config.keys(), ...shared.keys()].filter((name) => !/^(sso-session|services) /.test(name));
  if (!own.some((section) => section)) {
    const known = [...new Set(names.map((name) => name.replace(/^profile /, "")))].join(", ");
    return mustFix(
      `no profile "${profile}"${known ? `; valid profiles: ${known}` : " and no other credentials"}`,
      signIn,
    );
  }
  const label = `profile ${profile}`;
  if (settings.aws_access_key_id && settings.aws_secret_access_key) {
    return ok(`${label}: keys`);
  }
  const session = settings.sso_session ?? settings.sso_start_url;
  if (session) {
    return fromSso(profile, session, home);
  }
  if (settings.role_arn) {
    return ok(`${label}: role ${settings.role_arn}`);
  }
  if (settings.credential_process) {
    return ok(`${label}: credential_process`);
  }
  if (settings.login_session) {
    return ok(`${label}: aws login`);
  }
  return mustFix(`${label} names no credentials`, signIn);
}

/** The CLI keeps a sign-in's token under the SHA-1 of its session's name or start URL. */
function fromSso(profile: string, name: string, home: string) {
  const file = join(home, ".aws", "sso", "cache", `${createHash("sha1").update(name).digest("hex")}.json`);
  const fix = `aws sso login --profile ${profile}`;
  if (!existsSync(file)) {
    return mustFix(`profile ${profile}: not signed in to ${name}`, fix);
  }
  const expiresAt = new Date(String(readJson(file).expiresAt));
  if (expiresAt > new Date()) {
    return ok(`profile ${profile}: signed in to ${name} until ${expiresAt.toISOString()}`);
  }
  return mustFix(`profile ${profile}: the sign-in to ${name} has ended`, fix);
}

function readJson(file: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** Sections of an INI file as AWS writes them; none where the file is not there. */
function sections(file: string): Sections {
  const found: Sections = new Map();
  let current: Record<string, string> = {};
  for (const line of existsSync(file) ? readFileSync(file, "utf8").split(/\r?\n/) : []) {
    const section = /^\s*\[\s*([^\]]+?)\s*\]/.exec(line)?.[1];
    const [, key, value] = /^\s*([^#;=\s]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (section) {
      current = {};
      found.set(section, current);
    } else if (key) {
      current[key] = value ?? "";
    }
  }
  return found;
}
