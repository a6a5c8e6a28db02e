import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  const vault = new aws.backup.Vault("home", { name: "home", tags });
  new aws.backup.Plan("daily", {
    rules: [
      {
        ruleName: "daily",
        targetVaultName: vault.name,
        copyActions: [
          { destinationVaultArn: arn("backup", "ca-west-1", "backup-vault:v") },
          { destinationVaultArn: arn("backup", region, "backup-vault:v") },
        ],
      },
    ],
    tags,
  });
}
