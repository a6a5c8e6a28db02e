import { problem } from "../../model/problem";
import { type ProxyEvent, type ProxyResult, requestOf, resultOf } from "./events";
import type { HttpRequest, HttpResponse } from "./http";
import { refusal } from "./http";
import { log, logFault } from "./log";

/** An answer, and what the log may know about it. */
export interface Reply {
  response: HttpResponse;
  /** The route's template. */
  route: string;
  /** Stable code, where the answer is a problem. */
  code?: string;
  /** Opaque id. */
  organization?: string;
  stale?: boolean;
  /** The answer was given before, to the same request under the same idempotency key. */
  replayed?: boolean;
}

/** Turns an event into a request, the reply into what the event's sender reads, and every fault into a clear answer. */
export async function serve(
  name: string,
  event: ProxyEvent,
  respond: (request: HttpRequest) => Reply | Promise<Reply>,
): Promise<ProxyResult> {
  const started = performance.now();
  const reply = await answer(name, event, respond);
  const { response, ...facts } = reply;
  const ms = Math.round((performance.now() - started) * 100) / 100;
  log({ function: name, status: response.status, ms, ...facts });
  return resultOf(event, response);
}

async function answer(
  name: string,
  event: ProxyEvent,
  respond: (request: HttpRequest) => Reply | Promise<Reply>,
): Promise<Reply> {
  try {
    return await respond(requestOf(event));
  } catch (fault) {
    logFault(name, fault);
    const body = problem("internal-error", "The fault is on this side and has been logged. Try again later.");
    return { response: refusal(body), route: "unknown", code: body.code };
  }
}
