/** Host names of the program's own, and what answers for them. */
import type { Resource } from "./resource";
import type { Context } from "./rule";
import { type Found, valueAt, valuesAt } from "./values";

const zones = [
  "aws:route53/zone:Zone",
  "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace",
  "aws:servicediscovery/publicDnsNamespace:PublicDnsNamespace",
];
const certificate = "aws:acm/certificate:Certificate";
/** Type → where its sets of records are, if it has several, and what each answers with. */
const records: Readonly<Record<string, { readonly sets?: string; readonly targets: readonly string[] }>> = {
  "aws:route53/record:Record": { targets: ["aliases[*].name", "records[*]"] },
  "aws:route53/recordsExclusive:RecordsExclusive": {
    sets: "resourceRecordSets[*]",
    targets: ["aliasTarget.dnsName", "resourceRecords[*].value"],
  },
};

const bare = (name: unknown): string => String(name).toLowerCase().replace(/\.$/, "");

/** Whether a host is under a domain of the topology's, a hosted zone or a namespace, or beside a name with a certificate. */
export function isOwnName(host: string, { graph, topology }: Context): boolean {
  const zoneNames = [...topology.domains, ...graph.ofType(...zones).map(({ props }) => String(props.name))].map(bare);
  const proven = graph.ofType(certificate).map(({ props }) => bare(props.domainName).replace(/^\*\./, ""));
  const name = bare(host);
  const isUnder = (zone: string) => name === zone || name.endsWith(`.${zone}`);
  return (
    [...zoneNames, ...proven.map(parentOf)].some((zone) => zone !== "" && isUnder(zone)) ||
    proven.some((own) => own === name || own.endsWith(`.${name}`))
  );
}

/** `api.example.com` → `example.com`; nothing for what is directly under a suffix of many owners, such as `co.uk`. */
function parentOf(name: string): string {
  const parent = name.slice(name.indexOf(".") + 1);
  return /\./.test(parent) && !/^(?:ac|co|com|edu|gov|net|org)\.[^.]+$/.test(parent) ? parent : "";
}

/** What a record answers with. */
export type Answer = Found & { readonly record: Resource };

/** What the records of a name answer with, as far as they are declared. */
export function answersOf(host: string, { graph }: Context): Answer[] {
  const isOf = (set: unknown) => bare(valueAt(set, "name")) === bare(host);
  return graph.ofType(...Object.keys(records)).flatMap((record) => {
    const { sets, targets } = records[record.type]!;
    const named = (sets ? valuesAt(record.props, sets) : [{ path: "", value: record.props }]).filter(({ value }) =>
      isOf(value),
    );
    return named.flatMap((set) =>
      targets
        .flatMap((path) => valuesAt(set.value, path))
        .map(({ path, value }) => ({ path: set.path ? `${set.path}.${path}` : path, value, record })),
    );
  });
}
