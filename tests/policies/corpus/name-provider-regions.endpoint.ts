import * as aws from "@pulumi/aws";
import { type Way, ways } from "../support/way";

export const accepts = ["home"];

/** Calls go where the endpoint is, whatever the Region says. */
export function program({ region, tags }: Way) {
  const provider = new aws.Provider("own", {
    region: "ca-west-1",
    endpoints: [{ sqs: `https://sqs.${region === ways.home.region ? "ca-west-1" : "us-east-1"}.amazonaws.com` }],
  });
  new aws.sqs.Queue("orders", { tags }, { provider });
}
