/** What belongs to no Region: the registry, the hosted zone, the lookup's accelerator, Route 53's alarms. */
import * as aws from "@pulumi/aws";
import type { GlobalConfig } from "../config";
import type { AsInputs, GlobalOutputs } from "../outputs";
import { LookupAccelerator } from "./accelerator";
import { Alarms } from "./alarms";
import { Dns } from "./dns";
import { Registry } from "./registry";

export function globalStack(config: GlobalConfig): AsInputs<GlobalOutputs> {
  const { accountId } = aws.getCallerIdentityOutput();
  const dns = new Dns("dns", { domain: config.domain, hostedZoneId: config.hostedZoneId });
  const registry = new Registry("registry", {
    project: config.project,
    accountId,
    deletionProtection: config.deletionProtection,
  });
  const lookup = new LookupAccelerator("lookup", { domain: config.domain, hostedZoneId: dns.hostedZoneId });
  const alarms = new Alarms("alarms", { accountId, endpoint: config.alarmEndpoint });

  return {
    domain: config.domain,
    hostedZoneId: dns.hostedZoneId,
    nameServers: dns.nameServers,
    registryTableName: registry.table.name,
    registryKeyArns: registry.keyArns,
    registryHashKey: registry.hashKey,
    lookupListenerArn: lookup.listener.arn,
    lookupAcceleratorDnsName: lookup.accelerator.dnsName,
    lookupUrl: lookup.url,
    alarmTopicArn: alarms.topicArn,
  };
}
