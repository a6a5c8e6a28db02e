/** Route 53 and ACM. */

import { account, made } from "./made";
import type { MakeOutputs } from "./types";

export const dns: Record<string, MakeOutputs> = {
  "aws:route53/zone:Zone": ({ urn }) => {
    const { zoneId, nameServers } = made.hostedZone(urn);
    return {
      id: zoneId,
      zoneId,
      nameServers,
      primaryNameServer: nameServers[0],
      arn: `arn:aws:route53:::hostedzone/${zoneId}`,
    };
  },
  "aws:route53/record:Record": ({ inputs, others }) => {
    const zone = others.find((one) => one.type === "aws:route53/zone:Zone" && one.id === inputs.zoneId);
    const name = String(inputs.name).replace(/\.$/, "");
    // A name that does not end in the hosted zone's name is meant as relative to it.
    const apex: string | undefined = zone?.inputs.name;
    const fqdn = !apex || name === apex || name.endsWith(`.${apex}`) ? name : [name, apex].filter(Boolean).join(".");
    const set = inputs.setIdentifier ? `_${inputs.setIdentifier}` : "";
    return { id: `${inputs.zoneId}_${name}_${inputs.type}${set}`, fqdn };
  },
  "aws:route53/healthCheck:HealthCheck": ({ urn }) => {
    const id = made.uuid(urn);
    return { id, arn: `arn:aws:route53:::healthcheck/${id}` };
  },
  "aws:acm/certificate:Certificate": ({ urn, region, inputs }) => {
    const arn = `arn:aws:acm:${region}:${account}:certificate/${made.uuid(urn)}`;
    const names: string[] = [...new Set([inputs.domainName, ...(inputs.subjectAlternativeNames ?? [])])];
    return {
      id: arn,
      arn,
      status: "PENDING_VALIDATION",
      // The CNAME depends on account and name, not on the Region:
      // https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
      domainValidationOptions: names.map((domainName) => {
        const name = domainName.replace(/^\*\./, "");
        return {
          domainName,
          resourceRecordName: `_${made.hex(`acm:${name}`, 32)}.${name}.`,
          resourceRecordType: "CNAME",
          resourceRecordValue: `_${made.hex(`acm-value:${name}`, 32)}.${made.lower(name, 10)}.acm-validations.aws.`,
        };
      }),
    };
  },
  "aws:acm/certificateValidation:CertificateValidation": () => ({ id: "2026-01-01 00:00:00 +0000 UTC" }),
};
