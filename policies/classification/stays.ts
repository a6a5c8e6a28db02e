/**
 * Types that look as if they copied and send nothing out of their own Region, by construction: why. Those that reviewed.ts
 * does not call `stores` are neither.
 */
export const stays: Readonly<Record<string, string>> = {
  "appconfig/ConfigurationProfile": "Reads configuration in; what it reads is written by its owner.",
  "appconfig/DeploymentStrategy": "Times a roll-out; `replicateTo` knows NONE and SSM_DOCUMENT, of the own Region.",
  "backup/Selection": "Chooses among the own Region's resources; where copies go is the plan's business.",
  "datapipeline/Pipeline": "An empty shell: the definition says what moves.",
  "drs/ReplicationConfigurationTemplate": "Servers are replicated to a staging subnet of the own Region.",
  "ebs/VolumeCopy": "Copies within the availability zone of the source volume.",
  "ec2/AmiFromInstance": "The image is made in the instance's own Region.",
  "ec2/AmiLaunchPermission": "Lets an account use the image where it is; a copy is a resource of its own.",
  "ec2/PeeringConnectionOptions": "Name resolution over a peering that is judged itself.",
  "ec2/SnapshotCreateVolumePermission":
    "Lets an account use the snapshot where it is; a copy is a resource of its own.",
  "ec2/TrafficMirrorSession": "Joins an interface and a target of the own Region; the target is judged itself.",
  "ec2transitgateway/VpcAttachment": "Attaches a network of the own Region to a gateway of the own Region.",
  "elb/Attachment": "Registers an instance with a load balancer of the own Region.",
  "emrcontainers/VirtualCluster": "Registers a namespace of a cluster of the own Region.",
  "fsx/S3AccessPointAttachment": "Opens a volume by an access point in the volume's own Region.",
  "iot/IndexingConfiguration": "The index is kept in the own Region.",
  "iot/LoggingOptions": "Logs in the own Region's CloudWatch Logs.",
  "iot/TopicRuleDestination": "Opens a way into a network of the own Region; the rule says what takes it.",
  "lightsail/LbAttachment": "Registers an instance with a load balancer of the own Region.",
  "oam/Sink": "What comes in comes by links, and these are judged.",
  "oam/SinkPolicy": "Says who may link; the links are judged.",
  "quicksight/Ingestion": "Loads a data set that is judged itself into the own Region.",
  "redshift/EndpointAuthorization": "Lets an account reach the cluster where it is.",
  "redshift/SnapshotCopyGrant": "Lets Redshift use a key of the own Region for copies that are judged themselves.",
  "s3/AccessPoint": "Another name for a bucket, in the bucket's own Region.",
  "s3/FilesAccessPoint": "Another name for a file system, in its own Region.",
  "s3/FilesSynchronizationConfiguration": "Rules for a file system and its bucket, both of the own Region.",
  "s3outposts/Endpoint": "An address in a network of the Outpost's own Region.",
  "securitylake/CustomLogSource": "A folder in the own Region's lake.",
  "xray/TraceSegmentDestination": "X-Ray or CloudWatch Logs of the own Region: the only values.",
};
