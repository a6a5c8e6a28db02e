/** Cases of the residency rule about services that a framework allows. */
import type { CasesOf, Judged, Scene } from "../support/cases";
import { make, operational } from "../support/scene";

const under = (settings: Record<string, unknown>, ...scene: Scene): Judged => ({ scene, options: { settings } });
const hipaa = { framework: "hipaa" };
const table = make("aws:dynamodb/table:Table");
const search = (sketch = {}) => make("aws:qbusiness/application:Application", {}, sketch);

export const eligibleCases: CasesOf = {
  "residency-use-eligible-services": {
    compliant: [
      under(hipaa, table),
      under(hipaa, search({ tags: operational() })),
      under({ ...hipaa, services: ["qbusiness"] }, search()),
      // Holds nothing; is of no service.
      under(hipaa, make("aws:accessanalyzer/analyzer:Analyzer")),
      under(hipaa, make("aws:kms/key:Key")),
      under(hipaa, make("random:index/randomId:RandomId")),
    ],
    violating: [
      under(hipaa, search()),
      under(hipaa, search({ tags: false })),
      under({ ...hipaa, services: ["bedrock"] }, search()),
      under({ framework: "hippa" }, table),
    ],
    absent: { passed: [[search()], under({ framework: "" }, search())] },
    unknown: { passed: [under({}, search())] },
  },
};
