/** The JSON protocols of AWS over HTTP, as the twin's servers speak them: one POST, the operation in X-Amz-Target. */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { crc32 } from "node:zlib";
import * as message from "./http/message";

/** Thrown by `readBody` for a body over its limit: `answer` is what AWS's front door says, before any service sees it. */
export class BodyTooLarge extends Error {
  override name = "BodyTooLarge";

  constructor(limitBytes: number) {
    super(`HTTP content length exceeded ${limitBytes} bytes.`);
  }

  /** As seen at AWS, where it is documented nowhere: https://github.com/aws/aws-sdk-js-v3/issues/4184 */
  get content(): message.HttpResponse {
    return message.text(413, "text; charset=utf-8", this.message);
  }
}

/**
 * The whole body as text. Throws BodyTooLarge once all of it has come, so that the connection goes on, or where the
 * connection ends before the body does.
 */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<string> {
  const body = await message.readBody(request, limitBytes);
  if (!body) {
    throw new BodyTooLarge(limitBytes);
  }
  return body.toString();
}

/** `GetItem` of `X-Amz-Target: DynamoDB_20120810.GetItem`; undefined where the target is not one of `service`. */
export function operationOf(request: IncomingMessage, service: string): string | undefined {
  const [prefix, operation, ...rest] = String(request.headers["x-amz-target"] ?? "").split(".");
  return prefix === service && operation && rest.length === 0 ? operation : undefined;
}

/** Answers in the JSON version the service speaks: `1.0` DynamoDB, `1.1` Cognito. */
export function respond(response: ServerResponse, status: number, body: object, version: "1.0" | "1.1"): void {
  if (response.destroyed) {
    return;
  }
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": `application/x-amz-json-${version}`,
    "content-length": Buffer.byteLength(text),
    "x-amz-crc32": crc32(text),
    "x-amzn-requestid": randomUUID(),
  });
  response.end(text);
}
