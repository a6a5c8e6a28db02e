/** A violating scene for each rule that confines destinations: its first destination, abroad. */
import type { ValueKind } from "../../../policies/shared/place";
import type { Resource } from "../../../policies/shared/resource";
import destinations from "../cases/destinations.json";
import { account, foreignBucket, make, propsWith } from "./scene";

/** A value of each kind in the jurisdiction, and one in another; buckets are those of scene.ts. */
export const placed: Readonly<Record<ValueKind, { readonly home: string; readonly abroad: string }>> = {
  region: { home: "ca-west-1", abroad: "us-east-1" },
  reference: { home: `arn:aws:sqs:ca-west-1:${account}:x`, abroad: `arn:aws:sqs:us-east-1:${account}:x` },
  bucket: { home: "arn:aws:s3:::at-home", abroad: "arn:aws:s3:::abroad" },
  url: {
    home: "https://x.execute-api.ca-central-1.amazonaws.com/y",
    abroad: "https://x.execute-api.us-east-1.amazonaws.com/y",
  },
  setting: { home: "at-home", abroad: "abroad" },
  containers: { home: '[{"environment":[{"value":"at-home"}]}]', abroad: '[{"environment":[{"value":"abroad"}]}]' },
  definition: {
    home: '{"uri":"https://x.execute-api.ca-central-1.amazonaws.com/y"}',
    abroad: '{"uri":"https://x.execute-api.us-east-1.amazonaws.com/y"}',
  },
  model: { home: "anthropic.claude-v2:1", abroad: "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-v2:1" },
  text: {
    home: JSON.stringify({ to: `arn:aws:sns:ca-central-1:${account}:x` }),
    abroad: JSON.stringify({ to: `arn:aws:sns:us-east-1:${account}:x` }),
  },
};

export const scenesAbroad: ReadonlyMap<string, readonly Resource[]> = new Map(
  Object.entries(destinations as unknown as Record<string, Record<string, string[]>>).map(([name, types]) => {
    const [type, [destination = ""] = []] = Object.entries(types)[0]!;
    const [, kind = "", path = ""] = /^(\w+):(.*)$/.exec(destination)!;
    return [name, [make(type, propsWith(path, placed[kind as ValueKind].abroad)), foreignBucket]];
  }),
);
