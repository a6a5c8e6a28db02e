import * as aws from "@pulumi/aws";
import { type Way, ways } from "../support/way";

export const accepts = ["home"];

/** Where the environment says, which another machine says otherwise. */
export function program({ region, tags }: Way) {
  const provider = new aws.Provider("own", region === ways.home.region ? { region } : { profile: "orders" });
  new aws.sqs.Queue("orders", { tags }, { provider });
}
