import { lambda } from "../lambda/types";
import { serviceModule } from "../module";
import { LogMetrics } from "./service";
import { cloudwatch } from "./types";

export const cloudwatchModule = serviceModule({
  key: cloudwatch,
  title: "Amazon CloudWatch",
  description: {
    does: "metrics in the embedded metric format in functions' logs, held against its limits; read anew for each question",
    leavesOut: "logs from before a function's file was emptied (5 MB); alarms, dashboards, retention",
    sources: {
      specification:
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html",
    },
  },
  declaredOnly: {
    "aws:cloudwatch/logGroup:LogGroup":
      "log groups are declared; here each function writes to a file in the twin's state folder, without retention",
    "aws:cloudwatch/metricAlarm:MetricAlarm": "declared; metrics are not counted here, so no alarm rings",
  },
  needs: [lambda],
  create: (_, services) => new LogMetrics(() => services.get(lambda).logs()),
});
