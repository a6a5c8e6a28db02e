/** What is left of a drill: a folder that others can check with sha256sum and openssl. */
import { execFileSync } from "node:child_process";
import { createHash, createPrivateKey, sign } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { InvalidInput } from "../../model/invalid-input";
import { faultSeconds } from "../drills/types";
import { type About, reportPage } from "./report";
import type { Carried } from "./run";

/** Raised by whoever changes what drill.json says. */
const schema = "home-region/drill/1";

export interface Evidence {
  /** Where it is. */
  folder: string;
  passed: boolean;
}

/** The commit, and whether files have changed since; "unknown" outside of a clone. */
export function commitOf(root: string): string {
  const git = (...words: string[]) =>
    execFileSync("git", words, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  try {
    return `${git("rev-parse", "HEAD")}${git("status", "--porcelain") ? ", with changes" : ""}`;
  } catch {
    return "unknown";
  }
}

/** Reads a PEM file with an Ed25519 private key. Throws InvalidInput for another one. */
export function signingKey(file: string) {
  let found = "a file that cannot be read";
  try {
    const key = createPrivateKey(readFileSync(file));
    if (key.asymmetricKeyType === "ed25519") {
      return key;
    }
    found = `a key of type ${key.asymmetricKeyType}`;
  } catch {
    // Said below.
  }
  throw new InvalidInput(
    `--key ${file} is ${found}; allowed is a PEM file with an Ed25519 private key; fix: openssl genpkey -algorithm ed25519 -out ${file}`,
  );
}

/** Writes the bundle into `folder`, which must not exist. */
export function keep(folder: string, carried: Carried, about: About, key?: ReturnType<typeof signingKey>): Evidence {
  const { drill, pair, log, verdict, controls, incidents, events } = carried;
  const iso = (at: number) => new Date(at).toISOString();
  const passed = passedAsWanted(carried);
  const ticks = log.ticks.map((tick) => ({ ...tick, began: iso(tick.began), ended: iso(tick.ended) }));
  const probes = lines(ticks);
  const timeline = lines(events.map((event) => ({ ...event, at: iso(event.at) })));
  const summary = {
    schema,
    drill: drill.name,
    hypothesis: drill.hypothesis,
    expect: drill.expect,
    mustFail: drill.mustFail ?? false,
    ...about,
    /** Nothing here says what AWS does: the twin stands in for it. */
    shownBy: "twin",
    ...pair,
    faults: drill.faults(pair),
    faultSeconds: faultSeconds(drill.faults(pair)),
    settleSeconds: drill.settleSeconds,
    objectives: drill.objectives,
    faultAt: iso(log.faultAt),
    clearedAt: iso(log.clearedAt),
    endedAt: iso(log.endedAt),
    turns: log.ticks.length,
    measured: verdict.measured,
    checks: verdict.checks,
    controls,
    incidents: incidents.map(({ marks, ...incident }) => ({
      ...incident,
      marks: marks.map((mark) => ({ ...mark, at: iso(mark.at) })),
    })),
    passed,
  };
  const files: Record<string, string> = {
    "drill.json": `${JSON.stringify(summary, null, 2)}\n`,
    "probes.ndjson": probes,
    "report.en.html": reportPage(carried, about, passed, "en"),
    "report.fr.html": reportPage(carried, about, passed, "fr"),
    "timeline.ndjson": timeline,
  };
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, name), content, { flag: "wx" });
  }
  const manifest = Object.entries(files)
    .map(([name, content]) => `${createHash("sha256").update(content).digest("hex")}  ${name}\n`)
    .join("");
  writeFileSync(join(folder, "SHA256SUMS"), manifest, { flag: "wx" });
  if (key) {
    writeFileSync(join(folder, "SHA256SUMS.sig"), sign(null, Buffer.from(manifest), key), { flag: "wx" });
  }
  return { folder, passed };
}

/** A negative control passes by failing. What a drill is worth without its data must be nothing. */
export const passedAsWanted = ({ drill, verdict, controls, log }: Carried): boolean =>
  controls.every(({ ok }) => ok) && log.credible && verdict.passed === !drill.mustFail;

const lines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
