import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  const containers = [
    { name: "web", image: "web", logConfiguration: { logDriver: "awslogs", options: { "awslogs-region": region } } },
  ];
  new aws.ecs.TaskDefinition("web", { family: "web", containerDefinitions: JSON.stringify(containers), tags });
}
