import * as aws from "@pulumi/aws";
import { bucketIn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.appflow.Flow("accounts", {
    name: "accounts",
    triggerConfig: { triggerType: "OnDemand" },
    tasks: [{ taskType: "Map_all", sourceFields: [""] }],
    sourceFlowConfig: { connectorType: "Salesforce", sourceConnectorProperties: { salesforce: { object: "Account" } } },
    destinationFlowConfigs: [
      {
        connectorType: "S3",
        destinationConnectorProperties: { s3: { bucketName: bucketIn(region, "accounts").bucket } },
      },
    ],
    tags,
  });
}
