import { classify } from "../classification";
import { allowedText, inside, transfers } from "../shared/confine";
import { dataOf } from "../shared/data";
import { effectiveRegion } from "../shared/region";
import type { Rule } from "../shared/rule";

/** Global services whose own rules say what may pass through them. */
const judgedByOwnRule =
  /^aws:(chime|cloudfront|globalaccelerator|iam|networkmanager|organizations|route53|shield|waf)\//;

export const keepRegion: Rule = {
  name: "residency-keep-region",
  description: "What stores or moves data is in a Region of the data's jurisdiction.",
  severity: "critical",
  references: transfers,
  remediation:
    "Set the resource's region, or its provider's, to a Region of the jurisdiction; or declare it in that jurisdiction's stack.",
  url: "https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/regions.html",
  check(resource, context) {
    const { kind } = classify(resource.type, context.topology, !resource.provider);
    if (kind === "neither") {
      return [];
    }
    const data = dataOf(resource, context);
    if (!data.allowed) {
      return [];
    }
    const region = effectiveRegion(resource, context.topology);
    if (region === "global" ? judgedByOwnRule.test(resource.type) : data.allowed.has(String(region))) {
      return [];
    }
    return [
      {
        resource,
        path: resource.props.region === undefined ? "" : "region",
        found: foundIn(region, (name) => inside(name, context)),
        allowed: `stack ${resource.stack}: ${allowedText(data.allowed, data.jurisdiction, data.dataClass)}`,
        fix: moveTo(region, context.topology.stacks),
        deferred: data.open,
      },
    ];
  },
};

function foundIn(region: string | undefined, inside: (region: string) => string): string {
  if (region === undefined) {
    return "is in no Region that its properties, provider or stack name";
  }
  if (region === "unknown") {
    return "is in a Region that is not known in a preview";
  }
  return region === "global"
    ? "is of a global service, which keeps data in no jurisdiction"
    : `is in ${inside(region)}`;
}

function moveTo(region: string | undefined, stacks: Readonly<Record<string, { region: string }>>): string {
  const stack = Object.keys(stacks).find((name) => stacks[name]!.region === region);
  return `set its region to an allowed one${stack ? ` or move it to stack ${stack}` : ""}`;
}
