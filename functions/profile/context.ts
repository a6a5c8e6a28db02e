/** What the handlers of the profile's routes work with. */
import type { Homes } from "../shared/at-home";
import type { KeptResponses } from "../shared/idempotency";
import type { Profiles } from "./profiles";

export interface ProfileService extends Homes {
  profiles: Profiles;
  responses: KeptResponses;
  region: string;
  newId(): string;
}
