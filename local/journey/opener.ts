import type { DataClass } from "../../model/topology";
import type { TwinContext } from "../context";
import { type Client, createClient } from "../device/client";
import type { OpenDevice, RequestOptions, Response } from "./requester";

/** Apps on the twin's network. What each request came to, as its app saw it, is the last hop of its trace. */
export function deviceOpener(
  context: Pick<TwinContext, "clock" | "faults" | "network" | "ledger">,
  { dnsPort, authority }: { dnsPort: number; authority: string },
): OpenDevice {
  return (name) => {
    const place = context.network.place(name);
    const client = createClient(context, { place, dnsPort, authority });
    const request = async (options: RequestOptions): Promise<Response> => {
      const start = context.clock.now();
      const note = (outcome: string) =>
        context.ledger.hop({
          trace: options.trace,
          at: start,
          ms: context.clock.now() - start,
          service: "client",
          resource: new URL(options.url).host,
          action: actionOf(options),
          place: place.name,
          region: null,
          dataClass: dataClassOf(options),
          outcome,
        });
      try {
        const response = await send(client, options);
        note(String(response.status));
        return response;
      } catch (error) {
        note(`error: ${(error as NodeJS.ErrnoException).code ?? "no response"}`);
        throw error;
      }
    };
    return { request, close: () => client.close() };
  };
}

async function send(client: Client, { url, ...options }: RequestOptions): Promise<Response> {
  const { status, headers, body } = await client.request(url, options);
  const single = Object.entries(headers).map(([name, value]) => [name, String(value)]);
  return { status, headers: Object.fromEntries(single), body: body.toString("utf8") };
}

/** Whoever says who they are sends data about a person; a lookup does not. */
function dataClassOf({ url, headers }: RequestOptions): DataClass {
  return headers?.authorization !== undefined || url.includes("//cognito-idp.") ? "personal" : "routing";
}

function actionOf({ method, url, headers }: RequestOptions): string {
  const operation = headers?.["x-amz-target"]?.split(".").at(-1);
  return operation ?? `${method} ${new URL(url).pathname}`;
}
