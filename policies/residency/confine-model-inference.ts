import { confine } from "../shared/confine";

export const confineModelInference = confine({
  name: "confine-model-inference",
  what: "Bedrock jobs, logs and cross-Region inference",
  how: "is processed in",
  destinations: {
    "aws:bedrock/inferenceProfile:InferenceProfile": ["reference:modelSource.copyFrom"],
    "aws:bedrock/guardrail:Guardrail": ["reference:crossRegionConfig.guardrailProfileIdentifier"],
    "aws:bedrock/customModel:CustomModel": ["bucket:outputDataConfig.s3Uri", "bucket:trainingDataConfig.s3Uri"],
    "aws:bedrockmodel/invocationJob:InvocationJob": [
      "bucket:inputDataConfig.s3InputDataConfig.s3Uri",
      "bucket:outputDataConfig.s3OutputDataConfig.s3Uri",
    ],
    "aws:bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration": [
      "bucket:loggingConfig.s3Config.bucketName",
    ],
  },
  remediation: "Infer and log within the Regions of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/bedrock/latest/userguide/cross-region-inference.html",
});
