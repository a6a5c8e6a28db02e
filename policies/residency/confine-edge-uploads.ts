import { allowedText, transfers } from "../shared/confine";
import { dataOf } from "../shared/data";
import type { Rule } from "../shared/rule";
import { isUnknown } from "../shared/values";

const types = ["", "V2"].map(
  (version) => `aws:s3/bucketAccelerateConfiguration${version}:BucketAccelerateConfiguration${version}`,
);

export const confineEdgeUploads: Rule = {
  name: "residency-confine-edge-uploads",
  description: "Uploads do not end at edge locations all over the world.",
  severity: "high",
  references: transfers,
  remediation: "Leave transfer acceleration off for buckets of personal data.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/transfer-acceleration.html",
  types,
  claims: Object.fromEntries(types.map((type) => [type, ["status"]])),
  check(resource, context) {
    const { allowed, jurisdiction, dataClass, open } = dataOf(resource, context);
    const { status } = resource.props;
    if (!allowed || (status !== "Enabled" && !isUnknown(status))) {
      return [];
    }
    return [
      {
        resource,
        path: "status",
        found: "lets uploads end at any edge location",
        allowed: allowedText(allowed, jurisdiction, dataClass),
        fix: "suspend transfer acceleration",
        deferred: open,
      },
    ];
  },
};
