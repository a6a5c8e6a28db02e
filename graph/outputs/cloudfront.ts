/** CloudFront. */
import { account, made } from "./made";
import type { MakeOutputs, ServiceOutputs } from "./types";

const configuration = (kind: string): MakeOutputs => {
  return ({ urn, physical }) => {
    const id = `E${made.upper(urn, 13)}`;
    return {
      id,
      name: physical,
      arn: `arn:aws:cloudfront::${account}:${kind}/${id}`,
      etag: `E${made.upper(`${urn}1`, 13)}`,
    };
  };
};

export const cloudfront: ServiceOutputs = {
  outputs: {
    "aws:cloudfront/distribution:Distribution": ({ urn }) => {
      const id = `E${made.upper(urn, 13)}`;
      return {
        id,
        arn: `arn:aws:cloudfront::${account}:distribution/${id}`,
        domainName: `d${made.lower(urn, 13)}.cloudfront.net`,
        // https://docs.aws.amazon.com/general/latest/gr/cf_region.html
        hostedZoneId: "Z2FDTNDATAQYW2",
        etag: `E${made.upper(`${urn}1`, 13)}`,
        status: "Deployed",
      };
    },
    "aws:cloudfront/function:Function": ({ urn, physical }) => ({
      id: physical,
      name: physical,
      arn: `arn:aws:cloudfront::${account}:function/${physical}`,
      etag: `E${made.upper(urn, 13)}`,
      status: "UNASSOCIATED",
    }),
    "aws:cloudfront/keyValueStore:KeyValueStore": ({ urn, physical }) => ({
      id: physical,
      name: physical,
      arn: `arn:aws:cloudfront::${account}:key-value-store/${made.uuid(urn)}`,
      etag: `E${made.upper(urn, 13)}`,
    }),
    "aws:cloudfront/originAccessControl:OriginAccessControl": configuration("origin-access-control"),
    "aws:cloudfront/cachePolicy:CachePolicy": configuration("cache-policy"),
    "aws:cloudfront/originRequestPolicy:OriginRequestPolicy": configuration("origin-request-policy"),
    "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": configuration("response-headers-policy"),
  },
};
