/** What the stacks declare, as the twin sees it: every resource with its inputs, and the outputs that the twin made up for it. */

export interface Resource {
  stack: string;
  urn: string;
  /** Pulumi type token: `aws:dynamodb/table:Table`. */
  type: string;
  /** Logical name. */
  name: string;
  id: string;
  /** The AWS Region that the resource is in: its own `region`, else its stack's; undefined for global services. */
  region: string | undefined;
  inputs: Record<string, any>;
  /** Inputs and computed outputs (arn, dnsName, …). */
  outputs: Record<string, any>;
  /** Where the program declared it, as it ran: `/…/dns.ts:31:5`. `mapped` of evaluate/register.js finds the line as written. */
  source?: string;
}

/** A stack whose outputs a program reads: no AWS resource, and nothing that a provider makes. */
export interface StackReference {
  urn: string;
  /** Logical name. */
  name: string;
  /** As the program names the stack: `organization/home-region/global`. */
  reads: string;
  source?: string;
}

export interface StackGraph {
  stack: string;
  resources: Resource[];
  references: StackReference[];
  /** The stack's own outputs, secrets unwrapped. */
  outputs: Record<string, any>;
}

/** All stacks together. Resources refer to each other by the ids and ARNs in their inputs. */
export class Graph {
  readonly resources: readonly Resource[];
  readonly #byArn = new Map<string, Resource>();

  constructor(readonly stacks: readonly StackGraph[]) {
    this.resources = stacks.flatMap((stack) => stack.resources);
    for (const resource of this.resources) {
      const { arn } = resource.outputs;
      if (typeof arn === "string") this.#byArn.set(arn, resource);
    }
  }

  ofType(...types: string[]): Resource[] {
    return this.resources.filter((resource) => types.includes(resource.type));
  }

  byArn(arn: string): Resource | undefined {
    return this.#byArn.get(arn);
  }

  /** The resource of `type` with this id. Ids are unique within a type. */
  byId(type: string, id: string): Resource | undefined {
    return this.resources.find((resource) => resource.type === type && resource.id === id);
  }

  outputsOf(stack: string): Record<string, any> {
    return this.stacks.find((one) => one.stack === stack)?.outputs ?? {};
  }
}
