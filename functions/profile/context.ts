/** What the handlers of the profile's routes work with. */
import type { Homes } from "../shared/at-home";
import type { KeptAnswers } from "../shared/idempotency";
import type { Profiles } from "./profiles";

export interface ProfileService extends Homes {
  profiles: Profiles;
  answers: KeptAnswers;
  region: string;
  newId(): string;
}
