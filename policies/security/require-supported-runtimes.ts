import { listed, quoted } from "../shared/message";
import type { Rule } from "../shared/rule";
import { isUnknown, listOf } from "../shared/values";

export const requireSupportedRuntimes: Rule = {
  name: "security-require-supported-runtimes",
  description: "Functions run on runtimes that AWS still patches.",
  severity: "medium",
  references: [{ framework: "AWS Well-Architected", id: "SEC06-BP01" }],
  remediation: "Move to a runtime that is supported for at least a year.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html",
  types: ["aws:lambda/function:Function", "aws:lambda/layerVersion:LayerVersion"],
  settings: {
    runtimes: {
      type: "array",
      items: { type: "string" },
      description: "Identifiers that are allowed.",
      default: [
        "nodejs22.x",
        "nodejs24.x",
        "python3.12",
        "python3.13",
        "python3.14",
        "java21",
        "java25",
        "dotnet8",
        "dotnet10",
        "ruby3.4",
        "provided.al2023",
      ],
    },
  },
  check(resource, { settings }) {
    const { runtime, packageType, compatibleRuntimes } = resource.props;
    const allowed = listOf(settings.runtimes).map(String);
    const isFunction = resource.type === "aws:lambda/function:Function";
    if (isFunction && packageType === "Image") {
      return [];
    }
    const given = isFunction ? [runtime] : listOf(compatibleRuntimes);
    return given
      .filter((runtime) => !allowed.includes(String(runtime)))
      .map((runtime) => ({
        resource,
        path: isFunction ? "runtime" : "compatibleRuntimes",
        found: isUnknown(runtime) ? "runs on a runtime that is not known in a preview" : `runs on ${quoted(runtime)}`,
        allowed: `allowed are ${listed(allowed)}`,
        fix: "choose one of them",
      }));
  },
};
