/** CloudWatch. */
import { account } from "./made";
import type { ServiceOutputs } from "./types";

export const cloudwatch: ServiceOutputs = {
  outputs: {
    "aws:cloudwatch/logGroup:LogGroup": ({ region, physical }) => ({
      id: physical,
      name: physical,
      arn: `arn:aws:logs:${region}:${account}:log-group:${physical}`,
    }),
    "aws:cloudwatch/metricAlarm:MetricAlarm": ({ region, physical }) => ({
      id: physical,
      name: physical,
      arn: `arn:aws:cloudwatch:${region}:${account}:alarm:${physical}`,
    }),
    "aws:cloudwatch/dashboard:Dashboard": ({ inputs }) => ({
      id: inputs.dashboardName,
      dashboardArn: `arn:aws:cloudwatch::${account}:dashboard/${inputs.dashboardName}`,
    }),
  },
};
