import assert from "node:assert/strict";
import { residency } from "../../../policies/residency/rules";
import { contextOf } from "../../../policies/shared/evaluate";
import { Graph } from "../../../policies/shared/graph";
import { listed, quoted } from "../../../policies/shared/message";
import { effectiveRegion, effectiveTags } from "../../../policies/shared/region";
import { nounOf, serviceOf, stackOfUrn } from "../../../policies/shared/resource";
import { configuredTopology, regionsIn, topologyIssues, topologyOf } from "../../../policies/shared/topology";
import {
  hasUnknown,
  isRecord,
  isUnknown,
  listOf,
  parsed,
  patternOf,
  stringsIn,
  unknown,
  valueAt,
  valuesAt,
} from "../../../policies/shared/values";
import { ruleNamed } from "../support/judge";
import { make, topology } from "../support/scene";

describe("values", () => {
  it("are found by path, with where they stand", () => {
    const tree = { a: [{ b: 1 }, { b: null }, { c: 2 }, { b: 3 }], map: { x: "1", y: "2" }, one: { b: 4 }, none: null };
    assert.deepEqual(valuesAt(tree, "a[*].b"), [
      { path: "a[0].b", value: 1 },
      { path: "a[3].b", value: 3 },
    ]);
    assert.deepEqual(valuesAt(tree, "map.*"), [
      { path: "map.x", value: "1" },
      { path: "map.y", value: "2" },
    ]);
    assert.deepEqual(valuesAt(tree, "one[*].b"), [{ path: "one[0].b", value: 4 }]);
    for (const path of ["none", "none[*]", "none[*].b", "no.such", "a.b", "a.*", "map.x.*", "missing[*].b"]) {
      assert.deepEqual(valuesAt(tree, path), [], path);
    }
    assert.equal(valueAt(tree, "one.b"), 4);
    assert.equal(valueAt(tree, "nothing"), undefined);
  });

  it("that are unknown are found where they stand", () => {
    assert.deepEqual(valuesAt({ a: unknown }, "a[*].b.c"), [{ path: "a", value: unknown }]);
    assert.deepEqual(valuesAt({ a: [{ b: unknown }] }, "a[*].b.c"), [{ path: "a[0].b", value: unknown }]);
    assert.equal(isUnknown(unknown), true);
    assert.equal(isUnknown("text"), false);
    assert.equal(hasUnknown(`x-${unknown}`), true);
    assert.equal(hasUnknown("x"), false);
  });

  it("that are strings are listed, but for code", () => {
    const code = { __pulumiArchive: true, path: "x" };
    const file = { __pulumiAsset: true, text: "x" };
    assert.deepEqual(stringsIn({ a: "1", b: [{ c: "2" }, 3], code, file, n: null }), [
      { path: "a", value: "1" },
      { path: "b[0].c", value: "2" },
    ]);
    assert.deepEqual(stringsIn(5), []);
    assert.equal(patternOf("a[0].b[12].c"), "a[*].b[*].c");
  });

  it("are taken as lists, records and JSON", () => {
    assert.deepEqual([listOf(undefined), listOf(null), listOf(1), listOf([1, 2])], [[], [], [1], [1, 2]]);
    assert.deepEqual([isRecord({}), isRecord([]), isRecord(null), isRecord("x")], [true, false, false, false]);
    assert.deepEqual([parsed('{"a":1}'), parsed("{"), parsed({ a: 2 })], [{ a: 1 }, undefined, { a: 2 }]);
    assert.deepEqual(
      [quoted("a"), quoted(undefined), quoted("x".repeat(200)).length, quoted("x".repeat(118))],
      ['"a"', "nothing", 118, `"${"x".repeat(118)}"`],
    );
    assert.deepEqual([listed([]), listed(["a", "b"])], ["none", "a, b"]);
  });

  it("of URNs and types are taken apart", () => {
    assert.equal(stackOfUrn("urn:pulumi:ca::project::a:b:C$aws:x/y:Y::name::with"), "ca");
    assert.equal(stackOfUrn("x urn:pulumi:ca::project::t::n"), "");
    assert.equal(stackOfUrn("nonsense"), "");
    assert.deepEqual(
      [serviceOf("aws:s3/bucketV2:BucketV2"), serviceOf("aws:x:Y"), serviceOf("gcp:s3/b:B"), serviceOf("xaws:s3/b:B")],
      ["s3", "x", "", ""],
    );
    assert.deepEqual(
      [nounOf("aws:s3/bucketObjectv2:BucketObjectv2"), nounOf("pulumi:pulumi:Stack"), nounOf("random")],
      ["s3 bucket objectv2", "stack", "random"],
    );
  });
});

