/** S3's API, of which there are GetObject and PutObject: files in memory. */
import { createHash, randomUUID } from "node:crypto";
import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import type { TwinContext } from "../context";
import { callFaults } from "../faults/call";
import { FaultGate } from "../faults/gate";
import { type ApiCall, type ApiError, ServiceApi } from "../http/service-api";
import { accessDeniedText, type Iam } from "../iam/types";
import { addressed, type DeclaredBucket, declaredBuckets, rangeIn } from "./rules";
import { type S3, s3 } from "./types";

/** Of one PutObject here; at AWS 5 GB. */
const longestBodyBytes = 256 * 1024 * 1024;
const actions: Readonly<Record<string, { action: string; keyUse: string }>> = {
  GET: { action: "s3:GetObject", keyUse: "kms:Decrypt" },
  PUT: { action: "s3:PutObject", keyUse: "kms:GenerateDataKey" },
};

interface File {
  bytes: Buffer;
  etag: string;
}

export class Buckets implements S3 {
  readonly #buckets: ReadonlyMap<string, DeclaredBucket>;
  readonly #files = new Map<string, File>();
  readonly #api: ServiceApi;
  readonly #gate: FaultGate;
  readonly #context: TwinContext;

  constructor(context: TwinContext, callers: Pick<Iam, "holderOf">) {
    this.#context = context;
    this.#gate = new FaultGate(context);
    this.#buckets = new Map(declaredBuckets(context.graph).map((bucket) => [bucket.name, bucket]));
    const handle = (call: ApiCall) => this.#handle(call);
    this.#api = new ServiceApi(context, callers, { service: "s3", longestBodyBytes, handle, refuse });
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

  peek(bucket: string, file: string): Buffer | undefined {
    return this.#files.get(`${bucket}/${file}`)?.bytes;
  }

  async #handle(call: ApiCall): Promise<void> {
    const { request, response, region } = call;
    const named = addressed(request.url);
    const wanted = actions[request.method ?? ""];
    if (!named || !wanted) {
      return refuse(response, {
        status: 405,
        code: "MethodNotAllowed",
        message: "Only GetObject and PutObject are here",
      });
    }
    const bucket = this.#buckets.get(named.bucket);
    if (!bucket) {
      return refuse(response, { status: 404, code: "NoSuchBucket", message: "The specified bucket does not exist" });
    }
    if (bucket.region !== region) {
      const message = `The authorization header is malformed; the region '${region}' is wrong; expecting '${bucket.region}'`;
      return refuse(response, { status: 400, code: "AuthorizationHeaderMalformed", message });
    }
    const denial = denialOf(call, bucket, named.file, wanted);
    const note = (outcome: string) => this.#note(call, bucket, wanted.action, outcome);
    if (denial) {
      note("refused: AccessDenied");
      return refuse(response, { status: 403, code: "AccessDenied", message: denial });
    }
    const struck = await this.#struck(call, bucket);
    if (struck === "silent") {
      note("refused: no response");
      return;
    }
    if (struck) {
      note(`refused: ${struck.code}`);
      return refuse(response, struck);
    }
    note("ok");
    const path = `${named.bucket}/${named.file}`;
    if (request.method === "PUT") {
      const etag = `"${createHash("md5").update(call.bytes).digest("hex")}"`;
      this.#files.set(path, { bytes: call.bytes, etag });
      return write(response, 200, { etag });
    }
    get(call, this.#files.get(path));
  }

  /** Its own faults, and those of the key that the bucket is encrypted with. */
  #struck({ from, region, response }: ApiCall, { resource, keyArn }: DeclaredBucket) {
    const draw = Math.random();
    const { faults } = this.#context;
    const strikes = (service: string, name?: string) =>
      callFaults(faults, from, [{ region, service, ...(name && { resource: name }) }], draw);
    return this.#gate.pass(response, () => {
      const own = strikes(s3.name, resource);
      const key = keyArn ? strikes("kms") : own;
      const keyError = key.error && { ...key.error, status: 400, code: `KMS.${key.error.code}` };
      return { ...own, silent: own.silent || key.silent, error: own.error ?? keyError };
    });
  }

  #note({ holder, region }: ApiCall, { resource, dataClass }: DeclaredBucket, action: string, outcome: string): void {
    const trace = holder.trace();
    if (trace === undefined) {
      return;
    }
    const { ledger, network } = this.#context;
    const place = network.place(region).name;
    ledger.hop({ trace, ms: 0, service: s3.name, resource, action, place, region, dataClass, outcome });
  }
}

/** Whoever reads or writes needs the key too: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html#require-sse-kms */
function denialOf(
  { holder, region }: ApiCall,
  { arn, keyArn }: DeclaredBucket,
  file: string,
  { action, keyUse }: { action: string; keyUse: string },
): string | undefined {
  const access = { action, resource: `${arn}/${file}`, context: { "aws:SecureTransport": "true" } };
  const decision = holder.decide(access);
  if (!decision.allowed) {
    return accessDeniedText(holder, access, decision);
  }
  if (!keyArn) {
    return undefined;
  }
  const use = { action: keyUse, resource: keyArn, context: { "kms:ViaService": `s3.${region}.amazonaws.com` } };
  const allowed = holder.decideKeyUse(use);
  return allowed.allowed ? undefined : accessDeniedText(holder, use, allowed);
}

function get({ request, response }: ApiCall, file: File | undefined): void {
  const result = file ? contentOf(file, request.headers) : absent;
  if ("code" in result) {
    refuse(response, result);
  } else {
    write(response, result.status, result.headers, result.bytes);
  }
}

const absent = { status: 404, code: "NoSuchKey", message: "The specified key does not exist." };

interface Content {
  status: number;
  headers: Record<string, string>;
  bytes: Buffer;
}

function contentOf(
  { bytes, etag }: File,
  { range: wanted, "if-match": match }: IncomingHttpHeaders,
): Content | ApiError {
  if (match !== undefined && match !== etag) {
    const message = "At least one of the pre-conditions you specified did not hold";
    return { status: 412, code: "PreconditionFailed", message };
  }
  const range = rangeIn(wanted, bytes.length);
  if (range === null) {
    return { status: 416, code: "InvalidRange", message: "The requested range is not satisfiable" };
  }
  if (!range) {
    return { status: 200, headers: { etag }, bytes };
  }
  const [first, end] = range;
  const headers = { etag, "content-range": `bytes ${first}-${end - 1}/${bytes.length}` };
  return { status: 206, headers, bytes: bytes.subarray(first, end) };
}

function refuse(response: ServerResponse, { status, code, message }: ApiError): void {
  const text = message.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${text}</Message></Error>`;
  write(response, status, { "content-type": "application/xml" }, Buffer.from(body));
}

function write(
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
  body: Buffer = Buffer.alloc(0),
): void {
  if (!response.destroyed) {
    const all = { "x-amz-request-id": randomUUID(), "content-length": body.length, ...headers };
    response.writeHead(status, all).end(body);
  }
}
