import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.keyspaces.Keyspace("letters", {
    name: "letters",
    replicationSpecification: { replicationStrategy: "MULTI_REGION", regionLists: ["ca-central-1", region] },
    tags,
  });
}
