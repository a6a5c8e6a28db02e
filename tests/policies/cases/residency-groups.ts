/** Cases of the residency rules about groups, gatherings and everything else. */
import { topologyOf } from "../../../policies/shared/topology";
import { unknown } from "../../../policies/shared/values";
import type { CasesOf } from "../support/cases";
import { account, bucket, make, operational, publicData } from "../support/scene";

/** Cases of the residency rules that are not about a destination alone. */
const table = "aws:dynamodb/table:Table";
const acceleration = "aws:s3/bucketAccelerateConfiguration:BucketAccelerateConfiguration";
const cluster = "aws:rds/cluster:Cluster";
const member = (stack: string, group: unknown, sketch = {}) =>
  make(cluster, { globalClusterIdentifier: group }, { stack, name: `member-${stack}`, ...sketch });
const group = make("aws:rds/globalCluster:GlobalCluster", { globalClusterIdentifier: "orders" }, { name: "group" });
const documents = "aws:docdb/cluster:Cluster";
const graphs = "aws:neptune/cluster:Cluster";
const cache = "aws:elasticache/replicationGroup:ReplicationGroup";
const memory = "aws:memorydb/cluster:Cluster";
const memoryGroup = make(
  "aws:memorydb/multiRegionCluster:MultiRegionCluster",
  {},
  { name: "group", outputs: { multiRegionClusterName: "m-x" } },
);
const switching = (region: string) => ({
  workflows: [{ steps: [{ route53HealthCheckConfigs: [{ recordSets: [{ region }] }] }] }],
});
const elsewhere = topologyOf({ elsewhere: { orders: "CA", "orders-us": "us-east-1", "orders-west": "ca-west-1" } });

