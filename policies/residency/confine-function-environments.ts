import { confine } from "../shared/confine";

export const confineFunctionEnvironments = confine({
  name: "confine-function-environments",
  what: "Settings, layers and failure destinations of Lambda functions",
  how: "is sent by its settings to",
  destinations: {
    "aws:lambda/function:Function": [
      "text:environment.variables.*",
      "reference:layers[*]",
      "reference:deadLetterConfig.targetArn",
      "bucket:s3Bucket",
      "url:imageUri",
      "text:fileSystemConfig",
    ],
    "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": [
      "reference:destinationConfig.onFailure.destination",
      "reference:destinationConfig.onSuccess.destination",
    ],
    "aws:ecs/taskDefinition:TaskDefinition": ["text:containerDefinitions"],
    "aws:batch/jobDefinition:JobDefinition": ["text:containerProperties"],
  },
  remediation: "Point it at resources of Regions of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
});
