import { confine } from "../shared/confine";

export const confineApiIntegrations = confine({
  name: "confine-api-integrations",
  what: "API Gateway integrations, authorizers and logs",
  how: "is passed on to",
  destinations: {
    "aws:apigateway/integration:Integration": ["url:uri", "reference:integrationTarget"],
    "aws:apigatewayv2/integration:Integration": ["url:integrationUri"],
    "aws:apigateway/authorizer:Authorizer": ["reference:authorizerUri", "reference:providerArns[*]"],
    "aws:apigatewayv2/authorizer:Authorizer": ["reference:authorizerUri", "url:jwtConfiguration.issuer"],
    "aws:apigateway/stage:Stage": ["reference:accessLogSettings.destinationArn"],
    "aws:apigatewayv2/stage:Stage": ["reference:accessLogSettings.destinationArn"],
    "aws:apigateway/vpcLink:VpcLink": ["reference:targetArn"],
    "aws:apigateway/restApi:RestApi": ["definition:body"],
    "aws:apigatewayv2/api:Api": ["definition:body", "url:target"],
    "aws:apigateway/restApiPut:RestApiPut": ["definition:body"],
  },
  remediation: "Integrate with a backend in a Region of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-integration-settings.html",
});
