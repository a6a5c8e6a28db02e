/** `npm run stacks`: for workflows that do something to each. */
import { program } from "../cli/program";
import { globalStack, regionStacks } from "../model/topology";

void program("stacks", "Print the stacks of the topology as JSON, global first.", () =>
  console.log(JSON.stringify([globalStack, ...Object.keys(regionStacks)])),
);
