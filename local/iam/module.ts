import { serviceModule } from "../module";
import { AccessKeys } from "./service";
import { iam } from "./types";

export const iamModule = serviceModule({
  key: iam,
  title: "AWS Identity and Access Management",
  description: {
    does:
      "roles with inline, attached and AWS managed policies, permissions boundaries, conditions, trust policies, key " +
      "policies of KMS: services ask before they act",
    leavesOut:
      "who may call the control planes; service control policies; signatures are read, not recomputed; an unknown " +
      "managed policy allows nothing",
    sources: {
      "policy evaluation": "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html",
      conditions:
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html",
    },
  },
  standsInFor: ["aws:iam/role:Role", "aws:iam/rolePolicy:RolePolicy", "aws:iam/policy:Policy"],
  declaredOnly: {
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment":
      "checked for the functions' roles where the policy is known here; roles of services are declared only",
  },
  calls: ["aws:iam/getPolicyDocument:getPolicyDocument"],
  create: (context) => new AccessKeys(context),
  variables(service, caller) {
    const { accessKeyId, secretAccessKey } = service.issue(caller);
    return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
  },
});
