/** What callers hand over, over real sockets: nothing of it is lost, and what is wrong with it is no Region's failure. */
import assert from "node:assert/strict";
import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { createHomeCore, homeOrigin } from "../../client/core";
import { homeResponse, lookup } from "../support/home-response";
import { type HomeServers, startHomeServers } from "../support/home-servers";

const [primary, standby] = ["ca.api.example.com", "ca-west-1.ca.api.example.com"] as const;

describe("what callers hand to the client", () => {
  const got: string[] = [];
  let servers: HomeServers;

  before(async () => {
    const take = async (request: IncomingMessage, response: ServerResponse) => {
      const { "content-type": type, "if-match": condition } = request.headers;
      got.push([request.method, request.url, type, condition, await text(request)].join(" "));
      response.end("done");
    };
    servers = await startHomeServers({
      "api.example.com": (_, response) => response.end(JSON.stringify(homeResponse())),
      [primary]: take,
      [standby]: take,
    });
  });
  after(() => servers.stop());
  beforeEach(() => got.splice(0));

  const client = () => createHomeCore({ lookup, organization: "acme", dispatcher: servers.dispatcher });
  const json = { "content-type": "application/json", "if-match": '"7"' };
  const write = (url: string, method = "PUT") => new Request(url, { method, headers: json, body: '{"a":1}' });

  it("arrives whole, as a Request, beside a path, and by the origin that stands for home", async () => {
    const home = client();
    await home.ready();
    for (const method of ["PUT", "POST", "PATCH", "DELETE"]) {
      await home.fetch(write(`https://${primary}/v1/x`, method));
      await home.fetch("/v1/x", write("https://app.example.com/elsewhere", method));
      await home.fetch(write(`${homeOrigin}/v1/x`, method));
      await home.fetch(write(`${homeOrigin}/v1/x`, method), { method: undefined, body: null } as never);
      assert.deepEqual(got.splice(0), Array(4).fill(`${method} /v1/x application/json "7" {"a":1}`));
    }
  });

  it("refuses what fetch would refuse, before anybody is asked, and no endpoint is the worse for it", async () => {
    const home = client();
    const wrong = [
      { body: "x" },
      { method: "A B" },
      { method: "POST", body: new Blob(["x"]).stream() },
      { headers: { "x-name": "a\nb" } },
      { mode: "navigate" },
    ];
    const asked = servers.heard("api.example.com").length;
    for (let round = 0; round < 5; round++) {
      for (const init of wrong) {
        await assert.rejects(home.fetch("/v1/x", init as never), TypeError);
      }
    }
    assert.equal(servers.heard("api.example.com").length, asked);
    assert.equal((await home.fetch("/v1/x")).status, 200);
    assert.deepEqual([home.status.state, got.length], ["home", 1]);
  });
});
