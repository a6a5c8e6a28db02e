import * as awsx from "@pulumi/awsx";
import type * as awsTypes from "@pulumi/awsx/types/input";
import * as pulumi from "@pulumi/pulumi";
import type { RegionArgs } from "./context";

export interface NetworkArgs extends RegionArgs {
  availabilityZoneNames: string[];
  /**
   * Subnets of each availability zone. awsx lays all of them out anew when one is added: a workload that comes later
   * declares its own in the rest of the block, so that these stay where they are.
   */
  subnetSpecs: awsTypes.ec2.SubnetSpecArgs[];
}

/** The Region's VPC, in the block that the topology keeps for the stack. What is in it belongs to the workloads. */
export class Network extends pulumi.ComponentResource {
  readonly vpc: awsx.ec2.Vpc;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("home-region:infra:Network", name, {}, opts);
    const { ctx, availabilityZoneNames, subnetSpecs } = args;
    this.vpc = new awsx.ec2.Vpc(
      name,
      {
        cidrBlock: ctx.config.vpcCidr,
        availabilityZoneNames,
        subnetStrategy: "Auto",
        subnetSpecs,
        natGateways: { strategy: "None" },
        enableDnsHostnames: true,
        tags: ctx.tags("routing"),
      },
      { parent: this },
    );
    this.registerOutputs({ vpcId: this.vpc.vpcId, cidrBlock: ctx.config.vpcCidr, availabilityZoneNames });
  }
}
