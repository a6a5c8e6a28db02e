/** The account and its Regions: what `aws.getX` of no service asks. */
import { availabilityZoneIds } from "../../model/availability-zones";
import { account } from "./made";
import type { ServiceOutputs } from "./types";

export const accountCalls: ServiceOutputs = {
  calls: {
    "aws:index/getAvailabilityZones:getAvailabilityZones": (inputs, region) => {
      const excluded = new Set<string>([...(inputs.excludeZoneIds ?? []), ...(inputs.excludeNames ?? [])]);
      const filters: { name: string; values: string[] }[] = inputs.filters ?? [];
      const unknown = filters.find(({ name }) => !Object.hasOwn(zoneFilters, name));
      if (unknown) {
        return `filter "${unknown.name}" of availability zones is not known; add it to graph/outputs/account.ts`;
      }
      const zones = availabilityZones(region).filter(
        (zone) =>
          !excluded.has(zone.name) &&
          !excluded.has(zone.id) &&
          filters.every(({ name, values }) => values.includes(zoneFilters[name]!(zone))),
      );
      return {
        id: region,
        names: zones.map(({ name }) => name),
        zoneIds: zones.map(({ id }) => id),
        groupNames: [region],
      };
    },
    "aws:index/getCallerIdentity:getCallerIdentity": () => ({
      id: account,
      accountId: account,
      arn: `arn:aws:iam::${account}:user/operator`,
      userId: "operator",
    }),
    "aws:index/getRegion:getRegion": (_, region) => ({
      id: region,
      name: region,
      region,
      description: region,
      endpoint: `ec2.${region}.amazonaws.com`,
    }),
    "aws:index/getPartition:getPartition": () => ({
      id: "aws",
      partition: "aws",
      dnsSuffix: "amazonaws.com",
      reverseDnsPrefix: "com.amazonaws",
    }),
  },
};

interface Zone {
  name: string;
  id: string;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAvailabilityZones.html */
const zoneFilters: Readonly<Record<string, (zone: Zone) => string>> = {
  "zone-id": ({ id }) => id,
  "zone-name": ({ name }) => name,
  "zone-type": () => "availability-zone",
};

/** As in accounts for which AWS has not mixed the letters: the first availability zone is a, the second b. */
function availabilityZones(region: string): Zone[] {
  return (availabilityZoneIds[region] ?? []).map((id) => ({
    name: `${region}${String.fromCharCode(96 + Number(id.slice(-1)))}`,
    id,
  }));
}
