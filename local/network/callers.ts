import { connect, type Socket } from "node:net";
import type { Caller } from "../context";

/** Who is behind which loopback port. An entry outlives its connection until the port is used again. */
export class Callers {
  readonly #byPort = new Map<number, { caller: Caller; socket: Socket }>();

  of(port: number | undefined): Caller | undefined {
    return port === undefined ? undefined : this.#byPort.get(port)?.caller;
  }

  /** Connects to a loopback port, so that the server can find the caller as soon as it accepts. Undefined where refused. */
  async connect(port: number, caller: Caller): Promise<Socket | undefined> {
    // The kernel may give two connections to different servers the same local port; a bound one it gives only once.
    const socket = connect({ host: "127.0.0.1", port, localAddress: "127.0.0.1", allowHalfOpen: true, noDelay: true });
    // `connect` binds on the next tick: after it the port is known, before the server can have accepted.
    process.nextTick(() => {
      if (socket.localPort !== undefined) {
        this.#byPort.set(socket.localPort, { caller, socket });
      }
    });
    return await new Promise((resolve) => {
      socket.once("error", () => resolve(undefined));
      socket.once("connect", () => {
        socket.removeAllListeners("error");
        if (socket.localPort !== undefined) {
          this.#byPort.set(socket.localPort, { caller, socket });
        }
        resolve(socket);
      });
    });
  }
}
