/** Every service of the twin, wired to the others, in the order that they need each other. */
import { ApiGateway } from "./api-gateway/api-gateway";
import { UserPools } from "./cognito";
import type { Certificates, Service, TwinContext } from "./context";
import { GlobalTables } from "./dynamodb";
import { GlobalAccelerator } from "./global-accelerator/global-accelerator";
import { LocalLambda } from "./lambda/lambda";
import { LoadBalancers } from "./load-balancer/load-balancers";
import { Route53 } from "./route53/route53";

export interface Services {
  dynamodb: GlobalTables;
  pools: UserPools;
  lambda: LocalLambda;
  loadBalancers: LoadBalancers;
  apiGateway: ApiGateway;
  accelerators: GlobalAccelerator;
  route53: Route53;
}

export interface ServiceOptions {
  certificates: Certificates;
  /** 0 takes a free one. */
  dnsPort: number;
  homeOf(organization: string): Promise<string | undefined>;
}

export function createServices(context: TwinContext, options: ServiceOptions): Services {
  const { certificates, dnsPort, homeOf } = options;
  const dynamodb = new GlobalTables(context);
  // Functions ask user pools for keys, user pools call functions: each finds the other when it is called.
  const lambda: LocalLambda = new LocalLambda(context, {
    dynamodb,
    cognitoEndpoint: (region) => pools.endpoint(region),
  });
  const pools: UserPools = new UserPools(context, { certificates, lambda });
  const loadBalancers = new LoadBalancers(context, { lambda, certificates });
  const loadBalancerHealthy = (arn: string) => loadBalancers.healthOf(arn) === "healthy";
  return {
    dynamodb,
    pools,
    lambda,
    loadBalancers,
    apiGateway: new ApiGateway(context, { lambda, certificates, homeOf }),
    accelerators: new GlobalAccelerator(context, { loadBalancerHealthy }),
    route53: new Route53(context, { port: dnsPort, loadBalancerHealthy }),
  };
}

/** The data plane comes up before the data, health checks last: they should find everything there. */
export function startOrder({
  dynamodb,
  pools,
  lambda,
  loadBalancers,
  apiGateway,
  accelerators,
  route53,
}: Services): Service[] {
  return [dynamodb, pools, lambda, loadBalancers, apiGateway, accelerators, route53];
}
