export const table = "registry";
export const organization = "org_00000000000000000000000000";

/** A lookup as the load balancer sends it. */
export const lookupEvent = (name: string, address: string) => ({
  requestContext: {
    elb: { targetGroupArn: "arn:aws:elasticloadbalancing:ca-central-1:123456789012:targetgroup/lookup/0" },
  },
  httpMethod: "GET",
  path: `/v1/organizations/${name}/home`,
  queryStringParameters: {},
  headers: {
    accept: "application/json",
    host: "api.example.test",
    "user-agent": "bench",
    "x-amzn-trace-id": "Root=1-00000000-000000000000000000000000",
    "x-forwarded-for": address,
    "x-forwarded-port": "443",
    "x-forwarded-proto": "https",
  },
  body: "",
  isBase64Encoded: false,
});

export const environment = {
  AWS_REGION: "ca-central-1",
  AWS_ACCESS_KEY_ID: "bench",
  AWS_SECRET_ACCESS_KEY: "bench",
  DOMAIN: "example.test",
  JURISDICTION: "CA",
  REGISTRY_TABLE: table,
  REGISTRY_HASH_KEY: "bench",
  SNAPSHOT_BUCKET: "bench",
};
