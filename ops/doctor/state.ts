/** Where Pulumi's state and its secrets key live: a stack has to be updated while a Region and what it keeps are gone (docs/state.md). */
import { secretsProviderOf } from "../../graph/project";
import { type AskAws, AwsError, askAws } from "../shared/aws";
import { type Check, type Context, type Finding, look, ok, unknown } from "./check";

type Found = Omit<Finding, "check">;

const recipe = "docs/state.md has the recipe";

export const state: Check = {
  name: "state",
  async run(context) {
    const who = await context.execute("pulumi", ["whoami", "--json", "--verbose", "--non-interactive"]);
    if (who.missing || who.code !== 0) {
      return [unknown("no pulumi CLI that is logged in"), ...(await secrets(context, undefined))];
    }
    const { url = "" } = parse(who.stdout);
    return [await backendOf(url, context), ...(await secrets(context, url))];
  },
};

async function backendOf(url: string, { aws, execute }: Context): Promise<Found> {
  if (isHosted(url)) {
    return look(`kept by ${url}, a hosted service outside of your account and of every jurisdiction here`, recipe);
  }
  if (url.startsWith("file:")) {
    return look(`kept on this machine alone (${url})`, recipe);
  }
  if (!url.startsWith("s3:")) {
    return look(`kept at ${url || "an unknown place"}`, "is it there while any one Region is gone?");
  }
  const bucket = url.replace(/^s3:\/\//, "").split(/[/?]/)[0]!;
  if (!aws) {
    return look(
      `kept in bucket ${bucket}`,
      `has it versions, and a copy in another Region? Ask AWS with --aws; ${recipe}`,
    );
  }
  return bucketAt(bucket, askAws(execute)).catch(notAsked);
}

/** https://app.pulumi.com is what the CLI says, https://api.pulumi.com what it talks to. */
const isHosted = (url: string) => /^https:\/\/(app|api)\.pulumi\.com(\/|$)/.test(url);

async function bucketAt(bucket: string, ask: AskAws): Promise<Found> {
  const about = (...words: string[]) => ask("us-east-1", "s3api", ...words, "--bucket", bucket);
  // "null" is us-east-1: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketLocation.html
  const region: string = (await about("get-bucket-location")).LocationConstraint ?? "us-east-1";
  const [{ Status }, copies] = await Promise.all([
    ask(region, "s3api", "get-bucket-versioning", "--bucket", bucket),
    copiesOf(bucket, region, ask),
  ]);
  const missing = [
    ...(Status === "Enabled" ? [] : ["no versions"]),
    ...(copies.length > 0 ? [] : ["no copy in another Region"]),
  ];
  return missing.length === 0
    ? ok(`bucket ${bucket} in ${region}, with versions, copied to ${copies.join(", ")}`)
    : look(
        `bucket ${bucket} in ${region}: ${missing.join(", ")}; while ${region} is gone no stack can be updated`,
        recipe,
      );
}

async function copiesOf(bucket: string, region: string, ask: AskAws): Promise<string[]> {
  const buckets = await ask(region, "s3api", "get-bucket-replication", "--bucket", bucket).then(
    ({ ReplicationConfiguration }) => enabled(ReplicationConfiguration?.Rules ?? []),
    (error: Error) => {
      if (error.message.includes("ReplicationConfigurationNotFound")) {
        return [];
      }
      throw error;
    },
  );
  const places = buckets.map(async (copy) => {
    const { LocationConstraint } = await ask(region, "s3api", "get-bucket-location", "--bucket", copy);
    return { copy, region: LocationConstraint ?? "us-east-1" };
  });
  return (await Promise.all(places)).flatMap((place) =>
    place.region === region ? [] : [`${place.copy} in ${place.region}`],
  );
}

const enabled = (rules: { Status: string; Destination: { Bucket: string } }[]): string[] => [
  ...new Set(
    rules.flatMap(({ Status, Destination }) => (Status === "Enabled" ? [Destination.Bucket.split(":").at(-1)!] : [])),
  ),
];

/** Stacks with the same key are said together. */
async function secrets({ root, stacks, aws, execute }: Context, backend: string | undefined): Promise<Found[]> {
  const byProvider = Map.groupBy(stacks, (stack) => secretsProviderOf(root, stack));
  const found = [...byProvider].map(async ([provider, names]) => {
    const { found: where, ...finding } = await keyOf(provider, backend, aws ? askAws(execute) : undefined);
    return { ...finding, found: `secrets of ${names.join(", ")}: ${where}` };
  });
  return Promise.all(found);
}

async function keyOf(
  provider: string | undefined,
  backend: string | undefined,
  ask: AskAws | undefined,
): Promise<Found> {
  if (provider === undefined) {
    return backend === undefined || isHosted(backend)
      ? look("no key of your own: where nothing is said the backend's service has it", recipe)
      : look("no key yet", recipe);
  }
  if (provider === "passphrase") {
    return look("a passphrase, as safe as where you keep it", recipe);
  }
  const [, id, region] = /^awskms:\/\/\/?([^?]+)\?(?:.*&)?region=([\w-]+)/.exec(provider) ?? [];
  if (!id || !region) {
    return look(provider.split("?")[0]!, "can it be asked while any one Region is gone?");
  }
  const key = `key ${id} in ${region}`;
  if (!ask) {
    return look(key, `has it a replica in another Region? Ask AWS with --aws; ${recipe}`);
  }
  return replicatedKey(id, region, ask).catch(notAsked);
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html */
async function replicatedKey(id: string, region: string, ask: AskAws): Promise<Found> {
  const { KeyMetadata } = await ask(region, "kms", "describe-key", "--key-id", id);
  const { PrimaryKey, ReplicaKeys = [] } = KeyMetadata?.MultiRegionConfiguration ?? {};
  const others = [PrimaryKey, ...ReplicaKeys].flatMap((key) => (key && key.Region !== region ? [key.Region] : []));
  return others.length > 0
    ? ok(`key ${id} in ${region}, and in ${others.join(", ")}`)
    : look(`key ${id} in ${region} alone; while ${region} is gone no stack with secrets can be updated`, recipe);
}

const notAsked = (error: unknown): Found => {
  if (error instanceof AwsError) {
    return unknown(error.message);
  }
  throw error;
};

function parse(text: string): { url?: string } {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
