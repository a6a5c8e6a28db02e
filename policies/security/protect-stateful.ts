import { isTrue, type Requirement, requireValues } from "../shared/require";
import type { Resource } from "../shared/resource";

/** Pulumi's own protection is as good: https://www.pulumi.com/docs/iac/concepts/options/protect/ */
const unprotected = ({ protect }: Resource) => protect !== true;
const fix = "turn deletion protection on, or give the resource the option `protect`";
const on = (path: string): Requirement => ({
  path,
  when: unprotected,
  holds: isTrue,
  allowed: "allowed is true",
  fix,
  safe: true,
});

export const protectStateful = requireValues(
  {
    name: "security-protect-stateful",
    description: "What keeps state cannot be deleted by an update that goes wrong.",
    severity: "high",
    references: [
      { framework: "GDPR", id: "Art. 32" },
      { framework: "AWS Well-Architected", id: "REL09-BP01" },
    ],
    remediation: "Turn on deletion protection.",
    url: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html#WorkingWithTables.Basics.DeletionProtection",
  },
  {
    "aws:dynamodb/table:Table": [on("deletionProtectionEnabled")],
    "aws:dynamodb/tableReplica:TableReplica": [on("deletionProtectionEnabled")],
    "aws:rds/instance:Instance": [on("deletionProtection")],
    "aws:rds/cluster:Cluster": [on("deletionProtection")],
    "aws:rds/globalCluster:GlobalCluster": [on("deletionProtection")],
    "aws:docdb/cluster:Cluster": [on("deletionProtection")],
    "aws:neptune/cluster:Cluster": [on("deletionProtection")],
    "aws:qldb/ledger:Ledger": [on("deletionProtection")],
    "aws:lb/loadBalancer:LoadBalancer": [on("enableDeletionProtection")],
    "aws:cognito/userPool:UserPool": [
      {
        path: "deletionProtection",
        when: unprotected,
        holds: (value) => value === "ACTIVE",
        allowed: "allowed is ACTIVE",
        fix,
        safe: "ACTIVE",
      },
    ],
  },
);
