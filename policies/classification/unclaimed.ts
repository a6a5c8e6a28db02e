/**
 * What types that move or copy data have besides the properties that rules claim, and why the catch-all
 * (residency-confine-everything-else) may be their judge, which knows a property from its name alone. A type with no
 * destination among its properties stands with an empty text. A test asks for a reason for each.
 */
export interface Unclaimed {
  readonly why: string;
  /** `service/Type` → properties, or what they begin with, between spaces. */
  readonly properties: Readonly<Record<string, string>>;
}

export const unclaimed: readonly Unclaimed[] = [
  {
    why: "Of a global service, which keeps data in no jurisdiction: residency-keep-region refuses it for data that may not leave.",
    properties: {
      "bcmdata/Export": "export",
      "cur/ReportDefinition": "s3Bucket s3Region",
      "notifications/ChannelAssociation": "arn notificationConfigurationArn",
      "notifications/ContactsEmailContact": "",
      "notifications/EventRule": "notificationConfigurationArn regions[*]",
      "notifications/NotificationHub": "notificationHubRegion",
    },
  },
  {
    why: "AWS's own answers: nothing that a program sets.",
    properties: {
      "dataexchange/RevisionAssets": "assets[*].arn",
      "fsx/FileCache": "dataRepositoryAssociations[*].resourceArn",
      "kinesis/FirehoseDeliveryStream": "arn",
      "securitylake/Subscriber":
        "sources[*].customLogSourceResource.attributes[*].crawlerArn sources[*].customLogSourceResource.attributes[*].databaseArn sources[*].customLogSourceResource.attributes[*].tableArn",
      "sns/DataProtectionPolicy": "arn",
      "timestreamquery/ScheduledQuery": "lastRunSummaries[*] recentlyFailedRuns[*]",
    },
  },
  {
    why: "Sets up telemetry in every Region, each Region's to be kept in it.",
    properties: {
      "observabilityadmin/TelemetryRule": "rule.allRegions",
      "observabilityadmin/TelemetryRuleForOrganization": "rule.allRegions",
    },
  },
  {
    why: "A number or a word of a fixed list (a kind of destination, a country, a group of accounts), not a place.",
    properties: {
      "chime/VoiceConnectorTermination": "callingRegions[*]",
      "elb/LoadBalancer": "healthCheck.target",
      "finspace/KxCluster": "autoScalingConfiguration.metricTarget",
      "kinesis/FirehoseDeliveryStream": "destination",
      "lex/BotAlias": "conversationLogs.logSettings[*].destination",
      "macie2/ClassificationJob":
        "s3JobDefinition.scoping.excludes.ands[*].tagScopeTerm.target s3JobDefinition.scoping.includes.ands[*].tagScopeTerm.target",
      "rum/MetricsDestination": "destination",
      "s3/BucketLogging": "targetGrants[*].grantee.uri",
      "s3/BucketLoggingV2": "targetGrants[*].grantee.uri",
      "s3/ObjectCopy": "grants[*].uri",
    },
  },
  {
    why: "Where people and services prove who they are, and where keys are had from: credentials pass, not data.",
    properties: {
      "appflow/ConnectorProfile":
        "connectorProfileConfig.connectorProfileProperties.customConnector.oauth2Properties.tokenUrl connectorProfileConfig.connectorProfileProperties.sapoData.oauthProperties.authCodeUrl connectorProfileConfig.connectorProfileProperties.sapoData.oauthProperties.tokenUrl",
      "athena/Workgroup": "configuration.identityCenterConfiguration.identityCenterInstanceArn",
      "bedrock/AgentcoreGateway": "authorizerConfiguration.customJwtAuthorizer.discoveryUrl",
      "bedrock/AgentcoreHarness":
        "authorizerConfiguration.customJwtAuthorizer.discoveryUrl tools[*].config.agentcoreGateway.outboundAuth.oauth.defaultReturnUrl tools[*].config.agentcoreGateway.outboundAuth.oauth.providerArn",
      "cloudwatch/EventApiDestination": "connectionArn",
      "cloudwatch/EventConnection": "authParameters.oauth.authorizationEndpoint",
      "ec2clientvpn/Endpoint":
        "authenticationOptions[*].samlProviderArn authenticationOptions[*].selfServiceSamlProviderArn",
      "emr/Studio": "idpAuthUrl",
      "glue/Connection":
        "authenticationConfiguration.oauth2Properties.authorizationCodeProperties.redirectUri authenticationConfiguration.oauth2Properties.tokenUrl",
      "kendra/DataSource":
        "configuration.webCrawlerConfiguration.authenticationConfiguration.basicAuthentications[*].host",
      "medialive/Channel":
        "encoderSettings.outputGroups[*].outputGroupSettings.hlsGroupSettings.keyProviderSettings.staticKeySettings[*].keyProviderServer.uri",
      "opensearch/Application":
        "iamIdentityCenterOptions.iamIdentityCenterApplicationArn iamIdentityCenterOptions.iamIdentityCenterInstanceArn",
      "securityhub/ConnectorV2": "connectorProvider.jiraCloud.authUrl",
      "ssoadmin/Region": "instanceArn",
    },
  },
  {
    why: "Code, images, templates, schemas and pictures that come in: nothing goes out to them.",
    properties: {
      "appintegrations/DataIntegration": "sourceUri",
      "apprunner/Service": "sourceConfiguration.codeRepository.repositoryUrl",
      "bedrock/AgentcoreGatewayTarget":
        "targetConfiguration.http.agentcoreRuntime.schema.source.s3.uri targetConfiguration.http.passthrough.schema.source.s3.uri targetConfiguration.mcp.lambda.toolSchema.s3.uri targetConfiguration.mcp.mcpServer.mcpToolSchema.s3.uri targetConfiguration.mcp.openApiSchema.s3.uri targetConfiguration.mcp.smithyModel.s3.uri",
      "bedrock/AgentcoreHarness":
        "environmentArtifact.containerConfiguration.containerUri skills[*].git.url skills[*].s3.uri",
      "cfg/ConformancePack": "templateS3Uri",
      "cfg/OrganizationConformancePack": "templateS3Uri",
      "cloudformation/Stack": "policyUrl templateUrl",
      "cloudformation/StackInstances": "deploymentTargets.accountsUrl",
      "cloudformation/StackSet": "templateUrl",
      "cloudformation/StackSetInstance": "deploymentTargets.accountsUrl",
      "emrserverless/Application": "imageConfiguration.imageUri",
      "lambda/EventSourceMapping":
        "amazonManagedKafkaEventSourceConfig.schemaRegistryConfig.accessConfigs[*].uri amazonManagedKafkaEventSourceConfig.schemaRegistryConfig.schemaRegistryUri selfManagedKafkaEventSourceConfig.schemaRegistryConfig.accessConfigs[*].uri selfManagedKafkaEventSourceConfig.schemaRegistryConfig.schemaRegistryUri sourceAccessConfigurations[*].uri",
      "lambda/MicrovmsImage": "baseImageArn codeArtifact.uri",
      "lambdamicrovms/Image": "baseImageArn codeArtifact.uri",
      "lambdamicrovms/Microvm": "imageArn",
      "medialive/Channel":
        "encoderSettings.availBlanking.availBlankingImage.uri encoderSettings.captionDescriptions[*].destinationSettings.burnInDestinationSettings.font.uri encoderSettings.captionDescriptions[*].destinationSettings.dvbSubDestinationSettings.font.uri encoderSettings.globalConfiguration.inputLossBehavior.inputLossImageSlate.uri encoderSettings.outputGroups[*].outputs[*].outputSettings.hlsOutputSettings.hlsSettings.audioOnlyHlsSettings.audioOnlyImage.uri",
      "sagemaker/Algorithm":
        "inferenceSpecification.containers[*].modelDataSource.s3DataSource.hubAccessConfig.hubContentArn inferenceSpecification.containers[*].modelDataSource.s3DataSource.manifestS3Uri validationSpecification.validationProfiles.trainingJobDefinition.inputDataConfigs[*].dataSource.s3DataSource.hubAccessConfig.hubContentArn",
      "sagemaker/DataQualityJobDefinition":
        "dataQualityAppSpecification.imageUri dataQualityAppSpecification.postAnalyticsProcessorSourceUri dataQualityAppSpecification.recordPreprocessorSourceUri",
      "sagemaker/HyperParameterTuningJob":
        "trainingJobDefinition.inputDataConfigs[*].dataSource.s3DataSource.hubAccessConfig.hubContentArn trainingJobDefinitions[*].inputDataConfigs[*].dataSource.s3DataSource.hubAccessConfig.hubContentArn",
      "sagemaker/MonitoringSchedule":
        "monitoringScheduleConfig.monitoringJobDefinition.monitoringAppSpecification.imageUri monitoringScheduleConfig.monitoringJobDefinition.monitoringAppSpecification.postAnalyticsProcessorSourceUri monitoringScheduleConfig.monitoringJobDefinition.monitoringAppSpecification.recordPreprocessorSourceUri",
      "sagemaker/TrainingJob": "inputDataConfigs[*].dataSource.s3DataSource.hubAccessConfig.hubContentArn",
      "servicecatalog/Product": "provisioningArtifactParameters.templateUrl supportUrl",
      "servicecatalog/ProvisioningArtifact": "templateUrl",
    },
  },
  {
    why: "What the setting is about, and not where anything goes: that is another property, which a rule claims.",
    properties: {
      "alb/TargetGroupAttachment": "targetGroupArn",
      "appfabric/Ingestion": "appBundleArn",
      "appfabric/IngestionDestination": "appBundleArn ingestionArn",
      "backup/ReportPlan": "reportSetting.frameworkArns[*]",
      "bedrock/AgentFlow": "definition.connections[*].target",
      "codebuild/Project": "secondarySources[*].buildStatusConfig.targetUrl source.buildStatusConfig.targetUrl",
      "datasync/LocationObjectStorage": "bucketName",
      "fis/ExperimentTemplate":
        "experimentReportConfiguration.dataSources.cloudwatchDashboards[*].dashboardArn targets[*].resourceArns[*]",
      "globalaccelerator/CustomRoutingEndpointGroup": "listenerArn",
      "globalaccelerator/EndpointGroup": "listenerArn",
      "lb/TargetGroupAttachment": "targetGroupArn",
      "networkfirewall/LoggingConfiguration": "firewallArn",
      "s3control/StorageLensConfiguration":
        "storageLensConfiguration.awsOrg.arn storageLensConfiguration.exclude.regions[*]",
      "s3tables/TableBucketReplication": "tableBucketArn",
      "s3tables/TableReplication": "tableArn",
      "storagegateway/CachesIscsiVolume": "gatewayArn",
      "storagegateway/FileSystemAssociation": "gatewayArn",
      "storagegateway/NfsFileShare": "gatewayArn",
      "storagegateway/SmbFileShare": "gatewayArn",
      "storagegateway/StoredIscsiVolume": "gatewayArn",
      "wafv2/WebAclLoggingConfiguration": "resourceArn",
    },
  },
  {
    why: "residency-confine-distributions keeps data that may not leave off content networks altogether; what is left may be anywhere.",
    properties: {
      "cloudfront/Distribution":
        "defaultCacheBehavior.functionAssociations[*].functionArn defaultCacheBehavior.realtimeLogConfigArn loggingConfig.bucket orderedCacheBehaviors[*].functionAssociations[*].functionArn orderedCacheBehaviors[*].realtimeLogConfigArn origins[*].originShield.originShieldRegion",
      "cloudfront/DistributionTenant": "customizations.webAcl.arn",
      "cloudfront/Function": "",
      "cloudfront/MultitenantDistribution":
        "cacheBehaviors[*].functionAssociations[*].functionArn cacheBehaviors[*].realtimeLogConfigArn defaultCacheBehavior.functionAssociations[*].functionArn defaultCacheBehavior.realtimeLogConfigArn origins[*].originShields[*].originShieldRegion",
      "cloudfront/RealtimeLogConfig": "endpoint.kinesisStreamConfig.streamArn",
      "lightsail/Distribution": "origin.regionName",
    },
  },
  {
    why: "Steps of a plan, in the Regions that `regions` lists.",
    properties: {
      "arcregionswitch/Plan": "workflows[*].steps[*]",
    },
  },
  {
    why: "ARNs of what configures, permits, runs or attaches: data is not sent to them. Each names its own Region, so that the catch-all reads it from the value, whatever the property is called.",
    properties: {
      "apprunner/Service":
        "autoScalingConfigurationArn networkConfiguration.egressConfiguration.vpcConnectorArn observabilityConfiguration.observabilityConfigurationArn sourceConfiguration.authenticationConfiguration.connectionArn",
      "batch/ComputeEnvironment": "eksConfiguration.eksClusterArn",
      "bedrock/AgentcoreGateway":
        "authorizerConfiguration.customJwtAuthorizer.allowedWorkloadConfiguration.hostingEnvironments[*].arn policyEngineConfiguration.arn",
      "bedrock/AgentcoreHarness":
        "authorizerConfiguration.customJwtAuthorizer.allowedWorkloadConfiguration.hostingEnvironments[*].arn environments[*].agentcoreRuntimeEnvironments[*].agentRuntimeArn environments[*].agentcoreRuntimeEnvironments[*].filesystemConfigurations[*].efsAccessPoints[*].accessPointArn environments[*].agentcoreRuntimeEnvironments[*].filesystemConfigurations[*].s3FilesAccessPoints[*].accessPointArn memory.managedMemoryConfiguration.arn",
      "cloudwatch/EventConnection":
        "authParameters.connectivityParameters.resourceParameters.resourceAssociationArn invocationConnectivityParameters.resourceParameters.resourceAssociationArn",
      "codebuild/Project": "environment.fleet.fleetArn",
      "dataexchange/RevisionAssets": "assets[*].createS3DataAccessFromS3Bucket.accessPointArn",
      "datasync/EfsLocation": "accessPointArn ec2Config.securityGroupArns[*] ec2Config.subnetArn",
      "datasync/FsxOpenZfsFileSystem": "securityGroupArns[*]",
      "datasync/LocationAzureBlob": "agentArns[*]",
      "datasync/LocationFsxLustre": "securityGroupArns[*]",
      "datasync/LocationFsxOntapFileSystem": "securityGroupArns[*]",
      "datasync/LocationFsxWindows": "securityGroupArns[*]",
      "datasync/LocationHdfs": "agentArns[*]",
      "datasync/LocationObjectStorage": "agentArns[*]",
      "datasync/LocationSmb": "agentArns[*]",
      "datasync/NfsLocation": "onPremConfig.agentArns[*]",
      "datasync/S3Location": "agentArns[*]",
      "ec2/AmiCopy": "destinationOutpostArn ebsBlockDevices[*].outpostArn",
      "ecs/Service":
        "loadBalancers[*].advancedConfiguration.alternateTargetGroupArn loadBalancers[*].targetGroupArn serviceConnectConfiguration.services[*].tls.issuerCertAuthority.awsPcaAuthorityArn serviceRegistries.registryArn vpcLatticeConfigurations[*].targetGroupArn",
      "ecs/TaskDefinition": "volumes[*].s3filesVolumeConfiguration.accessPointArn",
      "globalaccelerator/EndpointGroup": "endpointConfigurations[*].attachmentArn",
      "glue/CatalogTable": "storageDescriptor.schemaReference.schemaId.schemaArn",
      "imagebuilder/DistributionConfiguration":
        "distributions[*].amiDistributionConfiguration.launchPermission.organizationArns[*] distributions[*].amiDistributionConfiguration.launchPermission.organizationalUnitArns[*] distributions[*].licenseConfigurationArns[*]",
      "imagebuilder/Image":
        "containerRecipeArn distributionConfigurationArn imageRecipeArn infrastructureConfigurationArn workflows[*].workflowArn",
      "imagebuilder/ImagePipeline":
        "containerRecipeArn distributionConfigurationArn imageRecipeArn infrastructureConfigurationArn workflows[*].workflowArn",
      "imagebuilder/InfrastructureConfiguration": "placement.hostResourceGroupArn",
      "lambda/Function":
        "capacityProviderConfig.lambdaManagedInstancesCapacityProviderConfig.capacityProviderArn codeSigningConfigArn",
      "msk/Channel": "topicConfiguration.recordSchema.gsrArn",
      "mskconnect/Connector": "plugins[*].customPlugin.arn workerConfiguration.arn",
      "networkmanager/DxGatewayAttachment": "directConnectGatewayArn",
      "quicksight/DataSource": "vpcConnectionProperties.vpcConnectionArn",
      "sagemaker/Algorithm":
        "validationSpecification.validationProfiles.trainingJobDefinition.resourceConfig.trainingPlanArn",
      "sagemaker/EndpointConfiguration":
        "productionVariants[*].capacityReservationConfig.mlReservationArn shadowProductionVariants[*].capacityReservationConfig.mlReservationArn",
      "sagemaker/HyperParameterTuningJob":
        "trainingJobDefinition.resourceConfig.trainingPlanArn trainingJobDefinitions[*].resourceConfig.trainingPlanArn",
      "sagemaker/LabelingJob":
        "humanTaskConfig.uiConfig.humanTaskUiArn labelingJobAlgorithmsConfig.initialActiveLearningModelArn labelingJobAlgorithmsConfig.labelingJobAlgorithmSpecificationArn",
      "sagemaker/TrainingJob":
        "modelPackageConfig.modelPackageGroupArn modelPackageConfig.sourceModelPackageArn resourceConfig.trainingPlanArn serverlessJobConfig.baseModelArn serverlessJobConfig.evaluatorArn",
    },
  },
  {
    why: "Reads and writes log groups of its own Region, by name.",
    properties: { "bedrock/AgentcoreOnlineEvaluationConfig": "" },
  },
  {
    why: "Switches on the logs of a connector that is judged itself.",
    properties: { "chime/VoiceConnectorLogging": "" },
  },
  {
    why: "Members query each other's tables in the one Region; results leave by memberships, which are judged.",
    properties: { "cleanrooms/Collaboration": "" },
  },
  {
    why: "A line to the operator's own premises, in no Region that a property could name.",
    properties: { "directconnect/Gateway": "", "directconnect/GatewayAssociation": "" },
  },
  {
    why: "Asks or answers for names of hosts by address: no data.",
    properties: {
      "directoryservice/ConditionalForwarder": "",
      "route53/ResolverEndpoint": "",
      "route53/ResolverRule": "",
    },
  },
  { why: "A log group of the own Region, by name.", properties: { "directoryservice/LogSubscription": "" } },
  {
    why: "Shared with an account in the directory's own Region; residency-confine-directory-replicas judges other Regions.",
    properties: { "directoryservice/SharedDirectory": "", "directoryservice/SharedDirectoryAccepter": "" },
  },
  {
    why: "A directory that people are known by, by its domain: it is asked who they are, and given no data.",
    properties: { "directoryservice/Trust": "" },
  },
  {
    why: "The requester's side names both Regions, and is judged where it is declared.",
    properties: {
      "ec2/VpcPeeringConnectionAccepter": "",
      "ec2transitgateway/PeeringAttachmentAccepter": "",
      "opensearch/InboundConnectionAccepter": "",
    },
  },
  {
    why: "Findings are shown to an administrator in the same Region; aggregators are judged themselves.",
    properties: { "guardduty/Member": "", "macie2/Member": "", "securityhub/Member": "" },
  },
  { why: "Takes mail in, by rules that are judged themselves.", properties: { "mailmanager/IngressPoint": "" } },
  {
    why: "residency-confine-global-caches judges it by its members, whatever its own properties say.",
    properties: { "memorydb/MultiRegionCluster": "" },
  },
  {
    why: "Tables of the own Region: the type takes no other.",
    properties: { "observabilityadmin/S3TableIntegration": "" },
  },
  { why: "A network of the own Region; peerings are judged themselves.", properties: { "odb/Network": "" } },
  {
    why: "Sends from the own Region to phones, whose place no property names.",
    properties: { "pinpoint/SmsChannel": "" },
  },
  { why: "Passes on to databases of its own network.", properties: { "rds/Proxy": "" } },
  {
    why: "residency-confine-traffic-policies judges it with the name that answers by it.",
    properties: { "route53/TrafficPolicy": "" },
  },
];
