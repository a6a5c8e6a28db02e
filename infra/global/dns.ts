import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { SharedHost } from "../../model/names";
import { ValidationRecord } from "../shared/certificate";
import type { Part } from "../shared/part";
import { tagsFor } from "../shared/tags";

export interface DnsArgs {
  domain: string;
  /** An existing public zone; undefined creates one. */
  hostedZoneId: string | undefined;
  /** Names that more than one Region serves. */
  sharedHosts: readonly SharedHost[];
}

/**
 * The hosted zone, and the validation records of the names that more than one Region serves. Private keys stay where the
 * name is served: a certificate is requested in a Region that has it.
 */
export class Dns extends pulumi.ComponentResource implements Part {
  readonly hostedZoneId: pulumi.Output<string>;
  readonly outputs: { hostedZoneId: pulumi.Output<string>; nameServers: pulumi.Output<string[]> };

  constructor(name: string, args: DnsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("home-region:infra:Dns", name, {}, opts);
    const zone = args.hostedZoneId
      ? aws.route53.getZoneOutput({ zoneId: args.hostedZoneId }, { parent: this })
      : createZone(name, args.domain, this);
    this.hostedZoneId = pulumi.output(zone.zoneId);
    this.outputs = { hostedZoneId: this.hostedZoneId, nameServers: pulumi.output(zone.nameServers) };
    for (const { label, hostname, region, jurisdiction } of args.sharedHosts) {
      // A new zone is not delegated before this stack's outputs say to whom, so that waiting here would be for ever.
      new ValidationRecord(
        `${name}-${label}`,
        {
          hostname,
          region,
          hostedZoneId: this.hostedZoneId,
          tags: tagsFor("routing", jurisdiction),
        },
        { parent: this },
      );
    }
    this.registerOutputs(this.outputs);
  }
}

function createZone(name: string, domain: string, parent: pulumi.Resource): aws.route53.Zone {
  return new aws.route53.Zone(
    name,
    {
      name: domain,
      comment: "Names of every Region; its records fail over by health checks, without edits",
      // Edits resume from us-west-2 while us-east-1 is impaired; nothing here needs one to fail over.
      // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/accelerated-recovery.html
      // While it is being enabled, minutes, Route 53 refuses records; the provider waits for that before the zone exists:
      // https://github.com/hashicorp/terraform-provider-aws/pull/45302
      enableAcceleratedRecovery: true,
      tags: tagsFor("routing", "any"),
    },
    { parent },
  );
}
