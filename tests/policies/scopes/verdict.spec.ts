import assert from "node:assert/strict";
import fc from "fast-check";
import { operational, personal } from "../support/scene";
import { programs } from "./arbitrary";
import { declare, type Program, Ref } from "./program";
import { preview, project, type Standing, up } from "./views";

const nothing: Standing = () => false;

/** What each scope says of a program, in the order of the program and in the other. */
function verdicts(program: Program): string[][] {
  const orders = [program, [...program].reverse()];
  return orders.flatMap((order) => [preview(program, order, nothing), up(program, order), project(program, order)]);
}

/** Those of residency: the programs here leave out what others ask for. */
const ofResidency = (program: Program) =>
  verdicts(program).map((verdict) => verdict.filter((finding) => finding.startsWith("residency-")));

const arn = (to: string) => new Ref(to, "arn");
const subscribed = (tags: object, protocol: string, endpoint: unknown): Program => [
  declare("aws:sns/topic:Topic", "topic", { tags }),
  declare("aws:lambda/function:Function", "near", { tags }),
  declare("aws:lambda/function:Function", "far", { tags: operational(), region: "us-east-1" }),
  declare("aws:sns/topicSubscription:TopicSubscription", "subscription", { topic: arn("topic"), protocol, endpoint }),
];
const delivered = (region: string): Program => [
  declare("aws:s3/bucket:Bucket", "bucket", { bucketPrefix: "lake-", region, tags: operational() }),
  declare("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "stream", {
    destination: "extended_s3",
    extendedS3Configuration: { roleArn: arn("role"), bucketArn: arn("bucket") },
    tags: personal(),
  }),
  declare("aws:iam/role:Role", "role", { tags: operational() }),
];
const copied = (region: string): Program => [
  declare("aws:backup/vault:Vault", "home", { tags: personal() }),
  declare("aws:backup/vault:Vault", "copy", { tags: operational(), region }),
  declare("aws:backup/plan:Plan", "plan", {
    tags: personal(),
    rules: [
      {
        ruleName: "daily",
        targetVaultName: new Ref("home", "name"),
        copyActions: [{ destinationVaultArn: arn("copy") }],
      },
    ],
  }),
];
const topic = "residency-confine-topic-subscriptions subscription";

/** Program → what every scope finds. */
const known: Record<string, [Program, string[]]> = {
  "accepts mail about operations": [subscribed(operational(), "email", "ops@example.com"), []],
  "refuses mail about persons": [subscribed(personal(), "email", "ops@example.com"), [topic]],
  "accepts a function that hears of operations": [subscribed(operational(), "lambda", arn("far")), []],
  "accepts a function at home that hears of persons": [subscribed(personal(), "lambda", arn("near")), []],
  "refuses a function abroad that hears of persons": [subscribed(personal(), "lambda", arn("far")), [topic]],
  "accepts delivery to a bucket whose name AWS ends": [delivered("ca-west-1"), []],
  "refuses delivery to such a bucket abroad": [
    delivered("us-east-1"),
    ["residency-confine-firehose-destinations stream"],
  ],
  "accepts backups that are copied to a vault of the same program": [copied("ca-west-1"), []],
  "refuses backups that are copied to one abroad": [copied("us-east-1"), ["residency-confine-backup-copies plan"]],
};

describe("the verdict", () => {
  for (const [title, [program, found]] of Object.entries(known)) {
    it(`${title}, in every scope`, () => {
      const all = ofResidency(program);
      assert.deepEqual(
        all,
        all.map(() => found),
      );
    });
  }

  it("is the same of copies of backups, which are also to be in another Region", () => {
    for (const region of ["ca-west-1", "us-east-1", "ca-central-1"]) {
      const [first, ...others] = verdicts(copied(region));
      assert.equal(first!.includes("resilience-copy-backups plan"), region !== "ca-west-1");
      assert.deepEqual(
        others,
        others.map(() => first),
      );
    }
  });

  it("is one on random programs: in a preview, in the update, of what stands, and in npm run policy", () => {
    const programsInOrder = programs.chain((program) =>
      fc.record({
        program: fc.constant(program),
        order: fc.shuffledSubarray([...program], { minLength: program.length }),
        standing: fc.subarray(program.map(({ name }) => name)),
      }),
    );
    fc.assert(
      fc.property(programsInOrder, ({ program, order, standing }) => {
        const verdict = project(program, program);
        assert.deepEqual(up(program, order), verdict, "in the update");
        assert.deepEqual(up(program, program), verdict, "of what stands");
        assert.deepEqual(preview(program, order, nothing), verdict, "in the first preview");
        const partly: Standing = (name) => standing.includes(name);
        assert.deepEqual(preview(program, order, partly), verdict, "in a preview of which a part stands");
      }),
      { numRuns: 300 },
    );
  });
});
