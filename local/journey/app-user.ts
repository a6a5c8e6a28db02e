/** Somebody of the background traffic: signed in once, then an app that reads its profile at home. */
import type { Place } from "../context";
import type { AppUser } from "../traffic";
import type { JourneyDeps, Session } from "./journey";
import { findHome, readProfile, signIn, type Unexpected, writeProfile } from "./requests";
import { isLasting, lastingUntil } from "./session";

/**
 * Makes and signs in a user of `organization` at `place`. Reads ask the jurisdiction's own name only and so wait for
 * DNS to fail over: the slowest that a client can be. `keep` is notified of each session.
 */
export async function createAppUser(
  deps: JourneyDeps,
  { organization, place, keep }: { organization: string; place: Place; keep?: (session: Session) => void },
): Promise<AppUser> {
  const { ledger, domain, clock } = deps;
  const truth = await deps.truthOf(organization);
  const user = await deps.createUser(organization);
  let device = deps.open(place.name);
  const caller = () => {
    const trace = ledger.open(place.name);
    if (truth) {
      ledger.about(trace, truth.id, truth.jurisdiction);
    }
    return { request: device.request, trace };
  };
  const home = await findHome(caller(), domain, organization);
  const api = home.endpoints[0]!.api;
  const enter = async (): Promise<Session> => {
    const { token, seconds } = await signIn(caller(), { ...user, clientId: home.identity.clientId });
    const entered = { home, token, until: lastingUntil(clock, seconds) };
    keep?.(entered);
    return entered;
  };
  let session = await enter();
  const renew = async () => {
    session = await enter();
  };
  await writeProfile(caller(), api, session.token, { language: "en" }, null);
  return {
    async launch() {
      device.close();
      device = deps.open(place.name);
      await findHome(caller(), domain, organization);
    },
    async read() {
      // While the pool does not answer, the old token is good for a little longer: what comes of it counts.
      if (!isLasting(clock, session)) {
        await renew().catch(() => {});
      }
      try {
        await readProfile(caller(), api, session.token);
      } catch (error) {
        if ((error as Unexpected).status !== 401) {
          throw error;
        }
        // A token that has ended or was revoked is the app's to replace; only what the new one meets is a failure.
        await renew();
        await readProfile(caller(), api, session.token);
      }
    },
  };
}
