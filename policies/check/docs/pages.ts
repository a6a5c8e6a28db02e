import { evaluateStacks } from "../../../graph";
import { packs } from "../../packs";
import { topologyOf } from "../../shared/topology";
import { resourcesOf } from "../graph";
import { policiesPage } from "./policies-page";
import { residencyPage } from "./residency-page";

/** File name in docs/ → its text, from the stacks of the project at `root`. @default this project */
export async function pages(root?: string): Promise<Record<string, string>> {
  const resources = resourcesOf(await evaluateStacks(root ? { root } : {}));
  return { "policies.md": policiesPage(packs), "residency.md": residencyPage(resources, topologyOf()) };
}
