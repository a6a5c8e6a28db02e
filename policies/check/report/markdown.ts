/** A table for a pull request's comment. */

import type { Violation } from "../../shared/evaluate";
import { titleOf } from "../../shared/message";
import { type Report, summaryOf, whereOf } from "./report";

const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("\n", " ").replaceAll("<", "&lt;");

export function markdown(report: Report): string {
  const { violations, exempted, exemptionFaults } = report;
  const passed = violations.length + exemptionFaults.length === 0;
  return [
    `### ${passed ? "Policies pass" : "Policies are violated"}`,
    "",
    summaryOf(report),
    ...(violations.length
      ? ["", "| resource | rule | found | allowed | fix | where |", "|---|---|---|---|---|---|"]
      : []),
    ...violations.map(row),
    ...(exempted.length ? ["", "| exempted | rule | until | owner | reason |", "|---|---|---|---|---|"] : []),
    ...exempted.map(({ finding, rule, exemption }) =>
      rowOf(titleOf(finding.resource), rule.name, exemption!.expires, exemption!.owner, exemption!.reason),
    ),
    ...(exemptionFaults.length ? ["", ...exemptionFaults.map((fault) => `- ${cell(fault)}`)] : []),
    "",
  ].join("\n");
}

const rowOf = (...cells: string[]) => `| ${cells.map(cell).join(" | ")} |`;

function row({ rule, finding, level }: Violation): string {
  const { resource, path, found, allowed, fix } = finding;
  const name = `[${rule.name}](${rule.url})${level === "advisory" ? " (advisory)" : ""}`;
  const property = path ? ` \`${path}\`` : "";
  return rowOf(`${resource.stack}: ${titleOf(resource)}`, name, `${found}${property}`, allowed, fix, whereOf(resource));
}
