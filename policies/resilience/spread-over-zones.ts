import { isTrue, type Requirement, requireValues } from "../shared/require";

const on = (path: string): Requirement => ({
  path,
  holds: isTrue,
  allowed: "allowed is true",
  fix: "spread it over availability zones",
});

export const spreadOverZones = requireValues(
  {
    name: "resilience-spread-over-zones",
    description: "What keeps state survives the loss of an availability zone.",
    severity: "medium",
    references: [{ framework: "AWS Well-Architected", id: "REL10-BP01" }],
    remediation: "Use more than one availability zone.",
    url: "https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_fault_isolation_multiaz_region_system.html",
  },
  {
    "aws:rds/instance:Instance": [{ ...on("multiAz"), when: ({ props }) => props.replicateSourceDb === undefined }],
    "aws:elasticache/replicationGroup:ReplicationGroup": [on("automaticFailoverEnabled"), on("multiAzEnabled")],
    "aws:opensearch/domain:Domain": [on("clusterConfig.zoneAwarenessEnabled")],
    "aws:lb/loadBalancer:LoadBalancer": [
      {
        path: "subnets",
        when: ({ props }) => props.subnetMappings === undefined,
        madeFrom: "aws",
        holds: (value) => Array.isArray(value) && value.length >= 2,
        allowed: "allowed are at least two subnets, each in its own availability zone",
        fix: "name a subnet in each availability zone",
      },
    ],
  },
);
