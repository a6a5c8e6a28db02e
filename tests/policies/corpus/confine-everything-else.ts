import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  new aws.chime.VoiceConnector("calls", { name: "calls", requireEncryption: true, awsRegion: "us-west-2", tags });
}
