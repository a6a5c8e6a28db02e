/**
 * Writes cases/messages.json: what every case of every rule says. People read these sentences; the test keeps them.
 *
 *     node -r ts-node/register tests/policies/support/messages.ts
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { program } from "../../../cli/program";
import { messageOf } from "../../../policies/shared/message";
import { residencyCases } from "../cases/residency";
import { resilienceCases } from "../cases/resilience";
import { routingCases } from "../cases/routing";
import { securityCases } from "../cases/security";
import { scenesAbroad } from "./abroad";
import type { Cases, CasesOf, Judged } from "./cases";
import { judged, ruleNamed } from "./judge";

const all: CasesOf = { ...residencyCases, ...routingCases, ...securityCases, ...resilienceCases };

export const namesOfCases = [...new Set([...Object.keys(all), ...scenesAbroad.keys()])];

/** The sentences of one rule's cases, each once. */
export const messagesOf = (name: string): string[] => [
  ...new Set((all[name] ? scenes(all[name]) : [scenesAbroad.get(name)!]).flatMap((scene) => said(name, scene))),
];

const scenes = ({ violating, absent, unknown }: Cases): Judged[] =>
  [violating, absent.found, unknown.found, unknown.deferred].flatMap((list) => list ?? []);

function said(name: string, subject: Judged): string[] {
  const [scene, options] = "scene" in subject ? [subject.scene, subject.options] : [subject, {}];
  return judged(ruleNamed(name), scene, options).map(messageOf);
}

if (require.main === module) {
  void program(
    "messages",
    "Write down in tests/policies/cases/messages.json what every case of every rule says.",
    () => {
      const messages = Object.fromEntries(namesOfCases.map((name) => [name, messagesOf(name)]));
      writeFileSync(join(__dirname, "../cases/messages.json"), `${JSON.stringify(messages, undefined, 2)}\n`);
    },
  );
}
