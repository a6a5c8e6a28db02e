/** A network with a server on it, for tests; both are gone after each. */
import { createServer, type Server, type Socket } from "node:net";
import type { ManualClock } from "./manual-clock";
import { type TestTwin, twinContext } from "./twin-context";

export const echo = (socket: Socket) => void socket.pipe(socket);

/** Adds the hooks of the suite that calls it. */
export function useNetwork() {
  let twin: TestTwin;
  let server: Server;
  const accepted: Socket[] = [];

  afterEach(async () => {
    await twin.close();
    for (const socket of accepted.splice(0)) {
      socket.destroy();
    }
    if (server.listening) {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  return {
    get twin() {
      return twin;
    },
    get server() {
      return server;
    },
    accepted,
    async start(time: number | ManualClock, handle: (socket: Socket) => void) {
      twin = await twinContext(typeof time === "number" ? { speed: time } : { clock: time });
      server = createServer({ allowHalfOpen: true }, (socket) => {
        accepted.push(socket);
        socket.on("error", () => {});
        handle(socket);
      });
    },
    serve: (region = "ca-central-1") =>
      twin.network.serve({ server, port: 443, place: twin.network.place(region), name: "alb" }),
    from: (name: string) => twin.network.place(name),
  };
}
