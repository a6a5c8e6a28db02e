import { allowedText, transfers } from "../shared/confine";
import { dataOf } from "../shared/data";
import { decoded, decodedBlob } from "../shared/decoded";
import type { Rule } from "../shared/rule";
import { isUnknown, valuesAt } from "../shared/values";

/** Type → properties that are base64 as a whole. */
const blobs: Readonly<Record<string, readonly string[]>> = {
  "aws:ec2/instance:Instance": ["userDataBase64"],
  "aws:ec2/launchConfiguration:LaunchConfiguration": ["userDataBase64"],
  "aws:ec2/launchTemplate:LaunchTemplate": ["userData"],
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest": ["userDataBase64"],
  "aws:imagebuilder/imageRecipe:ImageRecipe": ["userDataBase64"],
  "aws:s3/bucketObject:BucketObject": ["contentBase64"],
  "aws:s3/bucketObjectv2:BucketObjectv2": ["contentBase64"],
};
/** Type → properties that may have something encoded in them, and say so. */
const texts: Readonly<Record<string, readonly string[]>> = {
  "aws:ec2/instance:Instance": ["userData"],
  "aws:ec2/launchConfiguration:LaunchConfiguration": ["userData"],
  "aws:ec2/spotFleetRequest:SpotFleetRequest": ["launchSpecifications[*].userData"],
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest": ["userData"],
  "aws:lightsail/instance:Instance": ["userData"],
  "aws:s3/bucketObject:BucketObject": ["content"],
  "aws:s3/bucketObjectv2:BucketObjectv2": ["content"],
};

/** What can be read is the other rules' business: they look into every encoding. */
export const readEncodings: Rule = {
  name: "residency-read-encodings",
  description: "What machines are started with, and what objects are declared with, can be read through its encoding.",
  severity: "high",
  references: [...transfers, { framework: "home-region", id: "law 6" }],
  remediation: "Encode text, or gzip of text, in base64; bring programs in an image or a package.",
  url: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html",
  types: [...new Set([...Object.keys(blobs), ...Object.keys(texts)])],
  check(resource, context) {
    const isUnread = (value: unknown, decode: (text: string) => ReturnType<typeof decodedBlob>) =>
      typeof value === "string" && !isUnknown(value) && decode(value)?.isUnread !== false;
    const found = [
      ...(blobs[resource.type] ?? []).flatMap((path) =>
        valuesAt(resource.props, path).filter(({ value }) => isUnread(value, decodedBlob)),
      ),
      ...(texts[resource.type] ?? []).flatMap((path) =>
        valuesAt(resource.props, path).filter(({ value }) => isUnread(value, decoded)),
      ),
    ];
    const data = found.length > 0 ? dataOf(resource, context) : undefined;
    if (!data?.allowed) {
      return [];
    }
    return found.map(({ path }) => ({
      resource,
      path,
      found: "has something encoded that is neither text nor compressed text, so where it sends data cannot be told",
      allowed: allowedText(data.allowed!, data.jurisdiction, data.dataClass),
      fix: "encode text, or gzip of text, in base64",
      deferred: data.open,
    }));
  },
};
