/** SARIF 2.1.0, for code scanning: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */

import type { Violation } from "../../shared/evaluate";
import type { Rule } from "../../shared/rule";
import { placeOf } from "../where";
import type { Report } from "./report";

/** GitHub's scale of 0 to 10: https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning */
const scores = { low: "3.0", medium: "5.5", high: "8.0", critical: "9.5" } as const;
/** Findings need a file; without a line they point at the program's entry. */
const entry = { file: "infra/index.ts", line: 1 };

export function sarif(report: Report): string {
  const rules = report.packs.flatMap((pack) => pack.rules);
  const results = [...report.violations, ...report.exempted].map((violation) => result(violation, rules));
  const driver = { name: "home-region policies", rules: rules.map(descriptor) };
  const issues = report.exemptionIssues.map((text) => ({ level: "error", message: { text } }));
  const invocations = [{ executionSuccessful: true, toolConfigurationNotifications: issues }];
  const $schema = "https://json.schemastore.org/sarif-2.1.0.json";
  return JSON.stringify(
    { $schema, version: "2.1.0", runs: [{ tool: { driver }, invocations, results }] },
    undefined,
    2,
  );
}

const descriptor = (rule: Rule) => ({
  id: rule.name,
  shortDescription: { text: rule.description },
  help: { text: rule.remediation },
  helpUri: rule.url,
  properties: {
    tags: rule.references.map(({ framework, id }) => `${framework} ${id}`),
    "security-severity": scores[rule.severity],
  },
});

function result({ rule, level, finding, message, exemption }: Violation, rules: readonly Rule[]) {
  const { resource, path } = finding;
  const { file, line } = placeOf(resource) ?? entry;
  return {
    ruleId: rule.name,
    ruleIndex: rules.indexOf(rule),
    level: level === "mandatory" ? "error" : "warning",
    message: { text: `${message} (stack ${resource.stack})` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: file },
          region: { startLine: line },
        },
        logicalLocations: [{ fullyQualifiedName: resource.urn, kind: "resource" }],
      },
    ],
    partialFingerprints: { finding: `${rule.name} ${resource.urn} ${path}` },
    ...(exemption && {
      suppressions: [
        { kind: "external", justification: `${exemption.reason} (${exemption.owner}, to ${exemption.expires})` },
      ],
    }),
  };
}
