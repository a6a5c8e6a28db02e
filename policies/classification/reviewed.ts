/**
 * What each resource type does with data, by hand: `stores` keeps it, `copies` moves or copies it (where to: types.json).
 * Every other type of these services only configures, permits, names or counts. `npm run` of generate.ts writes the
 * result to types.json; a type that neither the list nor an earlier review knows is written as "unclassified".
 */
export interface Reviewed {
  readonly stores?: string;
  readonly copies?: string;
}

export const reviewed: Readonly<Record<string, Reviewed>> = {
  alb: { copies: "LoadBalancer TargetGroupAttachment" },
  amp: { stores: "Workspace", copies: "QueryLoggingConfiguration Scraper ScraperLoggingConfiguration" },
  amplify: { stores: "App BackendEnvironment" },
  apigateway: { stores: "ApiKey", copies: "Authorizer Integration RestApi RestApiPut Stage VpcLink" },
  apigatewayv2: { copies: "Api Authorizer Integration Stage" },
  appconfig: { stores: "HostedConfigurationVersion", copies: "ConfigurationProfile DeploymentStrategy Extension" },
  appfabric: { stores: "AppBundle", copies: "Ingestion IngestionDestination" },
  appflow: { copies: "ConnectorProfile Flow" },
  appintegrations: { copies: "DataIntegration" },
  apprunner: { copies: "Service" },
  appstream: { stores: "Fleet ImageBuilder Stack User" },
  appsync: { stores: "ApiCache", copies: "Api DataSource GraphQLApi SourceApiAssociation" },
  athena: { stores: "Database", copies: "DataCatalog Workgroup" },
  auditmanager: { stores: "AssessmentReport", copies: "Assessment FrameworkShare" },
  backup: { stores: "LogicallyAirGappedVault Vault", copies: "Plan ReportPlan Selection VaultNotifications" },
  batch: { copies: "ComputeEnvironment JobDefinition" },
  bcmdata: { copies: "Export" },
  bedrock: {
    stores:
      "AgentAgent AgentKnowledgeBase AgentcoreAgentRuntime AgentcoreBrowser AgentcoreBrowserProfile AgentcoreCodeInterpreter AgentcoreMemoryStrategy",
    copies:
      "AgentAgentActionGroup AgentDataSource AgentFlow AgentcoreGateway AgentcoreGatewayTarget AgentcoreHarness AgentcoreMemory AgentcoreOnlineEvaluationConfig CustomModel EvaluationJob Guardrail InferenceProfile ProvisionedModelThroughput",
  },
  bedrockmodel: { copies: "InvocationJob InvocationLoggingConfiguration" },
  cfg: {
    stores: "Recorder",
    copies:
      "AggregateAuthorization ConfigurationAggregator ConformancePack DeliveryChannel OrganizationConformancePack",
  },
  chatbot: { copies: "SlackChannelConfiguration TeamsChannelConfiguration" },
  chime: {
    stores: "SdkvoiceVoiceProfileDomain",
    copies:
      "SdkvoiceGlobalSettings SdkvoiceSipMediaApplication SdkvoiceSipRule VoiceConnector VoiceConnectorLogging VoiceConnectorOrigination VoiceConnectorStreaming VoiceConnectorTermination",
  },
  chimesdkmediapipelines: { copies: "MediaInsightsPipelineConfiguration" },
  cleanrooms: { stores: "ConfiguredTable", copies: "Collaboration Membership" },
  cloud9: { stores: "EnvironmentEC2" },
  cloudcontrol: { copies: "Resource" },
  cloudformation: { copies: "Stack StackInstances StackSet StackSetInstance" },
  cloudfront: {
    stores: "KeyValueStore KeyvaluestoreKey KeyvaluestoreKeysExclusive",
    copies: "Distribution DistributionTenant Function MultitenantDistribution RealtimeLogConfig VpcOrigin",
  },
  cloudhsmv2: { stores: "Cluster Hsm" },
  cloudsearch: { stores: "Domain" },
  cloudtrail: { stores: "EventDataStore", copies: "Trail" },
  cloudwatch: {
    stores: "EventArchive EventBus LogGroup LogStream",
    copies:
      "EventApiDestination EventConnection EventEndpoint EventTarget InternetMonitor LogAccountPolicy LogDelivery LogDeliveryDestination LogDestination LogS3TableIntegrationSource LogSubscriptionFilter MetricStream",
  },
  codeartifact: { stores: "Domain Repository" },
  codebuild: { copies: "Project ReportGroup" },
  codecatalyst: { stores: "DevEnvironment Project SourceRepository" },
  codecommit: { stores: "Repository", copies: "Trigger" },
  codepipeline: { copies: "Pipeline" },
  codestarnotifications: { copies: "NotificationRule" },
  cognito: {
    stores: "IdentityPool User UserPool",
    copies: "IdentityProvider LogDeliveryConfiguration RiskConfiguration",
  },
  comprehend: { copies: "DocumentClassifier EntityRecognizer" },
  connect: {
    stores: "Instance User",
    copies: "BotAssociation InstanceStorageConfig LambdaFunctionAssociation PhoneNumber",
  },
  cur: { copies: "ReportDefinition" },
  customerprofiles: { stores: "Profile", copies: "Domain" },
  dataexchange: { stores: "DataSet Revision", copies: "EventAction RevisionAssets" },
  datapipeline: { copies: "Pipeline PipelineDefinition" },
  datasync: {
    copies:
      "EfsLocation FsxOpenZfsFileSystem LocationAzureBlob LocationFsxLustre LocationFsxOntapFileSystem LocationFsxWindows LocationHdfs LocationObjectStorage LocationSmb NfsLocation S3Location Task",
  },
  datazone: { stores: "AssetType Domain Project", copies: "Environment EnvironmentBlueprintConfiguration" },
  dax: { stores: "Cluster" },
  detective: { stores: "Graph", copies: "Member InvitationAccepter" },
  devopsguru: { copies: "NotificationChannel" },
  directconnect: { copies: "Gateway GatewayAssociation" },
  directoryservice: {
    stores: "Directory",
    copies: "LogSubscription ServiceRegion SharedDirectory SharedDirectoryAccepter Trust ConditionalForwarder",
  },
  dlm: { copies: "LifecyclePolicy" },
  dms: { stores: "ReplicationInstance", copies: "DataProvider Endpoint ReplicationConfig ReplicationTask S3Endpoint" },
  docdb: { stores: "Cluster ClusterInstance ClusterSnapshot ElasticCluster", copies: "GlobalCluster" },
  drs: { copies: "ReplicationConfigurationTemplate" },
  dsql: { stores: "Cluster", copies: "ClusterPeering" },
  dynamodb: { stores: "Table TableItem", copies: "GlobalTable KinesisStreamingDestination TableExport TableReplica" },
  ebs: { stores: "Snapshot Volume", copies: "SnapshotCopy SnapshotImport VolumeCopy" },
  ec2: {
    stores: "Ami Fleet Instance LaunchConfiguration LaunchTemplate SpotFleetRequest SpotInstanceRequest",
    copies:
      "AmiCopy AmiFromInstance AmiLaunchPermission FlowLog PeeringConnectionOptions SnapshotCreateVolumePermission SpotDatafeedSubscription TrafficMirrorSession TrafficMirrorTarget VpcEndpoint VpcPeeringConnection VpcPeeringConnectionAccepter VpnConnection",
  },
  ec2transitgateway: { copies: "PeeringAttachment PeeringAttachmentAccepter VpcAttachment" },
  ec2clientvpn: { copies: "Endpoint" },
  ecr: { stores: "Repository", copies: "PullThroughCacheRule ReplicationConfiguration" },
  ecrpublic: { stores: "Repository" },
  ecs: { copies: "Cluster DaemonTaskDefinition ExpressGatewayService Service TaskDefinition" },
  efs: { stores: "FileSystem", copies: "ReplicationConfiguration" },
  eks: { stores: "Cluster NodeGroup" },
  elasticache: {
    stores: "Cluster ReplicationGroup ServerlessCache User",
    copies: "GlobalReplicationGroup",
  },
  elasticbeanstalk: { stores: "Environment", copies: "ApplicationVersion ConfigurationTemplate" },
  elasticsearch: { stores: "Domain" },
  elastictranscoder: { copies: "Pipeline" },
  elb: { copies: "Attachment LoadBalancer" },
  emr: { stores: "InstanceFleet InstanceGroup", copies: "Cluster Studio" },
  emrcontainers: { copies: "JobTemplate VirtualCluster" },
  emrserverless: { copies: "Application" },
  evidently: { copies: "Project" },
  finspace: { stores: "KxDatabase KxDataview KxEnvironment KxVolume", copies: "KxCluster" },
  fis: { copies: "ExperimentTemplate" },
  fsx: {
    stores:
      "Backup LustreFileSystem OntapFileSystem OntapStorageVirtualMachine OntapVolume OpenZfsFileSystem OpenZfsSnapshot WindowsFileSystem",
    copies: "DataRepositoryAssociation FileCache OpenZfsVolume S3AccessPointAttachment",
  },
  gamelift: { stores: "Build Fleet GameServerGroup Script", copies: "GameSessionQueue" },
  glacier: { stores: "Vault" },
  globalaccelerator: {
    copies: "Accelerator CustomRoutingAccelerator CustomRoutingEndpointGroup EndpointGroup",
  },
  glue: {
    stores: "Catalog CatalogDatabase DataQualityRuleset MLTransform Partition Registry Schema",
    copies: "CatalogTable Connection Crawler DevEndpoint Job",
  },
  grafana: { stores: "Workspace" },
  guardduty: { stores: "Detector", copies: "Member PublishingDestination" },
  identitystore: { stores: "Group User" },
  imagebuilder: {
    stores: "Component",
    copies: "DistributionConfiguration Image ImagePipeline InfrastructureConfiguration",
  },
  inspector2: { stores: "Enabler" },
  iot: { stores: "Thing", copies: "IndexingConfiguration LoggingOptions TopicRule TopicRuleDestination" },
  ivs: { stores: "Channel", copies: "RecordingConfiguration" },
  ivschat: { stores: "Room", copies: "LoggingConfiguration" },
  kendra: { stores: "Index", copies: "DataSource Faq" },
  keyspaces: { stores: "Table", copies: "Keyspace" },
  kinesis: { stores: "Stream VideoStream", copies: "AnalyticsApplication FirehoseDeliveryStream" },
  kinesisanalyticsv2: { stores: "ApplicationSnapshot", copies: "Application" },
  kms: {
    stores: "Key ExternalKey",
    copies: "CustomKeyStore ReplicaExternalKey ReplicaKey",
  },
  lambda: { copies: "EventSourceMapping Function FunctionEventInvokeConfig LayerVersion MicrovmsImage" },
  lambdamicrovms: { copies: "Image Microvm" },
  lb: { copies: "LoadBalancer TargetGroupAttachment" },
  lex: { stores: "Bot V2modelsBot", copies: "BotAlias" },
  lightsail: {
    stores: "Bucket ContainerService Database Disk Instance",
    copies: "Distribution LbAttachment",
  },
  location: { stores: "GeofenceCollection Tracker" },
  m2: { stores: "Application Environment" },
  macie2: { copies: "ClassificationExportConfiguration ClassificationJob Member" },
  mailmanager: { stores: "Archive", copies: "IngressPoint Relay RuleSet" },
  medialive: { copies: "Channel Input" },
  mediapackage: { stores: "Channel" },
  mediapackagev2: { stores: "ChannelGroup" },
  mediastore: { stores: "Container" },
  memorydb: { stores: "Cluster Snapshot User", copies: "MultiRegionCluster" },
  mq: { stores: "Broker" },
  msk: { stores: "Cluster ServerlessCluster Topic", copies: "Replicator VpcConnection" },
  mskconnect: { copies: "Connector CustomPlugin" },
  mwaa: { copies: "Environment" },
  neptune: { stores: "Cluster ClusterInstance ClusterSnapshot", copies: "GlobalCluster" },
  neptunegraph: { stores: "Graph" },
  networkfirewall: { copies: "LoggingConfiguration" },
  networkmanager: {
    copies:
      "ConnectAttachment CoreNetwork CoreNetworkPolicyAttachment DxGatewayAttachment SiteToSiteVpnAttachment TransitGatewayPeering TransitGatewayRegistration TransitGatewayRouteTableAttachment VpcAttachment",
  },
  notifications: { copies: "ChannelAssociation ContactsEmailContact EventRule NotificationHub" },
  oam: { copies: "Link Sink SinkPolicy" },
  observabilityadmin: {
    copies:
      "CentralizationRuleForOrganization S3TableIntegration TelemetryPipeline TelemetryRule TelemetryRuleForOrganization",
  },
  odb: {
    stores: "CloudAutonomousVmCluster CloudExadataInfrastructure CloudVmCluster",
    copies: "Network NetworkPeeringConnection",
  },
  opensearch: {
    stores: "Domain ServerlessCollection ServerlessCollectionGroup",
    copies: "Application InboundConnectionAccepter OutboundConnection",
  },
  opensearchingest: { copies: "Pipeline" },
  paymentcryptography: { stores: "Key" },
  pinpoint: {
    stores: "App Smsvoicev2OptOutList Smsvoicev2PhoneNumber Smsvoicev2Pool",
    copies: "EmailChannel EventStream SmsChannel Smsvoicev2EventDestination",
  },
  pipes: { copies: "Pipe" },
  qbusiness: { stores: "Application" },
  qldb: { stores: "Ledger", copies: "Stream" },
  quicksight: {
    stores: "AccountSubscription Analysis Dashboard Group Namespace User",
    copies: "DataSet DataSource Ingestion",
  },
  rds: {
    stores: "Cluster ClusterInstance ClusterSnapshot CustomDbEngineVersion Instance ShardGroup Snapshot",
    copies:
      "ClusterActivityStream ClusterSnapshotCopy ExportTask GlobalCluster InstanceAutomatedBackupsReplication Integration Proxy SnapshotCopy",
  },
  redshift: {
    stores: "Cluster ClusterSnapshot",
    copies:
      "DataShareAuthorization DataShareConsumerAssociation EndpointAuthorization Integration Logging SnapshotCopy SnapshotCopyGrant",
  },
  redshiftserverless: { stores: "Namespace Snapshot Workgroup" },
  rekognition: { stores: "Collection Project", copies: "StreamProcessor" },
  resourceexplorer: { copies: "Index" },
  route53: {
    copies:
      "QueryLog Record RecordsExclusive ResolverEndpoint ResolverQueryLogConfig ResolverRule TrafficPolicy TrafficPolicyInstance",
  },
  rum: { stores: "AppMonitor", copies: "MetricsDestination" },
  s3: {
    stores:
      "Bucket BucketObject BucketObjectv2 BucketV2 DirectoryBucket FilesFileSystem VectorsIndex VectorsVectorBucket",
    copies:
      "AccessPoint AnalyticsConfiguration BucketAccelerateConfiguration BucketAccelerateConfigurationV2 BucketLogging BucketLoggingV2 BucketMetadataConfiguration BucketNotification BucketReplicationConfig FilesAccessPoint FilesSynchronizationConfiguration Inventory ObjectCopy",
  },
  s3control: {
    stores: "Bucket",
    copies: "MultiRegionAccessPoint MultiRegionAccessPointRoutes ObjectLambdaAccessPoint StorageLensConfiguration",
  },
  s3outposts: { copies: "Endpoint" },
  s3tables: { stores: "Namespace Table TableBucket", copies: "TableBucketReplication TableReplication" },
  sagemaker: {
    stores: "App Domain Model NotebookInstance Space UserProfile Workforce",
    copies:
      "Algorithm DataQualityJobDefinition DeviceFleet EndpointConfiguration FeatureGroup FlowDefinition Hub HyperParameterTuningJob LabelingJob MlflowApp MlflowTrackingServer ModelCardExportJob MonitoringSchedule Pipeline TrainingJob",
  },
  scheduler: { copies: "Schedule" },
  schemas: { stores: "Schema", copies: "Discoverer" },
  secretsmanager: { stores: "SecretVersion", copies: "Secret SecretRotation" },
  securityhub: {
    stores: "Account AccountV2",
    copies: "AggregatorV2 ConnectorV2 FindingAggregator Member ProductSubscription",
  },
  securitylake: { copies: "AwsLogSource CustomLogSource DataLake Subscriber SubscriberNotification" },
  serverlessrepository: { copies: "CloudFormationStack" },
  servicecatalog: { copies: "Product ProvisionedProduct ProvisioningArtifact" },
  servicediscovery: { copies: "Instance" },
  ses: { copies: "EventDestination IdentityNotificationTopic ReceiptRule" },
  sesv2: { stores: "ContactList EmailIdentity", copies: "ConfigurationSetEventDestination MultiRegionEndpoint" },
  sfn: { stores: "Activity", copies: "StateMachine" },
  shield: { copies: "DrtAccessLogBucketAssociation" },
  signer: { copies: "SigningJob" },
  sns: { stores: "Topic", copies: "PlatformApplication SmsPreferences TopicSubscription" },
  sqs: { stores: "Queue", copies: "RedrivePolicy" },
  ssm: { stores: "Parameter", copies: "Association MaintenanceWindowTask ResourceDataSync" },
  ssmcontacts: { stores: "Contact", copies: "ContactChannel" },
  ssmincidents: { copies: "ReplicationSet ResponsePlan" },
  ssoadmin: { copies: "Region" },
  storagegateway: {
    stores: "TapePool",
    copies: "CachesIscsiVolume FileSystemAssociation Gateway NfsFileShare SmbFileShare StoredIscsiVolume",
  },
  synthetics: { copies: "Canary" },
  timestreaminfluxdb: { stores: "DbCluster DbInstance" },
  timestreamquery: { copies: "ScheduledQuery" },
  timestreamwrite: { stores: "Database", copies: "Table" },
  transcribe: { copies: "LanguageModel" },
  transfer: { stores: "Server User", copies: "Access Agreement Connector Workflow" },
  verifiedaccess: { copies: "Endpoint InstanceLoggingConfiguration" },
  verifiedpermissions: { stores: "Policy PolicyStore" },
  vpclattice: { copies: "AccessLogSubscription ResourceConfiguration TargetGroupAttachment" },
  wafv2: { copies: "WebAclLoggingConfiguration" },
  workmail: { stores: "Organization User" },
  workspaces: { stores: "Directory Pool Workspace" },
  workspacesweb: { copies: "SessionLogger UserAccessLoggingSettings" },
  xray: { copies: "TraceSegmentDestination" },
};
