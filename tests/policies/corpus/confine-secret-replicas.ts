import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  new aws.secretsmanager.Secret("database", { replicas: [{ region: "us-east-1" }], tags });
}
