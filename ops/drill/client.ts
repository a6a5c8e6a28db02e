/** One client of a drill: at a place, by the jurisdiction's own name, with a profile of its own that counts. */
import { apiHost } from "../../model/names";
import type { Answer, Ask, Device } from "../shared/tunnel";
import type { TwinTarget } from "./target";
import type { Tick } from "./tick";

/** Between two turns, and for one request, in the target's time. */
const pauseMs = 2_000;
const requestMs = 10_000;

export interface ClientOptions {
  place: string;
  connection: Tick["connection"];
  jurisdiction: string;
  token: string;
}

/** Turns until the signal is aborted, and hands each to `seen`. Never rejects. */
export async function watch(
  target: TwinTarget,
  { place, connection, jurisdiction, token }: ClientOptions,
  seen: (tick: Tick) => void,
  signal: AbortSignal,
): Promise<void> {
  const url = `https://${apiHost(jurisdiction, target.domain)}/v1/profile`;
  const client = `${place}, ${connection} connection`;
  let next = 1;
  let device: Device | undefined;
  while (!signal.aborted) {
    device ??= target.device(place, connection === "kept");
    const tick: Tick = {
      client,
      place,
      connection,
      began: target.now(),
      ended: 0,
      ok: false,
      outcome: "",
      region: null,
      read: null,
      wrote: null,
      write: null,
    };
    await turn(target, device, url, token, next, tick);
    if (tick.wrote !== null) {
      next += 1;
    }
    tick.ended = target.now();
    seen(tick);
    // An app opens a connection anew where the one that it kept has failed.
    if (connection === "new" || !tick.ok) {
      device.close();
      device = undefined;
    }
    await target.sleep(pauseMs, signal).catch(() => {});
  }
  device?.close();
}

async function turn(target: TwinTarget, device: Device, url: string, token: string, next: number, tick: Tick) {
  const authorization = `Bearer ${token}`;
  const ask = async (request: Omit<Ask, "signal">) => {
    const { signal, clear } = target.deadline(requestMs);
    return device.ask(url, { ...request, signal }).finally(clear);
  };
  try {
    const found = await ask({ headers: { authorization } });
    if (found.status !== 200 && !isAbsent(found)) {
      tick.outcome = `read: ${found.status} ${codeOf(found)}`;
      return;
    }
    tick.region = found.headers["home-region"] ?? null;
    tick.read = found.status === 200 ? numberIn(found) : 0;
    const condition = found.headers.etag ? { "if-match": found.headers.etag } : { "if-none-match": "*" };
    tick.wrote = next;
    // Until an answer says otherwise it may have happened.
    tick.write = "unknown";
    const written = await ask({
      method: "PUT",
      headers: { authorization, "content-type": "application/json", ...condition },
      body: JSON.stringify({ preferences: { drill: next } }),
    });
    const acknowledged = written.status >= 200 && written.status < 300;
    if (acknowledged || written.status < 500) {
      tick.write = acknowledged ? "acknowledged" : "refused";
    }
    tick.ok = acknowledged;
    tick.outcome = acknowledged ? "ok" : `write: ${written.status} ${codeOf(written)}`;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    tick.outcome = `${tick.wrote === null ? "read" : "write"}: ${code ?? message}`;
  }
}

const isAbsent = (answer: Answer) => answer.status === 404 && codeOf(answer) === "profile-absent";

function codeOf({ body }: Answer): string {
  try {
    return String((JSON.parse(body) as { code?: string }).code ?? "");
  } catch {
    return "";
  }
}

function numberIn({ body }: Answer): number {
  const { preferences } = JSON.parse(body) as { preferences?: { drill?: unknown } };
  return Number(preferences?.drill ?? 0);
}
