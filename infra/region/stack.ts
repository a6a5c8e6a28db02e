/** One AWS Region: everything its jurisdiction needs to be served here alone. */
import * as aws from "@pulumi/aws";
import type { RegionConfig } from "../config";
import { type AsInputs, globalOutputs, type RegionOutputs } from "../outputs";
import { Key } from "../shared/key";
import { outputsOf, type Part } from "../shared/part";
import { tagsFor } from "../shared/tags";
import { acceleratorZones } from "./accelerator-zones";
import { RegionAlarms } from "./alarms";
import { Api } from "./api";
import { RegionContext } from "./context";
import { Data } from "./data";
import { requireDelegation } from "./delegation";
import { RegionDns } from "./dns";
import { Firewall } from "./firewall";
import { Identity } from "./identity";
import { Lookup } from "./lookup";
import { lookupSubnets } from "./lookup-network";
import { Network } from "./network";
import { Snapshot } from "./snapshot";

export async function regionStack(config: RegionConfig): Promise<AsInputs<RegionOutputs>> {
  const { region, jurisdiction, role } = config;
  const global = globalOutputs(config.globalStack);
  await requireDelegation(config, global);
  const availabilityZoneNames = await acceleratorZones(region);
  const { accountId } = aws.getCallerIdentityOutput();
  const key = new Key("key", {
    description: `Data, logs and settings of ${jurisdiction} in ${region}`,
    accountId,
    region,
    usedBy: ["tables", "logs", "alarms"],
    tags: tagsFor("personal", jurisdiction),
  });
  const ctx = new RegionContext(config, global, accountId, key.arn);

  const network = new Network("network", { ctx, availabilityZoneNames, subnetSpecs: [lookupSubnets] });
  const data = new Data("data", { ctx });
  const snapshot = new Snapshot("snapshot", { ctx });
  const parts = [
    data,
    snapshot,
    new Lookup("lookup", { ctx, network, snapshot }),
    new Identity("identity", { ctx }),
    new Api("api", { ctx, data, snapshot }),
  ];
  new Firewall("firewall", { ctx, entrances: parts.flatMap(({ entrances }: Part) => entrances ?? []) });
  const dns = new RegionDns("dns", { ctx, hosts: parts.flatMap(({ hosts }: Part) => hosts ?? []) });
  const all = [...parts, dns];
  new RegionAlarms("alarms", { ctx, alarms: all.flatMap(({ alarms }: Part) => alarms ?? []) });
  return { region, jurisdiction, role, ...outputsOf(all) };
}
