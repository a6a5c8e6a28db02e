import { sourcesOf } from "../shared/made";
import { isTrue, type Requirement, requireValues } from "../shared/require";
import type { Resource } from "../shared/resource";
import type { Context, Finding, Rule } from "../shared/rule";
import { isUnknown } from "../shared/values";

const block = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const buckets = ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"];
const switches = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];
const wanted = switches.map(
  (path): Requirement => ({ path, holds: isTrue, allowed: "allowed is true", fix: "set it to true", safe: true }),
);

const values = requireValues(
  {
    name: "security-block-public-access",
    description: "Every bucket blocks public access, all four ways.",
    severity: "high",
    references: [
      { framework: "HIPAA", id: "164.312(a)(1)" },
      { framework: "AWS Well-Architected", id: "SEC03-BP07" },
    ],
    remediation: "Give the bucket a BucketPublicAccessBlock with all four set; serve public files through CloudFront.",
    url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html",
  },
  { [block]: wanted, "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": wanted },
);

export const blockPublicAccess: Rule = {
  ...values,
  checkStack(stack, context) {
    const own = (resource: Resource) => resource.stack === stack;
    const blocks = context.graph.ofType(block).filter(own);
    const blocked = new Set(blocks.flatMap((block) => bucketsOf(block, context)));
    return context.graph
      .ofType(...buckets)
      .filter((bucket) => own(bucket) && !blocked.has(bucket.urn))
      .map(
        (resource): Finding => ({
          resource,
          path: "",
          found: "has no BucketPublicAccessBlock",
          allowed: "every bucket has one in its stack",
          fix: "declare one with all four set",
        }),
      );
  },
};

/** URNs of what it blocks. */
function bucketsOf(block: Resource, { graph }: Context): readonly string[] {
  const { bucket } = block.props;
  return isUnknown(bucket) ? sourcesOf(block, "bucket") : graph.named(String(bucket)).map(({ urn }) => urn);
}