export const groupCases: CasesOf = {
  "residency-confine-aggregation": {
    compliant: [
      [make("aws:cloudtrail/trail:Trail", { isMultiRegionTrail: false })],
      [make("aws:cloudtrail/trail:Trail", { isMultiRegionTrail: true }, { tags: operational() })],
      [
        make("aws:cfg/configurationAggregator:ConfigurationAggregator", {
          accountAggregationSource: { allRegions: false },
        }),
      ],
    ],
    violating: [
      [make("aws:securityhub/aggregatorV2:AggregatorV2", { regionLinkingMode: "ALL_REGIONS_EXCEPT_SPECIFIED" })],
      [make("aws:cloudtrail/trail:Trail", { isMultiRegionTrail: true })],
      [make("aws:cloudtrail/eventDataStore:EventDataStore", { multiRegionEnabled: true })],
      [
        make("aws:cfg/configurationAggregator:ConfigurationAggregator", {
          accountAggregationSource: { allRegions: true },
        }),
      ],
      [
        make("aws:cfg/configurationAggregator:ConfigurationAggregator", {
          organizationAggregationSource: { allRegions: true },
        }),
      ],
      [make("aws:securityhub/findingAggregator:FindingAggregator", { linkingMode: "ALL_REGIONS" })],
      [make("aws:securityhub/findingAggregator:FindingAggregator", { linkingMode: "ALL_REGIONS_EXCEPT_SPECIFIED" })],
      [make("aws:securityhub/aggregatorV2:AggregatorV2", { regionLinkingMode: "ALL_REGIONS" })],
      [make("aws:resourceexplorer/index:Index", { type: "AGGREGATOR" })],
    ],
    absent: { passed: [[make("aws:cloudtrail/trail:Trail")]] },
    unknown: { found: [[make("aws:cloudtrail/trail:Trail", { isMultiRegionTrail: unknown })]] },
  },
  "residency-confine-edge-uploads": {
    compliant: [
      [make(acceleration, { status: "Suspended" })],
      [
        make(acceleration, { status: "Enabled", bucket: "site" }),
        make(bucket, { bucket: "site" }, { name: "site", tags: publicData }),
      ],
    ],
    violating: [
      [make(acceleration, { status: "Enabled" })],
      [make("aws:s3/bucketAccelerateConfigurationV2:BucketAccelerateConfigurationV2", { status: "Enabled" })],
    ],
    absent: { passed: [[make(acceleration)]] },
    unknown: {
      found: [[make(acceleration, { status: unknown })]],
      deferred: [
        { scene: [make(acceleration, { status: "Enabled", bucket: unknown })], options: { scope: "partial" } },
      ],
    },
  },
  "residency-confine-global-databases": {
    compliant: [
      [member("ca", "orders"), member("ca-west", "orders"), group],
      [
        make("aws:rds/globalCluster:GlobalCluster", { sourceDbClusterIdentifier: "first" }, { name: "g" }),
        make(cluster, { clusterIdentifier: "first" }, { name: "first", outputs: { id: "first" } }),
      ],
      [make(cluster, { globalClusterIdentifier: "x" }, { tags: operational() })],
      { scene: [member("ca", "orders")], options: { topology: elsewhere } },
      { scene: [member("ca", "orders-west")], options: { topology: elsewhere } },
      [member("ca", "orders"), member("ca-west", "orders"), member("us", "others")],
    ],
    violating: [
      [member("ca", "orders"), { ...member("elsewhere", "orders"), provider: undefined }],
      [member("ca", "orders"), member("us", "orders")],
      [member("us", "orders"), group],
      [member("ca", "alone")],
      { scene: [member("ca", "orders-us")], options: { topology: elsewhere } },
      { scene: [member("us", "orders")], options: { topology: elsewhere } },
      [
        make(
          "aws:rds/globalCluster:GlobalCluster",
          { sourceDbClusterIdentifier: `arn:aws:rds:us-east-1:${account}:cluster:x` },
          { name: "g" },
        ),
      ],
    ],
    absent: { passed: [[make(cluster)], [make("aws:rds/globalCluster:GlobalCluster")]] },
    unknown: {
      found: [
        { scene: [member("ca", unknown)], options: { scope: "stack" } },
        {
          scene: [member("ca", unknown, { dependencies: { globalClusterIdentifier: ["urn:gone"] } })],
          options: { scope: "stack" },
        },
      ],
      passed: [
        {
          scene: [member("ca", unknown, { dependencies: { globalClusterIdentifier: [group.urn] } }), group],
          options: { scope: "stack" },
        },
      ],
      deferred: [
        { scene: [member("ca", unknown)], options: { scope: "partial" } },
        { scene: [member("ca", "alone")], options: { scope: "partial" } },
      ],
    },
  },
  "residency-confine-global-documents": {
    compliant: [
      [
        make(documents, { globalClusterIdentifier: "d" }),
        make(documents, { globalClusterIdentifier: "d" }, { stack: "ca-west" }),
      ],
    ],
    violating: [
      ...(["docdb", "neptune"] as const).map((service) => [
        make(`aws:${service}/cluster:Cluster`, { globalClusterIdentifier: "d" }),
        make(
          `aws:${service}/globalCluster:GlobalCluster`,
          { globalClusterIdentifier: "d" },
          { stack: "us", name: "group" },
        ),
      ]),
      [
        make(documents, { globalClusterIdentifier: "d" }),
        make(documents, { globalClusterIdentifier: "d" }, { stack: "us" }),
      ],
      [make(graphs, { globalClusterIdentifier: "d" }), make(graphs, { globalClusterIdentifier: "d" }, { stack: "us" })],
      [
        make("aws:docdb/globalCluster:GlobalCluster", {
          sourceDbClusterIdentifier: `arn:aws:rds:us-east-1:${account}:cluster:x`,
        }),
      ],
      [
        make("aws:neptune/globalCluster:GlobalCluster", {
          sourceDbClusterIdentifier: `arn:aws:rds:us-east-1:${account}:cluster:x`,
        }),
      ],
    ],
    absent: { passed: [[make(documents)], [make(graphs)]] },
    unknown: {
      found: [{ scene: [make(documents, { globalClusterIdentifier: unknown })], options: { scope: "stack" } }],
    },
  },
  "residency-confine-global-caches": {
    compliant: [
      [
        make(cache, { globalReplicationGroupId: "g" }),
        make(cache, { globalReplicationGroupId: "g" }, { stack: "ca-west" }),
      ],
      [make(memory, { multiRegionClusterName: "m-x" }), memoryGroup],
    ],
    violating: [
      [
        make(cache, { globalReplicationGroupId: "g" }),
        make(
          "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup",
          {},
          { stack: "us", name: "group", outputs: { globalReplicationGroupId: "g" } },
        ),
      ],
      [make(cache, { globalReplicationGroupId: "g" }), make(cache, { globalReplicationGroupId: "g" }, { stack: "us" })],
      [make(memory, { multiRegionClusterName: "m-x" }, { stack: "us" }), memoryGroup],
      [
        make(
          "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup",
          { primaryReplicationGroupId: "p" },
          { name: "g" },
        ),
        make(cache, {}, { stack: "us", name: "p", outputs: { id: "p" } }),
      ],
    ],
    absent: { passed: [[make(cache)], [make(memory)], [memoryGroup]] },
    unknown: { found: [{ scene: [make(cache, { globalReplicationGroupId: unknown })], options: { scope: "stack" } }] },
  },
  "residency-confine-everything-else": {
    compliant: [
      // Where it is, whose it is, who may use it and what it is called: nothing is sent there.
      ...[
        "region",
        "policy",
        "assumeRolePolicy",
        "inlinePolicy",
        "accessPolicies",
        "code",
        "description",
        "comment",
        "arn",
        "kmsKeyId",
        "kmsKeyArn",
      ].map((name) => [make(table, { [name]: `arn:aws:sqs:us-east-1:${account}:x` })]),
      [make(table, { availabilityZone: "us-east-1" })],
      [make(table, { tagsAll: { note: "us-east-1" } })],
      [make(table, {}, { tags: { "data-class": "personal", jurisdiction: "CA", note: "us-east-1" } })],
      [make(table, { role: "arn:aws-cn:iam:us-east-1:1:role/x" })],
      [make(table, { someNewSetting: { place: "ca-west-1" } })],
      [make(table, { someNewSetting: { place: "us-east-1" } }, { tags: operational() })],
      [make(table, { policy: "arn:aws:iam::1:role/us-east-1", description: "not us-east-1" })],
      [make("acme:index:Component", { note: "us-east-1" }, { provider: false })],
      [
        make("aws:iam/openIdConnectProvider:OpenIdConnectProvider", {
          url: "https://oidc.eks.us-east-1.amazonaws.com",
        }),
      ],
      [make("aws:ec2/securityGroup:SecurityGroup", { ingress: [{ description: "from us-east-1" }] })],
      [make("aws:ec2/subnet:Subnet", { note: "us-east-1" }, { tags: operational() })],
      [make("aws:lambda/function:Function", { runAs: "arn:aws:iam:us-east-1:1:role/x" })],
      [make("aws:route53/record:Record", { note: "us-east-1" })],
      [make("aws:lambda/function:Function", { code: { "index.js": "const regions = ['us-east-1'];" } })],
      // What is in the wrong Region itself: residency-keep-region says so, once.
      [
        make(
          "aws:sqs/queue:Queue",
          { url: `https://sqs.us-east-1.amazonaws.com/${account}/x` },
          { region: "us-east-1" },
        ),
      ],
    ],
    violating: [
      [make(table, { note: "see arn:aws:iam::1:role/x in us-east-1" })],
      [make(table, { someNewSetting: { place: "us-east-1" } })],
      // Whatever the type is for.
      [make("aws:ec2/subnet:Subnet", { note: "us-east-1" })],
      [make("aws:ec2/securityGroup:SecurityGroup", { ingress: [{ note: "from us-east-1" }] })],
      [make(table, { list: [{ to: `arn:aws:sns:us-east-1:${account}:x` }] })],
      [make(table, { hook: "https://sqs.us-east-1.amazonaws.com/1/x" })],
      [make("aws:cfg/conformancePack:ConformancePack", { templateS3Uri: "s3://nowhere/pack.yaml" })],
      [make("aws:lightsail/distribution:Distribution", { origin: { regionName: "us-west-2" } })],
      [make("aws:lightsail/distribution:Distribution", { origin: { regionName: "ca-centrall-1" } })],
      [make("aws:arcregionswitch/plan:Plan", switching("ca-centrall-1"))],
      [make("aws:gamelift/build:Build", { storageLocation: { bucket: "nowhere" } })],
      [make("aws:sqs/queue:Queue", { note: "us-east-1, then us-west-2" }, { region: "us-east-1" })],
    ],
    absent: { passed: [[make(table)]] },
    unknown: {
      passed: [[make(table, { someNewSetting: unknown })]],
      found: [
        {
          scene: [make(table, { someNewSetting: `arn:aws:sns:us-east-1:${account}:${unknown}` })],
          options: { scope: "partial" },
        },
      ],
    },
  },
};
