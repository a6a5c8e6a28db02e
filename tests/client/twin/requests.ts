/** Single requests: what the lookup and a Region say of themselves, not what a fake of them does. */
import assert from "node:assert/strict";
import { createHomes } from "../../../client/batch";
import { createHomeClient, isHomeError } from "../../../client/index";
import type { ClientTwin } from "../../support/client-twin";
import { eventually } from "../../support/eventually";
import { lookup } from "../../support/home-response";
import { twinFetch } from "../../support/twin-fetch";

export function requestSuite(world: ClientTwin): void {
  it("asks for a newer token at the Region's own 401, once", async () => {
    const person = world.at("Toronto");
    const token = await person.signIn("acme");
    const given: boolean[] = [];
    const statuses: number[] = [];
    const start = (renewed: string) =>
      createHomeClient({
        lookup,
        organization: "acme",
        hedge: false,
        getToken({ refresh }) {
          given.push(refresh);
          return refresh ? renewed : "no.token.atall";
        },
        async fetch(input, init) {
          const response = await twinFetch(person.client)(input, init);
          if (!String(input).startsWith(`${lookup}/`)) {
            statuses.push(response.status);
          }
          return response;
        },
      });
    assert.equal((await start(token).fetch("/v1/profile")).status, 404, "signed in, and nothing saved yet");
    assert.deepEqual(
      [given.splice(0), statuses.splice(0)],
      [
        // The app's token of now is asked for first: another call may have had it renewed.
        [false, false, true],
        [401, 404],
      ],
    );
    assert.equal((await start("another.bad.one").fetch("/v1/profile")).status, 401);
    assert.deepEqual(
      [given, statuses],
      [
        // The renewed one might have been another call's, so that one of its own is asked for once.
        [false, false, true, false, true],
        [401, 401],
      ],
    );
  });

  it("finds the same home by the opaque id as by the slug", async () => {
    const { home, person } = await world.start("Paris", "acme");
    const bySlug = await home.ready();
    const byId = createHomeClient({ lookup, organization: bySlug.organization, fetch: twinFetch(person.client) });
    assert.deepEqual(await byId.ready(), bySlug);
  });

  it("asks for more homes than the lookup takes at once in as many requests as it needs", async () => {
    const person = world.at("Chicago");
    const statuses: number[] = [];
    const homes = createHomes({
      lookup,
      async fetch(input, init) {
        const response = await twinFetch(person.client)(input, init);
        statuses.push(response.status);
        return response;
      },
    });
    const names = ["acme", ...Array.from({ length: 149 }, (_, n) => `nobody-${n}`)];
    const [acme, ...others] = await Promise.allSettled(names.map(homes));
    assert.deepEqual(statuses, [200, 200]);
    assert.equal(acme?.status === "fulfilled" && acme.value.jurisdiction, "CA");
    for (const result of others) {
      assert.ok(result.status === "rejected" && isHomeError(result.reason, "organization-unknown"));
    }
  });

  it("dials for a socket only what the real response names, inside the jurisdiction", async () => {
    const dialled: string[] = [];
    class Refused {
      onclose: ((event: { code: number; reason: string }) => void) | undefined;
      constructor(url: string) {
        dialled.push(url);
        setImmediate(() => this.onclose?.({ code: 1006, reason: "" }));
      }
      close() {}
    }
    const { home } = await world.start("Toronto", "acme", { WebSocket: Refused, runtime: { random: () => 0 } });
    const { endpoints } = await home.ready();
    const socket = home.connect();
    await eventually(() => dialled.length >= 4);
    socket.close();
    const names = ["wss://ca.ws.example.com/", "wss://ca-west-1.ca.ws.example.com/"];
    assert.deepEqual([...new Set(dialled)], names);
    assert.deepEqual(
      endpoints.map(({ websocket }) => `${websocket}/`),
      names,
    );
  });
}
