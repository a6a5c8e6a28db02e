/** In front of tables: notes every call as it is on the wire, and keeps tables silent that a test wants silent. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { send } from "../../../functions/shared/json-client";

export interface Call {
  /** `GetItem`. */
  operation: string;
  tables: string[];
  input: any;
}

export interface Front {
  endpoint: string;
  calls: Call[];
  /** Tables of which no call is answered but with 500, as by a DynamoDB that is down. */
  silent: Set<string>;
  stop(): Promise<void>;
}

/** `endpointOf` says where a table really is. */
export async function startFront(endpointOf: (table: string) => string): Promise<Front> {
  const calls: Call[] = [];
  const silent = new Set<string>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    const body = Buffer.concat(chunks).toString();
    const input = JSON.parse(body);
    const operation = String(request.headers["x-amz-target"]).split(".").at(-1)!;
    const tables = tablesOf(input);
    calls.push({ operation, tables, input });
    if (tables.some((table) => silent.has(table))) {
      response.writeHead(500).end();
      return;
    }
    const url = new URL(endpointOf(tables[0]!));
    const result = await send({ url, method: "POST", headers: request.headers, body, timeoutMs: 20_000 });
    response.writeHead(result.status).end(result.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    silent,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function tablesOf(input: any): string[] {
  if (input.TableName) {
    return [input.TableName];
  }
  if (input.RequestItems) {
    return Object.keys(input.RequestItems);
  }
  return input.TransactItems.map((transactItem: any) => Object.values<any>(transactItem)[0].TableName);
}
