/** An AWS API that answers as the test says, and notes what it was asked. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface AwsApi {
  endpoint: string;
  calls: { method: string; path: string; type: string; target: string | undefined; signed: string; body: any }[];
  /** How many have been opened. */
  connections: number;
  /** Status and body; undefined answers nothing. Told the path and the body asked with. */
  answer: (path: string, body: any) => { status: number; body: unknown } | undefined;
  stop(): Promise<void>;
}

export async function startAwsApi(): Promise<AwsApi> {
  const api: AwsApi = { endpoint: "", calls: [], connections: 0, answer: () => ({ status: 200, body: {} }), stop };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    const body = JSON.parse(Buffer.concat(chunks).toString());
    const path = String(request.url);
    const [, signed = ""] =
      /Credential=[^/]*\/\d{8}\/(\S+\/aws4_request),/.exec(request.headers.authorization ?? "") ?? [];
    const target = request.headers["x-amz-target"] as string | undefined;
    const type = String(request.headers["content-type"]);
    api.calls.push({ method: String(request.method), path, type, target, signed, body });
    const answer = api.answer(path, body);
    if (answer) {
      response.writeHead(answer.status).end(JSON.stringify(answer.body));
    }
  });
  server.on("connection", () => {
    api.connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  api.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return api;

  async function stop() {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
