/** The modules of a twin at work: created and started in the order that they need each other. */
import { InvalidInput } from "../model/invalid-input";
import type { Service, TwinContext } from "./context";
import type { HealthState } from "./health";
import type { AnyModule, FunctionCaller, ServiceKey, Services } from "./module";
import type { Explainer } from "./resolution";

export class RunningServices implements Services {
  readonly #created = new Map<string, Service>();
  readonly #started = new Set<string>();
  readonly #order: readonly AnyModule[];

  /** Creates every service. Throws InvalidInput for modules that do not fit together. */
  constructor(
    readonly modules: readonly AnyModule[],
    context: TwinContext,
  ) {
    this.#order = startOrder(modules);
    for (const { key, create } of this.#order) {
      const service = create?.(context, this);
      if (service) {
        this.#created.set(key.name, service);
      }
    }
  }

  get<S extends Service>(key: ServiceKey<S>): S {
    const service = this.#created.get(key.name);
    if (service) {
      return service as S;
    }
    const names = [...this.#created.keys()].join(", ");
    throw new InvalidInput(
      `unknown service "${key.name}"; valid services: ${names || "none"}; is it in local/services.ts?`,
    );
  }

  /** Starts what is not started yet, one after the other: everything, or no more than `key` and what it needs. */
  async start(start: (service: Service) => Promise<void>, key?: ServiceKey<any>): Promise<void> {
    const wanted = key ? startOrder(this.modules, key) : this.#order;
    for (const {
      key: { name },
    } of wanted) {
      const service = this.#created.get(name);
      if (!service || this.#started.has(name)) {
        continue;
      }
      this.#started.add(name);
      await start(service);
    }
  }

  health(): HealthState[] {
    return this.#collect(({ health }, service) => health?.(service) ?? []);
  }

  explainers(): Explainer[] {
    return this.#collect(({ explain }, service) => (explain ? [(waypoint) => explain(service, waypoint)] : []));
  }

  variables(caller: FunctionCaller): Record<string, string> {
    return Object.assign({}, ...this.#collect(({ variables }, service) => variables?.(service, caller) ?? []));
  }

  #collect<T>(read: (module: AnyModule, service: Service) => T | T[]): T[] {
    return this.modules.flatMap((module) => {
      const service = this.#created.get(module.key.name);
      return service ? read(module, service) : [];
    });
  }
}

/** Needs before what needs them, else in the order of the list. `only` takes one and its needs. Throws InvalidInput. */
export function startOrder(modules: readonly AnyModule[], only?: ServiceKey<any>): AnyModule[] {
  const named = new Map(modules.map((module) => [module.key.name, module]));
  const order = new Set<AnyModule>();
  const visit = (name: string, path: readonly string[]): void => {
    const module = named.get(name);
    if (!module) {
      throw new InvalidInput(unknownNeed(name, path, [...named.keys()]));
    }
    if (order.has(module)) {
      return;
    }
    if (path.includes(name)) {
      throw new InvalidInput(circle([...path.slice(path.indexOf(name)), name]));
    }
    for (const need of needsOf(module, modules)) {
      visit(need, [...path, name]);
    }
    order.add(module);
  };
  const twice = modules.filter((module) => named.get(module.key.name) !== module).map(({ key }) => key.name);
  if (twice.length > 0) {
    throw new InvalidInput(`more than one service is called ${twice.join(", ")}; rename all but one`);
  }
  for (const name of only ? [only.name] : named.keys()) {
    visit(name, []);
  }
  return [...order];
}

function needsOf({ key, needs = [], runsFunctions }: AnyModule, modules: readonly AnyModule[]): string[] {
  const giving = runsFunctions ? modules.filter((module) => module.variables && module.key.name !== key.name) : [];
  return [...needs, ...giving.map((module) => module.key)].map(({ name }) => name);
}

function unknownNeed(name: string, path: readonly string[], known: readonly string[]): string {
  const who = path.length > 0 ? `${path.at(-1)} needs "${name}": ` : "";
  return `${who}unknown service "${name}"; valid services: ${known.join(", ")}; add it to local/services.ts or take it out of needs`;
}

function circle(path: readonly string[]): string {
  return (
    `services need each other in a circle: ${path.join(" → ")}; take one out of its module's needs ` +
    "and look it up when it is called: services.get(key)"
  );
}
