/** Somebody of the background traffic: signed in once, then an app that reads its profile at home. */
import type { Place } from "../context";
import type { AppUser } from "../traffic";
import type { JourneyDeps } from "./journey";
import { findHome, readProfile, renew, type SignedIn, signIn, type Unexpected, writeProfile } from "./requests";
import { isLasting, type Session, sessionOf } from "./session";

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
  const pool = { region: user.region, clientId: home.identity.clientId };
  const enter = async (tokens: Promise<SignedIn>): Promise<Session> => {
    const entered = sessionOf(clock, home, pool, await tokens);
    keep?.(entered);
    return entered;
  };
  const signInAnew = () => enter(signIn(caller(), { ...user, ...pool }));
  let session = await signInAnew();
  // A pool that refuses the refresh token asks for the person; one that does not answer is to be asked again.
  const renewSession = async () => {
    session = await enter(renew(caller(), session.renewal)).catch((error: Unexpected) =>
      error.code === "NotAuthorizedException" ? signInAnew() : Promise.reject(error),
    );
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
        await renewSession().catch(() => {});
      }
      try {
        await readProfile(caller(), api, session.token);
      } catch (error) {
        if ((error as Unexpected).status !== 401) {
          throw error;
        }
        // A token that has ended or was revoked is the app's to replace; only what the new one meets is a failure.
        await renewSession();
        await readProfile(caller(), api, session.token);
      }
    },
  };
}
