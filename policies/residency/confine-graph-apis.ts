import { confine } from "../shared/confine";

export const confineGraphApis = confine({
  name: "confine-graph-apis",
  what: "AppSync data sources and logs",
  how: "is read from or written to",
  destinations: {
    "aws:appsync/dataSource:DataSource": [
      "region:dynamodbConfig.region",
      "url:elasticsearchConfig.endpoint",
      "region:elasticsearchConfig.region",
      "reference:eventBridgeConfig.eventBusArn",
      "url:httpConfig.endpoint",
      "reference:lambdaConfig.functionArn",
      "url:opensearchserviceConfig.endpoint",
      "region:opensearchserviceConfig.region",
      "region:relationalDatabaseConfig.httpEndpointConfig.region",
      "region:httpConfig.authorizationConfig.awsIamConfig.signingRegion",
    ],
    "aws:appsync/sourceApiAssociation:SourceApiAssociation": ["reference:sourceApiArn", "reference:mergedApiArn"],
    "aws:appsync/graphQLApi:GraphQLApi": [
      "region:userPoolConfig.awsRegion",
      "region:additionalAuthenticationProviders[*].userPoolConfig.awsRegion",
      "reference:lambdaAuthorizerConfig.authorizerUri",
      "reference:additionalAuthenticationProviders[*].lambdaAuthorizerConfig.authorizerUri",
    ],
    "aws:appsync/api:Api": [
      "region:eventConfig.authProviders[*].cognitoConfig.awsRegion",
      "reference:eventConfig.authProviders[*].lambdaAuthorizerConfig.authorizerUri",
    ],
  },
  remediation: "Use sources in Regions of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/appsync/latest/devguide/data-source-components.html",
});
