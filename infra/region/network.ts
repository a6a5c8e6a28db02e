import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { zonesWithoutGlobalAccelerator } from "../../model/aws-regions";
import type { Tags } from "../shared/tags";

export interface NetworkArgs {
  cidrBlock: string;
  availabilityZoneNames: string[];
  tags: Tags;
}

/**
 * The VPC of the lookup's load balancer. Its subnets reach nothing: Global Accelerator needs only that the VPC has an
 * internet gateway, which awsx attaches (https://docs.aws.amazon.com/global-accelerator/latest/dg/secure-vpc-connections.html).
 */
export class Network extends pulumi.ComponentResource {
  readonly vpc: awsx.ec2.Vpc;
  readonly loadBalancerSecurityGroup: aws.ec2.SecurityGroup;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("home-region:infra:Network", name, {}, opts);
    this.vpc = new awsx.ec2.Vpc(
      name,
      {
        cidrBlock: args.cidrBlock,
        availabilityZoneNames: args.availabilityZoneNames,
        subnetStrategy: "Auto",
        subnetSpecs: [{ type: "Isolated", name: "lookup", cidrMask: 24 }],
        natGateways: { strategy: "None" },
        enableDnsHostnames: true,
        tags: args.tags,
      },
      { parent: this },
    );
    this.loadBalancerSecurityGroup = createSecurityGroup(name, this.vpc.vpcId, args.tags, this);
    this.registerOutputs();
  }
}

/** The accelerator preserves client addresses, so the load balancer sees the whole internet, on 443 only. */
function createSecurityGroup(name: string, vpcId: pulumi.Input<string>, tags: Tags, parent: pulumi.Resource) {
  const group = new aws.ec2.SecurityGroup(
    `${name}-lookup`,
    { description: "HTTPS from clients of the lookup accelerator", vpcId, tags },
    { parent },
  );
  new aws.vpc.SecurityGroupIngressRule(
    `${name}-lookup-https`,
    {
      securityGroupId: group.id,
      description: "HTTPS, client addresses preserved by Global Accelerator",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrIpv4: "0.0.0.0/0",
      tags: { ...tags, "public-ingress": "443" }, // security-deny-public-ingress takes this as the declaration
    },
    { parent },
  );
  return group;
}

/** Two availability zones in which Global Accelerator can have endpoints, the same ones at every run. */
export async function acceleratorZones(region: string): Promise<string[]> {
  const zones = await aws.getAvailabilityZones({
    state: "available",
    excludeZoneIds: [...zonesWithoutGlobalAccelerator],
    filters: [{ name: "zone-type", values: ["availability-zone"] }],
  });
  const names = zones.names.toSorted().slice(0, 2);
  if (names.length < 2) {
    throw new pulumi.RunError(
      `${region} offers ${names.length} availability zones that Global Accelerator supports (${names.join(", ") || "none"}); ` +
        "a load balancer needs two; is the Region enabled for this account?",
    );
  }
  return names;
}
