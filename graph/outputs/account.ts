/** The account and its Regions: what `aws.getX` of no service asks. */
import { account } from "./made";
import type { ServiceAnswers } from "./types";

export const accountCalls: ServiceAnswers = {
  calls: {
    "aws:index/getAvailabilityZones:getAvailabilityZones": (inputs, region) => {
      const excluded = new Set<string>([...(inputs.excludeZoneIds ?? []), ...(inputs.excludeNames ?? [])]);
      const zones = availabilityZones(region).filter(({ name, id }) => !excluded.has(name) && !excluded.has(id));
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

/** Zone ids that are not 1, 2, 3: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html */
const numbers: Record<string, number[]> = {
  "us-east-1": [1, 2, 3, 4, 5, 6],
  "us-west-2": [1, 2, 3, 4],
  "ca-central-1": [1, 2, 4],
};

function availabilityZones(region: string): { name: string; id: string }[] {
  const [area = "", compass = "", number = ""] = region.split("-");
  // us-east-1 → use1, ap-southeast-2 → apse2
  const short = `${area}${compass
    .replace(/(?<=^(north|south))(?=east|west)/, " ")
    .replace(/(\w)\w*/g, "$1")
    .replace(" ", "")}${number}`;
  return (numbers[region] ?? [1, 2, 3]).map((one) => ({
    name: `${region}${String.fromCharCode(96 + one)}`,
    id: `${short}-az${one}`,
  }));
}
