/** For a terminal: grouped by resource; found, allowed, fix, where. */

import type { Violation } from "../../shared/evaluate";
import { titleOf } from "../../shared/message";
import { byResource, type Report, summaryOf, whereOf } from "./report";

export function people(report: Report): string {
  const groups = byResource(report.violations).map(({ resource, violations }) => {
    const head = `${titleOf(resource)} in stack ${resource.stack}\n  ${resource.urn}\n  declared at ${whereOf(resource)}`;
    return `${head}\n${violations.map(lines).join("\n")}`;
  });
  const exempted = report.exempted.map(
    ({ rule, exemption, message }) =>
      `  ${rule.name} until ${exemption!.expires} by ${exemption!.owner} (${exemption!.reason}): ${message}`,
  );
  return [
    ...groups,
    ...(exempted.length ? [`Exempted:\n${exempted.join("\n")}`] : []),
    ...(report.exemptionIssues.length ? [`Invalid exemptions:\n  ${report.exemptionIssues.join("\n  ")}`] : []),
    summaryOf(report),
  ].join("\n\n");
}

function lines({ rule, level, finding }: Violation): string {
  const property = finding.path ? [`      property ${finding.path}`] : [];
  return [
    `    ${rule.name} (${level}, ${rule.severity})`,
    ...property,
    `      found    ${finding.found}`,
    `      allowed  ${finding.allowed.replace(/^allowed (is|are) /, "")}`,
    `      fix      ${finding.fix}`,
    `      read     ${rule.url}`,
  ].join("\n");
}