describe("where a resource is, and its tags", () => {
  const type = "aws:sqs/queue:Queue";
  const provider = (props: object) => ({
    ...make(type, {}, { tags: false }),
    provider: { type: "pulumi:providers:aws", name: "x", props: { ...props } },
  });
  it("is its own Region, its provider's, its stack's", () => {
    assert.equal(effectiveRegion(make(type, { region: "a" }), topology), "a");
    assert.equal(effectiveRegion(provider({ region: "b" }), topology), "b");
    assert.equal(effectiveRegion(provider({}), topology), "ca-central-1");
    assert.equal(effectiveRegion(provider({ region: "" }), topology), "ca-central-1");
    assert.equal(effectiveRegion({ ...provider({}), stack: "x" }, topology), undefined);
    assert.equal(effectiveRegion({ ...make(type), provider: undefined }, topology), "ca-central-1");
    assert.equal(effectiveRegion(make(type, { region: unknown }), topology), "unknown");
    assert.equal(effectiveRegion(make("aws:iam/role:Role", { region: "a" }), topology), "global");
    assert.equal(effectiveRegion(make("x:y:Z", { region: "a" }), topology), "a");
    const list = make("aws:ssmincidents/replicationSet:ReplicationSet", { region: [{ name: "us-east-1" }] });
    assert.equal(effectiveRegion(list, topology), "ca-central-1");
  });

  it("are its own over its provider's", () => {
    const defaults = { defaultTags: { tags: { a: "1", b: "1" } } };
    assert.deepEqual(
      effectiveTags({ ...provider(defaults), props: { tagsAll: { b: "2", c: "2" }, tags: { c: "3" } } }),
      { a: "1", b: "2", c: "3" },
    );
    assert.deepEqual(effectiveTags(provider({ defaultTags: '{"tags":{"a":"1"}}' })), { a: "1" });
    assert.deepEqual(effectiveTags({ ...provider(defaults), props: { tags: unknown } }), { a: "1", b: "1" });
    assert.equal(effectiveTags({ ...provider({}), props: { tags: unknown } }), undefined);
    assert.equal(effectiveTags({ ...provider({}), props: { tags: unknown, tagsAll: null } }), undefined);
    assert.deepEqual(effectiveTags(provider({})), {});
  });
});

