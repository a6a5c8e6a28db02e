import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, verify } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keep, passedAsWanted, signingKey } from "../../../ops/drill/evidence";
import { judge, type Log } from "../../../ops/drill/judge";
import { type Carried, controls } from "../../../ops/drill/run";
import { wrongObjective } from "../../../ops/drills/controls";
import { bothRegionsLost, regionLost } from "../../../ops/drills/regions";
import type { Drill } from "../../../ops/drills/types";
import { linkCut } from "../../../ops/drills/unnoticed";
import { failedOver, faultAt, logOf, primary, standby } from "./ticks";

const about = { by: "<b>Jane</b>", target: "a twin of its own", speed: 8, commit: "abc" };

function carriedOut(drill: Drill, log: Log = logOf(failedOver)): Carried {
  return {
    drill,
    pair: { jurisdiction: "CA", primary, standby },
    log,
    verdict: judge(drill, log),
    controls: controls(drill, log),
    incidents: [
      {
        kind: "region-down",
        place: primary,
        credible: true,
        marks: [
          { kind: "fault", at: faultAt, region: primary },
          { kind: "answered", at: faultAt + 19_000, region: standby },
        ],
      },
    ],
    events: [{ at: faultAt, kind: "fault", subject: primary, message: "region-down" }],
  };
}

describe("the evidence of a drill", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "drill-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const read = (name: string) => readFileSync(join(folder, "kept", name), "utf8");

  it("is a folder whose manifest has the digest of every other file, and nothing else", () => {
    keep(join(folder, "kept"), carriedOut(regionLost), about);
    const lines = read("SHA256SUMS").trimEnd().split("\n");
    const named = lines.map((line) => {
      const [, digest, name] = /^([0-9a-f]{64}) {2}(\S+)$/.exec(line) ?? [];
      assert.equal(createHash("sha256").update(read(name!)).digest("hex"), digest);
      return name!;
    });
    assert.deepEqual([...named, "SHA256SUMS"].toSorted(), readdirSync(join(folder, "kept")).toSorted());
  });

  it("says what was drilled, on what, by whom, what was measured, and every turn of every client", () => {
    keep(join(folder, "kept"), carriedOut(regionLost), about);
    const drill = JSON.parse(read("drill.json"));
    assert.equal(drill.schema, "home-region/drill/1");
    assert.deepEqual([drill.drill, drill.shownBy, drill.by, drill.passed], ["region-lost", "twin", about.by, true]);
    assert.deepEqual(drill.objectives, regionLost.objectives);
    assert.equal(drill.measured.rtoSeconds["Toronto, new connection"], 20.1);
    assert.equal(drill.faultAt, new Date(faultAt).toISOString());
    const turns = read("probes.ndjson").trimEnd().split("\n");
    assert.equal(turns.length, drill.turns);
    assert.equal(drill.turns, logOf().ticks.length);
  });

  it("has a report in English and in French that carries nothing from elsewhere and takes no text for markup", () => {
    keep(join(folder, "kept"), carriedOut(regionLost), about);
    for (const [language, passed, only] of [
      ["en", "Passed", /has not been shown on AWS/],
      ["fr", "Réussi", /N’a pas été montré sur AWS/],
    ] as const) {
      const page = read(`report.${language}.html`);
      assert.ok(page.includes(`<html lang="${language}">`));
      assert.ok(page.includes(passed));
      assert.match(page, only);
      assert.doesNotMatch(page, /(src|href)=|url\(|<b>Jane/);
      assert.ok(page.includes("&lt;b&gt;Jane"));
    }
  });

  it("has every check in French", () => {
    const expectations = [regionLost, bothRegionsLost, linkCut];
    for (const [index, drill] of expectations.entries()) {
      const carried = carriedOut(drill);
      keep(join(folder, String(index)), carried, about);
      const page = readFileSync(join(folder, String(index), "report.fr.html"), "utf8");
      const names = [...carried.verdict.checks, ...carried.controls].map(({ name }) => name);
      assert.deepEqual(
        names.filter((name) => page.includes(name)),
        [],
      );
    }
  });

  it("is never written over another", () => {
    keep(join(folder, "kept"), carriedOut(regionLost), about);
    assert.throws(() => keep(join(folder, "kept"), carriedOut(regionLost), about), /EEXIST/);
  });

  it("is signed with the key that is given", () => {
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    const file = join(folder, "key.pem");
    writeFileSync(file, privateKey.export({ format: "pem", type: "pkcs8" }));
    keep(join(folder, "kept"), carriedOut(regionLost), about, signingKey(file));
    const signature = readFileSync(join(folder, "kept/SHA256SUMS.sig"));
    assert.equal(verify(null, Buffer.from(read("SHA256SUMS")), publicKey, signature), true);
  });

  it("refuses another key, or none, with how to make one", () => {
    const file = join(folder, "rsa.pem");
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    writeFileSync(file, privateKey.export({ format: "pem", type: "pkcs8" }));
    assert.throws(() => signingKey(file), /a key of type rsa; allowed is .*Ed25519.*fix: openssl genpkey/);
    assert.throws(() => signingKey(join(folder, "absent.pem")), /cannot be read/);
  });
});

describe("a drill", () => {
  it("passes as it was wanted: a negative control by failing, and neither where the measurement is worth nothing", () => {
    assert.equal(passedAsWanted(carriedOut(regionLost)), true);
    assert.equal(passedAsWanted(carriedOut({ ...regionLost, mustFail: true })), false);
    assert.equal(passedAsWanted(carriedOut(wrongObjective)), true);
    assert.equal(passedAsWanted(carriedOut(wrongObjective, logOf(failedOver, { credible: false }))), false);
    assert.equal(passedAsWanted({ ...carriedOut(regionLost), controls: [{ name: "", ok: false }] }), false);
  });
});
