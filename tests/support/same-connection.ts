import { Agent, request } from "node:http";

/** POSTs the bodies one after the other over one connection; rejects where it does not last. */
export async function postOnOneConnection(
  url: string,
  headers: Record<string, string>,
  bodies: readonly (string | Buffer)[],
): Promise<{ status: number; body: string }[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const responses: { status: number; body: string }[] = [];
  try {
    for (const [index, sent] of bodies.entries()) {
      responses.push(
        await new Promise((resolve, reject) => {
          const outgoing = request(url, { agent, method: "POST", headers }, (response) => {
            let body = "";
            response.setEncoding("utf8").on("data", (chunk: string) => {
              body += chunk;
            });
            response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
            response.on("error", reject);
          });
          outgoing.on("error", reject).end(sent);
          outgoing.on("socket", () => {
            if (index > 0 && !outgoing.reusedSocket) {
              reject(new Error("the connection did not go on"));
            }
          });
        }),
      );
    }
    return responses;
  } finally {
    agent.destroy();
  }
}
