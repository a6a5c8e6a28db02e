import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.secretsmanager.Secret("database", { replicas: [{ region }], tags });
}
