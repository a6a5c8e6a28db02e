import { judge, transfers } from "../shared/confine";
import { dataOf } from "../shared/data";
import { listed } from "../shared/message";
import type { Resource } from "../shared/resource";
import type { Rule } from "../shared/rule";
import { statementsOf } from "../shared/statements";
import { isUnknown, listOf, valuesAt } from "../shared/values";

const wording = {
  how: "is replicated from",
  remediation: "replicate within the jurisdiction, or use a key of its own",
};

export const confineKmsKeys: Rule = {
  name: "residency-confine-kms-keys",
  description:
    "Key material stays in the jurisdiction: a multi-Region key names the Regions that it may be replicated to.",
  severity: "critical",
  references: [...transfers, { framework: "HIPAA", id: "164.312(a)(2)(iv)" }],
  remediation:
    "Use single-Region keys; or let the key policy deny kms:ReplicateKey unless kms:ReplicaRegion is a Region of the jurisdiction.",
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/mrk-when-to-use.html",
  types: ["Key", "ExternalKey", "ReplicaKey", "ReplicaExternalKey"].map(
    (name) => `aws:kms/${name[0]!.toLowerCase()}${name.slice(1)}:${name}`,
  ),
  claims: Object.fromEntries(
    ["replicaKey:ReplicaKey", "replicaExternalKey:ReplicaExternalKey"].map((name) => [
      `aws:kms/${name}`,
      ["primaryKeyArn"],
    ]),
  ),
  check(resource, context) {
    const primary = valuesAt(resource.props, "primaryKeyArn");
    if (primary.length > 0) {
      return primary.flatMap((property) => judge(property, "reference", resource, context, wording));
    }
    const { allowed, jurisdiction } = dataOf(resource, context);
    const { multiRegion } = resource.props;
    if (!allowed || multiRegion === undefined || multiRegion === false || mayOnlyReplicateTo(resource, allowed)) {
      return [];
    }
    return [
      {
        resource,
        path: "multiRegion",
        found: isUnknown(multiRegion)
          ? "may be a multi-Region key: a preview cannot tell"
          : "is a multi-Region key that may be replicated anywhere",
        allowed: `key material of ${jurisdiction ?? "no jurisdiction"} may be in ${listed([...allowed])}`,
        fix: "make it a single-Region key, or deny kms:ReplicateKey to other Regions in its policy",
      },
    ];
  },
};

/**
 * Whether the key policy denies replication to every other Region:
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-replica-region
 */
function mayOnlyReplicateTo(resource: Resource, regions: ReadonlySet<string>): boolean {
  return statementsOf(resource, ["policy"]).statements.some(({ effect, actions, principals, conditions }) => {
    const isReplication = actions.some((action) => /^(\*|kms:(\*|ReplicateKey))$/i.test(action));
    if (effect !== "Deny" || !isReplication || !principals.includes("*")) {
      return false;
    }
    // Conditions add up: one more, and less is denied.
    const [condition, more] = Object.entries(conditions).flatMap(([operator, keys]) =>
      Object.entries(Object(keys)).map(([key, values]) => ({ test: `${operator} ${key}`, values: listOf(values) })),
    );
    if (!condition) {
      return true;
    }
    const isRegion = /^StringNotEquals(IfExists)? kms:ReplicaRegion$/i.test(condition.test);
    const { values } = condition;
    return isRegion && !more && values.length > 0 && values.every((region) => regions.has(String(region)));
  });
}
