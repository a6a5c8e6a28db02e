import type { CasesOf } from "../support/cases";
import { accessCases } from "./security-access";
import { keyCases } from "./security-keys";
import { principalCases } from "./security-principals";
import { servingCases } from "./security-serving";

export const securityCases: CasesOf = { ...servingCases, ...keyCases, ...accessCases, ...principalCases };
