import type { Evacuations } from "../../../functions/shared/evacuations";

/** As nearly always. */
export const nobodyEvacuated: Evacuations = { evacuated: () => new Set() };
