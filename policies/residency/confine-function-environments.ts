import { confine } from "../shared/confine";

export const confineFunctionEnvironments = confine({
  name: "confine-function-environments",
  what: "Settings, layers and failure destinations of functions and containers",
  how: "is sent by its settings to",
  destinations: {
    "aws:lambda/function:Function": [
      "setting:environment.variables.*",
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
    "aws:ecs/taskDefinition:TaskDefinition": [
      "containers:containerDefinitions",
      "text:volumes[*].s3filesVolumeConfiguration.fileSystemArn",
    ],
    "aws:batch/jobDefinition:JobDefinition": [
      "containers:containerProperties",
      "containers:eksProperties",
      "containers:nodeProperties",
      "text:ecsProperties",
      "setting:parameters.*",
    ],
    "aws:apprunner/service:Service": [
      "setting:sourceConfiguration.imageRepository.imageConfiguration.runtimeEnvironmentVariables.*",
      "setting:sourceConfiguration.codeRepository.codeConfiguration.codeConfigurationValues.runtimeEnvironmentVariables.*",
    ],
    "aws:ecs/daemonTaskDefinition:DaemonTaskDefinition": ["containers:containerDefinitions"],
    "aws:ecs/expressGatewayService:ExpressGatewayService": ["text:primaryContainer"],
    "aws:ecs/service:Service": [
      "text:serviceConnectConfiguration.logConfiguration.options.*",
      "reference:deploymentConfiguration.lifecycleHooks[*].hookTargetArn",
    ],
    "aws:elasticbeanstalk/configurationTemplate:ConfigurationTemplate": ["setting:settings[*].value"],
    "aws:elasticbeanstalk/environment:Environment": ["setting:settings[*].value"],
    "aws:lambda/microvmsImage:MicrovmsImage": ["setting:environmentVariables.*"],
    "aws:lambdamicrovms/image:Image": ["setting:environmentVariables.*"],
    "aws:lambdamicrovms/microvm:Microvm": ["text:runHookPayload"],
    "aws:lambda/layerVersion:LayerVersion": ["bucket:s3Bucket"],
  },
  remediation: "Point it at resources of Regions of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
});
