import * as aws from "@pulumi/aws";
import { type Way, ways } from "../support/way";

/** An availability zone by its id, and a Region as shells write it. */
export function program({ region, tags }: Way) {
  const isHome = region === ways.home.region;
  new aws.ecs.TaskDefinition("orders", {
    family: "orders",
    containerDefinitions: JSON.stringify([
      { name: "app", image: "app", environment: [{ name: "AZ", value: isHome ? "cac1-az2" : "use1-az4" }] },
    ]),
    tags,
  });
}
