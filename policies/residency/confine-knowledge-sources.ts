import { confine } from "../shared/confine";

export const confineKnowledgeSources = confine({
  name: "confine-knowledge-sources",
  what: "Sources and stores of knowledge bases and search indexes",
  how: "is read from or indexed in",
  destinations: {
    "aws:bedrock/agentDataSource:AgentDataSource": [
      "url:dataSourceConfiguration.confluenceConfiguration.sourceConfiguration.hostUrl",
      "bucket:dataSourceConfiguration.s3Configuration.bucketArn",
      "url:dataSourceConfiguration.salesforceConfiguration.sourceConfiguration.hostUrl",
      "url:dataSourceConfiguration.sharePointConfiguration.sourceConfiguration.siteUrls[*]",
      "text:dataSourceConfiguration.webConfiguration.sourceConfiguration.urlConfiguration.seedUrls[*].url",
      "bucket:vectorIngestionConfiguration.customTransformationConfiguration.intermediateStorage.s3Location.uri",
      "model:vectorIngestionConfiguration.parsingConfiguration.bedrockFoundationModelConfiguration.modelArn",
      "reference:vectorIngestionConfiguration.customTransformationConfiguration.transformation.transformationFunction.transformationLambdaConfiguration.lambdaArn",
    ],
    "aws:bedrock/agentKnowledgeBase:AgentKnowledgeBase": [
      "reference:knowledgeBaseConfiguration.kendraKnowledgeBaseConfiguration.kendraIndexArn",
      "model:knowledgeBaseConfiguration.vectorKnowledgeBaseConfiguration.embeddingModelArn",
      "url:storageConfiguration.mongoDbAtlasConfiguration.endpoint",
      "reference:storageConfiguration.neptuneAnalyticsConfiguration.graphArn",
      "reference:storageConfiguration.opensearchManagedClusterConfiguration.domainArn",
      "reference:storageConfiguration.opensearchServerlessConfiguration.collectionArn",
      "reference:storageConfiguration.rdsConfiguration.resourceArn",
      "model:knowledgeBaseConfiguration.managedKnowledgeBaseConfiguration.embeddingModelArn",
      "reference:knowledgeBaseConfiguration.sqlKnowledgeBaseConfiguration.redshiftConfiguration.queryEngineConfiguration.serverlessConfiguration.workgroupArn",
      "bucket:knowledgeBaseConfiguration.vectorKnowledgeBaseConfiguration.supplementalDataStorageConfiguration.storageLocations[*].s3Location.uri",
      "url:storageConfiguration.opensearchManagedClusterConfiguration.domainEndpoint",
      "url:storageConfiguration.redisEnterpriseCloudConfiguration.endpoint",
      "reference:storageConfiguration.s3VectorsConfiguration.indexArn",
      "reference:storageConfiguration.s3VectorsConfiguration.vectorBucketArn",
    ],
    "aws:kendra/dataSource:DataSource": [
      "bucket:configuration.s3Configuration.bucketName",
      "text:configuration.webCrawlerConfiguration.urls.seedUrlConfiguration.seedUrls[*]",
      "text:configuration.templateConfiguration.template",
      "reference:customDocumentEnrichmentConfiguration.postExtractionHookConfiguration.lambdaArn",
      "bucket:customDocumentEnrichmentConfiguration.postExtractionHookConfiguration.s3Bucket",
      "reference:customDocumentEnrichmentConfiguration.preExtractionHookConfiguration.lambdaArn",
      "bucket:customDocumentEnrichmentConfiguration.preExtractionHookConfiguration.s3Bucket",
      "url:configuration.webCrawlerConfiguration.proxyConfiguration.host",
    ],
    "aws:kendra/faq:Faq": ["bucket:s3Path.bucket"],
  },
  remediation:
    "Index and store in Regions of the data's jurisdiction; say in `elsewhere` where another company's service is.",
  url: "https://docs.aws.amazon.com/bedrock/latest/userguide/data-source-connectors.html",
});
