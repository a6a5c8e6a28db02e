import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, host }: Way) {
  new aws.route53.RecordsExclusive("zone", {
    zoneId: "Z1",
    resourceRecordSets: [
      {
        name: host,
        type: "CNAME",
        ttl: 60,
        setIdentifier: "only",
        weight: 1,
        resourceRecords: [{ value: `d-1.execute-api.${region}.amazonaws.com` }],
      },
    ],
  });
}
