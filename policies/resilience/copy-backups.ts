import { dataOf } from "../shared/data";
import { madeIn } from "../shared/made";
import { listed } from "../shared/message";
import { placesOf } from "../shared/place";
import { effectiveRegion } from "../shared/region";
import type { Finding, Rule } from "../shared/rule";
import { isUnknown, valuesAt } from "../shared/values";

export const copyBackups: Rule = {
  name: "resilience-copy-backups",
  description: "Backups are also in another Region of the jurisdiction, and only there.",
  severity: "high",
  references: [
    { framework: "HIPAA", id: "164.308(a)(7)(ii)(A)" },
    { framework: "AWS Well-Architected", id: "REL09-BP02" },
  ],
  remediation: "Add a copy action to a vault in the jurisdiction's other Region.",
  url: "https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-region-backup.html",
  types: ["aws:backup/plan:Plan"],
  check(resource, context) {
    const { allowed, jurisdiction } = dataOf(resource, context);
    const own = effectiveRegion(resource, context.topology);
    const others = [...(allowed ?? [])].filter((region) => region !== own);
    // With one Region alone there is nowhere to copy to that is allowed.
    if (others.length === 0) {
      return [];
    }
    return valuesAt(resource.props, "rules[*]").flatMap(({ path, value }): Finding[] => {
      const targets = valuesAt(value, "copyActions[*].destinationVaultArn");
      const unknown = targets.some((target) => isUnknown(target.value)) || isUnknown(value);
      const regions = [
        ...targets.flatMap((target) => placesOf(target.value, "reference", resource, context).regions),
        ...((unknown && madeIn(resource, path, context)) || []),
      ];
      if (regions.some((region) => others.includes(region))) {
        return [];
      }
      return [
        {
          resource,
          path: `${path}.copyActions`,
          found: unknown
            ? "copies backups to a vault that is not known in a preview"
            : "copies backups to no other Region of the jurisdiction",
          allowed: `backups of ${jurisdiction} are also in ${listed(others)}`,
          fix: "add a copy action",
          deferred: unknown && context.scope === "partial",
        },
      ];
    });
  },
};
