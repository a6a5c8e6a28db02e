/** How a Region is written: the one table of it. Whatever reads where something is asks here. */

/** All of them, so that a short code is told from a word: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html */
export const regionNames =
  "af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-central-1 ca-west-1 cn-north-1 cn-northwest-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 me-south-1 mx-central-1 sa-east-1 us-east-1 us-east-2 us-gov-east-1 us-gov-west-1 us-west-1 us-west-2".split(
    " ",
  );

/** `us-gov-east-1` → `usge1`, as in the ids of availability zones and in the hosts of caches. */
export const codeOf = (region: string): string => {
  const [area, ...words] = region.split("-");
  return `${area}${words.join("").replace(/gov|north|south|east|west|central/g, (word) => word.charAt(0))}`;
};

const regionsByCode: ReadonlyMap<string, string> = new Map(regionNames.map((region) => [codeOf(region), region]));

/** Also one that is newer than the list. */
const name =
  "(?:af|ap|ca|cn|eu|eusc[-_]de|il|me|mx|sa|us)(?:[-_](?:gov|iso[a-z]*))?[-_](?:north|south|east|west|central)+[-_]\\d";
const code = `(?:${[...regionsByCode.keys()].join("|")})`;
/** `use1-az4`, `usw2-lax1-az1`: https://docs.aws.amazon.com/global-infrastructure/latest/regions/az-ids.html */
const zoneId = `(${code})(?:-[a-z0-9]+)?-az\\d+`;

/** Alone, or as a part of a host or a path; of an availability zone too: `us-east-1`, `US_EAST_1`, `us-east-1a`, `use1`. */
const written = `(?<![\\w-])(?:(${name})[a-z]?(?!\\w)|${zoneId}(?![\\w-])|(${code})(?![\\w-]))`;
const directoryBucket = `--${zoneId}--xa?-s3(?!\\w)`;
/** What AWS serves: `sqs.us-east-1.amazonaws.com`, `s3-us-west-2.amazonaws.com`, `x.lambda-url.us-east-1.on.aws`. */
const served = `(?:[\\w-]+\\.)*(?:amazonaws\\.(?:com(?:\\.cn)?|eu)|amazoncognito\\.com|awsapprunner\\.com|elasticbeanstalk\\.com|(?:on|api)\\.aws)(?![\\w-]|\\.\\w)`;
const host = `(?:[.-]|(?<![\\w.-]))(?:(${name})|(${code}))\\.${served}`;
/** Hosts of us-east-1 that do not say so: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html */
const oldHost =
  "(?:compute-1\\.amazonaws\\.com|(?<=\\w\\.)ec2\\.internal|(?<![\\w.-])(?:s3-external-1|queue|sdb)\\.amazonaws\\.com)(?![\\w-]|\\.\\w)";
const arn = `arn:aws[\\w-]*:[\\w-]+:(${name}):`;

const anywhere = new RegExp([written, directoryBucket, host, oldHost].join("|"), "gi");
const addresses = new RegExp([arn, directoryBucket, host, oldHost].join("|"), "gi");

/** As AWS's own names have it: lower case, hyphens. */
const regionOf = (spelling: string): string => {
  const plain = spelling.toLowerCase().replaceAll("_", "-");
  return regionsByCode.get(plain) ?? plain;
};

function found(text: string, pattern: RegExp): string[] {
  if (!quick.test(text)) {
    return [];
  }
  const spellings = [...text.matchAll(pattern)].map(
    ([, ...groups]) => groups.find((group) => group !== undefined) ?? "us-east-1",
  );
  return [...new Set(spellings.map(regionOf))];
}

/** Regions that a text names, however it spells them. */
export const regionsWritten = (text: string): string[] => found(text, anywhere);

/** Regions in an ARN, in a host of AWS, or in the name of a directory bucket: what says where the thing itself is. */
export const regionsAddressed = (text: string): string[] => found(text, addresses);

/** `use1`, a label of a host, as the Region that it is, or as it stands. */
export const regionOfLabel = (label: string): string => regionsByCode.get(label) ?? label;

/** Whether a text may spell a Region: quick, for texts that seldom do. */
export const regionHint = `[-_](?:north|south|east|west|central)|\\b${code}(?!\\w)|compute-1\\.|ec2\\.internal|external-1\\.|(?:queue|sdb)\\.amaz`;
const quick = new RegExp(regionHint, "i");
