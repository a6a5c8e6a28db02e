import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Context } from "../../../ops/doctor/check";
import { portsAt } from "../../../ops/doctor/ports";

describe("the doctor's look at the twin's port", () => {
  it("tells a free port from a twin's, another program's and one that nobody may take", async () => {
    let reply = '{"stacks":[]}';
    const server = createServer((request, response) => {
      assert.equal(request.url, "/api/health");
      response.end(reply);
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    const address = `http://127.0.0.1:${port}`;
    const found = () => portsAt(address).run({} as Context);
    assert.deepEqual(await found(), [{ status: "ok", found: `a twin runs at ${address}` }]);
    const taken = {
      status: "look",
      found: `${port} is taken by another program`,
      fix: "make up PORT=4700, or stop it; a deployment does not need it",
    };
    for (reply of ["{}", '{"stacks":3}', "hello"]) {
      assert.deepEqual(await found(), [taken]);
    }
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    for (const _ of ["looking", "leaves it free"]) {
      assert.deepEqual(await found(), [{ status: "ok", found: `${port} is free for the twin` }]);
    }
    // An address that is nobody's here: https://www.rfc-editor.org/rfc/rfc5737
    const [nobody] = await portsAt("http://192.0.2.1:4600").run({} as Context);
    assert.deepEqual(nobody, { status: "unknown", found: "not checked: port 4600: EADDRNOTAVAIL" });
  });
});
