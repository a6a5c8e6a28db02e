import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Tags } from "./tags";

export interface CertificateArgs {
  hostname: string;
  hostedZoneId: pulumi.Input<string>;
  region: string;
  /**
   * Whether this stack declares the validation record. ACM asks for the same record in every Region
   * (https://docs.aws.amazon.com/apigateway/latest/developerguide/dns-failover.html), so names that several stacks
   * serve are validated once, by the global stack.
   */
  ownsValidationRecord: boolean;
  tags: Tags;
}

/** A validated ACM certificate for one host name in one Region. */
export class Certificate extends pulumi.ComponentResource {
  /** Resolves when ACM has issued it. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: CertificateArgs, opts?: pulumi.ComponentResourceOptions) {
    super("home-region:infra:Certificate", name, {}, opts);
    const certificate = new aws.acm.Certificate(
      name,
      {
        region: args.region,
        domainName: args.hostname,
        validationMethod: "DNS",
        keyAlgorithm: "EC_prime256v1",
        tags: args.tags,
      },
      { parent: this },
    );
    const dependsOn = args.ownsValidationRecord ? [validationRecord(name, args, certificate, this)] : [];
    const validation = new aws.acm.CertificateValidation(
      name,
      { region: args.region, certificateArn: certificate.arn },
      { parent: this, dependsOn },
    );
    this.arn = validation.certificateArn;
    this.registerOutputs({ certificateArn: this.arn });
  }
}

function validationRecord(
  name: string,
  args: CertificateArgs,
  certificate: aws.acm.Certificate,
  parent: pulumi.Resource,
) {
  const option = certificate.domainValidationOptions[0]!;
  return new aws.route53.Record(
    `${name}-validation`,
    {
      zoneId: args.hostedZoneId,
      name: option.resourceRecordName,
      type: option.resourceRecordType,
      records: [option.resourceRecordValue],
      ttl: 60,
      allowOverwrite: true, // an earlier certificate for the same name left the same record
    },
    { parent },
  );
}
