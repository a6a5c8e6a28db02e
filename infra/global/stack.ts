/** What belongs to no Region: the registry, the hosted zone, the lookup's accelerator, Route 53's alarms. */
import * as aws from "@pulumi/aws";
import { sharedHosts } from "../../model/names";
import type { GlobalConfig } from "../config";
import type { AsInputs, GlobalOutputs } from "../outputs";
import { outputsOf } from "../shared/part";
import { LookupAccelerator } from "./accelerator";
import { Alarms } from "./alarms";
import { Dns } from "./dns";
import { Registry } from "./registry";

export function globalStack(config: GlobalConfig): AsInputs<GlobalOutputs> {
  const { project, domain, deletionProtection } = config;
  const { accountId } = aws.getCallerIdentityOutput();
  const dns = new Dns("dns", { domain, hostedZoneId: config.hostedZoneId, sharedHosts: sharedHosts(domain) });
  const parts = [
    dns,
    new Registry("registry", { project, accountId, deletionProtection }),
    new LookupAccelerator("lookup", { domain, hostedZoneId: dns.hostedZoneId }),
    new Alarms("alarms", { accountId, endpoint: config.alarmEndpoint }),
  ];
  return { domain, ...outputsOf(parts) };
}
