import { securityCases } from "../cases/security";
import { runCases } from "../support/run-cases";

runCases(securityCases, { pack: "security" });
