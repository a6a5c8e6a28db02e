/** Stands for the engine: records every resource that a program registers and makes up what AWS would have answered. */
import { AsyncLocalStorage } from "node:async_hooks";
import { RunError } from "@pulumi/pulumi";
import * as rpc from "@pulumi/pulumi/runtime";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { call } from "./calls";
import type { Call, Resource, ResourceOptions, StackGraph, StackReference } from "./graph";
import { optionsOf } from "./options";
import { makeOutputs } from "./outputs";
import type { StackSettings } from "./project";
import { effectiveRegion } from "./region";
import { plain, secretPaths } from "./values";

/** What a request says and the SDK's mocks do not hand on. */
interface Request {
  urn: string;
  options: ResourceOptions;
  secretInputs: string[];
  /** Where the program declared it. */
  source: string | undefined;
}

export class StackRecorder implements rpc.Mocks {
  readonly resources: Resource[] = [];
  readonly stackReferences: StackReference[] = [];
  readonly calls: Call[] = [];
  /** As sent by the program, secrets still marked. */
  stackOutputs: Record<string, unknown> | undefined;
  /** The first question or registration that was refused: the SDK's own error around it says less. */
  refusal: RunError | undefined;
  /** The stack that was asked for and is not among the references. */
  missingStack: string | undefined;
  readonly #request = new AsyncLocalStorage<Request>();
  readonly #urns = new Set<string>();

  constructor(
    readonly settings: StackSettings,
    readonly references: Record<string, StackGraph>,
  ) {}

  /** Learns what the SDK's mocks do not hand on, and gives URNs the engine's form. */
  watch() {
    const monitor: any = MockMonitor.prototype;
    const { registerResource, readResource, registerResourceOutputs, invoke } = monitor;
    const recorder = this;
    monitor.newUrn = (parent: string, type: string, name: string) => recorder.#newUrn(parent, type, name);
    const asRequest = (original: (...args: any[]) => unknown) =>
      function (this: unknown, req: any, callback: unknown) {
        const urn = recorder.#newUrn(req.getParent(), req.getType(), req.getName());
        return recorder.#request.run(requestOf(urn, req), () => original.call(this, req, callback));
      };
    monitor.registerResource = asRequest(registerResource);
    monitor.readResource = asRequest(readResource);
    monitor.invoke = function (req: any, callback: unknown) {
      const options = optionsOf(req);
      recorder.calls.push({ token: req.getTok(), inputs: req.getArgs().toJavaScript(), options });
      return invoke.call(this, req, callback);
    };
    monitor.registerResourceOutputs = function (req: any, callback: unknown) {
      const outputs = rpc.deserializeProperties(req.getOutputs());
      if (req.getUrn().includes("::pulumi:pulumi:Stack::")) {
        recorder.stackOutputs = outputs;
      } else {
        recorder.#keepOutputs(req.getUrn(), outputs);
      }
      return registerResourceOutputs.call(this, req, callback);
    };
  }

  async newResource(args: rpc.MockResourceArgs): Promise<{ id: string | undefined; state: Record<string, any> }> {
    const { urn, options, secretInputs, source } = this.#request.getStore()!;
    // https://www.pulumi.com/docs/iac/concepts/resources/names/#urns : the engine refuses a second one.
    if (this.#urns.has(urn)) {
      this.#refuse(`Duplicate resource URN '${urn}'; try giving it a unique name`);
    }
    this.#urns.add(urn);
    if (args.type === "pulumi:pulumi:Stack") {
      return { id: undefined, state: {} };
    }
    if (args.type === "pulumi:pulumi:StackReference") {
      return this.#reference(urn, source, args);
    }
    const inputs = await plain(args.inputs);
    const { stack } = this.settings;
    const region = effectiveRegion(args.type, inputs, this.#providerRegion(args.provider));
    const { id, ...made } = makeOutputs({ urn, ...args, inputs, region, others: this.resources });
    const outputs = { ...(args.id ? { id: args.id } : { id }), ...(region ? { region } : {}), ...made };
    const own = definedOnly(inputs);
    this.resources.push({
      ...(source && { source }),
      stack,
      urn,
      type: args.type,
      name: args.name,
      id: args.id || id,
      region,
      inputs: own,
      ...(secretInputs.length > 0 && { secretInputs }),
      options,
      outputs: mergeOutputs(own, outputs),
    });
    return { id: args.id || id, state: mergeOutputs(args.inputs, outputs) };
  }

  async call(args: rpc.MockCallArgs): Promise<Record<string, any>> {
    const region = args.inputs.region ?? this.#providerRegion(args.provider);
    const outputs = call(args.token, await plain(args.inputs), region);
    return typeof outputs === "string" ? this.#refuse(outputs) : outputs;
  }

  /** What a component says of itself: https://www.pulumi.com/docs/iac/concepts/components/#registering-component-outputs */
  #keepOutputs(urn: string, outputs: Record<string, unknown>) {
    const component = this.resources.find((resource) => resource.urn === urn);
    if (component && Object.keys(outputs).length > 0) {
      component.registered = outputs;
    }
  }

  #refuse(reason: string): never {
    this.refusal ??= new RunError(reason);
    throw this.refusal;
  }

  #newUrn(parent: string, type: string, name: string): string {
    const { stack, project } = this.settings;
    const parentType = parent ? parent.split("::")[2] : undefined;
    const qualified = parentType && parentType !== "pulumi:pulumi:Stack" ? `${parentType}$${type}` : type;
    return `urn:pulumi:${stack}::${project}::${qualified}::${name}`;
  }

  #providerRegion(provider: string | undefined): string | undefined {
    const declared = this.resources.find((resource) => provider?.startsWith(`${resource.urn}::`));
    return declared?.inputs.region ?? this.settings.config["aws:region"];
  }

  #reference(urn: string, source: string | undefined, { id, name, inputs }: rpc.MockResourceArgs) {
    const full: string = id || inputs.name;
    const stack = full.split("/").at(-1)!;
    this.stackReferences.push({ urn, name, reads: full, ...(source && { source }) });
    const found = this.references[stack];
    if (!found) {
      this.missingStack ??= stack;
      return this.#refuse(`unknown stack "${full}"; a region stack finds only "global", which finds none`);
    }
    const { outputs, secretOutputs: secretOutputNames } = found;
    return { id: full, state: { name: full, outputs, secretOutputNames } };
  }
}

function requestOf(urn: string, req: any): Request {
  const position = req.getSourceposition();
  const file = position?.getUri().replace(/^file:\/\//, "");
  const source = position && `${file}:${position.getLine()}:${position.getColumn()}`;
  const inputs = (req.getObject?.() ?? req.getProperties()).toJavaScript();
  return { urn, options: optionsOf(req), secretInputs: secretPaths(inputs), source };
}

/** What was declared wins over what is made up, except where AWS adds fields to a declared object. */
function mergeOutputs(inputs: Record<string, any>, made: Record<string, any>): Record<string, any> {
  const extended = Object.fromEntries(
    Object.entries(made).filter(([key, value]) => isObject(value) && inputs[key] !== undefined),
  );
  return { ...made, ...inputs, ...extended };
}

const isObject = (value: unknown) => typeof value === "object" && value !== null;

const definedOnly = (inputs: Record<string, any>) =>
  Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== undefined && value !== null));
