/** What the handlers of the profile's routes work with. */
import type { Homes } from "../shared/at-home";
import type { Evacuations } from "../shared/evacuations";
import type { KeptResponses } from "../shared/idempotency";
import type { Profiles } from "./profiles";

export interface ProfileService extends Homes {
  profiles: Profiles;
  responses: KeptResponses;
  region: string;
  /** Without it, the origin of `https://app.<domain>` alone. */
  appOrigins?: readonly string[];
  evacuations: Evacuations;
  newId(): string;
}
