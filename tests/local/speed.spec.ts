import assert from "node:assert/strict";
import { decodeJwt } from "jose";
import type { Twin } from "../../local/twin";
import { Person, startTestTwin, until } from "../support/twin";

describe("a fast twin", function () {
  this.timeout(180_000);
  let twin: Twin;
  let person: Person;
  before(async () => {
    twin = await startTestTwin({ speed: 60 });
    person = new Person(twin, "Toronto");
    // So many functions start at once here that the first one's time can be up before it has the pool's keys.
    const token = await person.signIn("acme");
    const isServed = async () => (await person.profile("CA", token, { timeoutMs: 600_000 })).status === 404;
    await until(async () => (await isServed()) || undefined, "the functions are warm");
  });
  after(async () => {
    person?.close();
    await twin?.stop();
  });

  it("takes a token of 15 minutes after 14 of its own, and refuses it after 16", async () => {
    const { clock } = twin.context;
    const token = await person.signIn("acme");
    const { iat, exp } = decodeJwt(token) as { iat: number; exp: number };
    assert.equal(exp - iat, 900);
    const statusAfter = async (minutes: number) => {
      await clock.sleep(Math.max(0, iat * 1_000 + minutes * 60_000 - clock.now()));
      return (await person.profile("CA", token, { timeoutMs: 600_000 })).status;
    };
    assert.equal(await statusAfter(0), 404, "nobody has stored a profile");
    assert.equal(await statusAfter(14), 404);
    // The decision of 14 minutes is kept for one more.
    assert.equal(await statusAfter(16), 401);
  });
});
