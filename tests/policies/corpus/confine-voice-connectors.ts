import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.chime.VoiceConnector("calls", {
    name: "calls",
    requireEncryption: true,
    ...(region.startsWith("ca-") && { awsRegion: "ca-central-1" }),
    tags,
  } as aws.chime.VoiceConnectorArgs);
}
