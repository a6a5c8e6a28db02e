import { type Requirement, requireValues } from "../shared/require";

const off = (path: string): Requirement => ({
  path,
  optional: true,
  holds: (value) => value === false || value === "false",
  allowed: "allowed is false",
  fix: "turn it off: it writes what people send into logs",
});
const format: Requirement = {
  path: "accessLogSettings.format",
  optional: true,
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
  holds: (value) => !/\$input|requestOverride|authorizer\.claims|\.body|querystring|requestBody/i.test(String(value)),
  allowed: "allowed are identifiers, times and statuses",
  fix: "leave bodies, parameters and claims out of the format",
};

export const keepBodiesOutOfLogs = requireValues(
  {
    name: "security-keep-bodies-out-of-logs",
    description: "Logs say that something was asked, not what people wrote.",
    severity: "high",
    references: [
      { framework: "GDPR", id: "Art. 5(1)(c)" },
      { framework: "HIPAA", id: "164.312(b)" },
    ],
    remediation: "Turn off data tracing and execution data, and log identifiers only.",
    url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
  },
  {
    "aws:apigateway/methodSettings:MethodSettings": [off("settings.dataTraceEnabled")],
    "aws:apigateway/stage:Stage": [format],
    "aws:apigatewayv2/stage:Stage": [
      format,
      off("defaultRouteSettings.dataTraceEnabled"),
      off("routeSettings[*].dataTraceEnabled"),
    ],
    "aws:sfn/stateMachine:StateMachine": [off("loggingConfiguration.includeExecutionData")],
    "aws:appsync/graphQLApi:GraphQLApi": [
      {
        path: "logConfig.excludeVerboseContent",
        optional: true,
        holds: (value) => value === true,
        allowed: "allowed is true",
        fix: "exclude verbose content",
      },
    ],
    "aws:cloudwatch/eventBus:EventBus": [
      {
        path: "logConfig.includeDetail",
        optional: true,
        holds: (value) => value === "NONE",
        allowed: "allowed is NONE",
        fix: "log events without their detail",
      },
    ],
    "aws:bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration": [
      off("loggingConfig.textDataDeliveryEnabled"),
      off("loggingConfig.imageDataDeliveryEnabled"),
    ],
  },
);
