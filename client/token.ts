import { createRuntime } from "./platform";
import type { HomeClientOptions, TokenRequest } from "./types";

/** A refresh that takes longer is left to whoever waits for it: it must not lock everybody out. */
const sharedMs = 30_000;
const mostRefused = 16;

/** The app's `getToken` with one refresh at a time, shared by all that were refused with a token that was good until then. */
export function shareRefreshes(options: HomeClientOptions): HomeClientOptions["getToken"] {
  const { getToken } = options;
  const runtime = createRuntime(options);
  const refused = new Set<unknown>();
  let last: { at: number; jurisdiction: string; ended?: boolean; token: Promise<unknown> } | undefined;

  return (
    getToken &&
    (async (request: TokenRequest): Promise<any> => {
      const { home } = request;
      if (!request.refresh) {
        return getToken(request);
      }
      if (request.refused) {
        if (refused.size >= mostRefused) {
          refused.clear();
        }
        refused.add(request.refused);
        // The app may have another one by now, and so may a refresh of a moment ago.
        const token = await getToken({ home, refresh: false });
        if (token && !refused.has(token)) {
          return token;
        }
      }
      const known = last?.jurisdiction === home.jurisdiction ? last : undefined;
      if (
        known &&
        (known.ended ? request.refused && !refused.has(await known.token) : runtime.now() - known.at < sharedMs)
      ) {
        return known.token;
      }
      const mine = {
        at: runtime.now(),
        jurisdiction: home.jurisdiction,
        ended: false,
        token: (async () => getToken(request))(),
      };
      last = mine;
      try {
        return await mine.token;
      } catch (error) {
        last = undefined;
        throw error;
      } finally {
        mine.ended = true;
      }
    })
  );
}
