/** What keeps a stack from going, and what it takes along: said before anything is destroyed. */
import { globalStack, regionStacks } from "../../model/topology";
import { type Check, type Context, type Finding, look, mustFix, ok, unknown } from "../doctor/check";
import { askAws } from "../shared/aws";
import { leftGroups } from "./accelerator";
import { goBefore } from "./order";
import { type Standing, standing, standingStacks } from "./state";

type Found = Omit<Finding, "check">;
type Look = (stack: string, resources: readonly Standing[], context: Context) => Found[] | Promise<Found[]>;

/** A check of each stack by itself; what it finds begins with the stack's name. */
function perStack(name: string, run: Look): Check {
  return {
    name,
    run: async (context) => {
      const found = context.stacks.map(async (stack) => {
        const findings = await stateOf(context, stack)
          .then((resources) => run(stack, resources, context))
          .catch((error: Error) => [unknown(error.message)]);
        return findings.map((finding) => ({ ...finding, found: `${stack}: ${finding.found}` }));
      });
      return (await Promise.all(found)).flat();
    },
  };
}

const states = new WeakMap<Context, Map<string, Promise<Standing[]>>>();

/** Each stack's state is asked for once, however many checks look at it. */
function stateOf(context: Context, stack: string): Promise<Standing[]> {
  const known = states.get(context) ?? new Map<string, Promise<Standing[]>>();
  states.set(context, known);
  const state = known.get(stack) ?? standing(stack, context.execute);
  known.set(stack, state);
  return state;
}

const ofType = (resources: readonly Standing[], type: string) => resources.filter((resource) => resource.type === type);
const nameOf = (urn: string) => urn.split("::").at(-1)!;

const order: Check = {
  name: "order",
  async run({ stacks, execute }) {
    const stand = await standingStacks(execute);
    return stacks.map((stack) => {
      const first = goBefore(stack).filter((other) => stand.includes(other) && !stacks.includes(other));
      return first.length === 0
        ? ok(`${stack}: no stack has to go before it`)
        : mustFix(
            `${stack}: ${first.join(", ")} must go first`,
            first.map((other) => `npm run destroy -- ${other}`).join("; "),
          );
    });
  },
};

const refuses = ({ protect, inputs }: Standing) =>
  protect ||
  inputs.deletionProtectionEnabled === true ||
  inputs.deletionProtection === "ACTIVE" ||
  inputs.enableDeletionProtection === true;

const protection = perStack("protection", (stack, resources) => {
  const held = resources.filter(refuses).map(({ urn }) => nameOf(urn));
  return held.length === 0
    ? [ok("nothing refuses to be deleted")]
    : [
        mustFix(
          `${held.length} resources refuse to be deleted: ${held.join(", ")}`,
          `pulumi config set deletionProtection false --stack ${stack}; npm run up -- ${stack}`,
        ),
      ];
});

/** DynamoDB: "Replica cannot be deleted because it has acted as a source region for new replica(s) being added to the table in the last 24 hours." */
const replicas = perStack("replicas", async (_, resources, { execute }) => {
  const ask = askAws(execute);
  const tables = ofType(resources, "aws:dynamodb/table:Table");
  const found = tables.map(async ({ id, inputs, outputs }) => {
    const region: string = outputs.region;
    const own = new Set([region, ...(inputs.replicas ?? []).map(({ regionName }: any) => regionName)]);
    const { Table } = await ask(region, "dynamodb", "describe-table", "--table-name", id);
    const others = (Table?.Replicas ?? [])
      .map(({ RegionName }: any) => RegionName)
      .filter((name: string) => !own.has(name));
    return others.length === 0
      ? []
      : [
          mustFix(
            `table ${id} has replicas of other stacks in ${others.join(", ")}; for 24 hours after one was made its source cannot go before it`,
            "destroy those stacks first",
          ),
        ];
  });
  const findings = (await Promise.all(found)).flat();
  return findings.length > 0
    ? findings
    : [ok(tables.length === 0 ? "no table of its own" : "no replicas of other stacks")];
});

const leftovers = perStack("left behind", async (stack, resources, { execute }) => {
  const ask = askAws(execute);
  const groups = ofType(resources, "aws:ec2/vpc:Vpc").map(async ({ id, outputs }) => {
    const found = await leftGroups(ask, outputs.region ?? regionStacks[stack]?.region, id);
    return found.map((group) => `${group} (GlobalAccelerator) in ${id}`);
  });
  const found = (await Promise.all(groups)).flat();
  return found.length === 0
    ? [ok("no security group of Global Accelerator")]
    : [look(`Global Accelerator leaves security group ${found.join(", ")}`, `npm run destroy -- ${stack} removes it`)];
});

/** One role for logs an account and Region: destroying `apigateway.Account` unsets it for every API there. */
const apiLogs = (role: string | undefined) =>
  perStack("API logs", async (stack, resources, { execute }) => {
    const accounts = ofType(resources, "aws:apigateway/account:Account");
    const own = new Set(ofType(resources, "aws:apigateway/restApi:RestApi").map(({ id }) => id));
    const { region } = regionStacks[stack] ?? {};
    if (accounts.length === 0 || !region) {
      return [];
    }
    const { items = [] } = await askAws(execute)(region, "apigateway", "get-rest-apis");
    const others = items.filter(({ id }: { id: string }) => !own.has(id)).map(({ name }: { name: string }) => name);
    if (others.length === 0) {
      return [ok(`no other API in ${region} writes logs by this stack's role`)];
    }
    return role
      ? [ok(`${others.join(", ")} will write logs by ${role}`)]
      : [
          mustFix(
            `${others.join(", ")} in ${region} write logs by this stack's role, which is one an account and Region`,
            `make a role for them, and npm run destroy -- ${stack} --api-logging-role ARN`,
          ),
        ];
  });

const apexOnly = new Set(["NS", "SOA"]);

/** Route 53 deletes no hosted zone that holds records: https://docs.aws.amazon.com/Route53/latest/APIReference/API_DeleteHostedZone.html */
const records = perStack("records", async (stack, resources, { execute }) => {
  const [zone] = ofType(resources, "aws:route53/zone:Zone");
  if (stack !== globalStack || !zone) {
    return [];
  }
  const words = ["route53", "list-resource-record-sets", "--hosted-zone-id", zone.id];
  const { ResourceRecordSets = [] } = await askAws(execute)("us-east-1", ...words);
  const plain = (name: unknown) => String(name).toLowerCase().replace(/\.$/, "");
  const own = new Set(
    ofType(resources, "aws:route53/record:Record").map(({ outputs }) => `${plain(outputs.fqdn)} ${outputs.type}`),
  );
  const apex = plain(zone.outputs.name);
  const others = ResourceRecordSets.map(({ Name, Type }: any) => ({ name: plain(Name), type: Type }))
    .filter(({ name, type }: any) => !own.has(`${name} ${type}`) && !(name === apex && apexOnly.has(type)))
    .map(({ name, type }: any) => `${name} ${type}`);
  const registrar = look(
    `${apex} loses its hosted zone, and with it its name servers`,
    "remove them at the registrar (or in the parent's hosted zone) first: whoever gets the same ones could answer for it",
  );
  return others.length === 0
    ? [ok("the hosted zone holds no other records"), registrar]
    : [
        registrar,
        mustFix(
          `its hosted zone holds ${others.length} records of others: ${others.slice(0, 5).join(", ")}`,
          "remove them",
        ),
      ];
});

export const destroyChecks = (apiLoggingRole?: string): Check[] => [
  order,
  protection,
  replicas,
  leftovers,
  apiLogs(apiLoggingRole),
  records,
];
