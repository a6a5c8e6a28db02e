import { resilienceCases } from "../cases/resilience";
import { runCases } from "../support/run-cases";

runCases(resilienceCases, { pack: "resilience" });
