/** Cases of the residency rule about what AWS itself puts at its edge. */
import { unknown } from "../../../policies/shared/values";
import type { CasesOf } from "../support/cases";
import { make, operational, publicData } from "../support/scene";

const api = (props: Record<string, unknown>, sketch = {}) => make("aws:apigateway/restApi:RestApi", props, sketch);
const types = (value: unknown) => ({ endpointConfiguration: { types: value } });
const domain = (value: unknown) =>
  make(
    "aws:apigateway/domainName:DomainName",
    { domainName: "orders.example.com", ...types(value) },
    { name: "orders", tags: publicData, outputs: { domainName: "orders.example.com" } },
  );
const orders = api(types("REGIONAL"), { name: "orders", outputs: { id: "api-1" } });
const open = api(types("REGIONAL"), { name: "open", tags: operational(), outputs: { id: "api-2" } });
const mapped = (restApi: string, domainName: unknown, sketch = {}) =>
  make("aws:apigateway/basePathMapping:BasePathMapping", { restApi, domainName }, sketch);
const pool = make("aws:cognito/userPool:UserPool", {}, { name: "people", outputs: { id: "pool-1" } });
const poolDomain = (props: Record<string, unknown>) =>
  make("aws:cognito/userPoolDomain:UserPoolDomain", { userPoolId: "pool-1", domain: "people", ...props });
const put = (value: unknown, restApiId: unknown = "api-1") =>
  make("aws:apigateway/restApiPut:RestApiPut", {
    restApiId,
    parameters: { endpointConfigurationTypes: value },
  });
const hosted = (type: string, sketch = {}) => [make(type, { appId: "d1" }, sketch)];

export const edgeEndpointCases: CasesOf = {
  "residency-confine-edge-endpoints": {
    compliant: [
      [api(types("REGIONAL"))],
      [api(types(["PRIVATE"]))],
      [api({ ...types("REGIONAL"), parameters: { endpointConfigurationTypes: "REGIONAL" } })],
      [api({}, { tags: operational() })],
      [domain("EDGE")],
      [mapped("api-1", "orders.example.com"), orders, domain("REGIONAL")],
      [mapped("api-2", "orders.example.com"), open, domain("EDGE")],
      [mapped("api-1", "elsewhere.example.com"), orders, domain("EDGE")],
      [put("PRIVATE"), orders],
      [poolDomain({}), pool],
      hosted("aws:amplify/app:App", { tags: publicData }),
    ],
    violating: [
      [api(types("EDGE"))],
      [api(types(["REGIONAL", "EDGE"]))],
      [api({ ...types("REGIONAL"), parameters: { endpointConfigurationTypes: "EDGE" } })],
      [make("aws:apigateway/domainName:DomainName", types(["EDGE"]))],
      [mapped("api-1", "orders.example.com"), orders, domain("EDGE")],
      [put("EDGE"), orders],
      [poolDomain({ certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/1" }), pool],
      hosted("aws:amplify/app:App"),
      hosted("aws:amplify/branch:Branch"),
      hosted("aws:amplify/domainAssociation:DomainAssociation"),
      hosted("aws:ivs/channel:Channel"),
      hosted("aws:ecrpublic/repository:Repository"),
      [make("aws:appsync/domainNameApiAssociation:DomainNameApiAssociation", { apiId: "g1", domainName: "o.example" })],
    ],
    absent: {
      found: [[api({})], [api({ endpointConfiguration: {} })], [make("aws:apigateway/domainName:DomainName", {})]],
      passed: [[make("aws:apigateway/restApiPut:RestApiPut", { restApiId: "api-1" }), orders]],
    },
    unknown: {
      found: [
        [api(types(unknown))],
        [api({ endpointConfiguration: unknown })],
        [put(unknown), orders],
        [poolDomain({ certificateArn: unknown }), pool],
        {
          scene: [
            mapped("api-1", unknown, { dependencies: { domainName: [domain("EDGE").urn] } }),
            orders,
            domain("EDGE"),
          ],
          options: { scope: "stack" },
        },
      ],
      passed: [{ scene: [mapped("api-1", unknown), orders], options: { scope: "stack" } }],
      deferred: [{ scene: [put("EDGE", unknown)], options: { scope: "partial" } }],
    },
  },
};
