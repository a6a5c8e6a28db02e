/** A pack as `@pulumi/policy` serves it. The rules see plain data only; what the SDK needs beside them is here. */
import { resolve } from "node:path";
import type { Policies, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import { contextOf, exemptionFor, unused } from "./evaluate";
import { type Exemption, type Exemptions, noExemptions, readExemptions } from "./exemptions";
import { Graph } from "./graph";
import { Hearing, RuleIndex, type Subject } from "./hearing";
import { messageOf, titleOf } from "./message";
import type { Pack } from "./pack";
import { type Resource, stackOfUrn } from "./resource";
import type { Context, Finding, Rule } from "./rule";
import { configuredTopology, type Topology, topologyOf } from "./topology";
import { hasUnknown, stringsIn } from "./values";

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

type Policy = Policies[number];
type Asked = ResourceValidationArgs | StackValidationArgs;
type Report = (message: string, urn?: string) => void;

/**
 * The policies of packs. One server serves one stack once: what it has seen is kept between its calls. Packs that are
 * served together share the topology and the exemptions: they need be configured for one of them only.
 *
 * For every policy that it asks, the SDK reads the request anew, which takes longer than all rules together. But it goes
 * through the list once a request, and so is told only those that have something to say.
 */
export function policiesOf(...packs: readonly Pack[]): Policies {
  const served = new Served(packs);
  const policies = [...served.policies()];
  return Object.defineProperty(policies, Symbol.iterator, { value: () => served.policies({}) });
}

/** What the SDK is at while it goes through the policies: what the first that it asked has opened. */
interface Request {
  hearing?: Hearing;
}

class Served {
  readonly #index: RuleIndex;
  readonly #openers: readonly Rule[];
  readonly #configurable: number;
  readonly #graph = new Graph();
  readonly #reported = new Set<string>();
  readonly #used = new Set<Exemption>();
  /** URN → what is exempted there. */
  readonly #exempted = new Map<string, string[]>();
  /** Rule → URN → resource about which only creation can tell. */
  readonly #waiting = new Map<string, Map<string, Resource>>();
  /** Rule → what tells its settings, and goes on telling them: only a rule that is asked can know. */
  readonly #configs = new Map<string, Asked["getConfig"]>();
  #configured = "{}";
  #settings: Record<string, Record<string, unknown>> = {};
  #topology: Topology = topologyOf();
  #exemptions: Exemptions = noExemptions;

  constructor(private readonly packs: readonly Pack[]) {
    this.#openers = packs.map(({ rules }) => rules[0]!);
    this.#index = new RuleIndex(packs.flatMap(({ rules }) => rules));
    this.#configurable = this.#index.rules.filter(({ settings }) => settings).length;
  }

  /**
   * The packs' first rules, which have the settings and open the hearing. Then those that found something; all of them
   * where nothing is asked (the SDK lists its policies) or no first rule is enabled, and then each looks for itself.
   */
  *policies(request?: Request): Generator<Policy> {
    const speaks = (rule: Rule) =>
      !request?.hearing || (rule.settings && !this.#configs.has(rule.name)) || request.hearing.findings.has(rule);
    for (const rule of this.#openers) if (speaks(rule)) yield this.#policy(rule, request);
    const isQuiet = request?.hearing?.findings.size === 0 && this.#configs.size === this.#configurable;
    // Exemptions are told with each resource, what waits at the end: neither is a reason to be asked at the other time.
    const notes = request?.hearing && (request.hearing.subject.scope === "stack" ? this.#waiting : this.#exempted);
    for (const pack of this.packs) {
      for (const rule of isQuiet ? [] : pack.rules.slice(1)) if (speaks(rule)) yield this.#policy(rule, request);
      if (!notes || notes.size > 0) yield this.#notesOf(pack);
    }
  }

  /** A rule is asked about each resource as it comes, and about all of them at the end, when more is known. */
  #policy(rule: Rule, request?: Request): Policy {
    const { check, fix } = rule;
    const opens = this.#openers.includes(rule);
    const validate = (args: Asked, report: Report) => {
      if ("resources" in args && args.resources.length === 0) return;
      if (rule.settings) this.#configs.set(rule.name, args.getConfig);
      const isNew = this.#configure();
      const heard = isNew || opens ? undefined : request?.hearing;
      const hearing = heard?.isOf(args) ? heard : this.#hear(args, opens ? this.#index : new RuleIndex([rule]));
      if (request && opens) request.hearing = hearing;
      this.#tell(rule, hearing.findings.get(rule) ?? [], report);
      if (opens && "resources" in args) this.#tellExemptions(hearing, report);
    };
    return {
      ...describe(rule),
      ...((check || opens) && { validateResource: validate }),
      validateStack: validate,
      ...(fix && { remediateResource: (args: ResourceValidationArgs) => this.#fix(rule, args) }),
    };
  }

  #fix(rule: Rule, args: ResourceValidationArgs) {
    const isMeant = !rule.types || rule.types.includes(args.type);
    return isMeant ? rule.fix!(resourceOf(args), this.#context(rule, this.#graph, "partial")) : undefined;
  }

  /** Says at the end of a preview what only creation can tell, in one entry, and with each resource what is exempted. */
  #notesOf({ name, rules }: Pack): Policy {
    return {
      name: `${name}-known-after-creation`,
      description: "Says what a preview cannot know and the end of the update checks again; and what is exempted.",
      enforcementLevel: "advisory",
      validateResource: ({ urn }, report) => {
        for (const note of this.#exempted.get(urn) ?? []) report(note);
        this.#exempted.delete(urn);
      },
      validateStack: ({ resources }, report) => {
        const open = new Set(
          resources
            .map(resourceOf)
            .filter(isOpen)
            .map(({ urn }) => urn),
        );
        const lines = rules.flatMap((rule) => {
          const waiting = [...(this.#waiting.get(rule.name)?.values() ?? [])].filter(({ urn }) => open.has(urn));
          return waiting.length > 0 ? [`[${rule.name}] ${waiting.map(titleOf).join(", ")}`] : [];
        });
        if (lines.length > 0)
          report(["known only after creation, and checked again at the end of the update:", ...lines].join("\n"));
      },
    };
  }

  /** Takes over what the rules are configured with by now. Returns whether that is something new. */
  #configure(): boolean {
    const settings: Record<string, Record<string, unknown>> = {};
    for (const [name, getConfig] of this.#configs) {
      const given = getConfig<Record<string, unknown>>();
      if (Object.keys(given).length > 0) settings[name] = given;
    }
    const text = JSON.stringify(settings);
    if (text === this.#configured) return false;
    this.#configured = text;
    this.#settings = settings;
    this.#topology = topologyOf(configuredTopology(settings));
    const files = Object.values(settings).map(({ exemptionsFile }) => exemptionsFile);
    const file = files.find((one) => typeof one === "string" && one !== "");
    this.#exemptions = file ? readExemptions(resolve(file as string)) : noExemptions;
    return true;
  }

  #hear(args: Asked, index: RuleIndex): Hearing {
    const subject = "resources" in args ? wholeStack(args) : this.#oneMore(resourceOf(args));
    return new Hearing(subject, index, (rule) => this.#context(rule, subject.graph, subject.scope));
  }

  #oneMore(resource: Resource): Subject {
    this.#graph.add(resource);
    return { scope: "partial", resources: [resource], stack: resource.stack, graph: this.#graph };
  }

  #context(rule: Rule, graph: Graph, scope: Subject["scope"]): Context {
    return contextOf(rule, graph, { topology: this.#topology, scope, settings: this.#settings });
  }

  #tell(rule: Rule, findings: readonly Finding[], report: Report) {
    for (const finding of findings) {
      const { urn } = finding.resource;
      const message = messageOf(finding);
      // At the end more is known of what is allowed; what is found is the same.
      const key = [rule.name, urn, finding.path, finding.found].join(" ");
      const exemption = exemptionFor(rule, finding, this.#exemptions, Date.now());
      if (exemption) this.#used.add(exemption);
      if (exemption) {
        const note = `[${rule.name}] exempted until ${exemption.expires} (${exemption.owner}: ${exemption.reason}): ${message}`;
        this.#exempted.set(urn, [...(this.#exempted.get(urn) ?? []), note]);
      } else if (finding.deferred) {
        const waiting = this.#waiting.get(rule.name) ?? new Map<string, Resource>();
        this.#waiting.set(rule.name, waiting.set(urn, finding.resource));
      } else if (!this.#reported.has(key)) {
        this.#reported.add(key);
        this.#waiting.get(rule.name)?.delete(urn);
        report(message, urn);
      }
    }
  }

  /** What is wrong with the exemptions file, and what it lets pass that nothing finds. */
  #tellExemptions(hearing: Hearing, report: Report) {
    const { entries, faults } = this.#exemptions;
    const mine = entries.filter(
      ({ rule, resource }) =>
        stackOfUrn(resource) === hearing.subject.stack && this.packs.some(({ name }) => rule.startsWith(`${name}-`)),
    );
    for (const rule of this.#index.rules.filter(({ name }) => mine.some((entry) => entry.rule === name))) {
      for (const finding of hearing.findings.get(rule) ?? []) {
        const exemption = exemptionFor(rule, finding, this.#exemptions, Date.now());
        if (exemption) this.#used.add(exemption);
      }
    }
    for (const fault of [...faults, ...unused(mine, this.#used, Date.now())]) report(fault);
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

/** Whether creation has yet to tell something of it. */
const isOpen = ({ props }: Resource): boolean => stringsIn(props).some(({ value }) => hasUnknown(value));

function wholeStack(args: StackValidationArgs): Subject {
  const resources = args.resources.map(resourceOf);
  return { scope: "stack", resources, graph: new Graph(resources), stack: resources[0]!.stack };
}
