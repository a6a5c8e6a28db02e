import { serviceKey, serviceModule } from "../module";
import { kmsFaults } from "./faults";

export const kmsModule = serviceModule({
  key: serviceKey("kms"),
  title: "AWS Key Management Service",
  description: {
    does:
      "nothing of its own: who reads a table needs its key's policy (iam, dynamodb). Where it fails, tables and cold " +
      "starts with a customer's key do",
  },
  faults: kmsFaults,
  declaredOnly: {
    "aws:kms/key:Key":
      "keys are declared; here nothing is encrypted at rest. Who reads a table is held against its key's policy",
  },
});
