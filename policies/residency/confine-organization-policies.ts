import { judge, transfers } from "../shared/confine";
import type { Rule } from "../shared/rule";
import { isUnknown, valuesAt } from "../shared/values";

const type = "aws:organizations/policy:Policy";
const wording = { how: "backs accounts up in or to", remediation: "name Regions and vaults of one jurisdiction" };

/** Other types of policy name Regions to permit or forbid them. A backup policy copies: its plans run in every account. */
export const confineOrganizationPolicies: Rule = {
  name: "residency-confine-organization-policies",
  description: "Backup policies of an organization back up and copy within the jurisdiction of the data.",
  severity: "critical",
  references: transfers,
  remediation: "Attach a policy to each jurisdiction's accounts that names its own Regions and vaults.",
  url: "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_backup_syntax.html",
  types: [type],
  claims: { [type]: ["content"] },
  check(resource, context) {
    const { type: kind } = resource.props;
    if (kind !== "BACKUP_POLICY" && !isUnknown(kind)) {
      return [];
    }
    return valuesAt(resource.props, "content").flatMap((property) =>
      judge(property, "text", resource, context, wording),
    );
  },
};
