import type { Folder } from "../config";

export const client: Folder = {
  goal: 90,
  mutate: [
    "client/{*,storage/*}.ts",
    // Only hand on what other files declare.
    "!client/{core,storage,types}.ts",
    // Works in browsers only: browser-device.spec.ts tries it there.
    "!client/storage/indexed-db.ts",
  ],
  // Left out is what works on the built package, in browsers and engines of its own, or on a whole twin.
  spec: [
    "tests/client/!(browser|browser-device|examples|package|runtimes|twin|properties|realtime-properties).spec.ts",
  ],
  // Its time is virtual: nothing waits for real but for a mutant that never answers.
  idleSeconds: 5,
  slow: ["tests/client/{properties,realtime-properties}.spec.ts"],
};
