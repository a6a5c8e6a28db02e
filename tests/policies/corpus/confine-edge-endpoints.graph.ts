import * as aws from "@pulumi/aws";
import { type Way, ways } from "../support/way";

/** An API's own endpoint is in its Region; a domain of the program's own is not. */
export function program({ region, tags, host }: Way) {
  const api = new aws.appsync.GraphQLApi("orders", { authenticationType: "AWS_IAM", tags });
  if (region !== ways.home.region) {
    const domain = new aws.appsync.DomainName("name", {
      domainName: host,
      certificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/1",
    });
    new aws.appsync.DomainNameApiAssociation("orders", { apiId: api.id, domainName: domain.domainName });
  }
}
