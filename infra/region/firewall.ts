import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { allCheckerRanges } from "../../model/checker-ranges";
import type { Entrance } from "../shared/part";
import type { RegionArgs, RegionContext } from "./context";
import { firewallRules } from "./firewall-rules";

export interface FirewallArgs extends RegionArgs {
  entrances: readonly Entrance[];
}

/** What the Region's entrances let in: one web ACL for all of them. */
export class Firewall extends pulumi.ComponentResource {
  constructor(name: string, { ctx, entrances }: FirewallArgs, opts?: pulumi.ComponentResourceOptions) {
    super("home-region:infra:Firewall", name, {}, opts);
    const checkers = new aws.wafv2.IpSet(
      `${name}-checkers`,
      {
        description: "Health checkers of Route 53",
        scope: "REGIONAL",
        ipAddressVersion: "IPV4",
        addresses: [...allCheckerRanges],
        tags: ctx.tags("operational"),
      },
      { parent: this },
    );
    const acl = new aws.wafv2.WebAcl(
      name,
      {
        description: `What reaches ${ctx.config.region} from the internet`,
        scope: "REGIONAL",
        defaultAction: { allow: {} },
        rules: firewallRules(checkers.arn),
        visibilityConfig: { metricName: name, cloudwatchMetricsEnabled: true, sampledRequestsEnabled: false },
        tags: ctx.tags("personal"),
      },
      { parent: this },
    );
    const logGroup = logBlocked(name, ctx, acl, this);
    for (const { label, arn } of entrances) {
      new aws.wafv2.WebAclAssociation(`${name}-${label}`, { webAclArn: acl.arn, resourceArn: arn }, { parent: this });
    }
    this.registerOutputs({ webAclArn: acl.arn, logGroupName: logGroup.name });
  }
}

/**
 * Who is blocked, and by which rule: addresses are personal, so they stay here and go after `addressRetentionDays`. What is let
 * in is not logged. WAF writes a policy for the log group itself: https://github.com/hashicorp/terraform-provider-aws/pull/47111
 */
function logBlocked(name: string, ctx: RegionContext, acl: aws.wafv2.WebAcl, parent: pulumi.Resource) {
  const logGroup = new aws.cloudwatch.LogGroup(
    name,
    {
      namePrefix: "aws-waf-logs-", // WAF takes no other
      retentionInDays: ctx.config.addressRetentionDays,
      kmsKeyId: ctx.keyArn,
      tags: ctx.tags("personal"),
    },
    { parent },
  );
  new aws.wafv2.WebAclLoggingConfiguration(
    name,
    {
      resourceArn: acl.arn,
      logDestinationConfigs: [logGroup.arn],
      // Tokens, and the e-mail domain of a lookup.
      redactedFields: [{ singleHeader: { name: "authorization" } }, { queryString: {} }],
      loggingFilter: {
        defaultBehavior: "DROP",
        filters: [
          { behavior: "KEEP", requirement: "MEETS_ANY", conditions: [{ actionCondition: { action: "BLOCK" } }] },
        ],
      },
    },
    { parent },
  );
  return logGroup;
}
