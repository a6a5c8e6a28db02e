/** A table for a pull request's comment. */

import type { Violation } from "../../shared/evaluate";
import { titleOf } from "../../shared/message";
import { type Report, summaryOf, whereOf } from "./report";

const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("\n", " ").replaceAll("<", "&lt;");

export function markdown(report: Report): string {
  const { violations, exempted, exemptionIssues } = report;
  const passed = violations.length + exemptionIssues.length === 0;
  return [
    `### ${passed ? "Policies pass" : "Policies are violated"}`,
    "",
    summaryOf(report),
    ...(violations.length
      ? ["", "| resource | rule | found | allowed | fix | where |", "|---|---|---|---|---|---|"]
      : []),
    ...fitting(violations.map(row), 40_000),
    ...(exempted.length ? ["", "| exempted | rule | until | owner | reason |", "|---|---|---|---|---|"] : []),
    ...fitting(
      exempted.map(({ finding, rule, exemption }) =>
        rowOf(titleOf(finding.resource), rule.name, exemption!.expires, exemption!.owner, exemption!.reason),
      ),
      10_000,
    ),
    ...(exemptionIssues.length ? [""] : []),
    ...fitting(
      exemptionIssues.map((issue) => `- ${cell(issue)}`),
      10_000,
    ),
    "",
  ].join("\n");
}

/**
 * Lists share what GitHub takes: it refuses a comment of more than 65,536 characters, and so would say nothing where
 * there is most to say. What they leave is for what is around them, and the ends of their lines.
 */
function fitting(rows: readonly string[], room: number): string[] {
  let length = 0;
  const fit = rows.filter((row) => {
    length += row.length;
    return length <= room;
  });
  if (fit.length === rows.length) {
    return fit;
  }
  return [...fit, "", `and ${rows.length - fit.length} more: \`npm run policy\` shows all`];
}

const rowOf = (...cells: string[]) => `| ${cells.map(cell).join(" | ")} |`;

function row({ rule, finding, level }: Violation): string {
  const { resource, path, found, allowed, fix } = finding;
  const name = `[${rule.name}](${rule.url})${level === "advisory" ? " (advisory)" : ""}`;
  const property = path ? ` \`${path}\`` : "";
  return rowOf(`${resource.stack}: ${titleOf(resource)}`, name, `${found}${property}`, allowed, fix, whereOf(resource));
}
