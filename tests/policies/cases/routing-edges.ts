/** Cases of the residency rule about distributions. */
import { unknown } from "../../../policies/shared/values";
import type { CasesOf } from "../support/cases";
import { account, make, operational, personal, publicData, routing } from "../support/scene";

const balancer = (name: string, tags: Record<string, string>) =>
  make(
    "aws:lb/loadBalancer:LoadBalancer",
    {},
    { name, tags, outputs: { arn: `alb-${name}`, dnsName: `${name}.ca.elb.amazonaws.com` } },
  );
const free = balancer("free", routing);
const kept = balancer("kept", personal());
const bare = make("aws:lb/loadBalancer:LoadBalancer", {}, { name: "bare", tags: false });
const distribution = "aws:cloudfront/distribution:Distribution";
const site = make(
  "aws:s3/bucket:Bucket",
  {},
  { name: "site", stack: "global", tags: publicData, outputs: { bucketRegionalDomainName: "x" } },
);
const edge = (props: Record<string, unknown>, sketch = {}) =>
  make(distribution, props, { stack: "global", tags: publicData, ...sketch });
const origin = (domainName: unknown) => ({ origins: [{ originId: "o", domainName }] });
const code = make(
  "aws:lambda/function:Function",
  {},
  { name: "code", tags: personal(), outputs: { arn: `arn:aws:lambda:us-east-1:${account}:function:code` } },
);

const tenantOf = (domain: string) =>
  make(
    "aws:cloudfront/distributionTenant:DistributionTenant",
    { domains: [{ domain }] },
    { stack: "global", tags: publicData },
  );
const vpcOrigin = (arn: unknown, sketch = {}) =>
  make(
    "aws:cloudfront/vpcOrigin:VpcOrigin",
    { vpcOriginEndpointConfig: { arn } },
    { stack: "global", tags: publicData, ...sketch },
  );

export const edgeCases: CasesOf = {
  "residency-confine-distributions": {
    compliant: [
      // A load balancer that carries no data, though its name is in its Region; a bucket that no stack here declares.
      [
        edge(origin("free.us-east-1.example.com")),
        make(
          "aws:lb/loadBalancer:LoadBalancer",
          {},
          { name: "free", tags: routing, outputs: { dnsName: "free.us-east-1.example.com" } },
        ),
      ],
      [edge(origin("files.s3.us-east-1.amazonaws.com"))],
      [tenantOf("app.example.com")],
      [vpcOrigin("alb-free"), free],
      [make("aws:lightsail/distribution:Distribution", {}, { tags: publicData })],
      [edge({ ...origin("origin.example.com"), aliases: ["app.example.com"] })],
      [edge(origin("site.s3.ca-central-1.amazonaws.com")), site],
      [edge(origin("free.ca.elb.amazonaws.com")), free],
      [
        edge({
          defaultCacheBehavior: {
            lambdaFunctionAssociations: [{ lambdaArn: `arn:aws:lambda:us-east-1:${account}:function:other:3` }],
          },
        }),
        code,
      ],
    ],
    violating: [
      [edge(origin("ca.api.amazonaws.com.example.com"))],
      ...["7", "12"].map((version) => {
        const arn = `arn:aws-cn:lambda:cn-north-1:${account}:function:code`;
        const lambdaFunctionAssociations = [{ lambdaArn: `${arn}:${version}` }];
        return [
          edge({ defaultCacheBehavior: { lambdaFunctionAssociations } }),
          make("aws:lambda/function:Function", {}, { name: "code", tags: personal(), outputs: { arn } }),
        ];
      }),
      [tenantOf("ca.api.example.com")],
      [vpcOrigin("alb-kept"), kept],
      [make("aws:lightsail/distribution:Distribution", { origin: { name: "site", regionName: "ca-central-1" } })],
      [edge(origin("ca.api.example.com"))],
      [edge(origin("kept.ca.elb.amazonaws.com")), kept],
      [edge({ ...origin("origin.example.com"), aliases: ["app.example.com", "us.api.example.com"] })],
      [edge({}, { tags: personal() })],
      // Data that belongs to no jurisdiction is data all the same.
      [
        edge(origin("astray.elb.amazonaws.com")),
        make(
          "aws:lb/loadBalancer:LoadBalancer",
          {},
          {
            name: "astray",
            stack: "elsewhere",
            region: "eu-north-1",
            tags: { "data-class": "personal" },
            outputs: { dnsName: "astray.elb.amazonaws.com" },
          },
        ),
      ],
      [
        edge({
          defaultCacheBehavior: {
            lambdaFunctionAssociations: [{ lambdaArn: `arn:aws:lambda:us-east-1:${account}:function:code:7` }],
          },
        }),
        code,
      ],
      [
        edge({
          orderedCacheBehaviors: [
            { lambdaFunctionAssociations: [{ lambdaArn: `arn:aws:lambda:us-east-1:${account}:function:code` }] },
          ],
        }),
        code,
      ],
      [
        make(
          "aws:cloudfront/multitenantDistribution:MultitenantDistribution",
          {
            cacheBehaviors: [
              {
                lambdaFunctionAssociations: [
                  { lambdaFunctionArn: `arn:aws:lambda:us-east-1:${account}:function:code` },
                ],
              },
            ],
          },
          { stack: "global", tags: publicData },
        ),
        code,
      ],
    ],
    absent: { passed: [[edge({})], [edge({}, { tags: operational() })], [edge({}, { tags: false })]] },
    unknown: {
      found: [
        { scene: [edge(origin(unknown))], options: { scope: "stack" } },
        {
          scene: [edge(origin(unknown), { dependencies: { origins: [kept.urn] } }), kept],
          options: { scope: "stack" },
        },
        // One of which nothing is declared hides no other.
        {
          scene: [edge(origin(unknown), { dependencies: { origins: [bare.urn, kept.urn] } }), bare, kept],
          options: { scope: "stack" },
        },
      ],
      passed: [
        {
          scene: [edge(origin(unknown), { dependencies: { origins: ["urn:gone", site.urn] } }), site],
          options: { scope: "stack" },
        },
        { scene: [edge(origin(unknown))], options: { scope: "partial" } },
      ],
    },
  },
};
