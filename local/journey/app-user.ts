/** Somebody of the background traffic: signed in once, then an app that reads its profile at home. */
import type { Place } from "../context";
import type { AppUser } from "../traffic";
import type { JourneyDeps, Session } from "./journey";
import { findHome, readProfile, signIn, type Unexpected, writeProfile } from "./requests";

/**
 * Makes and signs in a user of `organization` at `place`. Reads ask the jurisdiction's own name only and so wait for
 * DNS to fail over: the slowest that a client can be.
 */
export async function createAppUser(
  deps: JourneyDeps,
  { organization, place, keep }: { organization: string; place: Place; keep?: (session: Session) => void },
): Promise<AppUser> {
  const { ledger, domain } = deps;
  const truth = await deps.truthOf(organization);
  const user = await deps.createUser(organization);
  let device = deps.open(place.name);
  const caller = () => {
    const trace = ledger.open(place.name);
    if (truth) ledger.about(trace, truth.id, truth.jurisdiction);
    return { request: device.request, trace };
  };
  const home = await findHome(caller(), domain, organization);
  const api = home.endpoints[0]!.api;
  const enter = () => signIn(caller(), { ...user, clientId: home.identity.clientId });
  let token = await enter();
  await writeProfile(caller(), api, token, { language: "en" }, null);
  keep?.({ home, token });
  return {
    async launch() {
      device.close();
      device = deps.open(place.name);
      await findHome(caller(), domain, organization);
    },
    async read() {
      try {
        await readProfile(caller(), api, token);
      } catch (error) {
        if ((error as Unexpected).status === 401) token = await enter();
        throw error;
      }
    },
  };
}
