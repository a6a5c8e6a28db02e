import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  const monitor = new aws.rum.AppMonitor("web", { name: "web", domain: "app.example.com", tags });
  new aws.rum.MetricsDestination("web", {
    appMonitorName: monitor.name,
    destination: "Evidently",
    destinationArn: arn("evidently", region, "project/web"),
  });
}
