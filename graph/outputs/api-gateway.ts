/** API Gateway: REST (v1) and WebSocket/HTTP (v2). Formats: https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html */
import { account, made } from "./made";
import type { MakeOutputs, ServiceOutputs } from "./types";

/** https://docs.aws.amazon.com/general/latest/gr/apigateway.html */
const hostedZones: Record<string, string> = {
  "ca-central-1": "Z19DQILCV0OWEC",
  "eu-central-1": "Z1U9ULNL0V5AJ3",
  "eu-west-1": "ZLY8HYME6SFDD",
  "us-east-1": "Z1UJRXOUMOOFQ8",
  "us-west-2": "Z2OJLYMUO9EFXC",
};
const hostedZone = (region: string) => hostedZones[region] ?? `Z${made.upper(`execute-api:${region}`, 13)}`;
const execute = (region: string, api: string) => `arn:aws:execute-api:${region}:${account}:${api}`;
const identified = (prefix: string, length: number): MakeOutputs => {
  return ({ urn }) => ({ id: `${prefix}${made.lower(urn, length)}` });
};

export const apiGateway: ServiceOutputs = {
  outputs: {
    "aws:apigateway/restApi:RestApi": ({ urn, region, physical }) => {
      const id = made.lower(urn, 10);
      return {
        id,
        name: physical,
        arn: `arn:aws:apigateway:${region}::/restapis/${id}`,
        executionArn: execute(region, id),
        rootResourceId: made.lower(`${urn}/`, 10),
      };
    },
    "aws:apigateway/resource:Resource": ({ urn, inputs, others }) => {
      const parent = others.find(
        (resource) => resource.type === "aws:apigateway/resource:Resource" && resource.id === inputs.parentId,
      );
      return { id: made.lower(urn, 6), path: `${parent?.outputs.path ?? ""}/${inputs.pathPart}` };
    },
    "aws:apigateway/method:Method": ({ inputs }) => ({
      id: `agm-${inputs.restApi}-${inputs.resourceId}-${inputs.httpMethod}`,
    }),
    "aws:apigateway/integration:Integration": ({ inputs }) => ({
      id: `agi-${inputs.restApi}-${inputs.resourceId}-${inputs.httpMethod}`,
    }),
    "aws:apigateway/authorizer:Authorizer": ({ urn, inputs, region }) => {
      const id = made.lower(urn, 6);
      return { id, arn: `arn:aws:apigateway:${region}::/restapis/${inputs.restApi}/authorizers/${id}` };
    },
    "aws:apigateway/deployment:Deployment": identified("", 6),
    "aws:apigateway/stage:Stage": ({ inputs, region }) => ({
      id: `ags-${inputs.restApi}-${inputs.stageName}`,
      arn: `arn:aws:apigateway:${region}::/restapis/${inputs.restApi}/stages/${inputs.stageName}`,
      executionArn: `${execute(region, inputs.restApi)}/${inputs.stageName}`,
      invokeUrl: `https://${inputs.restApi}.execute-api.${region}.amazonaws.com/${inputs.stageName}`,
    }),
    "aws:apigateway/response:Response": ({ inputs }) => ({ id: `aggr-${inputs.restApiId}-${inputs.responseType}` }),
    "aws:apigateway/methodSettings:MethodSettings": ({ inputs }) => ({
      id: `${inputs.restApi}-${inputs.stageName}-${inputs.methodPath}`,
    }),
    "aws:apigateway/domainName:DomainName": ({ urn, inputs, region }) => ({
      id: inputs.domainName,
      arn: `arn:aws:apigateway:${region}::/domainnames/${inputs.domainName}`,
      regionalDomainName: `d-${made.lower(urn, 10)}.execute-api.${region}.amazonaws.com`,
      regionalZoneId: hostedZone(region),
      securityPolicy: "TLS_1_2",
    }),
    "aws:apigateway/basePathMapping:BasePathMapping": ({ inputs }) => ({
      id: `${inputs.domainName}/${inputs.basePath ?? ""}`,
    }),
    "aws:apigatewayv2/api:Api": ({ urn, inputs, region, physical }) => {
      const id = made.lower(urn, 10);
      const scheme = inputs.protocolType === "WEBSOCKET" ? "wss" : "https";
      return {
        id,
        name: physical,
        arn: `arn:aws:apigateway:${region}::/apis/${id}`,
        apiEndpoint: `${scheme}://${id}.execute-api.${region}.amazonaws.com`,
        executionArn: execute(region, id),
      };
    },
    "aws:apigatewayv2/stage:Stage": ({ inputs, region, others }) => {
      const api = others.find(
        (resource) => resource.type === "aws:apigatewayv2/api:Api" && resource.id === inputs.apiId,
      );
      return {
        id: inputs.name,
        arn: `arn:aws:apigateway:${region}::/apis/${inputs.apiId}/stages/${inputs.name}`,
        executionArn: `${execute(region, inputs.apiId)}/${inputs.name}`,
        invokeUrl: `${api?.outputs.apiEndpoint}/${inputs.name}`,
      };
    },
    "aws:apigatewayv2/domainName:DomainName": ({ urn, inputs, region }) => ({
      id: inputs.domainName,
      arn: `arn:aws:apigateway:${region}::/domainnames/${inputs.domainName}`,
      domainNameConfiguration: {
        ...inputs.domainNameConfiguration,
        targetDomainName: `d-${made.lower(urn, 10)}.execute-api.${region}.amazonaws.com`,
        hostedZoneId: hostedZone(region),
      },
    }),
    "aws:apigatewayv2/route:Route": identified("", 7),
    "aws:apigatewayv2/integration:Integration": identified("", 7),
    "aws:apigatewayv2/authorizer:Authorizer": identified("", 6),
    "aws:apigatewayv2/deployment:Deployment": identified("", 6),
    "aws:apigatewayv2/apiMapping:ApiMapping": identified("", 6),
  },
};
