/** KMS's API, of which there is DescribeKey: https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html */
import type { ServerResponse } from "node:http";
import * as json from "../aws-json";
import type { TwinContext } from "../context";
import { callFaults } from "../faults/call";
import { FaultGate } from "../faults/gate";
import { type ApiCall, type ApiError, ServiceApi } from "../http/service-api";
import { accessDeniedText, type Iam } from "../iam/types";
import { findKey, keyStateOf } from "./rules";
import { type Kms, kms } from "./types";

const longestBodyBytes = 8 * 1024;

export class Keys implements Kms {
  readonly #api: ServiceApi;
  readonly #gate: FaultGate;
  readonly #context: TwinContext;

  constructor(context: TwinContext, callers: Pick<Iam, "holderOf">) {
    this.#context = context;
    this.#gate = new FaultGate(context);
    const handle = (call: ApiCall) => this.#handle(call);
    this.#api = new ServiceApi(context, callers, { service: "kms", longestBodyBytes, handle, refuse });
  }

  start(): Promise<void> {
    return this.#api.start();
  }

  async stop(): Promise<void> {
    this.#gate.stop();
    await this.#api.stop();
  }

  endpoint(region: string): string {
    return this.#api.endpoint(region);
  }

  async #handle({ from, region, holder, request, response, body }: ApiCall): Promise<void> {
    if (json.operationOf(request, "TrentService") !== "DescribeKey") {
      return refuse(response, { status: 400, code: "UnknownOperationException", message: "Only DescribeKey is here" });
    }
    const key = findKey(this.#context.graph, region, keyIdIn(body));
    const resource = key?.outputs.arn ?? `arn:aws:kms:${region}:*:key/unknown`;
    const access = { action: "kms:DescribeKey", resource };
    const decision = holder.decideKeyUse(access);
    if (!decision.allowed) {
      const message = accessDeniedText(holder, access, decision);
      return refuse(response, { status: 400, code: "AccessDeniedException", message });
    }
    if (!key) {
      return refuse(response, { status: 400, code: "NotFoundException", message: `Key '${resource}' does not exist` });
    }
    const draw = Math.random();
    const target = { region, service: kms.name, resource: key.name };
    const struck = await this.#gate.pass(response, () => callFaults(this.#context.faults, from, [target], draw));
    if (struck === "silent") {
      return;
    }
    const state = keyStateOf(struck);
    if (struck && state === undefined) {
      return refuse(response, struck);
    }
    const KeyMetadata = { Arn: resource, KeyId: resource.split("/").at(-1), Enabled: !struck, KeyState: state };
    json.respond(response, 200, { KeyMetadata }, "1.1");
  }
}

function keyIdIn(body: string): unknown {
  try {
    return (JSON.parse(body) as { KeyId?: unknown } | null)?.KeyId;
  } catch {
    return undefined; // A key that there is none of.
  }
}

function refuse(response: ServerResponse, { status, code, message }: ApiError): void {
  json.respond(response, status, { __type: code, message }, "1.1");
}
