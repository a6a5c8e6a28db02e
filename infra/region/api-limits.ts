/** How often each method of the API may be asked: token buckets, each method its own. */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { accountThrottle, type Throttle } from "../../model/quotas";
import { methodsOf, type Route, routesThrough } from "../../model/routes";
import type { RegionContext } from "./context";

const usual: Throttle = { rate: 1_000, burst: 500 };
/** Browsers keep the answer to a preflight; nobody has to ask `/livez` or HEAD of a health path here at all. */
const little: Throttle = { rate: 200, burst: 100 };

/**
 * What health checkers ask takes nearly all that the account has: until the firewall knows a flood, which takes it up to
 * minutes, checkers must get through among strangers, and each answer is from memory. A small limit would be used up by
 * anybody, and the Region left for it. The rest is for users.
 */
export function checkedThrottle(region: string): Throttle {
  const { rate, burst } = accountThrottle(region);
  return { rate: 0.8 * rate, burst: 0.8 * burst };
}

export interface MethodLimit {
  path: string;
  method: string;
  throttle: Throttle;
}

/** Methods that have limits of their own. `checked` are the paths that health checkers ask. */
export function methodLimits(region: string, checked: readonly string[]): MethodLimit[] {
  return [...Map.groupBy(routesThrough("api"), ({ path }) => path)].flatMap(([path, rows]) =>
    methodsOf(rows).flatMap((method) => {
      const throttle = throttleOf(region, method, rows, checked.includes(path));
      return throttle ? [{ path, method, throttle }] : [];
    }),
  );
}

function throttleOf(region: string, method: string, rows: readonly Route[], isChecked: boolean): Throttle | undefined {
  if (isChecked && method === "GET") {
    return checkedThrottle(region);
  }
  return method === "OPTIONS" || rows.some((row) => row.function === "health") ? little : undefined;
}

export function limitMethods(
  name: string,
  ctx: RegionContext,
  stage: aws.apigateway.Stage,
  checked: readonly string[],
  parent: pulumi.Resource,
): void {
  const settings = (label: string, methodPath: string, { rate, burst }: Throttle, dependsOn: pulumi.Resource[]) =>
    new aws.apigateway.MethodSettings(
      label,
      {
        restApi: stage.restApi,
        stageName: stage.stageName,
        methodPath,
        settings: {
          metricsEnabled: true,
          loggingLevel: "ERROR",
          dataTraceEnabled: false, // would write bodies to the log
          throttlingRateLimit: rate,
          throttlingBurstLimit: burst,
        },
      },
      { parent, dependsOn },
    );
  // A stage is changed by one at a time.
  let before = settings(name, "*/*", usual, []);
  for (const { path, method, throttle } of methodLimits(ctx.config.region, checked)) {
    const label = `${name}${path.replaceAll("/", "-").replaceAll(/[{}]/g, "")}-${method.toLowerCase()}`;
    // https://github.com/hashicorp/terraform-provider-aws/issues/9738
    before = settings(label, `${path.replaceAll("/", "~1")}/${method}`, throttle, [before]);
  }
}
