/** EventBridge Scheduler's rules: pure functions of what is declared. */
import type { Graph } from "../../graph/graph";
import { InvalidInput } from "../../model/invalid-input";
import { allows, type Decision } from "../iam/rules/evaluate";
import { policiesOf, roleTrusts } from "../iam/rules/roles";

export const scheduleType = "aws:scheduler/schedule:Schedule";

export interface DeclaredSchedule {
  name: string;
  region: string;
  arn: string;
  everyMs: number;
  targetArn: string;
  roleArn: string;
}

const units: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#rate-based. Throws InvalidInput for another type. */
export function everyMs(expression: string): number {
  const [, count, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  if (!count || !unit || Number(count) < 1) {
    throw new InvalidInput(
      `schedule expression is ${JSON.stringify(expression)}; use rate(15 minutes), rate(1 hour), …`,
    );
  }
  return Number(count) * units[unit]!;
}

export function declaredSchedules(graph: Graph): DeclaredSchedule[] {
  return graph.ofType(scheduleType).map(({ name, region, inputs, outputs }) => ({
    name,
    region: region!,
    arn: outputs.arn,
    everyMs: everyMs(String(inputs.scheduleExpression)),
    targetArn: inputs.target.arn,
    roleArn: inputs.target.roleArn,
  }));
}

/** Whether the schedule's role can be taken by the scheduler, and lets it invoke the target. */
export function mayInvoke(graph: Graph, { arn, roleArn, targetArn }: DeclaredSchedule): Decision {
  const [, , , region, account, schedule = ""] = arn.split(":");
  const group = `arn:aws:scheduler:${region}:${account}:schedule-group/${schedule.split("/")[1]}`;
  const context = { "aws:SourceAccount": account!, "aws:SourceArn": group };
  const trusted = roleTrusts(graph, roleArn, "scheduler.amazonaws.com", context);
  return trusted.allowed
    ? allows(policiesOf(graph, roleArn), { action: "lambda:InvokeFunction", resource: targetArn })
    : trusted;
}
