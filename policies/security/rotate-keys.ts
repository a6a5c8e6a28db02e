import { isTrue, requireValues } from "../shared/require";
import type { Resource } from "../shared/resource";

/** KMS rotates symmetric keys only. */
const isSymmetric = ({ props }: Resource) =>
  (props.customerMasterKeySpec ?? "SYMMETRIC_DEFAULT") === "SYMMETRIC_DEFAULT" &&
  props.keyUsage !== "GENERATE_VERIFY_MAC";

export const rotateKeys = requireValues(
  {
    name: "security-rotate-keys",
    description: "KMS renews the material of symmetric keys by itself.",
    severity: "medium",
    references: [{ framework: "AWS Well-Architected", id: "SEC08-BP01" }],
    remediation: "Set enableKeyRotation.",
    url: "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
  },
  {
    "aws:kms/key:Key": [
      {
        path: "enableKeyRotation",
        when: isSymmetric,
        holds: isTrue,
        allowed: "allowed is true",
        fix: "turn rotation on",
        safe: true,
      },
    ],
  },
);
