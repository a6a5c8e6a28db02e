/** A pack as `@pulumi/policy` serves it. The rules see plain data only; what the SDK needs beside them is here. */
import { resolve } from "node:path";
import type { Policies, ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import { contextOf, exemptionFor, unused } from "./evaluate";
import { type Exemption, type Exemptions, noExemptions, readExemptions } from "./exemptions";
import { Graph } from "./graph";
import { Hearing, RuleIndex, type Subject } from "./hearing";
import { messageOf, titleOf } from "./message";
import type { Pack } from "./pack";
import { type Properties, type Resource, stackOfUrn, told } from "./resource";
import type { Context, Finding, Rule } from "./rule";
import { configuredTopology, type Topology, topologyOf } from "./topology";
import { hasUnknown, stringsIn } from "./values";

type Args = ResourceValidationArgs | StackValidationArgs["resources"][number];

/** Past the SDK's guards, which throw on unknown values and so turn a mandatory policy into an advisory one. */
function raw(value: any): any {
  let current = value;
  while (current?.__isSpecialProxy === true) {
    current = current.__getSpecialProxyTarget;
  }
  return current;
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
 * through the list once a request, and so gets only those that have something to say.
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
  readonly #graph = new Graph();
  /** What has been said, and is not said again. */
  readonly #reported = new Set<string>();
  readonly #used = new Set<Exemption>();
  /** URN → what is exempted there and has not been said yet. */
  readonly #exempted = new Map<string, string[]>();
  /** Rule → URN → resource about which only creation can tell. */
  readonly #waiting = new Map<Rule, Map<string, Resource>>();
  /** Rules that have settings and have not been asked yet: only a rule that is asked can tell them. */
  readonly #unheard: Set<Rule>;
  /** Rule → what tells its settings, and goes on telling them. */
  readonly #configs = new Map<string, Asked["getConfig"]>();
  #configured: string | undefined;
  #settings: Record<string, Record<string, unknown>> = {};
  #topology: Topology = topologyOf();
  #exemptionsFile: string | undefined;
  #exemptions: Exemptions = noExemptions;
  readonly #packs: readonly Pack[];

  constructor(packs: readonly Pack[]) {
    this.#packs = packs;
    this.#openers = packs.map(({ rules }) => rules[0]!);
    this.#index = new RuleIndex(packs.flatMap(({ rules }) => rules));
    this.#unheard = new Set(this.#index.rules.filter(({ settings }) => settings));
  }

  /**
   * The packs' first rules, which have the settings and open the hearing. Then those that found something; all of them
   * where nothing is asked (the SDK lists its policies) or no first rule is enabled, and then each looks for itself.
   */
  *policies(request?: Request): Generator<Policy> {
    const isQuiet = (rule: Rule, { findings }: Hearing) => !this.#unheard.has(rule) && !findings.has(rule);
    for (const rule of this.#openers) {
      if (!request?.hearing || !isQuiet(rule, request.hearing)) {
        yield this.#policy(rule, request);
      }
    }
    const hearing = request?.hearing;
    const due = hearing && new Set([...this.#unheard, ...hearing.findings.keys()]);
    for (const pack of this.#packs) {
      for (const rule of due ?? pack.rules) {
        if (pack.rules.indexOf(rule) > 0) {
          yield this.#policy(rule, request);
        }
      }
      if (!hearing || this.#hasNotes(pack, hearing)) {
        yield this.#notesOf(pack);
      }
    }
  }

  /** What waits is said at the end: it is no reason to be asked before. */
  #hasNotes({ rules }: Pack, { subject }: Hearing): boolean {
    return this.#exempted.size > 0 || (subject.scope === "stack" && rules.some((rule) => this.#waiting.has(rule)));
  }

  /** A rule is asked about each resource as it comes, and about all of them at the end, when more is known. */
  #policy(rule: Rule, request?: Request): Policy {
    const { check, fix } = rule;
    const opens = this.#openers.includes(rule);
    const validate = (args: Asked, report: Report) => {
      if ("resources" in args && args.resources.length === 0) {
        return;
      }
      if (this.#unheard.delete(rule)) {
        this.#configs.set(rule.name, args.getConfig);
      }
      const isNew = this.#configure();
      const heard = isNew || opens ? undefined : request?.hearing;
      const hearing = heard?.isOf(args) ? heard : this.#hear(args, opens ? this.#index : new RuleIndex([rule]));
      if (request && opens) {
        request.hearing = hearing;
      }
      this.#report(rule, hearing.findings.get(rule) ?? [], report);
      if (opens && "resources" in args) {
        this.#reportExemptions(hearing, report);
      }
    };
    return {
      ...describe(rule),
      ...((check || opens) && { validateResource: validate }),
      validateStack: validate,
      ...(fix && {
        remediateResource: (args: ResourceValidationArgs) =>
          fix(resourceOf(args), this.#context(rule, this.#graph, "partial")),
      }),
    };
  }

  /** Says at the end of a preview what only creation can tell, in one entry; and what is exempted, once it is found. */
  #notesOf({ name, rules }: Pack): Policy {
    return {
      name: `${name}-known-after-creation`,
      description: "Says what a preview cannot know and the end of the update checks again; and what is exempted.",
      enforcementLevel: "advisory",
      validateResource: ({ urn }, report) => this.#reportExempted([urn], report),
      validateStack: ({ resources }, report) => {
        this.#reportExempted([...this.#exempted.keys()], report);
        const now = new Map(resources.map(({ urn, props }) => [urn, props]));
        const mine = [...this.#waiting].filter(([rule]) => rules.includes(rule));
        const lines = mine.flatMap(([rule, waiting]) => {
          const open = [...waiting.values()].filter(({ urn }) => isOpen(raw(now.get(urn))));
          return open.length > 0 ? [`[${rule.name}] ${open.map(titleOf).join(", ")}`] : [];
        });
        if (lines.length > 0) {
          report(["known only after creation, and checked again at the end of the update:", ...lines].join("\n"));
        }
      },
    };
  }

  #reportExempted(urns: readonly string[], report: Report) {
    for (const urn of urns) {
      for (const note of this.#exempted.get(urn) ?? []) {
        report(note, urn);
      }
      this.#exempted.delete(urn);
    }
  }

  /** Takes over what the rules are configured with by now. Returns whether that is something new. */
  #configure(): boolean {
    const given = [...this.#configs.values()].map((getConfig) => getConfig<Properties>());
    const text = JSON.stringify(given);
    if (text === this.#configured) {
      return false;
    }
    this.#configured = text;
    const settings = Object.fromEntries([...this.#configs.keys()].map((name, index) => [name, given[index]!]));
    this.#settings = settings;
    this.#topology = topologyOf(configuredTopology(settings));
    const files = Object.values(settings).map(({ exemptionsFile }) => exemptionsFile);
    const file = files.find((file): file is string => typeof file === "string" && file !== "");
    // Which of its exemptions are used is known of those that were read.
    if (file !== this.#exemptionsFile) {
      this.#exemptions = file ? readExemptions(resolve(file)) : noExemptions;
    }
    this.#exemptionsFile = file;
    return true;
  }

  #hear(args: Asked, index: RuleIndex): Hearing {
    const subject = "resources" in args ? this.#wholeStack(args) : this.#oneMore(resourceOf(args));
    return new Hearing(subject, index, (rule) => this.#context(rule, subject.graph, subject.scope));
  }

  #wholeStack(args: StackValidationArgs): Subject {
    const resources = args.resources.map((state) => told(resourceOf(state), this.#graph.byUrn(state.urn)));
    return { scope: "stack", resources, graph: new Graph(resources), stack: resources[0]!.stack };
  }

  #oneMore(resource: Resource): Subject {
    this.#graph.add(resource);
    return { scope: "partial", resources: [resource], stack: resource.stack, graph: this.#graph };
  }

  #context(rule: Rule, graph: Graph, scope: Subject["scope"]): Context {
    return contextOf(rule, graph, { topology: this.#topology, scope, settings: this.#settings });
  }

  #report(rule: Rule, findings: readonly Finding[], report: Report) {
    for (const finding of findings) {
      const { urn } = finding.resource;
      const message = messageOf(finding);
      const exemption = exemptionFor(rule, finding, this.#exemptions, Date.now());
      // At the end more is known of what is allowed; what is found is the same.
      const isFirst = () => this.#isFirst(rule.name, urn, finding.path, finding.found, exemption);
      if (exemption) {
        this.#used.add(exemption);
        const note = `[${rule.name}] exempted until ${exemption.expires} (${exemption.owner}: ${exemption.reason}): ${message}`;
        if (isFirst()) {
          this.#exempted.set(urn, [...(this.#exempted.get(urn) ?? []), note]);
        }
      } else if (finding.deferred) {
        const waiting = this.#waiting.get(rule) ?? new Map<string, Resource>();
        this.#waiting.set(rule, waiting.set(urn, finding.resource));
      } else if (isFirst()) {
        this.#waiting.get(rule)?.delete(urn);
        report(message, urn);
      }
    }
  }

  /** Whether this has not been said before. */
  #isFirst(...what: unknown[]): boolean {
    const key = JSON.stringify(what);
    const isKnown = this.#reported.has(key);
    this.#reported.add(key);
    return !isKnown;
  }

  /** What is wrong with the exemptions file, and what it lets pass that nothing finds. */
  #reportExemptions({ subject, findings }: Hearing, report: Report) {
    const { entries, issues } = this.#exemptions;
    const mine = entries.filter(
      ({ rule, resource }) =>
        stackOfUrn(resource) === subject.stack && this.#packs.some(({ name }) => rule.startsWith(`${name}-`)),
    );
    // Most rules are yet to tell what they have found at the end.
    const found = [...findings].flatMap(([rule, list]) =>
      list.map((finding) => exemptionFor(rule, finding, this.#exemptions, Date.now())),
    );
    const idle = mine.filter((entry) => !found.includes(entry));
    for (const issue of [...issues, ...unused(idle, this.#used, Date.now())]) {
      if (this.#isFirst(issue)) {
        report(issue);
      }
    }
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

/** Whether creation has yet to tell something of what has these properties. */
const isOpen = (props: unknown): boolean => stringsIn(props).some(({ value }) => hasUnknown(value));
