/** A pack as `@pulumi/policy` serves it. The rules see plain data only; what the SDK needs beside them is here. */
import { resolve } from "node:path";
import type { Policies, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import { contextOf, exemptionFor, findingsOf, unused } from "./evaluate";
import { type Exemption, type Exemptions, noExemptions, readExemptions } from "./exemptions";
import { Graph } from "./graph";
import { messageOf } from "./message";
import type { Pack } from "./pack";
import { type Resource, stackOfUrn } from "./resource";
import type { Finding, Rule } from "./rule";
import { configuredTopology, type Topology, topologyOf } from "./topology";

type Args = ResourceValidationArgs | StackValidationArgs["resources"][number];

/** Past the SDK's guards, which throw on unknown values and so turn a mandatory policy into an advisory one. */
function raw(value: any): any {
  let one = value;
  while (one?.__isSpecialProxy === true) one = one.__getSpecialProxyTarget;
  return one;
}

export function resourceOf(args: Args): Resource {
  const dependencies = "propertyDependencies" in args ? args.propertyDependencies : undefined;
  return {
    type: args.type,
    name: args.name,
    urn: args.urn,
    stack: stackOfUrn(args.urn),
    props: raw(args.props),
    protect: args.opts.protect,
    ignoreChanges: args.opts.ignoreChanges,
    ...(args.provider && {
      provider: { type: args.provider.type, name: args.provider.name, props: raw(args.provider.props) },
    }),
    ...(dependencies && {
      dependencies: Object.fromEntries(
        Object.entries(dependencies).map(([property, resources]) => [property, resources.map(({ urn }) => urn)]),
      ),
    }),
  };
}

/**
 * The policies of packs. One server serves one stack once: what it has seen is kept between its calls. Packs that are
 * served together share the topology: it need be configured for one of them only.
 */
export function policiesOf(...packs: readonly Pack[]): Policies {
  const served = new Served();
  return packs.flatMap((pack) => {
    const [first, ...others] = pack.rules;
    return [
      served.policy(first!, { opensPack: true }),
      ...others.map((rule) => served.policy(rule)),
      served.deferred(pack),
      served.again(pack),
    ];
  });
}

class Served {
  readonly #graph = new Graph();
  readonly #reported = new Set<string>();
  readonly #used = new Set<Exemption>();
  /** Rules that the SDK has asked: it leaves out those that are disabled, and tells nobody. */
  readonly #enabled = new Set<string>();
  /** URN → what only creation can tell. */
  readonly #notes = new Map<string, string[]>();
  #settings: Record<string, Record<string, unknown>> = {};
  #topology: Topology = topologyOf();
  #exemptions: Exemptions = noExemptions;

  policy(rule: Rule, { opensPack = false } = {}): Policies[number] {
    const { check, checkStack, fix } = rule;
    const policy: any = describe(rule);
    const types = rule.types && new Set(rule.types);
    if (check || opensPack) {
      policy.validateResource = (args: ResourceValidationArgs, report: (message: string) => void) => {
        this.#enabled.add(rule.name);
        if (opensPack) this.#begin(rule, args);
        if (!check || (types && !types.has(args.type))) return;
        const resource = resourceOf(args);
        this.#configure(rule, args);
        this.#report(rule, check(resource, this.#context(rule, this.#graph, "partial")), report);
      };
    }
    if (checkStack) {
      policy.validateStack = (args: StackValidationArgs, report: (message: string, urn?: string) => void) => {
        if (opensPack) this.#begin(rule, args);
        this.#configure(rule, args);
        const { graph, stack } = wholeStack(args);
        this.#report(rule, checkStack(stack, this.#context(rule, graph, "stack")), report);
      };
    }
    if (fix) {
      policy.remediateResource = (args: ResourceValidationArgs) =>
        rule.types && !rule.types.includes(args.type)
          ? undefined
          : fix(resourceOf(args), this.#context(rule, this.#graph, "partial"));
    }
    return policy;
  }

  /** Says in a preview what only the end of the update can tell, and which exemptions were used. */
  deferred(pack: Pack): Policies[number] {
    return {
      name: `${pack.name}-known-after-creation`,
      description: "Says what a preview cannot know and the end of the update checks again; and what is exempted.",
      enforcementLevel: "advisory",
      validateResource: ({ urn }, report) => {
        for (const note of this.#notes.get(urn) ?? []) report(note);
        this.#notes.delete(urn);
      },
    };
  }

  /** Every rule once more over the whole stack, with everything that is known by then. */
  again(pack: Pack): Policies[number] {
    return {
      name: `${pack.name}-check-again`,
      description: "Every rule of the pack once more at the end, over all of the stack and all that is known by then.",
      enforcementLevel: "mandatory",
      severity: "critical",
      validateStack: (args, report) => {
        const { graph, resources, stack } = wholeStack(args);
        for (const rule of pack.rules) {
          if (!rule.check || (this.#enabled.size > 0 && !this.#enabled.has(rule.name))) continue;
          const only = { ...rule, checkStack: undefined } as unknown as Rule;
          const findings = findingsOf(only, resources, [], this.#context(rule, graph, "stack"));
          this.#report(rule, findings, (message, urn) => report(`[${rule.name}] ${message}`, urn));
        }
        for (const fault of this.#exemptionFaults(pack, stack)) report(fault);
      },
    };
  }

  #begin(rule: Rule, args: ResourceValidationArgs | StackValidationArgs) {
    const settings = args.getConfig<Record<string, unknown>>();
    if (JSON.stringify(settings) !== JSON.stringify(this.#settings[rule.name] ?? {})) {
      this.#settings[rule.name] = settings;
      this.#topology = topologyOf(configuredTopology(this.#settings));
      const files = Object.values(this.#settings).map(({ exemptionsFile }) => exemptionsFile);
      const file = files.find((one) => typeof one === "string" && one !== "");
      this.#exemptions = file ? readExemptions(resolve(file as string)) : noExemptions;
    }
    if ("urn" in args) this.#graph.add(resourceOf(args));
  }

  #configure(rule: Rule, args: ResourceValidationArgs | StackValidationArgs) {
    if (rule.settings) this.#settings[rule.name] = args.getConfig<Record<string, unknown>>();
  }

  #context(rule: Rule, graph: Graph, scope: "partial" | "stack") {
    return contextOf(rule, graph, { topology: this.#topology, scope, settings: this.#settings });
  }

  #report(rule: Rule, findings: readonly Finding[], report: (message: string, urn?: string) => void) {
    for (const finding of findings) {
      const { urn } = finding.resource;
      const message = messageOf(finding);
      const key = `${rule.name} ${urn} ${message}`;
      const exemption = exemptionFor(rule, finding, this.#exemptions, Date.now());
      if (exemption) this.#used.add(exemption);
      const note = exemption
        ? `[${rule.name}] exempted until ${exemption.expires} (${exemption.owner}: ${exemption.reason}): ${message}`
        : finding.deferred && `[${rule.name}] ${message}. The end of the update checks it again.`;
      if (note) this.#notes.set(urn, [...(this.#notes.get(urn) ?? []), note]);
      else if (!this.#reported.has(key)) {
        this.#reported.add(key);
        report(message, urn);
      }
    }
  }

  #exemptionFaults(pack: Pack, stack: string): string[] {
    const { entries, faults } = this.#exemptions;
    const mine = entries.filter(
      ({ rule, resource }) => rule.startsWith(`${pack.name}-`) && stackOfUrn(resource) === stack,
    );
    return [...faults, ...unused(mine, this.#used, Date.now())];
  }
}

function describe({ name, description, severity, remediation, url, references, settings }: Rule) {
  return {
    name,
    description,
    enforcementLevel: "mandatory" as const,
    severity,
    remediationSteps: remediation,
    url,
    tags: references.map(({ framework, id }) => `${framework} ${id}`),
    ...(settings && { configSchema: { properties: settings as any } }),
  };
}

function wholeStack(args: StackValidationArgs) {
  const resources = args.resources.map(resourceOf);
  return { resources, graph: new Graph(resources), stack: resources[0]?.stack ?? "" };
}
