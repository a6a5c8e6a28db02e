/** Asks policies as the SDK does, without it: through the list once a request, each with its own settings. */
import type { Policies } from "@pulumi/policy";
import type { Resource } from "../../../policies/shared/resource";

export interface Reported {
  readonly policy: string;
  readonly message: string;
  readonly urn?: string | undefined;
}

export class Engine {
  readonly #disabled: readonly string[];

  /** `config`: rule → its settings. `disabled`: rules that are not asked. */
  constructor(
    readonly policies: Policies,
    public config: Record<string, Record<string, unknown>> = {},
    disabled: readonly string[] = [],
  ) {
    this.#disabled = disabled;
  }

  /** A resource, as it comes. */
  resource(resource: Resource): Reported[] {
    return this.#ask("validateResource", argsOf(resource));
  }

  /** The end of the update. */
  stack(...resources: readonly Resource[]): Reported[] {
    const all = new Map(resources.map((resource) => [resource.urn, argsOf(resource)]));
    for (const { urn, dependencies = {} } of resources) {
      const named = Object.entries(dependencies).map(([property, urns]) => [property, urns.map((urn) => all.get(urn))]);
      all.get(urn)!.propertyDependencies = Object.fromEntries(named);
    }
    return this.#ask("validateStack", { resources: [...all.values()] });
  }

  #ask(method: "validateResource" | "validateStack", args: object): Reported[] {
    const reported: Reported[] = [];
    for (const policy of this.policies as any) {
      if (this.#disabled.includes(policy.name)) {
        continue;
      }
      const report = (message: string, urn?: string) => reported.push({ policy: policy.name, message, urn });
      policy[method]?.({ ...args, getConfig: () => this.config[policy.name] ?? {} }, report);
    }
    return reported;
  }
}

export const argsOf = ({ type, name, urn, props, provider, protect }: Resource): any => ({
  type,
  name,
  urn,
  props,
  opts: { protect: protect ?? false, ignoreChanges: [] },
  provider,
});
