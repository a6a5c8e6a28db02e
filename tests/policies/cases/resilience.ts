import { topologyOf } from "../../../policies/shared/topology";
import { unknown } from "../../../policies/shared/values";
import type { CasesOf } from "../support/cases";
import { account, bucket, make, operational, publicData } from "../support/scene";
import { alarmCases, check, failover, record } from "./resilience-alarms";

const probe = (props: Record<string, unknown>) =>
  make("aws:route53/healthCheck:HealthCheck", { type: "HTTPS", requestInterval: 10, failureThreshold: 3, ...props });
const table = (props: Record<string, unknown>) => make("aws:dynamodb/table:Table", props);
const vault = (region: string) => `arn:aws:backup:${region}:${account}:backup-vault:v`;
const plan = (...targets: unknown[]) =>
  make("aws:backup/plan:Plan", {
    rules: [{ copyActions: targets.map((destinationVaultArn) => ({ destinationVaultArn })) }],
  });
const policy = (Action: unknown, Effect = "Allow", type = "aws:iam/rolePolicy:RolePolicy") =>
  make(type, { policy: JSON.stringify({ Statement: [{ Effect, Action, Resource: "*" }] }) });
const alone = topologyOf({
  stacks: { ca: { region: "ca-central-1", jurisdiction: "CA" }, us: { region: "us-east-1", jurisdiction: "US" } },
});
const twoPrimaries = topologyOf({
  stacks: { ca: { region: "ca-central-1", jurisdiction: "CA" }, other: { region: "ca-west-1", jurisdiction: "CA" } },
});
const days = { backupRetentionPeriod: 7 };
const databases = [
  "aws:rds/instance:Instance",
  "aws:rds/cluster:Cluster",
  "aws:docdb/cluster:Cluster",
  "aws:neptune/cluster:Cluster",
];
const versioning = "aws:s3/bucketVersioning:BucketVersioning";
const suspended = make(versioning, { bucket: "files", versioningConfiguration: { status: "Suspended" } });
const replicas = "aws:elasticache/replicationGroup:ReplicationGroup";
const balancers = ["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"];
const search = "aws:opensearch/domain:Domain";

