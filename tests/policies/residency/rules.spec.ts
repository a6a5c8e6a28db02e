import destinations from "../cases/destinations.json";
import { residencyCases } from "../cases/residency";
import { routingCases } from "../cases/routing";
import { runCases } from "../support/run-cases";

runCases({ ...residencyCases, ...routingCases }, { pack: "residency", besides: Object.keys(destinations) });
