import { confine } from "../shared/confine";

export const confineIncidentReplicas = confine({
  name: "confine-incident-replicas",
  what: "Replication sets, data syncs and tasks of Systems Manager, and Region switch plans",
  how: "is replicated or switched to",
  destinations: {
    "aws:ssmincidents/replicationSet:ReplicationSet": ["region:regions[*].name", "region:region[*].name"],
    "aws:ssm/resourceDataSync:ResourceDataSync": ["region:s3Destination.region", "bucket:s3Destination.bucketName"],
    "aws:ssm/association:Association": ["region:outputLocation.s3Region", "bucket:outputLocation.s3BucketName"],
    "aws:ssm/maintenanceWindowTask:MaintenanceWindowTask": [
      "reference:taskArn",
      "bucket:taskInvocationParameters.runCommandParameters.outputS3Bucket",
      "reference:taskInvocationParameters.runCommandParameters.notificationConfig.notificationArn",
      "text:taskInvocationParameters.lambdaParameters.payload",
      "text:taskInvocationParameters.stepFunctionsParameters.input",
    ],
    "aws:arcregionswitch/plan:Plan": [
      "region:regions[*]",
      "region:primaryRegion",
      "region:triggers[*].targetRegion",
      "region:workflows[*].workflowTargetRegion",
    ],
  },
  remediation: "Replicate within the Regions of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/incident-manager/latest/userguide/general-settings.html",
});
