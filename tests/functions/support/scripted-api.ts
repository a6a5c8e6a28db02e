/** An AWS API that answers as a test tells it to, call by call: for what nothing that stands in for it can be brought to say. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface ScriptedCall {
  method: string;
  path: string;
  target: string;
  input: any;
  headers: IncomingMessage["headers"];
}

export type ScriptedReply = (call: ScriptedCall, response: ServerResponse) => void;

export interface Scripted {
  endpoint: string;
  calls: ScriptedCall[];
  /** How many were opened. */
  connections: number;
  /** Each for one call, the last for all that follow. */
  replies: ScriptedReply[];
  stop(): Promise<void>;
}

export async function startScripted(): Promise<Scripted> {
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) {
      body += chunk;
    }
    const { headers } = request;
    const [method, path] = [String(request.method), String(request.url)];
    const call = { method, path, target: String(headers["x-amz-target"]), input: JSON.parse(body), headers };
    scripted.calls.push(call);
    const reply = scripted.replies.length > 1 ? scripted.replies.shift()! : scripted.replies[0]!;
    reply(call, response);
  });
  server.on("connection", () => {
    scripted.connections += 1;
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const scripted: Scripted = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls: [],
    connections: 0,
    replies: [],
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return scripted;
}

export const result =
  (status: number, body: unknown): ScriptedReply =>
  (_, response) => {
    response.statusCode = status;
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };

export const error = (status: number, type: string, more = {}) =>
  result(status, { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: "m", ...more });
