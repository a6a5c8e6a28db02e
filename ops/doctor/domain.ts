/** The domain that everything is served under, and who answers for it. */
import { GetHostedZoneCommand, ListHostedZonesByNameCommand, Route53Client } from "@aws-sdk/client-route-53";
import { delegationFix, isReserved, missingNameServers, nameServersOf, plainName } from "../../model/delegation";
import { globalStack } from "../../model/topology";
import { bounded, requestLimit } from "../../registry/bounded";
import { type Check, type Context, look, mustFix, ok, unknown } from "./check";
import { domainOf, hostedZoneIdOf } from "./stacks";

const fix = 'set its default in Pulumi.yaml, for all stacks at once: config: domain: default: "your-domain.com"';

export const domain: Check = {
  name: "domain",
  async run({ root, stacks }) {
    const domains = new Map(stacks.map((stack) => [stack, domainOf(root, stack) ?? ""]));
    const own = domains.get(globalStack) ?? "";
    if (own === "") {
      return [mustFix("none", fix)];
    }
    if (isReserved(own)) {
      return [mustFix(`${own}, a reserved name`, fix)];
    }
    const others = [...domains].filter(([, value]) => value !== own);
    if (others.length === 0) {
      return [ok(own)];
    }
    const found = others.map(([stack, value]) => `${stack}: ${value}`).join(", ");
    return [mustFix(`${own} in ${globalStack}, but ${found}`, `one domain for all stacks: ${fix}`)];
  },
};

export const delegation: Check = {
  name: "delegation",
  async run(context) {
    const name = domainOf(context.root, globalStack) ?? "";
    if (name === "" || isReserved(name)) {
      return [unknown("the domain comes first")];
    }
    const public_ = await nameServers(context, name);
    if ("failure" in public_) {
      return [public_.failure];
    }
    const { found } = public_;
    const zone = context.aws
      ? await hostedZone(name, hostedZoneIdOf(context.root) ?? "")
      : await deployedZone(context, name, found);
    if ("failure" in zone) {
      return [zone.failure];
    }
    if (missingNameServers(zone.nameServers, found).length === 0) {
      return [ok(`${name} is delegated to hosted zone ${zone.id}`)];
    }
    return [mustFix(`${name} is answered for by ${found.join(", ") || "nobody"}`, delegationFix(zone.nameServers))];
  },
};

const afterwards =
  "after the global stack is up, set its output nameServers at the registrar; region stacks wait for that";

type Failure = { failure: ReturnType<typeof unknown> };
type Zone = { id: string; nameServers: string[] };

/** As the global stack's outputs have it: without AWS, where there is a CLI that knows the stack. */
async function deployedZone({ execute }: Context, name: string, found: readonly string[]): Promise<Zone | Failure> {
  const told = await execute("pulumi", ["stack", "output", "--json", "--non-interactive", "--stack", globalStack]);
  const { hostedZoneId, nameServers } = told.missing || told.code !== 0 ? {} : parse(told.stdout);
  if (typeof hostedZoneId === "string" && Array.isArray(nameServers) && nameServers.length > 0) {
    return { id: hostedZoneId, nameServers: nameServers.map(String) };
  }
  const failure =
    found.length > 0
      ? look(`${name} is answered for by ${found.join(", ")}`, "are these the hosted zone's? Ask AWS with --aws")
      : look(`nobody answers for ${name} yet`, afterwards);
  return { failure };
}

function parse(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

async function nameServers({ resolveNs }: Context, name: string): Promise<{ found: string[] } | Failure> {
  try {
    return { found: (await nameServersOf(name, resolveNs)).map(plainName) };
  } catch (error) {
    return { failure: unknown(`no DNS from here (${(error as NodeJS.ErrnoException).code ?? String(error)})`) };
  }
}

async function hostedZone(name: string, id: string): Promise<Zone | Failure> {
  const options = { region: "us-east-1", maxAttempts: 2, requestHandler: requestLimit(8000) };
  const client = bounded(new Route53Client(options), 20_000);
  try {
    const found = id || (await publicZone(client, name));
    if (!found) {
      return { failure: look(`no hosted zone for ${name} yet`, `the global stack creates one; ${afterwards}`) };
    }
    const { DelegationSet, HostedZone } = await client.send(new GetHostedZoneCommand({ Id: found }));
    const zone = plainName(HostedZone?.Name ?? "");
    if (!`.${name}`.endsWith(`.${zone}`)) {
      const fix = `set hostedZoneId to the zone of ${name} or of a name above it, or leave it empty: the global stack creates one`;
      return { failure: mustFix(`hosted zone ${found} is of ${zone}, so ${name} cannot be in it`, fix) };
    }
    return { id: found, nameServers: DelegationSet?.NameServers ?? [] };
  } catch (error) {
    const { name: kind, message } = error as Error;
    if (kind === "CredentialsProviderError" || kind === "TimeoutError" || "code" in (error as Error)) {
      return { failure: unknown(`AWS was not reached (${kind}: ${message.split("\n")[0]})`) };
    }
    return { failure: mustFix(`Route 53 refuses: ${kind}: ${message}`, "check the credentials and hostedZoneId") };
  } finally {
    client.destroy();
  }
}

async function publicZone(client: Route53Client, name: string): Promise<string | undefined> {
  const { HostedZones = [] } = await client.send(new ListHostedZonesByNameCommand({ DNSName: name, MaxItems: 10 }));
  return HostedZones.find((zone) => plainName(zone.Name ?? "") === name && !zone.Config?.PrivateZone)?.Id?.replace(
    "/hostedzone/",
    "",
  );
}
