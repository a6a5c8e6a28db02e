import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { routesThrough } from "../../model/routes";
import type { RegionContext } from "./context";

/**
 * Health checkers ask about twice a second for ever: X-Ray would record and charge them, and show little else.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-configuring-xray-sampling-rules.html
 */
export function traceNoHealthChecks(
  name: string,
  ctx: RegionContext,
  stage: aws.apigateway.Stage,
  parent: pulumi.Resource,
): void {
  const paths = routesThrough("api").flatMap((route) => (route.function === "health" ? [route.path] : []));
  for (const [index, path] of paths.entries()) {
    new aws.xray.SamplingRule(
      `${name}${path.replaceAll("/", "-")}`,
      {
        priority: 100 + index,
        reservoirSize: 0,
        fixedRate: 0,
        serviceType: "AWS::ApiGateway::Stage",
        resourceArn: stage.arn,
        serviceName: "*",
        host: "*",
        httpMethod: "*",
        urlPath: path,
        version: 1,
        tags: ctx.tags("operational"),
      },
      { parent },
    );
  }
}
