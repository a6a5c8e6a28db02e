import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export const accepts = ["home"];

export function program({ region }: Way) {
  new aws.connect.BotAssociation("help", { instanceId: "i-1", lexBot: { name: "help", lexRegion: region } });
}
