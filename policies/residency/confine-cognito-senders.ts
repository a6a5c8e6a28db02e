import { confine } from "../shared/confine";

export const confineCognitoSenders = confine({
  name: "confine-cognito-senders",
  what: "Senders, triggers and logs of Cognito user pools",
  how: "sends through",
  destinations: {
    "aws:cognito/userPool:UserPool": [
      "reference:emailConfiguration.sourceArn",
      "region:smsConfiguration.snsRegion",
      "reference:lambdaConfig.createAuthChallenge",
      "reference:lambdaConfig.customMessage",
      "reference:lambdaConfig.defineAuthChallenge",
      "reference:lambdaConfig.postAuthentication",
      "reference:lambdaConfig.postConfirmation",
      "reference:lambdaConfig.preAuthentication",
      "reference:lambdaConfig.preSignUp",
      "reference:lambdaConfig.preTokenGeneration",
      "reference:lambdaConfig.userMigration",
      "reference:lambdaConfig.verifyAuthChallengeResponse",
      "reference:lambdaConfig.customEmailSender.lambdaArn",
      "reference:lambdaConfig.customSmsSender.lambdaArn",
      "reference:lambdaConfig.preTokenGenerationConfig.lambdaArn",
    ],
    "aws:cognito/logDeliveryConfiguration:LogDeliveryConfiguration": [
      "reference:logConfigurations[*].cloudWatchLogsConfiguration.logGroupArn",
      "reference:logConfigurations[*].firehoseConfiguration.streamArn",
      "bucket:logConfigurations[*].s3Configuration.bucketArn",
    ],
    "aws:cognito/riskConfiguration:RiskConfiguration": [
      "reference:accountTakeoverRiskConfiguration.notifyConfiguration.sourceArn",
    ],
    "aws:cognito/identityPool:IdentityPool": ["reference:samlProviderArns[*]", "text:cognitoIdentityProviders"],
    "aws:cognito/identityProvider:IdentityProvider": ["text:providerDetails.*"],
  },
  remediation: "Use an SES identity, SNS Region and functions in Regions of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-regional-data-considerations.html",
});
