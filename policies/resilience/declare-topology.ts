import { declareTopology as of } from "../shared/declare-topology";

export const declareTopology = of("resilience");
