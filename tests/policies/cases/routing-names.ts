/** Cases of the residency rules about traffic policies, voice connectors and images. */
import { topologyOf } from "../../../policies/shared/topology";
import { isUnknown, unknown } from "../../../policies/shared/values";
import type { CasesOf } from "../support/cases";
import { make, personal, publicData } from "../support/scene";

/** A hosted zone's records in one resource. */
export const setOf = (...resourceRecordSets: Record<string, unknown>[]) =>
  make("aws:route53/recordsExclusive:RecordsExclusive", { zoneId: "Z1", resourceRecordSets });

const instance = (props: Record<string, unknown>, sketch = {}) =>
  make(
    "aws:route53/trafficPolicyInstance:TrafficPolicyInstance",
    { trafficPolicyVersion: 1, ttl: 60, ...props },
    sketch,
  );
const policyWith = (...values: unknown[]) => {
  const Endpoints = Object.fromEntries(values.map((Value, index) => [`e${index}`, { Type: "value", Value }]));
  return make(
    "aws:route53/trafficPolicy:TrafficPolicy",
    { name: "spread", document: JSON.stringify({ AWSPolicyFormatVersion: "2015-10-01", RecordType: "A", Endpoints }) },
    { name: "spread", outputs: { id: "policy-1" } },
  );
};
const gateway = (region: string) => `d-1.execute-api.${region}.amazonaws.com`;
const balancer = make(
  "aws:lb/loadBalancer:LoadBalancer",
  {},
  { name: "kept", outputs: { dnsName: "kept.ca-central-1.elb.amazonaws.com" } },
);
const name = "ca.api.example.com";
const byPolicy = { name, trafficPolicyId: "policy-1" };

const connector = (props: Record<string, unknown>, sketch = {}) =>
  make("aws:chime/voiceConnector:VoiceConnector", { name: "calls", requireEncryption: true, ...props }, sketch);

const images = "aws:ecr/replicationConfiguration:ReplicationConfiguration";
const repository = (name: unknown, tags: Record<string, string> | false) =>
  make("aws:ecr/repository:Repository", { name }, { name: `repository ${name}`, tags });
const replicated = (region: unknown, ...filters: unknown[]) =>
  make(images, {
    replicationConfiguration: {
      rules: [
        {
          destinations: [{ region, registryId: "123456789012" }],
          ...(filters.length > 0 && {
            repositoryFilters: filters.map((filter) => ({ filter, filterType: "PREFIX_MATCH" })),
          }),
        },
      ],
    },
  });
const cache = (upstreamRegistryUrl: unknown) =>
  make("aws:ecr/pullThroughCacheRule:PullThroughCacheRule", { ecrRepositoryPrefix: "x", upstreamRegistryUrl });
const lookup = repository("lookup/api", publicData);
const orders = repository("orders", personal());

const backupPolicy = (vault: unknown, sketch = {}, type: unknown = "BACKUP_POLICY") =>
  make(
    "aws:organizations/policy:Policy",
    {
      type,
      content: isUnknown(vault)
        ? vault
        : JSON.stringify({ plans: { daily: { rules: { r: { copy_actions: { [String(vault)]: {} } } } } } }),
    },
    sketch,
  );
/** It backs up in these Regions, and copies nowhere. */
const backedUpIn = (...regions: string[]) =>
  make("aws:organizations/policy:Policy", {
    type: "BACKUP_POLICY",
    content: JSON.stringify({ plans: { daily: { regions: { "@@assign": regions } } } }),
  });
const vaultIn = (region: string) => `arn:aws:backup:${region}:$account:backup-vault:v`;

