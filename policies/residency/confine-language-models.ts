import { confine } from "../shared/confine";

export const confineLanguageModels = confine({
  name: "confine-language-models",
  what: "Texts that language and speech models are trained with",
  how: "is read from or written to",
  destinations: {
    "aws:comprehend/documentClassifier:DocumentClassifier": [
      "bucket:inputDataConfig.s3Uri",
      "bucket:inputDataConfig.testS3Uri",
      "bucket:inputDataConfig.augmentedManifests[*].annotationDataS3Uri",
      "bucket:inputDataConfig.augmentedManifests[*].s3Uri",
      "bucket:inputDataConfig.augmentedManifests[*].sourceDocumentsS3Uri",
      "bucket:outputDataConfig.s3Uri",
      "bucket:outputDataConfig.outputS3Uri",
    ],
    "aws:comprehend/entityRecognizer:EntityRecognizer": [
      "bucket:inputDataConfig.annotations.s3Uri",
      "bucket:inputDataConfig.annotations.testS3Uri",
      "bucket:inputDataConfig.augmentedManifests[*].annotationDataS3Uri",
      "bucket:inputDataConfig.augmentedManifests[*].s3Uri",
      "bucket:inputDataConfig.augmentedManifests[*].sourceDocumentsS3Uri",
      "bucket:inputDataConfig.documents.s3Uri",
      "bucket:inputDataConfig.documents.testS3Uri",
      "bucket:inputDataConfig.entityList.s3Uri",
    ],
    "aws:transcribe/languageModel:LanguageModel": [
      "bucket:inputDataConfig.s3Uri",
      "bucket:inputDataConfig.tuningDataS3Uri",
    ],
  },
  remediation: "Train with buckets in Regions of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/comprehend/latest/dg/how-document-classification.html",
});
