import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Context } from "../../../ops/doctor/check";
import type { Executed } from "../../../ops/doctor/execute";
import { state } from "../../../ops/doctor/state";

const recipe = "docs/state.md has the recipe";
const response = (stdout: unknown, code = 0, stderr = ""): Executed => ({
  ...{ missing: false, code, stderr },
  stdout: typeof stdout === "string" ? stdout : JSON.stringify(stdout),
});

describe("the doctor's look at the state", () => {
  let root: string;
  let answers: Record<string, Executed>;
  let asked: string[];

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "state-"));
    await writeFile(join(root, "Pulumi.yaml"), "name: p\nruntime: nodejs\n");
    answers = {};
    asked = [];
  });
  afterEach(() => rm(root, { recursive: true }));

  const stackFile = (stack: string, values: Record<string, string>) =>
    writeFile(join(root, `Pulumi.${stack}.yaml`), JSON.stringify({ ...values, config: {} }));
  const run = (url: string | undefined, { aws = false, stacks = ["global", "ca"] } = {}) => {
    const execute = async (file: string, args: readonly string[]) => {
      const command = [file, ...args].join(" ");
      asked.push(command);
      if (file === "pulumi") {
        return url === undefined ? { missing: true as const } : response({ user: "me", url });
      }
      return (
        answers[Object.keys(answers).find((beginning) => command.startsWith(beginning)) ?? ""] ??
        response("", 254, "\nno")
      );
    };
    return state.run({ root, stacks, aws, execute } as unknown as Context);
  };
  const first = async (...args: Parameters<typeof run>) => (await run(...args))[0];
  const secretsOf = async (...args: Parameters<typeof run>) => (await run(...args)).slice(1);

  it("names a hosted service, a machine and a place that it does not know", async () => {
    for (const url of ["https://app.pulumi.com/me", "https://api.pulumi.com"]) {
      assert.deepEqual(await first(url), {
        status: "look",
        found: `kept by ${url}, a hosted service outside of your account and of every jurisdiction here`,
        fix: recipe,
      });
    }
    assert.equal((await first("file://~"))?.found, "kept on this machine alone (file://~)");
    for (const url of ["https://app.pulumi.com.acme.com", "azblob://states", "gs://states"]) {
      assert.deepEqual(await first(url), {
        ...{ status: "look", found: `kept at ${url}`, fix: "is it there while any one Region is gone?" },
      });
    }
    assert.deepEqual(await first(undefined), {
      status: "unknown",
      found: "not checked: no pulumi CLI that is logged in",
    });
  });

  it("asks for versions and copies of a bucket only where AWS may be asked", async () => {
    assert.deepEqual(await first("s3://states/path?region=ca-central-1&awssdk=v2"), {
      ...{ status: "look", found: "kept in bucket states" },
      fix: `has it versions, and a copy in another Region? Ask AWS with --aws; ${recipe}`,
    });
    assert.deepEqual(
      asked.filter((command) => command.startsWith("aws")),
      [],
    );
  });

  describe("a bucket", () => {
    const rule = (Bucket: string, Status = "Enabled") => ({
      Status,
      Destination: { Bucket: `arn:aws:s3:::${Bucket}` },
    });
    const at = (bucket: string, region: string | null) => {
      answers[`aws s3api get-bucket-location --bucket ${bucket} `] = response({ LocationConstraint: region });
    };
    const replicated = (...Rules: object[]) => {
      answers["aws s3api get-bucket-replication --bucket states"] = response({ ReplicationConfiguration: { Rules } });
    };
    const versions = (Status?: string) => {
      answers["aws s3api get-bucket-versioning --bucket states"] = response(Status ? { Status } : "");
    };
    const found = async () => {
      const { status, found } = (await first("s3://states", { aws: true }))!;
      return [status, found];
    };

    beforeEach(() => {
      at("states", "ca-central-1");
      at("copy", "ca-west-1");
      at("near", "ca-central-1");
      versions("Enabled");
    });

    it("is well with versions and a copy in another Region", async () => {
      replicated(rule("copy"), rule("copy"));
      assert.deepEqual(await found(), [
        "ok",
        "bucket states in ca-central-1, with versions, copied to copy in ca-west-1",
      ]);
      assert.ok(asked.includes("aws s3api get-bucket-replication --bucket states --region ca-central-1 --output json"));
      at("states", null);
      assert.match((await found())[1]!, /^bucket states in us-east-1, /);
      at("copy", null);
      at("states", "us-west-2");
      assert.match((await found())[1]!, /copied to copy in us-east-1$/);
    });

    it("is lost with its Region without either", async () => {
      const lost = (what: string) => [
        "look",
        `bucket states in ca-central-1: ${what}; while ca-central-1 is gone no stack can be updated`,
      ];
      replicated(rule("copy"));
      for (const status of [undefined, "Suspended"]) {
        versions(status);
        assert.deepEqual(await found(), lost("no versions"));
      }
      versions("Enabled");
      for (const rules of [[rule("near")], [rule("copy", "Disabled")], []]) {
        replicated(...rules);
        assert.deepEqual(await found(), lost("no copy in another Region"));
      }
      const none =
        "\nAn error occurred (ReplicationConfigurationNotFoundError) when calling the GetBucketReplication operation";
      answers["aws s3api get-bucket-replication --bucket states"] = response("", 254, none);
      versions();
      assert.deepEqual(await found(), lost("no versions, no copy in another Region"));
    });

    it("is not known where AWS does not say", async () => {
      answers["aws s3api get-bucket-replication --bucket states"] = response("", 254, "\nAccess Denied");
      assert.deepEqual(await found(), [
        "unknown",
        "not checked: aws s3api get-bucket-replication in ca-central-1: Access Denied",
      ]);
    });
  });

  describe("the key of its secrets", () => {
    it("is the service's, or nobody's yet, where nothing is said", async () => {
      const service = "no key of your own: where nothing is said the backend's service has it";
      for (const url of ["https://app.pulumi.com/me", undefined]) {
        assert.deepEqual(await secretsOf(url), [
          { status: "look", found: `secrets of global, ca: ${service}`, fix: recipe },
        ]);
      }
      await stackFile("ca", { secretsprovider: "default" });
      assert.deepEqual(await secretsOf("s3://states"), [
        { status: "look", found: "secrets of global, ca: no key yet", fix: recipe },
      ]);
    });

    it("is a passphrase, or one of somewhere", async () => {
      await stackFile("global", { encryptionsalt: "v1:abc" });
      await stackFile("ca", { secretsprovider: "passphrase", encryptionsalt: "v1:def" });
      assert.deepEqual(await secretsOf("s3://states"), [
        { status: "look", found: "secrets of global, ca: a passphrase, as safe as where you keep it", fix: recipe },
      ]);
      await stackFile("ca", { secretsprovider: "gcpkms://projects/p?x=1", encryptedkey: "abc" });
      assert.deepEqual((await secretsOf("s3://states"))[1], {
        ...{ status: "look", found: "secrets of ca: gcpkms://projects/p" },
        fix: "can it be asked while any one Region is gone?",
      });
    });

    it("is a key of KMS, with a replica elsewhere or lost with its Region", async () => {
      const arn = "arn:aws:kms:ca-central-1:123456789012:key/mrk-1";
      await stackFile("global", { secretsprovider: "awskms://alias/states?awssdk=v2&region=ca-central-1" });
      await stackFile("ca", { secretsprovider: `awskms:///${arn}?region=ca-west-1` });
      assert.deepEqual(
        (await secretsOf("s3://states")).map(({ found }) => found),
        ["secrets of global: key alias/states in ca-central-1", `secrets of ca: key ${arn} in ca-west-1`],
      );
      const key = (PrimaryKey: string, ...ReplicaKeys: string[]) =>
        response({
          KeyMetadata: {
            MultiRegionConfiguration: {
              PrimaryKey: { Region: PrimaryKey },
              ReplicaKeys: ReplicaKeys.map((Region) => ({ Region })),
            },
          },
        });
      answers["aws kms describe-key --key-id alias/states --region ca-central-1"] = key("ca-central-1", "ca-west-1");
      answers[`aws kms describe-key --key-id ${arn} --region ca-west-1`] = key("ca-central-1", "ca-west-1");
      assert.deepEqual(await secretsOf("s3://states", { aws: true }), [
        { status: "ok", found: "secrets of global: key alias/states in ca-central-1, and in ca-west-1" },
        { status: "ok", found: `secrets of ca: key ${arn} in ca-west-1, and in ca-central-1` },
      ]);
      answers["aws kms describe-key --key-id alias/states"] = response({ KeyMetadata: {} });
      answers["aws kms describe-key --key-id alias/states --region ca-central-1"] = response({ KeyMetadata: {} });
      delete answers[`aws kms describe-key --key-id ${arn} --region ca-west-1`];
      assert.deepEqual(
        (await secretsOf("s3://states", { aws: true })).map(({ status, found }) => [status, found]),
        [
          [
            "look",
            "secrets of global: key alias/states in ca-central-1 alone; while ca-central-1 is gone no stack with secrets can be updated",
          ],
          ["unknown", "secrets of ca: not checked: aws kms describe-key in ca-west-1: no"],
        ],
      );
    });
  });
});
