import { residency } from "./residency/rules";
import type { Pack } from "./shared/pack";

/** All packs, in the order of reports. */
export const packs: readonly Pack[] = [residency];
