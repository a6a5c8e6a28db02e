/** The JSON protocols of AWS over HTTP, as the twin's servers speak them: one POST, the operation in X-Amz-Target. */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { crc32 } from "node:zlib";

/** Thrown by `readBody` for a body over its limit. */
export class BodyTooLarge extends Error {
  override name = "BodyTooLarge";
}

/** The whole body as text. Throws BodyTooLarge, or where the connection ends before the body does. */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limitBytes) throw new BodyTooLarge(`the body is longer than ${limitBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** `GetItem` of `X-Amz-Target: DynamoDB_20120810.GetItem`; undefined where the target is not one of `service`. */
export function operationOf(request: IncomingMessage, service: string): string | undefined {
  const [prefix, operation, ...rest] = String(request.headers["x-amz-target"] ?? "").split(".");
  return prefix === service && operation && rest.length === 0 ? operation : undefined;
}

/** Answers in the JSON version the service speaks: `1.0` DynamoDB, `1.1` Cognito. */
export function answer(response: ServerResponse, status: number, body: object, version: "1.0" | "1.1"): void {
  if (response.destroyed) return;
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": `application/x-amz-json-${version}`,
    "content-length": Buffer.byteLength(text),
    "x-amz-crc32": crc32(text),
    "x-amzn-requestid": randomUUID(),
  });
  response.end(text);
}
