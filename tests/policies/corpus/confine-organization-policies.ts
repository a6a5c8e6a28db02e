import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  const copy = { [arn("backup", region, "backup-vault:v")]: { target_backup_vault_arn: { "@@assign": "v" } } };
  const rules = { daily: { target_backup_vault_name: { "@@assign": "v" }, copy_actions: copy } };
  new aws.organizations.Policy("daily", {
    type: "BACKUP_POLICY",
    content: JSON.stringify({ plans: { daily: { regions: { "@@assign": ["ca-central-1"] }, rules } } }),
    tags,
  });
}
