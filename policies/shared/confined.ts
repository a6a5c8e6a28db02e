/** What a resource holds whatever its tag says: accounts of people, or a copy of what may not leave. */
import { madeFrom } from "./made";
import { titleOf } from "./message";
import type { Resource } from "./resource";
import type { Context } from "./rule";
import type { Topology } from "./topology";
import { isUnknown, valuesAt } from "./values";

const accounts = new Set([
  "aws:cognito/identityPool:IdentityPool",
  "aws:cognito/userPool:UserPool",
  "aws:connect/user:User",
  "aws:directoryservice/directory:Directory",
]);

const cluster = ["snapshotIdentifier", "restoreToPointInTime.sourceClusterIdentifier"];
/** Type → properties that name what it is a copy or a part of. */
const sources: Readonly<Record<string, readonly string[]>> = {
  "aws:docdb/cluster:Cluster": cluster,
  "aws:dynamodb/table:Table": ["restoreSourceName", "restoreSourceTableArn"],
  "aws:dynamodb/tableReplica:TableReplica": ["globalTableArn"],
  "aws:ebs/snapshot:Snapshot": ["volumeId"],
  "aws:ebs/snapshotCopy:SnapshotCopy": ["sourceSnapshotId"],
  "aws:ebs/volume:Volume": ["snapshotId"],
  "aws:ebs/volumeCopy:VolumeCopy": ["sourceVolumeId"],
  "aws:ec2/ami:Ami": ["ebsBlockDevices[*].snapshotId"],
  "aws:ec2/amiCopy:AmiCopy": ["sourceAmiId"],
  "aws:ec2/amiFromInstance:AmiFromInstance": ["sourceInstanceId"],
  "aws:elasticache/cluster:Cluster": ["replicationGroupId", "snapshotName"],
  "aws:elasticache/replicationGroup:ReplicationGroup": ["snapshotName"],
  "aws:fsx/backup:Backup": ["fileSystemId", "volumeId"],
  "aws:memorydb/cluster:Cluster": ["snapshotName"],
  "aws:memorydb/snapshot:Snapshot": ["clusterName"],
  "aws:neptune/cluster:Cluster": ["replicationSourceIdentifier", "snapshotIdentifier"],
  "aws:rds/cluster:Cluster": ["replicationSourceIdentifier", ...cluster],
  "aws:rds/clusterInstance:ClusterInstance": ["clusterIdentifier"],
  "aws:rds/clusterSnapshot:ClusterSnapshot": ["dbClusterIdentifier"],
  "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy": ["sourceDbClusterSnapshotIdentifier"],
  "aws:rds/instance:Instance": [
    "replicateSourceDb",
    "snapshotIdentifier",
    "restoreToPointInTime.sourceDbInstanceIdentifier",
    "restoreToPointInTime.sourceDbInstanceAutomatedBackupsArn",
  ],
  "aws:rds/snapshot:Snapshot": ["dbInstanceIdentifier"],
  "aws:rds/snapshotCopy:SnapshotCopy": ["sourceDbSnapshotIdentifier"],
  "aws:redshift/cluster:Cluster": ["snapshotArn", "snapshotIdentifier"],
  "aws:redshift/clusterSnapshot:ClusterSnapshot": ["clusterIdentifier"],
};

export const keepsAccounts = ({ type }: Resource): boolean => accounts.has(type);

/** The class of what may not leave: `personal`, or what the topology calls it. */
export const confinedClass = ({ dataClasses }: Topology): string | undefined => {
  const confined = Object.keys(dataClasses).filter((name) => !dataClasses[name]!.mayLeaveJurisdiction);
  return confined.includes("personal") ? "personal" : confined[0];
};

/** What a resource is a copy of, as far as the graph has it; and whether creation has yet to tell. */
export function originsOf(resource: Resource, context: Context): { origins: Resource[]; open: boolean } {
  const named = (sources[resource.type] ?? []).flatMap((path) => valuesAt(resource.props, path));
  const open = context.scope === "partial" && named.some(({ value }) => isUnknown(value));
  const origins = named.flatMap(({ path, value }) =>
    isUnknown(value) ? madeFrom(resource, path, context) : context.graph.named(String(value)),
  );
  return { origins: origins.filter(({ urn, type }) => urn !== resource.urn && isOf(type)), open };
}

/** Keys and roles are named beside what is copied. */
const isOf = (type: string): boolean => !/^aws:(?:iam|kms)\//.test(type);

/** `is a copy of rds instance "orders"`, for a sentence. */
export const copyOf = (origin: Resource): string => `is a copy or a part of ${titleOf(origin)}`;
