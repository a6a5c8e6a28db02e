import type { Violation } from "../../shared/evaluate";
import { type Report, whereOf } from "./report";

export function json(report: Report): string {
  const { stacks, resourceCount, violations, exempted, exemptionIssues, seconds } = report;
  const summary = {
    stacks,
    resources: resourceCount,
    violations: violations.length,
    exempted: exempted.length,
    seconds,
  };
  return JSON.stringify(
    { summary, violations: violations.map(plain), exempted: exempted.map(plain), exemptionFaults: exemptionIssues },
    undefined,
    2,
  );
}

function plain({ pack, rule, level, finding, message, exemption }: Violation) {
  const { resource, path, found, allowed, fix } = finding;
  return {
    rule: rule.name,
    pack,
    level,
    severity: rule.severity,
    stack: resource.stack,
    type: resource.type,
    name: resource.name,
    urn: resource.urn,
    where: whereOf(resource),
    property: path,
    found,
    allowed,
    fix,
    message,
    url: rule.url,
    ...(exemption && { exemption }),
  };
}
