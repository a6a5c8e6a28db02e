import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export const accepts = ["home"];

export function program({ region }: Way) {
  new aws.auditmanager.FrameworkShare("privacy", {
    frameworkId: "f-1",
    destinationAccount: "210987654321",
    destinationRegion: region,
  });
}
