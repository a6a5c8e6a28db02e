/** A backend and an AWS account that hold what the programs declare, as the two CLIs tell it. */
import type { Execute } from "../../../ops/doctor/execute";
import { evaluatedStacks } from "../../support/stacks";

export const response = (stdout: unknown, code = 0, stderr = "") => ({
  ...{ missing: false as const, code, stderr },
  stdout: typeof stdout === "string" ? stdout : JSON.stringify(stdout),
});

export class World {
  /** Stack → resources of its state. */
  readonly states = new Map<string, any[]>();
  /** The beginning of a command → what it answers; the last that fits. */
  readonly answers: [string, (words: readonly string[]) => unknown][] = [];
  readonly asked: string[] = [];

  /** Everything deployed, with protection off. */
  static async deployed(): Promise<World> {
    const world = new World();
    for (const { stack, resources } of await evaluatedStacks()) {
      const own = resources.map(({ urn, type, id, inputs, outputs }) => {
        const protection = {
          deletionProtectionEnabled: false,
          deletionProtection: "INACTIVE",
          enableDeletionProtection: false,
        };
        const held = Object.entries(protection).filter(([key]) => key in inputs);
        return {
          urn,
          type,
          id,
          custom: !type.startsWith("home-region:"),
          inputs: { ...inputs, ...Object.fromEntries(held) },
          outputs,
        };
      });
      world.states.set(stack, [{ urn: "urn", type: "pulumi:providers:aws", id: "p", custom: true }, ...own]);
    }
    for (const [stack, region] of [
      ["ca", "ca-central-1"],
      ["ca-west", "ca-west-1"],
    ] as const) {
      // awsx makes it, out of sight of the program.
      const vpc = {
        urn: `urn:${stack}::vpc`,
        type: "aws:ec2/vpc:Vpc",
        id: `vpc-${stack}`,
        custom: true,
        inputs: {},
        outputs: { region },
      };
      world.states.get(stack)!.push(vpc);
    }
    world.on("aws dynamodb describe-table", () => ({ Table: {} }));
    world.on("aws apigateway get-rest-apis", () => ({ items: [] }));
    world.on("aws ec2 describe-security-groups", () => ({ SecurityGroups: [] }));
    world.on("aws ec2 describe-network-interfaces", () => ({ NetworkInterfaces: [] }));
    world.on("aws ec2 delete-security-group", () => "");
    world.on("aws apigateway update-account", () => ({}));
    world.on("aws route53 list-resource-record-sets", () => ({ ResourceRecordSets: [] }));
    return world;
  }

  on(beginning: string, answer: (words: readonly string[]) => unknown): void {
    this.answers.push([beginning, answer]);
  }

  get(stack: string, type: string): any {
    return this.states.get(stack)!.find((resource) => resource.type === type);
  }

  readonly execute: Execute = async (file, args) => {
    const command = [file, ...args].join(" ");
    this.asked.push(command);
    const answer = this.answers.findLast(([beginning]) => command.startsWith(beginning))?.[1];
    if (answer) {
      const said = answer(args);
      return said instanceof Error ? response("", 254, `\n${said.message}\n`) : response(said);
    }
    if (command.startsWith("pulumi stack ls")) {
      return response([...this.states].map(([name, { length: resourceCount }]) => ({ name, resourceCount })));
    }
    const stack = args[args.indexOf("--stack") + 1]!;
    const resources = this.states.get(stack);
    return resources
      ? response({ version: 3, deployment: { resources } })
      : response("", 255, `error: no stack named '${stack}' found`);
  };
}
