/** `@pulumi/policy`'s own code for the engine's calls, without the socket and the process. */
import type { Policies } from "@pulumi/policy";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import type { Resource } from "../../../policies/shared/resource";
import { type Diagnostic, diagnostics, fill, stackRequest } from "./server";

type Rpc = (call: { request: unknown }, callback: (error: unknown, answer: unknown) => void) => void;

export class InProcess {
  readonly #analyze: Rpc;
  readonly #analyzeStack: Rpc;

  /** `load` is for packs that bring an SDK of their own. */
  constructor(policies: Policies, load: NodeJS.Require = require) {
    const sdk = load("@pulumi/policy/server");
    this.#analyze = sdk.makeAnalyzeRpcFun("packs", "1.0.0", "mandatory", policies);
    this.#analyzeStack = sdk.makeAnalyzeStackRpcFun("packs", "1.0.0", "mandatory", policies);
  }

  async analyze(resource: Resource): Promise<Diagnostic[]> {
    return diagnostics(await this.send(fill(new proto.AnalyzeRequest(), resource)));
  }

  async analyzeStack(resources: readonly Resource[]): Promise<Diagnostic[]> {
    return diagnostics(await this.send(stackRequest(resources)));
  }

  /** A request that is made already. */
  send(request: proto.AnalyzeRequest | proto.AnalyzeStackRequest): Promise<unknown> {
    const rpc = request instanceof proto.AnalyzeStackRequest ? this.#analyzeStack : this.#analyze;
    return new Promise((resolve, reject) => {
      rpc({ request }, (error, answer) => (error ? reject(error) : resolve(answer)));
    });
  }
}
