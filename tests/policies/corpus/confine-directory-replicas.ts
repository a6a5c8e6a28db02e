import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.directoryservice.ServiceRegion("staff", {
    directoryId: "d-1",
    regionName: region,
    desiredNumberOfDomainControllers: 2,
    vpcSettings: { vpcId: "vpc-1", subnetIds: ["subnet-1", "subnet-2"] },
    tags,
  });
}
