import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { lookupHost } from "../../model/names";
import type { AsOutputs, GlobalOutputs } from "../outputs";
import type { Part } from "../shared/part";
import { tagsFor } from "../shared/tags";

export interface LookupAcceleratorArgs {
  domain: string;
  hostedZoneId: pulumi.Input<string>;
}

/**
 * `api.<domain>`: static anycast addresses in front of the lookups of every Region. It spans jurisdictions, so it
 * carries lookups only: an accelerator fails over to any of its endpoint groups.
 * https://docs.aws.amazon.com/global-accelerator/latest/dg/about-endpoints-endpoint-weights.unhealthy-endpoints.html
 * The endpoint groups are the region stacks' own.
 */
export class LookupAccelerator extends pulumi.ComponentResource implements Part {
  readonly outputs: AsOutputs<Pick<GlobalOutputs, "lookupListenerArn" | "lookupAcceleratorDnsName">> & {
    lookupUrl: string;
  };

  constructor(name: string, args: LookupAcceleratorArgs, opts?: pulumi.ComponentResourceOptions) {
    super("home-region:infra:LookupAccelerator", name, {}, opts);
    const accelerator = new aws.globalaccelerator.Accelerator(
      name,
      { ipAddressType: "IPV4", enabled: true, tags: tagsFor("routing", "any") },
      { parent: this },
    );
    const listener = new aws.globalaccelerator.Listener(
      name,
      {
        acceleratorArn: accelerator.arn,
        protocol: "TCP",
        portRanges: [{ fromPort: 443, toPort: 443 }],
        clientAffinity: "NONE",
      },
      { parent: this },
    );
    new aws.route53.Record(
      name,
      {
        zoneId: args.hostedZoneId,
        name: lookupHost(args.domain),
        type: "A",
        aliases: [{ name: accelerator.dnsName, zoneId: accelerator.hostedZoneId, evaluateTargetHealth: false }],
      },
      { parent: this },
    );
    this.outputs = {
      lookupListenerArn: listener.arn,
      lookupAcceleratorDnsName: accelerator.dnsName,
      lookupUrl: `https://${lookupHost(args.domain)}`,
    };
    this.registerOutputs({
      ...this.outputs,
      ipAddresses: accelerator.ipSets.apply((sets) => sets.flatMap(({ ipAddresses }) => ipAddresses ?? [])),
    });
  }
}
