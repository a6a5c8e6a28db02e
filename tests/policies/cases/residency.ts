import type { CasesOf } from "../support/cases";
import { eligibleCases } from "./eligible";
import { encodingCases } from "./encodings";
import { providerCases } from "./providers";
import { basicCases } from "./residency-basics";
import { groupCases } from "./residency-groups";

/** Of the rules that are not about a destination alone. */
export const residencyCases: CasesOf = {
  ...basicCases,
  ...groupCases,
  ...encodingCases,
  ...providerCases,
  ...eligibleCases,
};
