/** Two Regions behind DNS failover and an accelerator, with servers of the test's own: the network half of the twin. */

import type { ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import { GlobalAccelerator } from "../../local/global-accelerator/service";
import { Route53 } from "../../local/route53/service";
import { graphOf, resource, type TestTwin, twinContext } from "./twin-context";

const regions = [
  ["ca-central-1", "PRIMARY"],
  ["ca-west-1", "SECONDARY"],
] as const;

export const dataHost = "ca.api.example.com";
export const lookupHost = "api.example.com";

export interface SmallWorld {
  twin: TestTwin;
  route53: Route53;
  globalAccelerator: GlobalAccelerator;
  /** What each server saw: `region path client-ip trace`. */
  seen: string[];
  /** Replace to change what the servers answer. */
  handle: { respond(region: string, response: ServerResponse): void };
  /** ARNs of load balancers without a healthy target. */
  sick: Set<string>;
  close(): Promise<void>;
}

/** Time limits shrink with `speed` while handshakes do not: at 20 a busy machine still keeps them. */
export async function smallWorld({ speed = 20 } = {}): Promise<SmallWorld> {
  const twin = await twinContext({ graph: smallGraph(), speed, hosts: ["*.example.com", "*.api.example.com"] });
  const seen: string[] = [];
  const handle: SmallWorld["handle"] = { respond: (region, response) => void response.end(region) };
  const servers: Server[] = [];
  for (const [region] of regions) {
    const server = createServer(twin.certificates.forHost(dataHost, lookupHost), (request, response) => {
      const caller = twin.network.callerOf(request.socket.remotePort);
      if (request.url !== "/healthz") {
        seen.push(`${region} ${request.url} ${caller?.ip} ${caller?.trace}`);
      }
      request.resume();
      handle.respond(region, response);
    });
    servers.push(server);
    const { ip } = await twin.network.serve({
      server,
      port: 443,
      place: twin.network.place(region),
      name: `alb ${region}`,
    });
    twin.network.publish(albName(region), [ip]);
  }
  const sick = new Set<string>();
  const globalAccelerator = new GlobalAccelerator(twin, { loadBalancerHealthy: (arn) => !sick.has(arn) });
  const route53 = new Route53(twin);
  await globalAccelerator.start();
  await route53.start();
  return {
    twin,
    route53,
    globalAccelerator,
    seen,
    handle,
    sick,
    async close() {
      await route53.stop();
      await globalAccelerator.stop();
      await twin.close();
      for (const server of servers) {
        server.closeAllConnections();
      }
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

const albName = (region: string) => `alb.${region}.elb.amazonaws.com`;
export const albArn = (region: string) =>
  `arn:aws:elasticloadbalancing:${region}:123456789012:loadbalancer/app/lookup/1`;

function smallGraph() {
  const zoneId = "Z1";
  const listenerArn = "arn:aws:globalaccelerator::1:accelerator/a/listener/b";
  const acceleratorArn = "arn:aws:globalaccelerator::1:accelerator/a";
  const alias = (name: string, evaluateTargetHealth: boolean) => [{ name, zoneId: "Zx", evaluateTargetHealth }];
  return graphOf(
    resource("aws:route53/zone:Zone", "zone", { name: "example.com" }, { stack: "global", id: zoneId }),
    resource(
      "aws:globalaccelerator/accelerator:Accelerator",
      "lookup",
      { enabled: true, tags: { "data-class": "routing" } },
      { stack: "global", id: acceleratorArn, outputs: { arn: acceleratorArn, dnsName: "a1.awsglobalaccelerator.com" } },
    ),
    resource(
      "aws:globalaccelerator/listener:Listener",
      "lookup",
      { acceleratorArn, protocol: "TCP", portRanges: [{ fromPort: 443, toPort: 443 }] },
      { stack: "global", id: listenerArn, outputs: { arn: listenerArn } },
    ),
    resource(
      "aws:route53/record:Record",
      "lookup",
      { zoneId, name: lookupHost, type: "A", aliases: alias("a1.awsglobalaccelerator.com", false) },
      { stack: "global" },
    ),
    ...regions.flatMap(([region, role]) => [
      resource(
        "aws:lb/loadBalancer:LoadBalancer",
        `alb-${region}`,
        {},
        {
          stack: region,
          region,
          outputs: { arn: albArn(region), dnsName: albName(region) },
        },
      ),
      resource(
        "aws:globalaccelerator/endpointGroup:EndpointGroup",
        `group-${region}`,
        {
          listenerArn,
          endpointGroupRegion: region,
          endpointConfigurations: [{ endpointId: albArn(region), weight: 128 }],
        },
        { stack: region },
      ),
      resource(
        "aws:route53/record:Record",
        `regional-${region}`,
        {
          zoneId,
          name: `${region}.${dataHost}`,
          type: "A",
          aliases: alias(albName(region), true),
        },
        { stack: region },
      ),
      resource(
        "aws:route53/healthCheck:HealthCheck",
        `check-${region}`,
        {
          type: "HTTPS",
          fqdn: `${region}.${dataHost}`,
          port: 443,
          resourcePath: "/healthz",
          requestInterval: 10,
          regions: ["us-east-1", "us-west-2", "eu-west-1"],
          failureThreshold: 3,
        },
        { stack: region, id: `hc-${region}` },
      ),
      resource(
        "aws:route53/record:Record",
        `data-${region}`,
        {
          zoneId,
          name: dataHost,
          type: "A",
          setIdentifier: region,
          failoverRoutingPolicies: [{ type: role }],
          healthCheckId: `hc-${region}`,
          aliases: alias(albName(region), true),
        },
        { stack: region },
      ),
    ]),
  );
}
