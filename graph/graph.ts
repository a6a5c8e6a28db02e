/** What the stacks declare, as the twin sees it: every resource with its inputs and options, and the outputs that the twin made up for it. */

/**
 * What the program tells the engine about a resource beside its inputs; those that are set. Resources are named by URN.
 * https://www.pulumi.com/docs/iac/concepts/resources/options/
 */
export interface ResourceOptions {
  parent?: string;
  /** What no input refers to. */
  dependsOn?: string[];
  /** `<urn>::<id>` of a provider that the program made. */
  provider?: string;
  /** Package → provider, for what is inside a component. */
  providers?: Record<string, string>;
  protect?: boolean;
  retainOnDelete?: boolean;
  ignoreChanges?: string[];
  replaceOnChanges?: string[];
  hideDiffs?: string[];
  additionalSecretOutputs?: string[];
  deleteBeforeReplace?: boolean;
  deletedWith?: string;
  replaceWith?: string[];
  replacementTrigger?: unknown;
  /** URNs, or the parts of one that differ. */
  aliases?: (string | Record<string, string | boolean>)[];
  customTimeouts?: Record<string, string>;
  import?: string;
  /** Of a resource that is read, not made (`X.get`). */
  readId?: string;
  /** Of the provider's plugin. */
  version?: string;
  pluginDownloadURL?: string;
  envVarMappings?: Record<string, string>;
  hooks?: Record<string, unknown>;
}

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
  /** Where in the inputs the program marked a secret: `environment.variables.HASH_KEY`. */
  secretInputs?: string[];
  options?: ResourceOptions;
  /** Inputs and computed outputs (arn, dnsName, …). */
  outputs: Record<string, any>;
  /** Outputs that a component registered. */
  registered?: Record<string, any>;
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

/** What a program asks AWS or another provider about (`aws.getX`). */
export interface Call {
  token: string;
  inputs: Record<string, any>;
  /** Options that are set. */
  options?: Pick<ResourceOptions, "provider" | "version" | "pluginDownloadURL">;
}

export interface StackGraph {
  stack: string;
  resources: Resource[];
  references: StackReference[];
  /** In the order of their text: programs ask several at once. */
  calls?: Call[];
  /** The stack's own outputs, secrets unwrapped. */
  outputs: Record<string, any>;
  /** Outputs that were secret when the program returned them: readers must see them as secrets again. */
  secretOutputs?: string[];
}

/** All stacks together. Resources refer to each other by the ids and ARNs in their inputs. */
export class Graph {
  readonly resources: readonly Resource[];
  readonly #byArn = new Map<string, Resource>();

  constructor(readonly stacks: readonly StackGraph[]) {
    this.resources = stacks.flatMap((stack) => stack.resources);
    for (const resource of this.resources) {
      const { arn } = resource.outputs;
      if (typeof arn === "string") {
        this.#byArn.set(arn, resource);
      }
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
    return this.stacks.find((graph) => graph.stack === stack)?.outputs ?? {};
  }
}