export const resilienceCases: CasesOf = {
  "resilience-declare-topology": {
    compliant: [[make(bucket)]],
    violating: [[make(bucket, {}, { stack: "staging" })]],
    absent: { passed: [{ scene: [make(bucket)], options: { settings: {} } }] },
    unknown: { found: [{ scene: [make(bucket)], options: { settings: { topology: unknown } } }] },
  },
  "resilience-require-standbys": {
    compliant: [
      [make(bucket)],
      [make(bucket, {}, { stack: "ca-west" })],
      [make(bucket, {}, { stack: "global", tags: publicData })],
    ],
    violating: [
      { scene: [make(bucket)], options: { topology: alone } },
      { scene: [make(bucket)], options: { topology: twoPrimaries } },
    ],
    absent: { found: [{ scene: [make(bucket, {}, { stack: "us" })], options: { topology: alone } }] },
    unknown: { passed: [[make(bucket, { region: unknown })]] },
  },
  "resilience-check-failover-records": {
    compliant: [
      [failover("PRIMARY")],
      [make(record, { type: "A", records: ["192.0.2.1"] })],
      [make(record, { multivalueAnswerRoutingPolicy: false })],
    ],
    violating: [
      ...["", 3].map((healthCheckId) => [failover("PRIMARY", { healthCheckId })]),
      ...[
        "latencyRoutingPolicies",
        "weightedRoutingPolicies",
        "geolocationRoutingPolicies",
        "geoproximityRoutingPolicy",
      ].map((policy) => [make(record, { [policy]: [{}] })]),
      [make(record, { multivalueAnswerRoutingPolicy: true })],
    ],
    absent: {
      found: [
        [failover("PRIMARY", { healthCheckId: undefined })],
        [failover("SECONDARY", { healthCheckId: undefined })],
      ],
    },
    unknown: {
      found: [{ scene: [failover("PRIMARY", { healthCheckId: unknown })], options: { scope: "stack" } }],
      passed: [
        {
          scene: [
            failover("PRIMARY", { healthCheckId: unknown }, { dependencies: { healthCheckId: [check.urn] } }),
            check,
          ],
          options: { scope: "stack" },
        },
      ],
      deferred: [{ scene: [failover("PRIMARY", { healthCheckId: unknown })], options: { scope: "partial" } }],
    },
  },
  "resilience-pair-failover-records": {
    compliant: [
      [failover("PRIMARY"), failover("SECONDARY", {}, { stack: "ca-west", name: "second" })],
      [failover("SECONDARY")],
      [make(record, { type: "A" })],
      { scene: [failover("PRIMARY")], options: { scope: "stack" } },
    ],
    violating: [
      [failover("PRIMARY"), failover("SECONDARY", {}, { name: "second" })],
      {
        scene: [failover("PRIMARY"), failover("SECONDARY", {}, { name: "second" })],
        options: { scope: "stack" },
      },
      [failover("PRIMARY")],
      [failover("PRIMARY"), failover("SECONDARY", {}, { stack: "us" })],
      [failover("PRIMARY"), failover("SECONDARY", {}, { stack: "elsewhere" })],
      [failover("PRIMARY"), failover("SECONDARY", { name: "other" }, { stack: "ca-west" })],
      [failover("PRIMARY"), failover("SECONDARY", { type: "AAAA" }, { stack: "ca-west" })],
      [failover("PRIMARY"), failover("PRIMARY", {}, { stack: "ca-west" })],
    ],
    absent: { found: [[failover("PRIMARY", { name: "a.example.com" })]] },
    unknown: { passed: [[failover("PRIMARY", { name: unknown })]] },
  },
  "resilience-shorten-ttls": {
    compliant: [
      [make(record, { type: "A", ttl: 60, records: [] })],
      [make(record, { type: "TXT", ttl: 3600 })],
      [make(record, { type: "A", aliases: [{}] })],
      [make(record, { type: "CNAME", name: "_x.example.com", ttl: 300 })],
    ],
    violating: [
      [make(record, { type: "A", ttl: 61 })],
      [make(record, { type: "AAAA", ttl: 300 })],
      [make(record, { type: "CNAME", name: "a", ttl: 300 })],
    ],
    absent: { found: [[make(record, { type: "A" })]] },
    unknown: { found: [[make(record, { type: "A", ttl: unknown })]] },
  },
  "resilience-quicken-health-checks": {
    compliant: [
      [probe({})],
      [probe({ type: "CALCULATED", requestInterval: undefined, failureThreshold: undefined })],
      [probe({ type: "HTTPS_STR_MATCH", requestInterval: "10", failureThreshold: 1, enableSni: true })],
      ...["CLOUDWATCH_METRIC", "RECOVERY_CONTROL"].map((type) => [
        probe({ type, requestInterval: undefined, failureThreshold: undefined }),
      ]),
    ],
    violating: [
      [probe({ requestInterval: 30 })],
      [probe({ failureThreshold: 4 })],
      [probe({ failureThreshold: 0 })],
      [probe({ type: "HTTP" })],
      [probe({ type: "TCP" })],
      [probe({ enableSni: false })],
      [probe({ type: "HTTPS_STR_MATCH", enableSni: "false" })],
    ],
    absent: {
      found: [
        [probe({ requestInterval: undefined })],
        [probe({ failureThreshold: undefined })],
        [probe({ type: undefined })],
      ],
    },
    unknown: {
      found: [
        [probe({ requestInterval: unknown })],
        [probe({ failureThreshold: unknown })],
        [probe({ type: unknown })],
        [probe({ enableSni: unknown })],
      ],
    },
  },
  "resilience-recover-point-in-time": {
    compliant: [
      [table({ pointInTimeRecovery: { enabled: true }, replicas: [{ pointInTimeRecovery: true }] })],
      [make("aws:dynamodb/tableReplica:TableReplica", { pointInTimeRecovery: true })],
      ...databases.map((type) => [make(type, days)]),
      [make("aws:rds/instance:Instance", { replicateSourceDb: "x" })],
      [make(versioning, { versioningConfiguration: { status: "Enabled" } })],
      [suspended, make(bucket, { bucket: "files" }, { name: "files", tags: publicData })],
    ],
    violating: [
      [table({ pointInTimeRecovery: { enabled: false } })],
      [table({ pointInTimeRecovery: { enabled: true }, replicas: [{ pointInTimeRecovery: false }] })],
      [make("aws:dynamodb/tableReplica:TableReplica", { pointInTimeRecovery: false })],
      ...databases.map((type) => [make(type, { backupRetentionPeriod: 6 })]),
      [suspended, make(bucket, { bucket: "files" }, { name: "files" })],
      [suspended],
    ],
    absent: { found: [[table({})], ...databases.map((type) => [make(type)]), [make(versioning)]] },
    unknown: {
      found: [
        [table({ pointInTimeRecovery: unknown })],
        [make("aws:rds/cluster:Cluster", { backupRetentionPeriod: unknown })],
      ],
    },
  },
  "resilience-copy-backups": {
    compliant: [
      [plan(vault("ca-west-1"))],
      [make("aws:backup/plan:Plan", { rules: [{}] }, { tags: operational() })],
      { scene: [plan()], options: { topology: alone } },
    ],
    violating: [
      [plan(vault("ca-central-1"))],
      [plan(vault("us-east-1"))],
      [make("aws:backup/plan:Plan", { rules: [{ copyActions: [{ destinationVaultArn: vault("ca-west-1") }] }, {}] })],
    ],
    absent: { found: [[plan()]], passed: [[make("aws:backup/plan:Plan")]] },
    unknown: {
      found: [[plan(unknown)], [make("aws:backup/plan:Plan", { rules: unknown })]],
      deferred: [{ scene: [plan(unknown)], options: { scope: "partial" } }],
    },
  },
  "resilience-avoid-control-planes": {
    compliant: [
      [
        policy([
          "route53:GetHealthCheck",
          "cloudfront-keyvaluestore:PutKey",
          "route53-recovery-cluster:UpdateRoutingControlState",
        ]),
      ],
      [policy("route53:ChangeResourceRecordSets", "Deny")],
    ],
    violating: [
      "route53:ChangeResourceRecordSets",
      "globalaccelerator:UpdateEndpointGroup",
      "cloudfront:UpdateDistribution",
      "iam:CreateRole",
      "organizations:AttachPolicy",
      "arc-region-switch:UpdatePlan",
      "route53-recovery-control-config:UpdateSafetyRule",
    ].map((action) => [policy(["sqs:SendMessage", action])]),
    absent: { passed: [[make("aws:iam/role:Role")]] },
    unknown: {
      found: [[make("aws:iam/rolePolicy:RolePolicy", { policy: unknown })]],
      deferred: [
        { scene: [make("aws:iam/rolePolicy:RolePolicy", { policy: unknown })], options: { scope: "partial" } },
      ],
    },
  },
  ...alarmCases,
  "resilience-spread-over-zones": {
    compliant: [
      [make("aws:rds/instance:Instance", { multiAz: true })],
      [make("aws:rds/instance:Instance", { replicateSourceDb: "x" })],
      [make(replicas, { automaticFailoverEnabled: true, multiAzEnabled: true })],
      [make(search, { clusterConfig: { zoneAwarenessEnabled: true } })],
      [make(balancers[0]!, { subnets: ["a", "b"] })],
      [make(balancers[0]!, { subnetMappings: [{}] })],
    ],
    violating: [
      [make("aws:rds/instance:Instance", { multiAz: false })],
      [make(replicas, { automaticFailoverEnabled: true, multiAzEnabled: false })],
      [make(replicas, { automaticFailoverEnabled: false, multiAzEnabled: true })],
      [make(search, { clusterConfig: { zoneAwarenessEnabled: false } })],
      [make(balancers[0]!, { subnets: ["a"] })],
    ],
    absent: { found: [[make("aws:rds/instance:Instance")], [make(replicas)], [make(search)], [make(balancers[0]!)]] },
    unknown: {
      found: [[make("aws:rds/instance:Instance", { multiAz: unknown })]],
      deferred: [{ scene: [make(balancers[0]!, { subnets: unknown })], options: { scope: "partial" } }],
    },
  },
  "resilience-limit-keepalive": {
    compliant: [
      ...balancers.map((type) => [make(type, { clientKeepAlive: 180 })]),
      [make(balancers[0]!, { loadBalancerType: "network" })],
    ],
    violating: [
      ...balancers.map((type) => [make(type, { clientKeepAlive: 181 })]),
      [make(balancers[0]!, { loadBalancerType: "application", clientKeepAlive: 3600 })],
    ],
    absent: { found: balancers.map((type) => [make(type)]) },
    unknown: { found: [[make(balancers[0]!, { clientKeepAlive: unknown })]] },
  },
};
