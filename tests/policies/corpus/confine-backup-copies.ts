import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  const vault = new aws.backup.Vault("home", { name: "home", tags });
  new aws.backup.Plan("daily", {
    rules: [
      {
        ruleName: "daily",
        targetVaultName: vault.name,
        copyActions: [
          { destinationVaultArn: "arn:aws:backup:ca-west-1:123456789012:backup-vault:v" },
          { destinationVaultArn: "arn:aws:backup:us-east-1:123456789012:backup-vault:v" },
        ],
      },
    ],
    tags,
  });
}
