/** When ACM issues a certificate. */
import type { Graph, Resource } from "../../graph/graph";
import { dnsName, recordName, recordType, zoneNames } from "../route53/rules/names";

export const certificateType = "aws:acm/certificate:Certificate";

/** Every name that the certificate is for, the main one first. */
export function namesOf(certificate: Resource): string[] {
  const { domainName, subjectAlternativeNames } = certificate.inputs;
  return [...new Set([domainName, ...(subjectAlternativeNames ?? [])].map(String).map(dnsName))];
}

/**
 * Why ACM would leave a certificate pending, one line a name; empty where it is issued. ACM issues when the CNAME that
 * it asks for is in DNS, for each name; the CNAME of a name is the same in every Region and for its wildcard. Records of a
 * hosted zone that the domain is not delegated to are not in DNS.
 * https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
 */
export function pendingReasons(certificate: Resource, graph: Graph, isDelegated = true): string[] {
  const { validationMethod } = certificate.inputs;
  if (validationMethod !== "DNS") {
    return [`validationMethod is ${JSON.stringify(validationMethod)}; the twin stands in for "DNS" only`];
  }
  if (!isDelegated) {
    return namesOf(certificate).map((name) => `${name}: the domain is not delegated to its hosted zone`);
  }
  const declared = declaredRecords(graph);
  const options: Record<string, string>[] = certificate.outputs.domainValidationOptions ?? [];
  return namesOf(certificate).flatMap((name) => {
    const option = options.find((candidate) => bare(String(candidate.domainName)) === bare(name));
    if (!option) {
      return [`${name}: no validation option`];
    }
    const wanted = `${dnsName(String(option.resourceRecordName))} CNAME ${dnsName(String(option.resourceRecordValue))}`;
    return declared.has(wanted) ? [] : [`${name}: no record ${wanted}`];
  });
}

/** Whether a certificate's name covers a host: a wildcard stands for exactly one label (RFC 6125, 6.4.3). */
export function covers(name: string, host: string): boolean {
  if (!name.startsWith("*.")) {
    return name === host;
  }
  return host.indexOf(".") > 0 && host.slice(host.indexOf(".")) === name.slice(1);
}

const bare = (name: string) => dnsName(name).replace(/^\*\./, "");

/** `name type value` of every declared record that has values. */
function declaredRecords(graph: Graph): Set<string> {
  const zones = zoneNames(graph);
  return new Set(
    graph.ofType(recordType).flatMap((record) => {
      const name = recordName(record, zones.get(String(record.inputs.zoneId)));
      const values: unknown[] = record.inputs.records ?? [];
      return values.map((value) => `${name} ${record.inputs.type} ${dnsName(String(value))}`);
    }),
  );
}
