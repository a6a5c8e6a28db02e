/** Answers to what programs ask AWS about (`aws.getX`). An unknown question is refused: a made-up answer would hide a mistake. */
import { availabilityZoneIds } from "../model/availability-zones";
import { account, made } from "./outputs/made";

/** The answer, or why there is none. */
type Answer = (inputs: Record<string, any>, region: string) => Record<string, any> | string;

const answers: Record<string, Answer> = {
  "aws:index/getAvailabilityZones:getAvailabilityZones": (inputs, region) => {
    const excluded = new Set<string>([...(inputs.excludeZoneIds ?? []), ...(inputs.excludeNames ?? [])]);
    const filters: { name: string; values: string[] }[] = inputs.filters ?? [];
    const unknown = filters.find(({ name }) => !Object.hasOwn(zoneFilters, name));
    if (unknown) return `filter "${unknown.name}" of availability zones is not known; add it to graph/calls.ts`;
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
  "aws:iam/getPolicyDocument:getPolicyDocument": policyDocument,
  "aws:route53/getZone:getZone": (inputs) => {
    const name = String(inputs.name ?? inputs.zoneId);
    const { zoneId, nameServers } = made.hostedZone(`existing:${name}`);
    const id = inputs.zoneId ?? zoneId;
    return {
      id,
      zoneId: id,
      name,
      nameServers,
      arn: `arn:aws:route53:::hostedzone/${id}`,
      primaryNameServer: nameServers[0],
    };
  },
  "aws:ec2/getManagedPrefixList:getManagedPrefixList": (inputs, region) => {
    const id = `pl-${made.hex(`${region}:${inputs.name}`, 17)}`;
    return { id, name: inputs.name, arn: `arn:aws:ec2:${region}:aws:prefix-list/${id}`, entries: [] };
  },
};

/** The answer, or why there is none: a question that no answer is known to, or a Region that is needed and not configured. */
export function call(
  token: string,
  inputs: Record<string, any>,
  region: string | undefined,
): Record<string, any> | string {
  const answer = answers[token];
  if (!answer) {
    return (
      `"${token}" is called, and nothing here answers it; known: ${Object.keys(answers).join(", ")}; ` +
      "add it to graph/calls.ts"
    );
  }
  if (!region && token.startsWith("aws:index/getAv")) return `"${token}" needs a Region: set aws:region`;
  const answered = answer(inputs, region ?? "us-east-1");
  return typeof answered === "string" ? answered : { region, ...inputs, ...answered };
}

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

/** https://www.pulumi.com/registry/packages/aws/api-docs/iam/getpolicydocument/ */
function policyDocument(inputs: Record<string, any>) {
  const principals = (list: any[] | undefined) => {
    if (!list?.length) return undefined;
    if (list.some((one) => one.type === "*")) return "*";
    return Object.fromEntries(list.map((one) => [one.type, single(one.identifiers)]));
  };
  const conditions = (list: any[] | undefined) => {
    if (!list?.length) return undefined;
    const operators: Record<string, Record<string, unknown>> = {};
    for (const { test, variable, values } of list) operators[test] = { ...operators[test], [variable]: single(values) };
    return operators;
  };
  const document = {
    Version: inputs.version ?? "2012-10-17",
    ...(inputs.policyId ? { Id: inputs.policyId } : {}),
    Statement: (inputs.statements ?? []).map((one: any) => ({
      Sid: one.sid,
      Effect: one.effect ?? "Allow",
      Action: single(one.actions),
      NotAction: single(one.notActions),
      Resource: single(one.resources),
      NotResource: single(one.notResources),
      Principal: principals(one.principals),
      NotPrincipal: principals(one.notPrincipals),
      Condition: conditions(one.conditions),
    })),
  };
  const json = JSON.stringify(document, null, 2);
  return { id: made.hex(json, 10), json, minifiedJson: JSON.stringify(document) };
}

const single = (list: unknown[] | undefined) => (list?.length === 1 ? list[0] : list);
