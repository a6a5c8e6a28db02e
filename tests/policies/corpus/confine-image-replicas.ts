import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.ecr.Repository("orders", { name: "orders/api", tags });
  new aws.ecr.ReplicationConfiguration("images", {
    replicationConfiguration: {
      rules: [
        {
          destinations: [{ region, registryId: "123456789012" }],
          repositoryFilters: [{ filter: "orders/", filterType: "PREFIX_MATCH" }],
        },
      ],
    },
  });
}
