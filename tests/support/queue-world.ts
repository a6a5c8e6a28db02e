/** A queue with writes in it, and servers of which the test says what they answer. */
import assert from "node:assert/strict";
import type { QueuedWrite } from "../../client/offline";
import { hosts, world } from "./offline-world";
import type { Handler } from "./virtual-network";

type World = ReturnType<typeof world>;
export const serve = ({ virtual }: World, handler: Handler) => {
  for (const host of hosts) {
    virtual.hosts.set(host, handler);
  }
};
/** A queue with `bodies` in it, and a network again. */
export async function waiting(bodies: string[], options: Parameters<typeof world>[0] = {}) {
  const all = world(options);
  const offline = all.start();
  // From here on it replays when it is told to, and not by itself.
  offline.stop();
  all.network(false);
  for (const body of bodies) {
    assert.equal((await all.put(offline, body)).status, 202);
  }
  // What a second write has set off by itself ends without a network.
  await all.virtual.run(offline.replay());
  all.network(true);
  return { ...all, offline };
}
export const bodies = async (writes: Promise<QueuedWrite[]>) => (await writes).map(({ body }) => body);
