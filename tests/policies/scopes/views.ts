/** What each of the four scopes is shown of a program, and what the packs say of it there. */
import { packs } from "../../../policies/packs";
import { evaluate } from "../../../policies/shared/evaluate";
import type { Properties, Resource } from "../../../policies/shared/resource";
import { policiesOf } from "../../../policies/shared/serve";
import { isRecord, unknown } from "../../../policies/shared/values";
import { Engine, type Reported } from "../support/engine";
import { topology } from "../support/scene";
import { type Declared, home, outputOf, type Program, Ref, stack, urnOf } from "./program";

/** Names of the resources that stand already. */
export type Standing = (name: string) => boolean;

export interface View {
  readonly inputs: Resource;
  /** With what AWS has answered, as far as it is known. */
  readonly state: Resource;
}

export function viewOf(program: Program, declared: Declared, stands: Standing): View {
  const { type, name, props, outputs } = declared;
  const resolve = (value: unknown): unknown => {
    if (value instanceof Ref) {
      const source = program.find(({ name }) => name === value.to)!;
      const text = outputOf(source, value.output, stands(value.to));
      return text === unknown ? unknown : `${value.before}${text}${value.after}`;
    }
    if (Array.isArray(value)) {
      return value.map(resolve);
    }
    return isRecord(value) ? resolveAll(value) : value;
  };
  const resolveAll = (values: Properties) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [key, resolve(value)]));
  const inputs: Resource = {
    ...{ type, name, stack, urn: urnOf(declared), props: resolveAll(props) },
    provider: { type: "pulumi:providers:aws", name: "default", props: { region: home } },
  };
  // The provider plans a resource's Region, whoever says it.
  const planned = Object.fromEntries(
    Object.entries(outputs).map(([key, value]) => [key, key === "region" ? value : unknown]),
  );
  const answered = stands(name) ? resolveAll(outputs) : planned;
  const state = { ...inputs, props: { ...answered, ...inputs.props }, dependencies: dependenciesOf(program, props) };
  return { inputs, state };
}

function dependenciesOf(program: Program, props: Properties): Record<string, string[]> {
  const refs = (value: unknown): Ref[] =>
    value instanceof Ref
      ? [value]
      : Array.isArray(value)
        ? value.flatMap(refs)
        : isRecord(value)
          ? Object.values(value).flatMap(refs)
          : [];
  const urns = (value: unknown) => refs(value).map(({ to }) => urnOf(program.find(({ name }) => name === to)!));
  return Object.fromEntries(
    Object.entries(props).flatMap(([key, value]) => (urns(value).length > 0 ? [[key, urns(value)]] : [])),
  );
}

const all: Standing = () => true;

/** A preview: of what has never been created, but for what `stands`; the resources come in the given order. */
export const preview = (program: Program, order: Program, stands: Standing): string[] =>
  engineVerdict(order.map((declared) => viewOf(program, declared, stands)));

/** Each resource comes once what it refers to is known; the end knows everything. A preview of what stands sees the same. */
export const up = (program: Program, order: Program): string[] => preview(program, order, all);

/** What the engine is told: each resource by what the program says of it, and all of them at the end. */
export function engineVerdict(views: readonly View[]): string[] {
  const engine = new Engine(policiesOf(...packs));
  const early = views.flatMap(({ inputs }) => engine.resource(inputs));
  return verdictOf([...early, ...engine.stack(...views.map(({ state }) => state))]);
}

/** `npm run policy`: everything at once. */
export function project(program: Program, order: Program): string[] {
  const resources = order.map((declared) => {
    const { inputs, state } = viewOf(program, declared, all);
    return { ...inputs, outputs: state.props };
  });
  const { violations } = evaluate(packs, resources, { topology });
  return verdictOf(
    violations.map(({ rule, finding }) => ({ policy: rule.name, message: "", urn: finding.resource.urn })),
  );
}

/** Which rules find something, and where. What a preview only says is no part of it. */
const verdictOf = (reported: readonly Reported[]): string[] =>
  [
    ...new Set(
      reported
        .filter(({ policy }) => !policy.endsWith("-known-after-creation"))
        .map(({ policy, urn }) => `${policy} ${urn?.split("::").at(-1)}`),
    ),
  ].sort();
