/** `npm run stacks`: the stacks of the topology as JSON, global first, for workflows that do something to each. */
import { globalStack, regionStacks } from "../model/topology";

console.log(JSON.stringify([globalStack, ...Object.keys(regionStacks)]));
