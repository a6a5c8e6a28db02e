import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AlarmSpec } from "../shared/alarm";
import { Certificate } from "../shared/certificate";
import type { AliasTarget, Part } from "../shared/part";
import type { RegionArgs } from "./context";

export interface ApiDomainArgs extends RegionArgs {
  hostname: string;
  api: aws.apigateway.RestApi;
  stage: aws.apigateway.Stage;
  /** @see CertificateArgs */
  ownsValidationRecord: boolean;
}

/** A host name of the API with a certificate of this Region: TLS for data ends here. */
export class ApiDomain extends pulumi.ComponentResource implements Part {
  readonly domainName: aws.apigateway.DomainName;
  readonly target: AliasTarget;
  readonly alarms: readonly AlarmSpec[];

  constructor(name: string, { ctx, ...args }: ApiDomainArgs, opts?: pulumi.ComponentResourceOptions) {
    super("home-region:infra:ApiDomain", name, {}, opts);
    const certificate = new Certificate(
      name,
      {
        hostname: args.hostname,
        hostedZoneId: ctx.global.hostedZoneId,
        region: ctx.config.region,
        ownsValidationRecord: args.ownsValidationRecord,
        tags: ctx.tags("operational"),
      },
      { parent: this },
    );
    this.domainName = new aws.apigateway.DomainName(
      name,
      {
        domainName: args.hostname,
        regionalCertificateArn: certificate.arn,
        endpointConfiguration: { types: "REGIONAL" },
        securityPolicy: "TLS_1_2",
        tags: ctx.tags("personal"),
      },
      { parent: this },
    );
    new aws.apigateway.BasePathMapping(
      name,
      { domainName: this.domainName.domainName, restApi: args.api.id, stageName: args.stage.stageName },
      { parent: this },
    );
    this.alarms = certificate.alarms;
    this.target = { name: this.domainName.regionalDomainName, zoneId: this.domainName.regionalZoneId };
    this.registerOutputs({ url: `https://${args.hostname}`, aliasTarget: this.target.name });
  }
}
