import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.ssm.Document("export", {
    documentType: "Command",
    documentFormat: "YAML",
    content: [
      'schemaVersion: "2.2"',
      "mainSteps:",
      "  - action: aws:runShellScript",
      "    name: export",
      `    inputs: { runCommand: ["aws s3 cp /var/orders s3://reports --region ${region}"] }`,
    ].join("\n"),
    tags,
  });
}
