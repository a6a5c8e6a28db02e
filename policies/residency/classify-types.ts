import { classifiedVersion, classify } from "../classification";
import type { Rule } from "../shared/rule";

export const classifyTypes: Rule = {
  name: "residency-classify-types",
  description: "Every resource type is known to store data, to move it, or neither.",
  severity: "critical",
  references: [{ framework: "home-region", id: "law 6" }],
  remediation:
    "Say in policies/classification/reviewed.ts what the type does with data; for another provider's type in the setting `types` of residency-declare-topology.",
  url: "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_data_classification_identify_data.html",
  check(resource, context) {
    const { kind } = classify(resource.type, context.topology, !resource.provider);
    if (kind !== "unclassified") {
      return [];
    }
    return [
      {
        resource,
        path: "",
        found: `is of type ${resource.type}, which nobody has classified`,
        allowed: `allowed are the types of @pulumi/aws ${classifiedVersion} and those that the topology declares`,
        fix: "classify it as stores, copies or neither",
      },
    ];
  },
};
