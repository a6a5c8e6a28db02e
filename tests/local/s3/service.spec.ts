/** S3's API as a function calls it, with keys of a role. */
import assert from "node:assert/strict";
import { Bucket } from "../../../functions/shared/bucket";
import { AccessKeys } from "../../../local/iam/service";
import { rangeIn } from "../../../local/s3/rules";
import { Buckets } from "../../../local/s3/service";
import { endFaults } from "../../support/fault-board";
import { graphOf, resource, type TestTwin, twinContext } from "../../support/twin-context";

const region = "ca-central-1";
const roleArn = "arn:aws:iam::123456789012:role/caller";
const keyArn = `arn:aws:kms:${region}:123456789012:key/1`;
const through = { StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` } };
const everything = [
  { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::files/registry" },
  { Effect: "Allow", Action: "s3:PutObject", Resource: "arn:aws:s3:::files/registry" },
  { Effect: "Allow", Action: "kms:Decrypt", Resource: keyArn, Condition: through },
  { Effect: "Allow", Action: "kms:GenerateDataKey", Resource: keyArn, Condition: through },
];

describe("S3's API", () => {
  let twin: TestTwin;
  let buckets: Buckets;
  const before = { ...process.env };

  const start = async (statements: object[]) => {
    const rules = [{ applyServerSideEncryptionByDefault: { kmsMasterKeyId: keyArn } }];
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: statements });
    twin = await twinContext({
      graph: graphOf(
        resource("aws:iam/role:Role", "caller", {}, { id: "caller", outputs: { arn: roleArn, name: "caller" } }),
        resource("aws:iam/rolePolicy:RolePolicy", "caller", { role: "caller", policy }),
        resource("aws:kms/key:Key", "key", {}, { region, outputs: { arn: keyArn } }),
        resource(
          "aws:s3/bucket:Bucket",
          "files",
          {},
          { region, outputs: { bucket: "files", arn: "arn:aws:s3:::files" } },
        ),
        resource(
          "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
          "files",
          { bucket: "files", rules },
          { region },
        ),
      ),
    });
    const iam = new AccessKeys(twin);
    const { accessKeyId, secretAccessKey } = iam.issue({ roleArn, name: "caller", trace: () => undefined });
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey });
    buckets = new Buckets(twin, iam);
    await buckets.start();
    return new Bucket(region, "files", buckets.endpoint(region));
  };
  afterEach(async () => {
    Object.assign(process.env, before);
    endFaults(twin.faults);
    await buckets.stop();
    await twin.close();
  });

  it("keeps bytes as they are, and gives a range of them while they are the same", async () => {
    const bucket = await start(everything);
    await assert.rejects(bucket.read("registry", [0, 1]), /answered with HTTP 404/);
    await bucket.write("registry", Buffer.from([0, 255, 128, 7]));
    const { bytes, etag } = await bucket.read("registry", [1, 2]);
    assert.deepEqual([...bytes], [255, 128]);
    assert.deepEqual([...(await bucket.read("registry", [3, 99], etag)).bytes], [7]);
    await bucket.write("registry", Buffer.from([1, 2, 3, 4]));
    await assert.rejects(bucket.read("registry", [1, 2], etag), /HTTP 412/);
    await assert.rejects(bucket.read("registry", [4, 5]), /HTTP 416/);
  });

  for (const [index, [what, act]] of (
    [
      ["reading", (bucket: Bucket) => bucket.read("registry", [0, 1])],
      ["writing", (bucket: Bucket) => bucket.write("registry", Buffer.from("new"))],
    ] as const
  ).entries()) {
    for (const taken of [everything[index]!, everything[index + 2]!]) {
      it(`refuses ${what} without ${taken.Action}`, async () => {
        const bucket = await start(everything.filter((statement) => statement !== taken));
        await assert.rejects(act(bucket), /HTTP 403/);
      });
    }
  }

  it("refuses another file, another bucket and another Region's bucket", async () => {
    const bucket = await start(everything);
    await assert.rejects(bucket.write("other", Buffer.from("x")), /HTTP 403/);
    const endpoint = buckets.endpoint(region);
    await assert.rejects(new Bucket(region, "none", endpoint).read("registry", [0, 1]), /HTTP 404/);
    await assert.rejects(new Bucket("us-east-1", "files", endpoint).read("registry", [0, 1]), /HTTP 400/);
  });

  it("fails as it is made to, and with the key that opens its files", async () => {
    const bucket = await start(everything);
    await bucket.write("registry", Buffer.from("abc"));
    for (const [service, error, status] of [
      ["s3", "unavailable", 503],
      ["kms", "disabled", 400],
    ] as const) {
      twin.faults.add({ kind: "service-errors", service, error, region } as Parameters<typeof twin.faults.add>[0]);
      await assert.rejects(bucket.read("registry", [0, 1]), new RegExp(`HTTP ${status}`));
      endFaults(twin.faults);
    }
  });

  it("understands ranges of bytes, and takes others for none", async () => {
    await start(everything);
    assert.deepEqual(
      ["bytes=0-3", "bytes=2-", "bytes=9-9", "bytes=10-", "bytes=-2", undefined].map((range) => rangeIn(range, 10)),
      [[0, 4], [2, 10], [9, 10], null, undefined, undefined],
    );
  });
});
