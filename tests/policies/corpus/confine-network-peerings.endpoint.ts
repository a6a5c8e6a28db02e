import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.ec2.VpcEndpoint("partner", {
    vpcId: "vpc-1",
    serviceName: "com.amazonaws.vpce.ca-central-1.vpce-svc-1",
    serviceRegion: region,
    vpcEndpointType: "Interface",
    tags,
  });
}
