/** The domain that everything is served under, and who answers for it. */
import { GetHostedZoneCommand, ListHostedZonesByNameCommand, Route53Client } from "@aws-sdk/client-route-53";
import { globalStack } from "../../model/topology";
import { type Check, type Context, look, mustFix, ok, unknown } from "./check";
import { domainOf, hostedZoneIdOf } from "./stacks";

/** Names that nobody can own: https://www.rfc-editor.org/rfc/rfc2606 and https://www.iana.org/assignments/special-use-domain-names/ */
const reserved = /(^|\.)(example\.(com|net|org)|example|test|invalid|localhost|local|internal|onion|alt|arpa)$/;

const fix = 'set its default in Pulumi.yaml, for all stacks at once: config: domain: default: "your-domain.com"';

export const domain: Check = {
  name: "domain",
  async run({ root, stacks }) {
    const domains = new Map(stacks.map((stack) => [stack, domainOf(root, stack) ?? ""]));
    const own = domains.get(globalStack) ?? "";
    if (own === "") {
      return [mustFix("none", fix)];
    }
    if (reserved.test(own)) {
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
    if (name === "" || reserved.test(name)) {
      return [unknown("the domain comes first")];
    }
    const public_ = await nameServers(context, name);
    if ("failure" in public_) {
      return [public_.failure];
    }
    const { found } = public_;
    if (!context.aws) {
      return found.length > 0
        ? [look(`${name} is answered for by ${found.join(", ")}`, "are these the hosted zone's? Ask AWS with --aws")]
        : [look(`nobody answers for ${name} yet`, afterwards)];
    }
    const zone = await hostedZone(name, hostedZoneIdOf(context.root) ?? "");
    if ("failure" in zone) {
      return [zone.failure];
    }
    const missing = zone.nameServers.filter((server) => !found.includes(server));
    if (missing.length === 0) {
      return [ok(`${name} is delegated to hosted zone ${zone.id}`)];
    }
    const fixOf = `at the registrar (or in the parent's hosted zone) set these name servers: ${zone.nameServers.join(", ")}`;
    return [mustFix(`${name} is answered for by ${found.join(", ") || "nobody"}`, fixOf)];
  },
};

const afterwards =
  "after the global stack is up, set its output nameServers at the registrar; certificates wait for that";

type Failure = { failure: ReturnType<typeof unknown> };

async function nameServers({ resolveNs }: Context, name: string): Promise<{ found: string[] } | Failure> {
  try {
    return { found: (await resolveNs(name)).map(plain) };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    // Nothing there is an answer; no answer is not.
    return code === "ENOTFOUND" || code === "ENODATA"
      ? { found: [] }
      : { failure: unknown(`no DNS from here (${code})`) };
  }
}

async function hostedZone(name: string, id: string): Promise<{ id: string; nameServers: string[] } | Failure> {
  const client = new Route53Client({ region: "us-east-1", maxAttempts: 2, requestHandler: { requestTimeout: 8000 } });
  try {
    const found = id || (await publicZone(client, name));
    if (!found) {
      return { failure: look(`no hosted zone for ${name} yet`, `the global stack creates one; ${afterwards}`) };
    }
    const { DelegationSet } = await client.send(new GetHostedZoneCommand({ Id: found }));
    return { id: found, nameServers: (DelegationSet?.NameServers ?? []).map(plain) };
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
  return HostedZones.find((zone) => plain(zone.Name ?? "") === name && !zone.Config?.PrivateZone)?.Id?.replace(
    "/hostedzone/",
    "",
  );
}

const plain = (name: string) => name.toLowerCase().replace(/\.$/, "");
