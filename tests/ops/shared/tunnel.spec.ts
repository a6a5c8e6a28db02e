import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { deviceAt } from "../../../ops/shared/tunnel";

describe("a device behind a proxy that is silent", () => {
  let proxy: Server;
  const tunnels: Duplex[] = [];
  before(async () => {
    proxy = createServer().on("connect", (_, socket: Duplex) => tunnels.push(socket.on("error", () => {})));
    await once(proxy.listen(0, "127.0.0.1"), "listening");
  });
  after(async () => {
    for (const socket of tunnels) {
      socket.destroy();
    }
    await new Promise((resolve) => proxy.close(resolve));
  });

  it("says that time is up, and leaves no connection behind once it is closed", async () => {
    const device = deviceAt(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`, "", false);
    const late = new AbortController();
    const asking = assert.rejects(device.ask("https://ca.api.example.com/healthz", { signal: late.signal }), {
      code: "ETIMEDOUT",
    });
    await once(proxy, "connect");
    late.abort();
    await asking;
    const [tunnel] = tunnels;
    const ended = once(tunnel!.resume(), "end");
    device.close();
    await ended;
  });
});
