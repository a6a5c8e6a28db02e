import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export const accepts = ["home"];

export function program({ region }: Way) {
  new aws.notifications.NotificationHub("hub", { notificationHubRegion: region });
}
