/** Adding a component takes its file and a line, and changes nothing that is there. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { evaluateStacks } from "../../graph";
import { DeclaredStack, evaluatedStacks, temporaryProject } from "../support/stacks";

/** A component of a region stack that serves a host name of its own and has an alarm. */
const queue = `
import * as pulumi from "@pulumi/pulumi";
import { type AlarmSpec, quietWithoutData, threeOfFive } from "../shared/alarm";
import type { FailoverHost, Part } from "../shared/part";
import type { RegionArgs } from "./context";

export class Queue extends pulumi.ComponentResource implements Part {
  readonly alarms: readonly AlarmSpec[];
  readonly hosts: readonly FailoverHost[];

  constructor(name: string, { ctx }: RegionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("home-region:infra:Queue", name, {}, opts);
    const { region, domain } = ctx.config;
    const target = { name: "target.example.net", zoneId: "Z1" };
    this.hosts = [
      {
        label: name,
        what: "the queue",
        jurisdiction: { hostname: \`queue.\${domain}\`, target },
        regional: { hostname: \`\${region}.queue.\${domain}\`, target },
        healthPath: "/ready",
      },
    ];
    this.alarms = [
      {
        ...threeOfFive,
        ...quietWithoutData,
        label: \`\${name}-depth\`,
        alarmDescription: "The queue is long",
        namespace: "AWS/SQS",
        metricName: "ApproximateNumberOfMessagesVisible",
        statistic: "Maximum",
        period: 60,
        threshold: 1000,
      },
    ];
    this.registerOutputs({ hostname: this.hosts[0]!.jurisdiction.hostname });
  }
}
`;

/** The global stack's secret is another in each evaluation. */
function withoutSecret(inputs: Record<string, any>) {
  const { REGISTRY_HASH_KEY: _, ...variables } = inputs.environment?.variables ?? {};
  return inputs.environment ? { ...inputs, environment: { variables } } : inputs;
}

describe("adding a component with alarms and a host name", function () {
  this.timeout(60_000);
  let ca: DeclaredStack;
  let before: DeclaredStack;

  // Its file, and in stack.ts its import and a line in the list of parts: nothing else is touched.
  it("takes its file and a line in stack.ts", async () => {
    const project = temporaryProject();
    try {
      writeFileSync(join(project.root, "infra/region/queue.ts"), queue);
      const file = join(project.root, "infra/region/stack.ts");
      const text = readFileSync(file, "utf8");
      const added = text
        .replace("import { Network }", 'import { Queue } from "./queue";\nimport { Network }')
        .replace(/\n {4}new Api\(.*\),\n/, '$&    new Queue("queue", { ctx }),\n');
      assert.equal(added.split("\n").length, text.split("\n").length + 2);
      writeFileSync(file, added);
      const graphs = await evaluateStacks({ root: project.root, stacks: ["global", "ca"] });
      ca = new DeclaredStack(graphs[1]!);
    } finally {
      project.remove();
    }
    before = new DeclaredStack((await evaluatedStacks()).find(({ stack }) => stack === "ca")!);
    const had = new Set(before.list());
    assert.deepEqual(
      ca.list().filter((entry) => !had.delete(entry)),
      [
        "aws:cloudwatch/metricAlarm:MetricAlarm alarms-failover-queue",
        "aws:cloudwatch/metricAlarm:MetricAlarm alarms-queue-depth",
        "aws:route53/healthCheck:HealthCheck dns-queue",
        "aws:route53/record:Record dns-queue-jurisdiction",
        "aws:route53/record:Record dns-queue-regional",
      ],
    );
    assert.deepEqual([...had], [], "nothing that was there is gone");
  });

  it("tells the same people of it, and fails it over by a health check of its own", () => {
    const alarm = ca.get("aws:cloudwatch/metricAlarm:MetricAlarm", "alarms-queue-depth");
    assert.deepEqual(alarm.inputs.alarmActions, [ca.get("aws:sns/topic:Topic", "alarms").outputs.arn]);
    assert.equal(alarm.region, "ca-central-1");
    const check = ca.get("aws:route53/healthCheck:HealthCheck", "dns-queue");
    assert.deepEqual([check.inputs.fqdn, check.inputs.resourcePath], ["ca-central-1.queue.example.com", "/ready"]);
    assert.equal(ca.get("aws:route53/record:Record", "dns-queue-jurisdiction").inputs.healthCheckId, check.id);
    const failover = ca.get("aws:cloudwatch/metricAlarm:MetricAlarm", "alarms-failover-queue");
    assert.deepEqual(failover.inputs.dimensions, { HealthCheckId: check.id });
    assert.equal(failover.region, "us-east-1");
    assert.equal(failover.inputs.alarmDescription.includes("the queue in ca-central-1"), true);
  });

  it("changes nothing that is declared", () => {
    for (const { type, name, inputs } of before.resources) {
      assert.deepEqual(withoutSecret(ca.get(type, name).inputs), withoutSecret(inputs));
    }
  });
});
