/** EventBridge Scheduler. */
import { account } from "./made";
import type { ServiceOutputs } from "./types";

export const scheduler: ServiceOutputs = {
  outputs: {
    "aws:scheduler/schedule:Schedule": ({ region, physical, inputs }) => {
      const group = inputs.groupName ?? "default";
      const arn = `arn:aws:scheduler:${region}:${account}:schedule/${group}/${physical}`;
      return { id: `${group}/${physical}`, name: physical, groupName: group, arn };
    },
  },
};
