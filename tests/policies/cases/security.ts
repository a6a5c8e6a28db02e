import type { CasesOf } from "../support/cases";
import { accessCases } from "./security-access";
import { keyCases } from "./security-keys";
import { servingCases } from "./security-serving";

export const securityCases: CasesOf = { ...servingCases, ...keyCases, ...accessCases };
