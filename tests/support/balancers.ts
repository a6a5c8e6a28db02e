/** A load balancer with targets that say what a test wants, over a network of its own. */
import type { Certificates } from "../../local/acm/types";
import { LoadBalancers } from "../../local/load-balancer/service";
import type { Waf } from "../../local/waf/types";
import { ask } from "./https-client";
import type { ManualClock } from "./manual-clock";
import { graphOf, letIn, resource, type TestTwin, twinContext } from "./twin-context";

export const region = "ca-central-1";
export const dnsName = `internal-lookup-1.${region}.elb.amazonaws.com`;
export const host = "api.example.com";
const group = (name: string, inputs: Record<string, any>) =>
  resource(
    "aws:lb/targetGroup:TargetGroup",
    name,
    { targetType: "lambda", ...inputs },
    { region, outputs: { arn: name } },
  );
const attach = (name: string) =>
  resource("aws:lb/targetGroupAttachment:TargetGroupAttachment", name, {
    targetGroupArn: name,
    targetId: `fn-${name}`,
  });
const forward = (name: string, priority: number, path: string) =>
  resource("aws:lb/listenerRule:ListenerRule", name, {
    listenerArn: "listener",
    priority,
    conditions: [{ pathPattern: { values: [path] } }],
    actions: [{ type: "forward", targetGroupArn: name }],
  });
const certificate = resource(
  "aws:acm/certificate:Certificate",
  "api",
  { domainName: host, validationMethod: "DNS" },
  { region, outputs: { arn: "certificate" } },
);
const healthCheck = { enabled: true, path: "/healthz", interval: 10, healthyThreshold: 2, unhealthyThreshold: 2 };

const declared = [
  resource(
    "aws:lb/loadBalancer:LoadBalancer",
    "lookup",
    { clientKeepAlive: 60, dropInvalidHeaderFields: true, tags: { "data-class": "routing" } },
    { region, outputs: { arn: "balancer", dnsName } },
  ),
  resource(
    "aws:lb/listener:Listener",
    "https",
    {
      loadBalancerArn: "balancer",
      port: 443,
      protocol: "HTTPS",
      certificateArn: "certificate",
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
      defaultActions: [{ type: "fixed-response", fixedResponse: { statusCode: "404", messageBody: "no" } }],
    },
    { region, outputs: { arn: "listener" } },
  ),
  certificate,
  group("multi", { lambdaMultiValueHeadersEnabled: true, healthCheck }),
  group("single", {}),
  group("empty", {}),
  ...["multi", "single"].map(attach),
  forward("empty", 40, "/multi*"), // declared first, but of a lower priority
  forward("multi", 10, "/multi*"),
  forward("single", 20, "/single*"),
  forward("empty", 30, "/empty"),
];

/** Adds the hook of the suite that calls it: what a test starts is gone after it. */
export function useBalancer() {
  let twin: TestTwin;
  let service: LoadBalancers;
  /** What the functions were asked, and what they say. */
  const used = {
    events: [] as any[],
    firewall: letIn.judge as Waf["judge"],
    functions: (_functionArn: string, _event: any, _caller: any): unknown => undefined,
    get twin() {
      return twin;
    },
    get service() {
      return service;
    },
    async start(clock?: ManualClock, other: Partial<Certificates> = {}) {
      twin = await twinContext({ graph: graphOf(...declared), hosts: [host], ...(clock ? { clock } : { speed: 1 }) });
      // The certificate's validation record is not what is tested here.
      const certificates = { ...twin.certificates, forArn: () => twin.certificates.forHost(host), ...other };
      used.firewall = letIn.judge;
      used.functions = (_, event) => ({
        statusCode: 200,
        ...(event.multiValueHeaders ? { multiValueHeaders: {} } : {}),
        body: "ok",
      });
      const lambda = {
        invoke: async ({ functionArn, event, caller }: any) => {
          used.events.push({ functionArn, event, caller });
          return used.functions(functionArn, event, caller);
        },
      };
      service = new LoadBalancers(twin, {
        lambda,
        certificates,
        waf: { judge: (...shown) => used.firewall(...shown) },
      });
      await service.start();
      used.events.length = 0;
    },
    get: (path: string, options: Record<string, any> = {}) => ask(twin, { at: dnsName, host, path, ...options }),
  };

  afterEach(async () => {
    await service.stop();
    await twin.close();
  });
  return used;
}
