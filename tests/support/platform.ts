/** What a platform has beside Node's, for as long as a test runs. */
import { platform } from "../../client/platform";

/** Runs `work` on a platform that has `parts` too: `navigator.connection`, `document`, … */
export async function on<T>(parts: Readonly<Record<string, unknown>>, work: () => T | Promise<T>): Promise<T> {
  const page = platform as unknown as Record<string, unknown>;
  const before = Object.keys(parts).map((name) => [name, Object.getOwnPropertyDescriptor(page, name)] as const);
  for (const [name, value] of Object.entries(parts)) {
    Object.defineProperty(page, name, { value, configurable: true, writable: true });
  }
  try {
    return await work();
  } finally {
    for (const [name, descriptor] of before) {
      if (descriptor) {
        Object.defineProperty(page, name, descriptor);
      } else {
        delete page[name];
      }
    }
  }
}
