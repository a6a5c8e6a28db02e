import { dataOf } from "../shared/data";
import { isTrue, type Requirement, requireValues } from "../shared/require";

const days: Requirement = {
  path: "backupRetentionPeriod",
  holds: (value) => Number(value) >= 7,
  allowed: "allowed are 7 days and more",
  fix: "keep backups for at least a week",
};
const on = (path: string): Requirement => ({
  path,
  holds: isTrue,
  allowed: "allowed is true",
  fix: "turn point-in-time recovery on",
});

export const recoverPointInTime = requireValues(
  {
    name: "resilience-recover-point-in-time",
    description: "Data can be brought back to any second before a mistake: replicas repeat mistakes within a second.",
    severity: "high",
    references: [
      { framework: "GDPR", id: "Art. 32" },
      { framework: "HIPAA", id: "164.308(a)(7)(ii)(A)" },
      { framework: "AWS Well-Architected", id: "REL09-BP03" },
    ],
    remediation: "Turn on point-in-time recovery, versioning or automated backups.",
    url: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html",
  },
  {
    "aws:dynamodb/table:Table": [
      on("pointInTimeRecovery.enabled"),
      { ...on("replicas[*].pointInTimeRecovery"), optional: true },
    ],
    "aws:dynamodb/tableReplica:TableReplica": [on("pointInTimeRecovery")],
    "aws:rds/instance:Instance": [{ ...days, when: ({ props }) => props.replicateSourceDb === undefined }],
    "aws:rds/cluster:Cluster": [days],
    "aws:docdb/cluster:Cluster": [days],
    "aws:neptune/cluster:Cluster": [days],
    "aws:s3/bucketVersioning:BucketVersioning": [
      {
        path: "versioningConfiguration.status",
        when: (resource, context) => dataOf(resource, context).dataClass !== "public",
        holds: (value) => value === "Enabled",
        allowed: "allowed is Enabled",
        fix: "enable versioning",
      },
    ],
  },
);
