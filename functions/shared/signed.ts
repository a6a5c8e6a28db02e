import { sign } from "aws4";
import { type JsonResponse, send } from "./json-client";

/** A call of an AWS API. */
export interface AwsCall {
  service: string;
  region: string;
  url: URL;
  /** @default POST */
  method?: string;
  headers: Record<string, string>;
  /** @default none */
  body?: string | Buffer;
  /** The whole attempt, connecting included. */
  timeoutMs: number;
  /** Opens a connection of its own: a kept one may have died while the function was frozen. */
  fresh?: boolean;
}

/** One attempt, signed with the function's own credentials (Signature Version 4). Rejects as `send` does. */
export function sendSigned(call: AwsCall): Promise<JsonResponse> {
  const { service, region, url, method: wanted = "POST", body = "", timeoutMs, fresh = false } = call;
  const { method, headers } = sign(
    {
      service,
      region,
      method: wanted,
      host: url.host,
      path: url.pathname,
      headers: { Host: url.host, "Content-Length": Buffer.byteLength(body), ...call.headers },
      body,
    },
    {
      accessKeyId: process.env.AWS_ACCESS_KEY_ID ?? "",
      secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY ?? "",
      sessionToken: process.env.AWS_SESSION_TOKEN || undefined,
    },
  );
  return send({ url, method, headers, body, timeoutMs, fresh });
}
