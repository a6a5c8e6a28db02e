/**
 * The availability zones of each Region by zone id: the same place in every account, whatever letter the account knows it by.
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
 * The list of a Region that is deployed stays as it is, also when AWS opens another there: subnets are where it says.
 */
export const availabilityZoneIds: Readonly<Record<string, readonly string[]>> = {
  "af-south-1": zoneIds("afs1", 3),
  "ap-east-1": zoneIds("ape1", 3),
  "ap-east-2": zoneIds("ape2", 3),
  "ap-northeast-1": zoneIds("apne1", 4),
  "ap-northeast-2": zoneIds("apne2", 4),
  "ap-northeast-3": zoneIds("apne3", 3),
  "ap-south-1": zoneIds("aps1", 3),
  "ap-south-2": zoneIds("aps2", 3),
  "ap-southeast-1": zoneIds("apse1", 3),
  "ap-southeast-2": zoneIds("apse2", 3),
  "ap-southeast-3": zoneIds("apse3", 3),
  "ap-southeast-4": zoneIds("apse4", 3),
  "ap-southeast-5": zoneIds("apse5", 3),
  "ap-southeast-6": zoneIds("apse6", 3),
  "ap-southeast-7": zoneIds("apse7", 3),
  "ca-central-1": ["cac1-az1", "cac1-az2", "cac1-az4"], // the third is closed to new accounts
  "ca-west-1": zoneIds("caw1", 3),
  "eu-central-1": zoneIds("euc1", 3),
  "eu-central-2": zoneIds("euc2", 3),
  "eu-north-1": zoneIds("eun1", 3),
  "eu-south-1": zoneIds("eus1", 3),
  "eu-south-2": zoneIds("eus2", 3),
  "eu-west-1": zoneIds("euw1", 3),
  "eu-west-2": zoneIds("euw2", 3),
  "eu-west-3": zoneIds("euw3", 3),
  "il-central-1": zoneIds("ilc1", 3),
  "me-central-1": zoneIds("mec1", 3),
  "me-south-1": zoneIds("mes1", 3),
  "mx-central-1": zoneIds("mxc1", 3),
  "sa-east-1": zoneIds("sae1", 3),
  "us-east-1": zoneIds("use1", 6),
  "us-east-2": zoneIds("use2", 3),
  "us-west-1": zoneIds("usw1", 3),
  "us-west-2": zoneIds("usw2", 4),
};

/** Regions, and availability zones of others, in which Global Accelerator has no endpoints: see acceleratorZoneIds. */
const withoutAccelerator = {
  regions: ["ap-east-2", "ap-southeast-6", "ap-southeast-7", "mx-central-1"],
  zones: ["apne1-az3", "cac1-az3", "usw1-az2"],
};

/**
 * The availability zones of a Region that Global Accelerator can have endpoints in; none where the Region is unknown.
 * https://docs.aws.amazon.com/global-accelerator/latest/dg/preserve-client-ip-address.regions.html
 */
export function acceleratorZoneIds(region: string): string[] {
  if (withoutAccelerator.regions.includes(region)) {
    return [];
  }
  return (availabilityZoneIds[region] ?? []).filter((id) => !withoutAccelerator.zones.includes(id));
}

function zoneIds(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}-az${index + 1}`);
}