describe("the topology", () => {
  it("is the project's own but for what is given", () => {
    const given = topologyOf({
      globalStacks: ["g"],
      dataClasses: { x: { mayLeaveJurisdiction: true } },
      elsewhere: { a: "CA" },
      types: { "a:b:C": "neither" },
    });
    assert.deepEqual(
      [given.globalStacks, given.dataClasses, given.elsewhere, given.types],
      [["g"], { x: { mayLeaveJurisdiction: true } }, { a: "CA" }, { "a:b:C": "neither" }],
    );
    assert.deepEqual([topology.elsewhere, topology.types, topology.globalStacks], [{}, {}, ["global"]]);
    assert.deepEqual(regionsIn(topology, "CA"), ["ca-central-1", "ca-west-1"]);
    assert.deepEqual(Object.keys(topology.dataClasses), ["personal", "operational", "routing", "public"]);
  });

  it("of several packs is the first that one is given", () => {
    const topology = { globalStacks: ["x"] };
    assert.deepEqual(
      configuredTopology({ a: { topology: {} }, b: {}, c: { topology }, d: { topology: { globalStacks: [] } } }),
      topology,
    );
    assert.deepEqual(configuredTopology({ a: { topology: {} }, b: { topology: "x" } }), {});
  });

  it("refuses nothing that is sound", () => {
    const stacks = {
      a: { region: "eu-north-1", jurisdiction: "SE", role: "primary" },
      b: { region: "eu-west-1", jurisdiction: "SE", role: "standby" },
    };
    assert.deepEqual(
      topologyIssues({ stacks, types: { "a:b:C": "stores", "a:b:D": "copies", "a:b:E": "neither" } }),
      [],
    );
    assert.deepEqual(topologyIssues({ stacks: { a: { region: "us-gov-west-1", jurisdiction: "US" } } }), []);
    assert.match(topologyIssues({ stacks: { a: { region: 3, jurisdiction: "SE" } } })[0]!, /has region 3/);
    assert.match(
      topologyIssues({ stacks: { a: { region: ["eu-north-1"], jurisdiction: "SE" } } })[0]!,
      /has region \["eu/,
    );
    assert.match(
      topologyIssues({ stacks: { a: { region: "xeu-north-1", jurisdiction: "SE" } } })[0]!,
      /has region "xeu-north-1"/,
    );
    assert.deepEqual(
      topologyIssues({ stacks: { a: null, b: null, c: { jurisdiction: "SE" }, d: { jurisdiction: "SE" } } }),
      [
        'stack "a" is null; give it a region and a jurisdiction',
        'stack "b" is null; give it a region and a jurisdiction',
        'stack "c" has region undefined; allowed is an AWS Region such as ca-central-1',
        'stack "d" has region undefined; allowed is an AWS Region such as ca-central-1',
      ],
    );
    assert.match(
      topologyIssues({ stacks: { a: { region: "eu-north-12", jurisdiction: "SE" } } })[0]!,
      /has region "eu-north-12"/,
    );
  });
});

describe("remedies", () => {
  const mend = (name: string, resource: ReturnType<typeof make>) => {
    const rule = ruleNamed(name);
    return rule.fix!(resource, contextOf(rule, new Graph([resource]), { topology, scope: "partial" }));
  };
  it("set what is safe, and leave the rest", () => {
    const table = make("aws:dynamodb/table:Table", { name: "t", deletionProtectionEnabled: false });
    assert.deepEqual(mend("security-protect-stateful", table), { ...table.props, deletionProtectionEnabled: true });
    assert.equal(
      mend("security-protect-stateful", make("aws:dynamodb/table:Table", { deletionProtectionEnabled: true })),
      undefined,
    );
    assert.equal(mend("security-protect-stateful", make("aws:sqs/queue:Queue")), undefined);
    const record = make("aws:route53/record:Record", { type: "A", name: "a", ttl: 300 });
    assert.deepEqual(mend("resilience-shorten-ttls", record), { ...record.props, ttl: 60 });
    assert.equal(mend("security-rotate-keys", make("aws:kms/key:Key"))!.enableKeyRotation, true);
    const alarm = make("aws:cloudwatch/metricAlarm:MetricAlarm", { alarmActions: ["t"], actionsEnabled: false });
    assert.equal(mend("resilience-act-on-alarms", alarm)!.actionsEnabled, true);
    const block = make("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", {
      bucket: "b",
      blockPublicAcls: true,
    });
    assert.deepEqual(mend("security-block-public-access", block), {
      bucket: "b",
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    const pool = make("aws:cognito/userPool:UserPool");
    assert.equal(mend("security-protect-stateful", pool)!.deletionProtection, "ACTIVE");
  });

  it("add the jurisdiction of a Region's stack, never a class", () => {
    const queue = make("aws:sqs/queue:Queue", {}, { tags: { "data-class": "personal" } });
    assert.deepEqual(mend("residency-declare-data-class", queue), {
      tags: { "data-class": "personal", jurisdiction: "CA" },
    });
    const bare = make("aws:sqs/queue:Queue", {}, { tags: false });
    assert.deepEqual(mend("residency-declare-data-class", bare), { tags: { jurisdiction: "CA" } });
    for (const other of [
      make("aws:sqs/queue:Queue"),
      make("aws:sqs/queue:Queue", {}, { stack: "global", tags: {} }),
      make("aws:sqs/queue:Queue", {}, { tags: unknown }),
      make("aws:apigateway/method:Method"),
    ]) {
      assert.equal(mend("residency-declare-data-class", other), undefined);
    }
  });

  it("are offered by rules only where something is safe to set", () => {
    assert.equal(ruleNamed("security-require-modern-tls").fix, undefined);
    assert.deepEqual(
      residency.rules.filter(({ fix }) => fix).map(({ name }) => name),
      ["residency-declare-data-class"],
    );
  });
});
