import { residency } from "./residency/rules";
import { resilience } from "./resilience/rules";
import { security } from "./security/rules";
import type { Pack } from "./shared/pack";

/** All packs, in the order of reports. */
export const packs: readonly Pack[] = [residency, security, resilience];
