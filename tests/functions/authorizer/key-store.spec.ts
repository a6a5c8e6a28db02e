import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Jwks } from "aws-jwt-verify/jwk";
import { jwksText, keySource } from "../../../functions/authorizer/key-store";
import { Day } from "../support/day";
import { startTables, type Tables } from "../support/tables";

const jwks = { keys: [{ kid: "one", kty: "RSA", n: "AQAB", e: "AQAB" }] } as unknown as Jwks;

describe("where signing keys come from", () => {
  let tables: Tables;
  let server: Server;
  let address: string;
  let day: Day;
  let responds: boolean;
  let status: number;
  let asked: { method: string | undefined; url: string | undefined; accept: string | undefined }[];
  before(async () => {
    tables = await startTables();
    server = createServer(({ method, url, headers }, response) => {
      asked.push({ method, url, accept: headers.accept });
      if (responds) {
        response.writeHead(status).end(JSON.stringify(jwks));
      }
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await tables.stop();
  });
  beforeEach(() => {
    asked = [];
    responds = true;
    status = 200;
    day = new Day();
  });
  afterEach(() => day.end());

  it("is the issuer's own address", async () => {
    assert.deepEqual(await keySource(tables.client, "keys", undefined).fetch(`${address}/ca-central-1_p`), jwks);
    assert.deepEqual(asked, [
      { method: "GET", url: "/ca-central-1_p/.well-known/jwks.json", accept: "application/json" },
    ]);
  });

  it("is the pool at another address where one is set, with or without a slash at its end", async () => {
    for (const base of [`${address}/idp`, `${address}/idp/`]) {
      await keySource(tables.client, "keys", base).fetch(
        "https://cognito-idp.ca-central-1.amazonaws.com/ca-central-1_p",
      );
    }
    assert.deepEqual(
      asked.map(({ url }) => url),
      Array(2).fill("/idp/ca-central-1_p/.well-known/jwks.json"),
    );
  });

  it("refuses keys that come with another status than 200, and says with which", async () => {
    for (status of [201, 404, 500]) {
      await assert.rejects(keySource(tables.client, "keys", address).fetch("https://x/pool"), {
        message: `the pool's keys were answered with HTTP ${status}`,
      });
    }
  });

  it("refuses to wait for a pool for more than a second", async () => {
    responds = false;
    let failed = false;
    const fetching = assert
      .rejects(keySource(tables.client, "keys", address).fetch("https://x/pool"), /no complete response .* in 1000 ms/)
      .then(() => {
        failed = true;
      });
    while (asked.length === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    day.pass(999);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(failed, false);
    day.pass(1);
    await fetching;
  });

  it("is the table, which says when it was told", async () => {
    const source = keySource(tables.client, "keys", undefined);
    assert.equal(await source.load("https://x/other"), undefined);
    await source.save("https://x/pool", jwks);
    assert.deepEqual(await source.load("https://x/pool"), jwks);
    assert.deepEqual(await tables.client.getItem("keys", { pk: "https://x/pool" }), {
      pk: "https://x/pool",
      jwks: jwksText(jwks),
      fetchedAt: "2026-11-02T09:00:00.000Z",
    });
  });

  it("writes the same keys as the same text, in whatever order they come", () => {
    const [a, b, none] = [{ kid: "a" }, { kid: "b" }, { kty: "RSA" }];
    const text = (...keys: object[]) => jwksText({ keys } as unknown as Jwks);
    assert.equal(text(b, none, a), '{"keys":[{"kid":"a"},{"kid":"b"},{"kty":"RSA"}]}');
    for (const order of [
      [a, b, none],
      [none, b, a],
      [b, a, none],
    ]) {
      assert.equal(text(...order), text(b, none, a));
    }
  });

  it("keeps the order of what it was given", () => {
    const given = { keys: [{ kid: "b" }, { kid: "a" }] } as unknown as Jwks;
    jwksText(given);
    assert.deepEqual(
      given.keys.map(({ kid }) => kid),
      ["b", "a"],
    );
  });
});
