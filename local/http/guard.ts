/** Whatever a request is and its handler does: it is answered, the timeline has a line, the twin goes on. */
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Events } from "../context";
import { type HttpResponse, text, write } from "./message";

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

export interface GuardOptions {
  events: Pick<Events, "add">;
  /** Who handles: what the line on the timeline is about. */
  subject: string;
  /** What is answered where the handler throws. @default 500 in plain text */
  failure?: HttpResponse;
}

const longestUrl = 100;

/** A listener for any HTTP server. Also says which requests were too large, and which paths are none. */
export function guarded({ events, subject, failure }: GuardOptions, handle: Handler): RequestListener {
  return (request, response) => {
    const say = (kind: string, what: string) =>
      events.add(kind, subject, `${request.method} ${request.url?.slice(0, longestUrl)}: ${what}`);
    response.once("finish", () => {
      const { statusCode } = response;
      if (statusCode === 413) {
        say("bad-request", "413: the body is too large");
      } else if (!isDecodable(request.url)) {
        say("bad-request", `${statusCode}: the path cannot be decoded`);
      }
    });
    const failed = (error: unknown) => {
      // Whoever asked has gone: that is no mistake of the twin.
      if (isAborted(request) || response.writableEnded) {
        return;
      }
      say("error", String(error));
      if (response.headersSent) {
        response.destroy();
      } else {
        write(request, response, failure ?? text(500, "text/plain", "Internal server error\n"));
      }
    };
    void (async () => handle(request, response))().catch(failed);
  };
}

/** Where the client went before its request was whole. */
export const isAborted = (request: IncomingMessage) => request.destroyed && !request.complete;

/** RFC 3986, 2.1: `%` and two hexadecimal digits, together UTF-8. */
function isDecodable(url = "/"): boolean {
  try {
    decodeURIComponent(url.split("?")[0]!);
    return true;
  } catch {
    return false;
  }
}
