import { confine } from "../shared/confine";

export const confineModelInference = confine({
  name: "confine-model-inference",
  what: "Bedrock jobs, logs and cross-Region inference",
  how: "is processed in",
  destinations: {
    "aws:bedrock/inferenceProfile:InferenceProfile": ["model:modelSource.copyFrom"],
    "aws:bedrock/guardrail:Guardrail": ["model:crossRegionConfig.guardrailProfileIdentifier"],
    "aws:bedrock/customModel:CustomModel": [
      "bucket:outputDataConfig.s3Uri",
      "bucket:trainingDataConfig.s3Uri",
      "bucket:validationDataConfig.validators[*].s3Uri",
      "model:baseModelIdentifier",
    ],
    "aws:bedrockmodel/invocationJob:InvocationJob": [
      "bucket:inputDataConfig.s3InputDataConfig.s3Uri",
      "bucket:outputDataConfig.s3OutputDataConfig.s3Uri",
      "model:modelId",
    ],
    "aws:bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration": [
      "bucket:loggingConfig.s3Config.bucketName",
      "bucket:loggingConfig.cloudwatchConfig.largeDataDeliveryS3Config.bucketName",
    ],
    "aws:bedrock/evaluationJob:EvaluationJob": [
      "bucket:outputDataConfig.s3Uri",
      "bucket:evaluationConfig.automated.datasetMetricConfigs[*].dataset.datasetLocation.s3Uri",
      "bucket:evaluationConfig.human.datasetMetricConfigs[*].dataset.datasetLocation.s3Uri",
      "reference:evaluationConfig.human.humanWorkflowConfig.flowDefinitionArn",
      "model:inferenceConfig.models[*].bedrockModel.modelIdentifier",
      "model:inferenceConfig.ragConfig.knowledgeBaseConfig.retrieveAndGenerateConfig.modelArn",
      "model:evaluationConfig.automated.evaluatorModelConfig.bedrockEvaluatorModel.modelIdentifier",
      "model:evaluationConfig.automated.customMetricConfig.evaluatorModelConfig.bedrockEvaluatorModel.modelIdentifier",
    ],
    "aws:bedrock/provisionedModelThroughput:ProvisionedModelThroughput": ["model:modelArn"],
    "aws:bedrock/agentPrompt:AgentPrompt": ["model:variants[*].modelId"],
    "aws:bedrock/agentcoreEvaluator:AgentcoreEvaluator": [
      "model:evaluatorConfig.llmAsAJudge.modelConfig.bedrockEvaluatorModelConfig.modelId",
    ],
  },
  remediation: "Infer and log within the Regions of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/bedrock/latest/userguide/cross-region-inference.html",
});
