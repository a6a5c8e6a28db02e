import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  new aws.keyspaces.Keyspace("letters", {
    name: "letters",
    replicationSpecification: { replicationStrategy: "MULTI_REGION", regionLists: ["ca-central-1", "us-east-1"] },
    tags,
  });
}
