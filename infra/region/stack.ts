/** One AWS Region: everything its jurisdiction needs to be served here alone. */
import * as aws from "@pulumi/aws";
import { apiHost, regionalApiHost } from "../../model/names";
import type { RegionConfig } from "../config";
import { type AsInputs, globalOutputs, type RegionOutputs } from "../outputs";
import { Key } from "../shared/key";
import { tagsFor } from "../shared/tags";
import { RegionAlarms } from "./alarms";
import { Api } from "./api";
import { Data } from "./data";
import { RegionDns } from "./dns";
import type { Foundation } from "./foundation";
import { Identity } from "./identity";
import { Lookup } from "./lookup";
import { acceleratorZones, Network } from "./network";

export async function regionStack(config: RegionConfig): Promise<AsInputs<RegionOutputs>> {
  const { region, jurisdiction, role, domain } = config;
  const { accountId } = aws.getCallerIdentityOutput();
  const key = new Key("key", {
    description: `Data, logs and settings of ${jurisdiction} in ${region}`,
    accountId,
    region,
    usedBy: ["tables", "logs", "alarms"],
    tags: tagsFor("personal", jurisdiction),
  });
  const on: Foundation = { config, accountId, key, global: globalOutputs(config.globalStack) };

  const network = new Network("network", {
    cidrBlock: config.vpcCidr,
    availabilityZoneNames: await acceleratorZones(region),
    tags: tagsFor("routing", jurisdiction),
  });
  const lookup = new Lookup("lookup", on, network);
  const data = new Data("data", on);
  const identity = new Identity("identity", on);
  const api = new Api("api", on, data);
  const dns = new RegionDns("dns", on, api);
  new RegionAlarms("alarms", on, { api, lookup, healthCheck: dns.healthCheck });

  return {
    region,
    jurisdiction,
    role,
    apiUrl: `https://${apiHost(jurisdiction, domain)}`,
    regionalApiUrl: `https://${regionalApiHost(region, domain)}`,
    userPoolId: identity.pool.id,
    userPoolClientId: identity.client.id,
    issuer: identity.issuer,
    profileTableName: data.profiles.tableName,
    healthCheckId: dns.healthCheck.id,
  };
}
