/** Global Accelerator and CloudFront. */

import { account, made } from "./made";
import type { MakeOutputs } from "./types";

const accelerator = (path: string) => `arn:aws:globalaccelerator::${account}:accelerator/${path}`;
const cloudfront = (kind: string): MakeOutputs => {
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

export const delivery: Record<string, MakeOutputs> = {
  "aws:globalaccelerator/accelerator:Accelerator": ({ urn, physical }) => {
    const arn = accelerator(made.uuid(urn));
    const dnsName = `a${made.hex(urn, 16)}.awsglobalaccelerator.com`;
    // Two addresses from two networks, out of the range that is set aside for tests (RFC 2544).
    const host = `${made.number(`${urn}a`, 256)}.${1 + made.number(`${urn}b`, 254)}`;
    return {
      id: arn,
      name: physical,
      arn,
      dnsName,
      dualStackDnsName: dnsName.replace(".aws", ".dualstack.aws"),
      // https://docs.aws.amazon.com/general/latest/gr/global_accelerator.html
      hostedZoneId: "Z2BJ6XQ5FK7U4H",
      ipSets: [{ ipFamily: "IPv4", ipAddresses: [`198.18.${host}`, `198.19.${host}`] }],
    };
  },
  "aws:globalaccelerator/listener:Listener": ({ urn, inputs }) => {
    const arn = `${inputs.acceleratorArn}/listener/${made.hex(urn, 8)}`;
    return { id: arn, arn };
  },
  "aws:globalaccelerator/endpointGroup:EndpointGroup": ({ urn, inputs }) => {
    const arn = `${inputs.listenerArn}/endpoint-group/${made.hex(urn, 12)}`;
    return { id: arn, arn };
  },
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
  "aws:cloudfront/originAccessControl:OriginAccessControl": cloudfront("origin-access-control"),
  "aws:cloudfront/cachePolicy:CachePolicy": cloudfront("cache-policy"),
  "aws:cloudfront/originRequestPolicy:OriginRequestPolicy": cloudfront("origin-request-policy"),
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": cloudfront("response-headers-policy"),
};
