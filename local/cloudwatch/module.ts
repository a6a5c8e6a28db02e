import { lambda } from "../lambda/types";
import { serviceModule } from "../module";
import { route53 } from "../route53/types";
import { Alarms } from "./alarms";
import { LocalCloudWatch } from "./service";
import { cloudwatch } from "./types";

export const cloudwatchModule = serviceModule({
  key: cloudwatch,
  title: "Amazon CloudWatch",
  description: {
    does:
      "metrics in the embedded metric format in functions' logs, held against its limits; read anew for each question. " +
      "Alarms: each minute, over the metrics that API Gateway, Lambda, load balancers, DynamoDB (errors) and Route 53 " +
      "(health checks) would report: M of N, missing data, percentiles of few samples, metric math (arithmetic, " +
      "comparisons, FILL with a number, IF). A warm-up ends with the first data that is well: a twin starts as if deployed " +
      "before. A change of state is a line on the timeline, the page and " +
      "`GET /api/alarms` show them. The alarms of a Region that is down ring no more",
    leavesOut:
      "logs from before a function's file was emptied (5 MB); dashboards, retention, composite and PromQL alarms, " +
      "the older data points that AWS takes for missing ones. An alarm on a metric that is not counted here " +
      "(replication latency, the days that certificates have left) stays at INSUFFICIENT_DATA and says why",
    sources: {
      specification:
        "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html",
      "missing data": "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html",
      "metric math": "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html",
    },
  },
  standsInFor: ["aws:cloudwatch/metricAlarm:MetricAlarm"],
  declaredOnly: {
    "aws:cloudwatch/logGroup:LogGroup":
      "log groups are declared; here each function writes to a file in the twin's state folder, without retention",
  },
  needs: [lambda, route53],
  create: (context, services) =>
    new LocalCloudWatch(
      () => services.get(lambda).logs(),
      new Alarms(context, (id) => services.get(route53).healthOf(id)),
    ),
});
