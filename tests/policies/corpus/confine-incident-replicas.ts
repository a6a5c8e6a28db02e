import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  new aws.ssmincidents.ReplicationSet("incidents", {
    regions: [{ name: "ca-central-1" }, { name: "us-east-1" }],
    tags,
  });
}
