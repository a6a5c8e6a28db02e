import { iam } from "../iam/types";
import { serviceModule } from "../module";
import { kmsFaults } from "./faults";
import { Keys } from "./service";
import { kms } from "./types";

export const kmsModule = serviceModule({
  key: kms,
  title: "AWS Key Management Service",
  description: {
    does:
      "who reads a table needs its key's policy (iam, dynamodb); the state of a key. Where it fails, tables and cold " +
      "starts with a customer's key do",
    leavesOut: "every operation but DescribeKey: nothing is encrypted here",
    sources: { DescribeKey: "https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html" },
  },
  standsInFor: ["aws:kms/key:Key"],
  needs: [iam],
  faults: kmsFaults,
  actions: ["kms:DescribeKey"],
  create: (context, services) => new Keys(context, services.get(iam)),
  variables: (service, { region }) => ({ AWS_ENDPOINT_URL_KMS: service.endpoint(region) }),
});
