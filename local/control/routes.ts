/** The routes of the control API: each reads its input, calls the twin, answers JSON. */
import type { FastifyInstance } from "fastify";
import { crossingsOf } from "../crossing";
import { describeKinds } from "../faults/describe";
import type { FaultRequest } from "../faults/types";
import type { ControlDeps } from "./deps";
import { flag, oneOf, optional, readInput, readObject, suggestion, text, whole } from "./input";
import type { Observer } from "./observer";
import { Refusal } from "./problems";
import type { EventStream } from "./stream";
import { summaryOf } from "./summaries";
import { topologyView } from "./topology";

const instant = {
  allowed: "milliseconds since the epoch, in the twin's time: the `at` of an event",
  read: (value: unknown) => (/^\d{1,15}(\.\d{1,9})?$/.test(String(value)) ? Number(value) : undefined),
  fallback: 0,
};
const slug = text("the slug of an organization, such as acme: GET /api/organizations lists some", 63);

export function addRoutes(app: FastifyInstance, deps: ControlDeps, observer: Observer, stream: EventStream): void {
  const { faults, events, network, clock } = deps.context;
  const places = () => network.places().map((place) => place.name);
  const place = oneOf("places", places());

  app.get("/api/health", async () => ({ status: "ok", now: clock.now(), speed: clock.speed, stacks: deps.stacks }));
  app.get("/api/topology", async () => topologyView(deps));
  app.get("/api/endpoints", async () => ({ ...deps.endpoints(), served: network.endpoints() }));
  app.get("/api/unsupported", async () => deps.unsupported());
  app.get("/api/measurements", async () => deps.measurements());
  app.get("/api/alarms", async () => deps.alarms());
  app.get("/api/state", async () => observer.snapshot());
  app.get("/api/incidents", async () => observer.incidents.list());
  app.get("/api/series", async () => observer.series.view());
  app.get("/api/requests", async () => observer.requests.ended());

  app.get("/api/events", async ({ query }) => {
    const { since } = readInput(query, { since: instant });
    return events.list(since);
  });
  app.get("/api/events/stream", (_request, reply) => {
    reply.hijack();
    stream.add(reply.raw);
  });

  app.get("/api/faults", async () => faults.list());
  app.get("/api/faults/kinds", async () => describeKinds(faults.kinds, faults.world));
  app.post("/api/faults", async ({ body }, reply) => {
    return reply.status(201).send(faults.add(readObject(body) as unknown as FaultRequest));
  });
  app.delete("/api/faults/:id", async ({ params }, reply) => {
    const { id } = params as { id: string };
    if (!faults.remove(id)) {
      const ids = faults.list().map((fault) => fault.id);
      throw new Refusal(404, "fault-unknown", `Unknown fault "${id}". Valid faults: ${ids.join(", ") || "none"}`);
    }
    return reply.status(204).send();
  });

  app.post("/api/resolve", async ({ body }) => {
    const input = readInput(body, { host: text("a host name, such as ca.api.<domain>"), place });
    return deps.resolve(input.host.toLowerCase().replace(/\.$/, ""), network.place(input.place));
  });

  app.get("/api/organizations", async ({ query }) => {
    const { query: part, limit } = readInput(query, {
      query: { ...optional(text("part of a slug", 63)), read: (value: unknown) => String(value).slice(0, 63) },
      limit: whole(1, 100, 20),
    });
    // One that was assigned after the start is known once its registry row has been asked for by name.
    if (part) {
      await deps.people.find(part.trim().toLowerCase());
    }
    return deps.people.list(part ?? "", limit);
  });
  app.post("/api/users", async ({ body }, reply) => {
    const { organization } = readInput(body, { organization: slug });
    await checkOrganization(deps, organization);
    return reply.status(201).send(await deps.people.createUser(organization));
  });
  app.post("/api/journeys", async ({ body }) => {
    const {
      organization,
      place: from,
      returning,
    } = readInput(body, { organization: slug, place, returning: flag(false) });
    await checkOrganization(deps, organization);
    return deps.runJourney({ organization, place: from, returning });
  });

  app.get("/api/traffic", async () => deps.traffic.status());
  app.post("/api/traffic", async ({ body }) => {
    deps.traffic.turn(readInput(body, { on: flag() }).on);
    return deps.traffic.status();
  });

  addLedgerRoutes(app, deps, observer);
}

/** Throws a Refusal (404) with names that are near. */
async function checkOrganization({ people }: ControlDeps, organization: string): Promise<void> {
  if (await people.find(organization)) {
    return;
  }
  const names = people.list("", 10_000).map((person) => person.slug);
  const found = `No organization is called "${organization}".${suggestion(organization, names)}`;
  throw new Refusal(404, "organization-unknown", `${found} Some that are: ${names.slice(0, 10).join(", ")}`);
}

function addLedgerRoutes(app: FastifyInstance, { context: { ledger }, people }: ControlDeps, observer: Observer): void {
  app.get("/api/ledger", async ({ query }) => {
    const { organization, limit } = readInput(query, {
      organization: optional(text("an organization's slug or id", 63)),
      limit: whole(1, 1000, 50),
    });
    const id = organization === null ? null : ((await people.find(organization))?.id ?? organization);
    const traces = ledger.list({ limit, ...(id === null ? {} : { organization: id }) });
    return {
      counts: observer.requests.counts,
      traces: traces.map((trace) => ({ ...trace, summary: summaryOf(trace, people.nameOf) })),
    };
  });
  app.get("/api/ledger/crossings", async () => ledger.crossings());
  app.get("/api/ledger/:trace", async ({ params }) => {
    const { trace: id } = params as { trace: string };
    const trace = ledger.trace(id);
    if (!trace) {
      throw new Refusal(
        404,
        "trace-unknown",
        `No request has the trace "${id}", or it was so long ago that it is gone`,
      );
    }
    return { ...trace, crossings: crossingsOf(trace).length };
  });
}
