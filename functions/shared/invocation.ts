import { problem } from "../../model/problem";
import { type ProxyEvent, type ProxyResult, requestOf, resultOf } from "./events";
import type { HttpRequest } from "./http";
import { log, logError } from "./log";
import { type HandlerResult, type Reply, refuse } from "./reply";

/** Turns an event into a request, the reply into what the event's sender reads, and leaves a line in the log. */
export async function respondTo(
  name: string,
  event: ProxyEvent,
  respond: (request: HttpRequest) => Reply | Promise<Reply>,
): Promise<ProxyResult> {
  const started = performance.now();
  const reply = await replyTo(name, event, respond);
  const { response, ...facts } = reply;
  const ms = Math.round((performance.now() - started) * 100) / 100;
  log({ function: name, status: response.status, ms, ...facts });
  return resultOf(event, response);
}

async function replyTo(
  name: string,
  event: ProxyEvent,
  respond: (request: HttpRequest) => Reply | Promise<Reply>,
): Promise<Reply> {
  try {
    return await respond(requestOf(event));
  } catch (error) {
    return { ...internalError(name, error), route: "unknown" };
  }
}

/** The response to an error that nobody foresaw, which is logged. */
export function internalError(name: string, error: unknown): HandlerResult {
  logError(name, error);
  return refuse(problem("internal-error", "The error is on this side and has been logged. Try again later."));
}
