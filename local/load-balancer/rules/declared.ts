/** What the graph declares of Application Load Balancers, with AWS's defaults. */
import type { Graph, Resource } from "../../../graph/graph";

export interface TargetGroup {
  arn: string;
  name: string;
  region: string;
  multiValueHeaders: boolean;
  /** Function ARNs; a group of Lambda functions has one: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/lambda-functions.html */
  targets: string[];
  /** Undefined where health checks are off, which is the default for functions. */
  healthCheck: HealthCheck | undefined;
}

export interface HealthCheck {
  path: string;
  matcher: string;
  intervalMs: number;
  timeoutMs: number;
  healthyThreshold: number;
  unhealthyThreshold: number;
}

export interface Rule {
  priority: number;
  conditions: Record<string, any>[];
  actions: Record<string, any>[];
}

export interface Listener {
  arn: string;
  name: string;
  port: number;
  protocol: string;
  certificateArn: string | undefined;
  sslPolicy: string | undefined;
  /** By priority; the default is last. */
  rules: Rule[];
}

/** Listeners by load balancer are `listenersOf`, groups are `targetGroups`. */
export const loadBalancers = (graph: Graph): Resource[] =>
  graph.ofType("aws:lb/loadBalancer:LoadBalancer").filter(({ inputs }) => {
    return (inputs.loadBalancerType ?? "application") === "application";
  });

export function listenersOf(graph: Graph, loadBalancerArn: string): Listener[] {
  const declared = graph.ofType("aws:lb/listener:Listener");
  return declared
    .filter(({ inputs }) => inputs.loadBalancerArn === loadBalancerArn)
    .map(({ inputs, outputs, name }) => ({
      arn: outputs.arn,
      name,
      port: Number(inputs.port),
      protocol: inputs.protocol ?? "HTTP",
      certificateArn: inputs.certificateArn,
      sslPolicy: inputs.sslPolicy,
      rules: [...rulesOf(graph, outputs.arn), defaultRule(inputs.defaultActions ?? [])],
    }));
}

const defaultRule = (actions: Record<string, any>[]): Rule => ({
  priority: Number.POSITIVE_INFINITY,
  conditions: [],
  actions,
});

function rulesOf(graph: Graph, listenerArn: string): Rule[] {
  const declared = graph.ofType("aws:lb/listenerRule:ListenerRule");
  return declared
    .filter(({ inputs }) => inputs.listenerArn === listenerArn)
    .map(({ inputs }) => ({
      priority: Number(inputs.priority),
      conditions: inputs.conditions ?? [],
      actions: inputs.actions ?? [],
    }))
    .sort((a, b) => a.priority - b.priority);
}

/** Defaults for functions: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html */
export function targetGroups(graph: Graph): TargetGroup[] {
  const attachments = graph.ofType("aws:lb/targetGroupAttachment:TargetGroupAttachment");
  const functions = graph
    .ofType("aws:lb/targetGroup:TargetGroup")
    .filter(({ inputs }) => inputs.targetType === "lambda");
  return functions.map(({ inputs, outputs, name, region }) => {
    const check = inputs.healthCheck;
    return {
      arn: outputs.arn,
      name,
      region: region!,
      multiValueHeaders: inputs.lambdaMultiValueHeadersEnabled === true,
      targets: attachments
        .filter((attachment) => attachment.inputs.targetGroupArn === outputs.arn)
        .map((attachment) => attachment.inputs.targetId),
      healthCheck: check?.enabled
        ? {
            path: check.path ?? "/",
            matcher: check.matcher ?? "200",
            intervalMs: 1000 * (check.interval ?? 35),
            timeoutMs: 1000 * (check.timeout ?? 30),
            healthyThreshold: check.healthyThreshold ?? 5,
            unhealthyThreshold: check.unhealthyThreshold ?? 2,
          }
        : undefined,
    };
  });
}

/** Every group that a load balancer's rules forward to. */
export function forwardedGroups(listeners: readonly Listener[]): string[] {
  const actions = listeners.flatMap(({ rules }) => rules.flatMap((rule) => rule.actions));
  return [...new Set(actions.flatMap((action) => weightedGroups(action).map(({ arn }) => arn)))];
}

/** The groups of a forward action. A weight left out counts as 1. */
export function weightedGroups(action: Record<string, any>): { arn: string; weight: number }[] {
  if (action.type !== "forward") {
    return [];
  }
  if (action.targetGroupArn) {
    return [{ arn: action.targetGroupArn, weight: 1 }];
  }
  const groups: any[] = action.forward?.targetGroups ?? [];
  return groups.map(({ arn, weight }) => ({ arn, weight: weight ?? 1 }));
}
