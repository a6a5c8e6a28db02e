/** The lookup's place in the VPC: its subnets and who may reach what is in them. */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { RegionArgs } from "./context";
import type { Network } from "./network";

/**
 * They reach nothing: Global Accelerator needs only that the VPC has an internet gateway, which awsx attaches
 * (https://docs.aws.amazon.com/global-accelerator/latest/dg/secure-vpc-connections.html).
 */
export const lookupSubnets = { type: "Isolated", name: "lookup", cidrMask: 24 } as const;

export interface LookupSecurityGroupArgs extends RegionArgs {
  network: Network;
}

/** The accelerator preserves client addresses, so the load balancer sees the whole internet, on 443 only. */
export function lookupSecurityGroup(
  name: string,
  { ctx, network }: LookupSecurityGroupArgs,
  opts: pulumi.CustomResourceOptions,
): aws.ec2.SecurityGroup {
  const tags = ctx.tags("routing");
  const group = new aws.ec2.SecurityGroup(
    name,
    { description: "HTTPS from clients of the lookup accelerator", vpcId: network.vpc.vpcId, tags },
    opts,
  );
  new aws.vpc.SecurityGroupIngressRule(
    `${name}-https`,
    {
      securityGroupId: group.id,
      description: "HTTPS, client addresses preserved by Global Accelerator",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrIpv4: "0.0.0.0/0",
      tags: { ...tags, "public-ingress": "443" }, // security-deny-public-ingress takes this as the declaration
    },
    opts,
  );
  return group;
}
