/** Answers to what programs ask AWS about (`aws.getX`). An unknown question is refused: a made-up answer would hide a mistake. */
import { account, made } from "./outputs/made";

type Answer = (inputs: Record<string, any>, region: string) => Record<string, any>;

const answers: Record<string, Answer> = {
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
  return { region, ...inputs, ...answer(inputs, region ?? "us-east-1") };
}

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
