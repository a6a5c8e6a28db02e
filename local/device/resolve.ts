/** Explains where a host name leads from a place, for `POST /api/resolve`. */
import type { Place, TwinContext } from "../context";
import type { Resolution } from "../control/deps";
import type { GlobalAccelerator } from "../global-accelerator/global-accelerator";
import { dnsName } from "../route53/names";
import type { Route53 } from "../route53/route53";

const port = 443;

/** Asks the same rules that serve: DNS for a client at `place`, then the accelerator where the answer is one. */
export function resolve(
  parts: { context: Pick<TwinContext, "network">; route53: Route53; globalAccelerator: GlobalAccelerator },
  { host, place }: { host: string; place: Place },
): Resolution {
  const { network } = parts.context;
  const answer = parts.route53.resolve({ name: host, type: "A" }, place);
  const records = answer.answers.filter(({ type }) => type === "A");
  const addresses = records.map(({ value }) => value);
  const why = [...answer.why];
  const [ip] = addresses;
  const found = { host: dnsName(host), place: place.name, addresses, ttl: records[0]?.ttl ?? null };
  if (ip === undefined) return { ...found, region: null, why: [...why, "no address: nobody answers"] };
  const accelerated = parts.globalAccelerator.explain(ip, port, place);
  if (accelerated) {
    const { accelerator, edge, route } = accelerated;
    why.push(`accelerator ${accelerator} takes the connection at ${edge.name}`, route?.why ?? "it has no endpoint");
    return { ...found, region: route?.group.region ?? null, why };
  }
  const endpoint = network.endpoints().find((one) => one.ip === ip && one.port === port);
  const region = endpoint ? (network.place(endpoint.place).region ?? null) : null;
  why.push(endpoint ? `${ip} is ${endpoint.name} in ${endpoint.place}` : `nothing listens at ${ip}:${port}`);
  return { ...found, region, why };
}
