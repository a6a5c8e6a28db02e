/** AWS Certificate Manager. */
import { account, made } from "./made";
import type { ServiceOutputs } from "./types";

export const acm: ServiceOutputs = {
  outputs: {
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
  },
};
