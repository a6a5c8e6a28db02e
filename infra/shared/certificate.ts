import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AlarmSpec } from "./alarm";
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
  readonly alarms: readonly AlarmSpec[];

  constructor(name: string, args: CertificateArgs, opts?: pulumi.ComponentResourceOptions) {
    super("home-region:infra:Certificate", name, {}, opts);
    const certificate = request(name, args, this);
    const dependsOn = args.ownsValidationRecord ? [validationRecord(name, args, certificate, this)] : [];
    const validation = new aws.acm.CertificateValidation(
      name,
      { region: args.region, certificateArn: certificate.arn },
      { parent: this, dependsOn },
    );
    this.arn = validation.certificateArn;
    this.alarms = [onExpiry(name, args.hostname, certificate.arn)];
    this.registerOutputs({ certificateArn: this.arn });
  }
}

/** What ACM validates a host name by, declared here for certificates elsewhere. Nothing waits for it. */
export class ValidationRecord extends pulumi.ComponentResource {
  constructor(
    name: string,
    args: Omit<CertificateArgs, "ownsValidationRecord">,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    // As long as certificates were waited for here, they were of this type: another one would replace them.
    super("home-region:infra:Certificate", name, {}, opts);
    const record = validationRecord(name, args, request(name, args, this), this);
    this.registerOutputs({ recordName: record.name });
  }
}

/** ACM renews what validates by DNS long before; what it has not renewed by then needs somebody. */
const leastDays = 30;

/**
 * A day's least, since ACM reports twice a day. Missing data changes nothing: a new certificate has none yet, and one that has
 * expired has none any more, whose alarm goes on.
 * https://docs.aws.amazon.com/acm/latest/userguide/cloudwatch-metrics.html
 */
function onExpiry(name: string, hostname: string, CertificateArn: pulumi.Output<string>): AlarmSpec {
  return {
    label: `${name}-expiry`,
    alarmDescription: `The certificate of ${hostname} is valid for less than ${leastDays} days and has not been renewed`,
    namespace: "AWS/CertificateManager",
    metricName: "DaysToExpiry",
    dimensions: { CertificateArn },
    statistic: "Minimum",
    period: 86_400,
    evaluationPeriods: 1,
    comparisonOperator: "LessThanThreshold",
    threshold: leastDays,
    treatMissingData: "ignore",
  };
}

function request(name: string, args: Omit<CertificateArgs, "ownsValidationRecord">, parent: pulumi.Resource) {
  return new aws.acm.Certificate(
    name,
    {
      region: args.region,
      domainName: args.hostname,
      validationMethod: "DNS",
      keyAlgorithm: "EC_prime256v1",
      tags: args.tags,
    },
    { parent },
  );
}

function validationRecord(
  name: string,
  args: Pick<CertificateArgs, "hostedZoneId">,
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
