import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { apiHost, lookupHost } from "../../model/names";
import { regionsOf, registryRegion, servedJurisdictions } from "../../model/topology";
import { Certificate } from "../shared/certificate";
import { tagsFor } from "../shared/tags";

export interface DnsArgs {
  domain: string;
  /** An existing public zone; undefined creates one. */
  hostedZoneId: string | undefined;
}

/** The hosted zone, and the validation records of the names that more than one Region serves. */
export class Dns extends pulumi.ComponentResource {
  readonly hostedZoneId: pulumi.Output<string>;
  readonly nameServers: pulumi.Output<string[]>;

  constructor(name: string, args: DnsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("home-region:infra:Dns", name, {}, opts);
    const zone = args.hostedZoneId
      ? aws.route53.getZoneOutput({ zoneId: args.hostedZoneId }, { parent: this })
      : createZone(name, args.domain, this);
    this.hostedZoneId = pulumi.output(zone.zoneId);
    this.nameServers = pulumi.output(zone.nameServers);
    for (const [label, hostname, region, jurisdiction] of sharedNames(args.domain)) {
      new Certificate(
        `${name}-${label}`,
        {
          hostname,
          region,
          hostedZoneId: this.hostedZoneId,
          ownsValidationRecord: true,
          tags: tagsFor("routing", jurisdiction),
        },
        { parent: this },
      );
    }
    this.registerOutputs();
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
      enableAcceleratedRecovery: true,
      tags: tagsFor("routing", "any"),
    },
    { parent },
  );
}

/** Private keys stay where the name is served: a jurisdiction's certificate is requested in its own primary Region. */
function sharedNames(domain: string): [label: string, hostname: string, region: string, jurisdiction: string][] {
  const apis = servedJurisdictions().map((jurisdiction): [string, string, string, string] => {
    const [primary] = regionsOf(jurisdiction);
    return [`${jurisdiction.toLowerCase()}-api`, apiHost(jurisdiction, domain), primary!, jurisdiction];
  });
  return [["lookup", lookupHost(domain), registryRegion, "any"], ...apis];
}