export const nameCases: CasesOf = {
  "residency-confine-traffic-policies": {
    compliant: [
      [instance(byPolicy), policyWith(gateway("ca-central-1"), gateway("ca-west-1"))],
      [instance({ ...byPolicy, name: "app.example.com" }), policyWith(gateway("us-east-1"))],
      [instance({ name: "app.example.com", trafficPolicyId: "of-another-program" })],
      [instance({ ...byPolicy, name: `_x.${name}` }), policyWith(gateway("us-east-1"))],
    ],
    violating: [
      [instance(byPolicy), policyWith(gateway("ca-central-1"), gateway("us-east-1"))],
      [instance(byPolicy), policyWith("192.0.2.1")],
      [instance({ name, trafficPolicyId: "of-another-program" })],
      [instance({ ...byPolicy, name: "all.example.com" }), policyWith(balancer.outputs!.dnsName), balancer],
      [instance(byPolicy), policyWith()],
    ],
    absent: {
      found: [[instance({ name })]],
      passed: [
        [instance({ trafficPolicyId: "policy-1" }), policyWith(gateway("us-east-1"))],
        [instance({ trafficPolicyId: "of-another-program" })],
      ],
    },
    unknown: {
      found: [
        { scene: [instance({ name, trafficPolicyId: unknown })], options: { scope: "stack" } },
        [
          instance({ name, trafficPolicyId: unknown }, { dependencies: { trafficPolicyId: [policyWith().urn] } }),
          policyWith(gateway("us-east-1")),
        ],
      ],
      passed: [
        [
          instance({ name, trafficPolicyId: unknown }, { dependencies: { trafficPolicyId: [policyWith().urn] } }),
          policyWith(gateway("ca-west-1")),
        ],
        [instance({ name: unknown, trafficPolicyId: "of-another-program" })],
      ],
      deferred: [{ scene: [instance({ name, trafficPolicyId: unknown })], options: { scope: "partial" } }],
    },
  },
  "residency-confine-organization-policies": {
    compliant: [
      [backupPolicy(vaultIn("ca-west-1"))],
      [backedUpIn("ca-central-1", "ca-west-1")],
      [backupPolicy(vaultIn("us-east-1"), {}, "SERVICE_CONTROL_POLICY")],
      [backupPolicy(vaultIn("us-east-1"), { tags: publicData })],
    ],
    violating: [[backupPolicy(vaultIn("us-east-1"))], [backedUpIn("ca-central-1", "us-west-2")]],
    absent: { passed: [[make("aws:organizations/policy:Policy", { type: "BACKUP_POLICY" })]] },
    unknown: {
      found: [
        [backupPolicy(vaultIn("us-east-1"), {}, unknown)],
        { scene: [backupPolicy(unknown)], options: { scope: "stack" } },
      ],
      deferred: [{ scene: [backupPolicy(unknown)], options: { scope: "partial" } }],
    },
  },
  "residency-confine-voice-connectors": {
    compliant: [
      [connector({ awsRegion: "ca-central-1" })],
      [connector({}, { stack: "us" })],
      [connector({}, { tags: publicData })],
    ],
    violating: [[connector({ awsRegion: "us-west-2" })], [connector({ awsRegion: "us-east-1" })]],
    absent: { found: [[connector({})]] },
    unknown: { found: [[connector({ awsRegion: unknown })]] },
  },
  "residency-confine-image-replicas": {
    compliant: [
      [replicated("ca-west-1")],
      [replicated("us-east-1", "lookup"), lookup, orders],
      [replicated("us-east-1", "lookup/", "lookup/api"), lookup],
      [replicated("us-east-1", "lookup/"), lookup, make("aws:ecr/repository:Repository", {}, { name: "unnamed" })],
      [cache("123456789012.dkr.ecr.ca-west-1.amazonaws.com")],
      [cache("ca-west-1.registry.example.com")],
      {
        scene: [cache("public.ecr.aws")],
        options: { topology: topologyOf({ elsewhere: { "public.ecr.aws": "CA" } }) },
      },
    ],
    violating: [
      [replicated("us-east-1"), lookup],
      [replicated("us-east-1", "lookup", "orders"), lookup, orders],
      [replicated("us-east-1", "lookup"), lookup, repository("lookup/logs", personal())],
      [replicated("us-east-1", "lookup"), lookup, repository("lookup/logs", false)],
      [
        replicated("us-east-1", "lookup"),
        make("aws:ecr/repository:Repository", { name: "lookup" }, { stack: "us", tags: publicData }),
      ],
      [replicated("us-east-1", "lookup"), lookup, make("aws:ecr/repository:Repository", {}, { name: "lookup-logs" })],
      [replicated("us-east-1", "nobody"), lookup],
      [cache("123456789012.dkr.ecr.us-east-1.amazonaws.com")],
      [cache("public.ecr.aws")],
    ],
    absent: { passed: [[make(images, {})], [make(images, { replicationConfiguration: { rules: [] } })]] },
    unknown: {
      found: [
        [replicated(unknown)],
        // Without filters it takes every repository: nothing is left to wait for.
        { scene: [replicated("us-east-1"), lookup], options: { scope: "partial" } },
        { scene: [cache(unknown)], options: { scope: "stack" } },
        [replicated("us-east-1", unknown), lookup],
        [replicated("us-east-1", "lookup"), lookup, repository(unknown, personal())],
        [replicated("us-east-1", "lookup"), lookup, repository(`${unknown}-logs`, personal())],
      ],
      deferred: [{ scene: [replicated("us-east-1", "lookup")], options: { scope: "partial" } }],
    },
  },
};
