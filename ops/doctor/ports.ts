import { once } from "node:events";
import { createServer } from "node:net";
import { twinAt } from "../shared/twin";
import { type Check, look, ok, unknown } from "./check";

/** The one port that the twin has by default; its others it chooses free. */
export const portsAt = (twin: string): Check => ({
  name: "ports",
  async run() {
    const { hostname, port } = new URL(twin);
    const server = createServer();
    try {
      server.listen(Number(port), hostname);
      await once(server, "listening");
      return [ok(`${port} is free for the twin`)];
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "EADDRINUSE") {
        return [unknown(`port ${port}: ${code}`)];
      }
      if (await isTwin(twin)) {
        return [ok(`a twin runs at ${twin}`)];
      }
      return [
        look(`${port} is taken by another program`, "make up PORT=4700, or stop it; a deployment does not need it"),
      ];
    } finally {
      server.close();
    }
  },
});

export const ports = portsAt(twinAt());

async function isTwin(twin: string): Promise<boolean> {
  try {
    const response = await fetch(`${twin}/api/health`, { signal: AbortSignal.timeout(2000) });
    return Array.isArray(((await response.json()) as { stacks?: unknown }).stacks);
  } catch {
    return false;
  }
}
