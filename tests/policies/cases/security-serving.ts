/** Cases of the security rules about what is served and logged. */
import { unknown } from "../../../policies/shared/values";
import type { CasesOf } from "../support/cases";
import { bucket, make } from "../support/scene";
import { joined, wanted } from "../support/wanted";

const listener = "aws:lb/listener:Listener";
const https = { protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06" };
const distribution = "aws:cloudfront/distribution:Distribution";
const modernEdge = {
  viewerCertificate: { minimumProtocolVersion: "TLSv1.2_2021" },
  defaultCacheBehavior: { viewerProtocolPolicy: "redirect-to-https" },
};
const method = (props: object, sketch = {}) =>
  make("aws:apigateway/method:Method", { httpMethod: "GET", ...props }, sketch);
const path = (pathPart: string, id: string, parentId = "root") =>
  make("aws:apigateway/resource:Resource", { pathPart, parentId }, { name: id, outputs: { id } });
const route = (routeKey: string, props: object = {}, apiId = "http") =>
  make("aws:apigatewayv2/route:Route", { apiId, routeKey, ...props });
const sockets = make(
  "aws:apigatewayv2/api:Api",
  { protocolType: "WEBSOCKET" },
  { name: "sockets", outputs: { id: "ws" } },
);
const role = make("aws:iam/role:Role", {}, { name: "role" });
const described = (paths: object, security?: object[]) =>
  make("aws:apigateway/restApi:RestApi", { body: JSON.stringify({ paths, security }) });
const lambda = (props: object) => make("aws:lambda/function:Function", { runtime: "nodejs24.x", ...props });

export const servingCases: CasesOf = {
  "security-declare-topology": {
    compliant: [[make(bucket)]],
    violating: [[make(bucket, {}, { stack: "staging" })]],
    absent: { passed: [{ scene: [make(bucket)], options: { settings: {} } }] },
    unknown: { found: [{ scene: [make(bucket)], options: { settings: { topology: unknown } } }] },
  },
  "security-require-modern-tls": joined(
    wanted(
      listener,
      https,
      [
        { sslPolicy: "ELBSecurityPolicy-2016-08" },
        { sslPolicy: "ELBSecurityPolicy-TLS-1-0-2015-04" },
        { sslPolicy: "Custom-ELBSecurityPolicy-TLS13-1-2-2021-06" },
        { protocol: "HTTP" },
        { protocol: "TCP" },
      ],
      ["protocol"],
    ),
    {
      compliant: [
        [make(listener, { protocol: "HTTP", defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS" } }] })],
      ],
      violating: [
        [make(listener, { protocol: "HTTP", defaultActions: [{ type: "redirect", redirect: { protocol: "HTTP" } }] })],
        [make(listener, { protocol: "TCP", defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS" } }] })],
      ],
      absent: { found: [[make(listener, { protocol: "HTTPS" })], [make(listener, { protocol: "TLS" })]] },
      unknown: { found: [[make(listener, { protocol: "TLS", sslPolicy: unknown })]] },
    },
    wanted("aws:alb/listener:Listener", https, [{ sslPolicy: "ELBSecurityPolicy-2015-05" }], ["protocol"]),
    wanted(
      "aws:apigateway/domainName:DomainName",
      { securityPolicy: "TLS_1_2" },
      [{ securityPolicy: "TLS_1_0" }, { securityPolicy: "OLD_TLS_1_2" }],
      ["securityPolicy"],
    ),
    wanted(
      "aws:apigateway/domainName:DomainName",
      { securityPolicy: "SecurityPolicy_TLS13_1_3_2025_09" },
      [],
      ["securityPolicy"],
    ),
    {
      compliant: [
        [make("aws:apigatewayv2/domainName:DomainName", { domainNameConfiguration: { securityPolicy: "TLS_1_2" } })],
      ],
      violating: [
        [make("aws:apigatewayv2/domainName:DomainName", { domainNameConfiguration: { securityPolicy: "TLS_1_0" } })],
      ],
      absent: { found: [[make("aws:apigatewayv2/domainName:DomainName", {})]] },
      unknown: { found: [[make("aws:apigatewayv2/domainName:DomainName", { domainNameConfiguration: unknown })]] },
    },
    wanted(
      distribution,
      modernEdge,
      [
        { viewerCertificate: { minimumProtocolVersion: "TLSv1.1_2016" } },
        { viewerCertificate: { minimumProtocolVersion: "OldTLSv1.2_2021" } },
        { viewerCertificate: { minimumProtocolVersion: "TLSv1.2_2021Old" } },
        { viewerCertificate: { cloudfrontDefaultCertificate: true } },
        { defaultCacheBehavior: { viewerProtocolPolicy: "allow-all" } },
        { orderedCacheBehaviors: [{ viewerProtocolPolicy: "allow-all" }] },
      ],
      ["viewerCertificate", "defaultCacheBehavior"],
    ),
    {
      compliant: [
        [make(distribution, { ...modernEdge, viewerCertificate: { minimumProtocolVersion: "TLSv1.3_2025" } })],
        [make(distribution, { ...modernEdge, defaultCacheBehavior: { viewerProtocolPolicy: "https-only" } })],
        ...["https-only", "redirect-to-https"].map((viewerProtocolPolicy) => [
          make(distribution, { ...modernEdge, orderedCacheBehaviors: [{ viewerProtocolPolicy }] }),
        ]),
        [make("aws:transfer/server:Server")],
      ],
      violating: [],
      absent: {},
      unknown: {},
    },
    wanted(
      "aws:elasticache/replicationGroup:ReplicationGroup",
      { transitEncryptionEnabled: true },
      [{ transitEncryptionEnabled: false }],
      ["transitEncryptionEnabled"],
    ),
    wanted(
      "aws:opensearch/domain:Domain",
      { domainEndpointOptions: { enforceHttps: true } },
      [{ domainEndpointOptions: { enforceHttps: false } }],
      ["domainEndpointOptions"],
    ),
    wanted("aws:transfer/server:Server", { protocols: ["SFTP"] }, [{ protocols: ["FTP"] }, { protocols: unknown }], []),
  ),
  "security-authorize-data-routes": {
    compliant: [
      [method({ authorization: "CUSTOM", authorizerId: "a" })],
      [method({ authorization: "COGNITO_USER_POOLS", authorizerId: unknown })],
      [method({ authorization: "AWS_IAM" })],
      [method({ authorization: "NONE", httpMethod: "OPTIONS" })],
      [method({ authorization: "NONE", resourceId: "healthz" }), path("healthz", "healthz")],
      // Something else goes by the name that is the path's id.
      [
        method({ authorization: "NONE", resourceId: "healthz" }),
        make("aws:iam/role:Role", { name: "healthz" }, { name: "other" }),
        path("healthz", "healthz"),
      ],
      {
        scene: [
          method({ authorization: "NONE", resourceId: "deep" }),
          path("healthz", "healthz"),
          path("deep", "deep", "healthz"),
        ],
        options: { settings: { openRoutes: ["/healthz/deep"] } },
      },
      {
        scene: [method({ authorization: "NONE", resourceId: "x" }), path("public", "x")],
        options: { settings: { openRoutes: ["/public"] } },
      },
      [route("GET /v1/profile", { authorizationType: "JWT", authorizerId: "a" })],
      [route("GET /healthz")],
      [route("OPTIONS /v1/profile")],
      [route("$connect", { authorizationType: "CUSTOM", authorizerId: "a" }, "ws"), sockets],
      [route("$default", {}, "ws"), sockets],
      [route("$disconnect", {}, "ws")],
      [described({ "/healthz": { get: {} }, "/a": { get: { security: [{ pool: [] }] }, parameters: [] } })],
      [described({ "/a": { get: {} } }, [{ pool: [] }])],
      [make("aws:apigateway/restApi:RestApi")],
    ],
    violating: [
      [method({ authorization: "NONE" })],
      [method({ authorization: "CUSTOM" })],
      [method({ authorization: "NONE", resourceId: "deep" }), path("deep", "deep")],
      [route("GET /v1/profile", { authorizationType: "NONE" })],
      [route("GET /v1/profile", { authorizationType: "JWT" })],
      [route("$connect", { authorizationType: "NONE" }, "ws"), sockets],
      [route("$default", { authorizationType: "NONE" })],
      [described({ "/a": { get: {}, put: { security: [{ pool: [] }] } } })],
      [described({ "/a": { "x-amazon-apigateway-any-method": { security: [] } } }, [{ pool: [] }])],
      ...["post", "put", "delete", "patch", "head"].map((verb) => [
        make("aws:apigatewayv2/api:Api", { body: JSON.stringify({ paths: { "/a": { [verb]: {} } } }) }),
      ]),
      [make("aws:apigateway/restApiPut:RestApiPut", { body: "openapi: 3" })],
    ],
    absent: { found: [[method({})], [route("GET /v1/profile")]] },
    unknown: {
      found: [
        [method({ authorization: unknown, authorizerId: "a" })],
        [method({ authorization: "NONE", resourceId: unknown })],
        [make("aws:apigateway/restApi:RestApi", { body: unknown })],
        [method({ authorization: "NONE", resourceId: unknown }, { dependencies: { resourceId: ["urn:gone"] } })],
        // Known at the end of a preview already, and so not put off.
        {
          scene: [method({ authorization: "NONE", resourceId: "profile" }), path("profile", "profile")],
          options: { scope: "stack" },
        },
        { scene: [route("$connect", { authorizationType: "NONE" }, "ws"), sockets], options: { scope: "stack" } },
      ],
      deferred: [
        { scene: [method({ authorization: "NONE", resourceId: unknown })], options: { scope: "partial" } },
        { scene: [method({ authorization: "NONE", resourceId: "given-later" })], options: { scope: "partial" } },
        {
          scene: [
            method(
              { authorization: "NONE", resourceId: unknown },
              { dependencies: { resourceId: [sockets.urn, role.urn] } },
            ),
            role,
          ],
          options: { scope: "partial" },
        },
        { scene: [route("$default", { apiId: unknown })], options: { scope: "partial" } },
      ],
      passed: [
        {
          scene: [
            method(
              { authorization: "NONE", resourceId: unknown },
              { dependencies: { resourceId: [path("healthz", "h").urn] } },
            ),
            path("healthz", "h"),
          ],
          options: { scope: "stack" },
        },
      ],
    },
  },
  "security-keep-bodies-out-of-logs": {
    compliant: [
      [
        make("aws:apigateway/methodSettings:MethodSettings", {
          settings: { dataTraceEnabled: false, loggingLevel: "INFO" },
        }),
      ],
      [make("aws:apigateway/methodSettings:MethodSettings", { settings: { dataTraceEnabled: "false" } })],
      [make("aws:apigateway/stage:Stage", { accessLogSettings: { format: "$context.requestId $context.status" } })],
      [make("aws:appsync/graphQLApi:GraphQLApi", { logConfig: { excludeVerboseContent: true } })],
      [make("aws:cloudwatch/eventBus:EventBus", { logConfig: { includeDetail: "NONE" } })],
    ],
    violating: [
      [make("aws:apigateway/methodSettings:MethodSettings", { settings: { dataTraceEnabled: true } })],
      ...[
        "$input.body",
        "$context.authorizer.claims.email",
        "$context.requestOverride.path.x",
        "$input.params().querystring",
        "$context.requestBody",
      ].map((format) => [make("aws:apigateway/stage:Stage", { accessLogSettings: { format } })]),
      [make("aws:apigatewayv2/stage:Stage", { accessLogSettings: { format: "$input.body" } })],
      [make("aws:apigatewayv2/stage:Stage", { defaultRouteSettings: { dataTraceEnabled: true } })],
      [make("aws:apigatewayv2/stage:Stage", { routeSettings: [{ dataTraceEnabled: true }] })],
      [make("aws:sfn/stateMachine:StateMachine", { loggingConfiguration: { includeExecutionData: true } })],
      [make("aws:appsync/graphQLApi:GraphQLApi", { logConfig: { excludeVerboseContent: false } })],
      [make("aws:cloudwatch/eventBus:EventBus", { logConfig: { includeDetail: "FULL" } })],
      [
        make("aws:bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration", {
          loggingConfig: { textDataDeliveryEnabled: true },
        }),
      ],
      [
        make("aws:bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration", {
          loggingConfig: { imageDataDeliveryEnabled: true },
        }),
      ],
    ],
    absent: {
      passed: [
        "aws:apigateway/methodSettings:MethodSettings",
        "aws:sfn/stateMachine:StateMachine",
        "aws:appsync/graphQLApi:GraphQLApi",
        "aws:cloudwatch/eventBus:EventBus",
      ].map((type) => [make(type)]),
    },
    unknown: { found: [[make("aws:apigateway/methodSettings:MethodSettings", { settings: unknown })]] },
  },
  "security-require-supported-runtimes": {
    compliant: [
      [lambda({})],
      [lambda({ runtime: undefined, packageType: "Image" })],
      [make("aws:lambda/layerVersion:LayerVersion", { compatibleRuntimes: ["nodejs24.x"] })],
      { scene: [lambda({ runtime: "cobol" })], options: { settings: { runtimes: ["cobol"] } } },
    ],
    violating: [
      [lambda({ runtime: "nodejs18.x" })],
      [lambda({ runtime: "nodejs20.x" })],
      [make("aws:lambda/layerVersion:LayerVersion", { compatibleRuntimes: ["nodejs24.x", "nodejs16.x"] })],
    ],
    absent: { found: [[lambda({ runtime: undefined })]], passed: [[make("aws:lambda/layerVersion:LayerVersion")]] },
    unknown: { found: [[lambda({ runtime: unknown })]] },
  },
};
