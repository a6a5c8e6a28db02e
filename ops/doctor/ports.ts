import { once } from "node:events";
import { createServer } from "node:net";
import { defaultTwin } from "../organizations/target";
import { type Check, look, ok, unknown } from "./check";

/** The one port that the twin has by default; its others it chooses free. */
export const ports: Check = {
  name: "ports",
  async run() {
    const { hostname, port } = new URL(defaultTwin);
    const server = createServer();
    try {
      server.listen(Number(port), hostname);
      await once(server, "listening");
      return [ok(`${port} is free for the twin`)];
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== "EADDRINUSE") return [unknown(`port ${port}: ${code}`)];
      if (await isTwin()) return [ok(`a twin runs at ${defaultTwin}`)];
      return [
        look(`${port} is taken by another program`, "make up PORT=4700, or stop it; a deployment does not need it"),
      ];
    } finally {
      server.close();
    }
  },
};

async function isTwin(): Promise<boolean> {
  try {
    const response = await fetch(`${defaultTwin}/api/health`, { signal: AbortSignal.timeout(2000) });
    return Array.isArray(((await response.json()) as { stacks?: unknown }).stacks);
  } catch {
    return false;
  }
}
