import * as aws from "@pulumi/aws";
import { type Way, ways } from "../support/way";

/** Settings that are hosts without a scheme: another company's, and an own cache's by its short code. */
export function program({ region, tags }: Way) {
  const abroad = { DD_SITE: "us5.datadoghq.com", REDIS_HOST: "orders.x1.use1.cache.amazonaws.com:6379" };
  const home = {
    REDIS_URL: "rediss://u:w@orders.x1.cac1.cache.amazonaws.com:6379",
    REDIS_HOST: "orders.x1.caw1.cache.amazonaws.com",
    HANDLER: "index.handler",
  };
  new aws.lambda.Function("orders", {
    runtime: "nodejs24.x",
    handler: "index.handler",
    role: "arn:aws:iam::123456789012:role/orders",
    environment: { variables: region === ways.home.region ? home : abroad },
    tags,
  });
}
