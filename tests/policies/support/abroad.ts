/** A violating scene for each rule that confines destinations: its first destination, abroad. */
import type { Resource } from "../../../policies/shared/resource";
import destinations from "../cases/destinations.json";
import { account, foreignBucket, make, propsWith } from "./scene";

const abroad: Record<string, string> = {
  region: "us-east-1",
  reference: `arn:aws:sqs:us-east-1:${account}:x`,
  bucket: "arn:aws:s3:::abroad",
  url: "https://x.execute-api.us-east-1.amazonaws.com/y",
  setting: "abroad",
  model: "arn:aws:bedrock:us-east-1::foundation-model/x",
  containers: '[{"environment":[{"value":"abroad"}]}]',
  definition: '{"uri":"https://x.execute-api.us-east-1.amazonaws.com/y"}',
  text: `{"to":"arn:aws:sqs:us-east-1:${account}:x"}`,
};

export const scenesAbroad: ReadonlyMap<string, readonly Resource[]> = new Map(
  Object.entries(destinations as unknown as Record<string, Record<string, string[]>>).map(([name, types]) => {
    const [type, [destination = ""] = []] = Object.entries(types)[0]!;
    const [, kind = "", path = ""] = /^(\w+):(.*)$/.exec(destination)!;
    return [name, [make(type, propsWith(path, abroad[kind])), foreignBucket]];
  }),
);
