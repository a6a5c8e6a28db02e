import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  new aws.directoryservice.ServiceRegion("staff", {
    directoryId: "d-1",
    regionName: "us-east-1",
    desiredNumberOfDomainControllers: 2,
    vpcSettings: { vpcId: "vpc-1", subnetIds: ["subnet-1", "subnet-2"] },
    tags,
  });
}
