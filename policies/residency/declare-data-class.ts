import { classify } from "../classification";
import { confinedClass, copyOf, keepsAccounts } from "../shared/confined";
import { anyJurisdiction, classTag, inherited, jurisdictionTag } from "../shared/data";
import { listed, quoted } from "../shared/message";
import { effectiveTags } from "../shared/region";
import type { Resource } from "../shared/resource";
import type { Context, Finding, Rule } from "../shared/rule";
import { isUnknown } from "../shared/values";

export const declareDataClass: Rule = {
  name: "residency-declare-data-class",
  description: "What can be tagged says which class of data it holds and whose.",
  severity: "high",
  references: [
    { framework: "GDPR", id: "Art. 30" },
    { framework: "AWS Well-Architected", id: "SEC07-BP01" },
    { framework: "home-region", id: "law 6" },
  ],
  remediation: "Tag it with `data-class` and `jurisdiction`, from infra/shared/tags.ts.",
  url: "https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html",
  check(resource, context) {
    // Roles and policies hold no data.
    if (!classify(resource.type, context.topology).taggable || resource.type.startsWith("aws:iam/")) {
      return [];
    }
    const tags = effectiveTags(resource);
    const finding = (path: string, found: string, allowed: string, fix: string): Finding => ({
      resource,
      path,
      found,
      allowed,
      fix,
    });
    if (!tags) {
      return [
        finding("tags", "has tags that are not known in a preview", "classes are declared in code", "use plain values"),
      ];
    }
    if (tags[classTag] === undefined && tags[jurisdictionTag] === undefined) {
      const classes = `allowed are ${listed(Object.keys(context.topology.dataClasses))}`;
      const fix = "add both, here or as defaultTags of the provider";
      return [finding("tags", `has no tags ${classTag} and ${jurisdictionTag}`, classes, fix)];
    }
    return [
      ...classFindings(tags[classTag], context, finding),
      ...untrue(resource, tags[classTag], context, finding),
      ...homeFindings(tags, resource.stack, context, finding),
    ];
  },
  fix(resource, { topology }) {
    const { taggable } = classify(resource.type, topology);
    const stack = topology.stacks[resource.stack];
    const tags = effectiveTags(resource);
    if (!taggable || !stack || !tags || tags[jurisdictionTag] !== undefined) {
      return undefined;
    }
    // Safe: a Region's stack has one jurisdiction. The class is not: only people know what is in it.
    return { ...resource.props, tags: { ...(resource.props.tags as object), [jurisdictionTag]: stack.jurisdiction } };
  },
};

type Make = (path: string, found: string, allowed: string, fix: string) => Finding;

function classFindings(value: unknown, { topology }: Context, finding: Make): Finding[] {
  const classes = Object.keys(topology.dataClasses);
  const path = `tags.${classTag}`;
  const allowed = `allowed are ${listed(classes)}`;
  if (value === undefined) {
    return [finding(path, `has no tag ${classTag}`, allowed, "add the tag")];
  }
  if (isUnknown(value)) {
    return [finding(path, `has a ${classTag} that is not known in a preview`, allowed, "use a plain value")];
  }
  if (classes.includes(String(value))) {
    return [];
  }
  return [finding(path, `has ${classTag} ${quoted(value)}`, allowed, "use one of them")];
}

/** A class that may leave, of what may not. */
function untrue(resource: Resource, value: unknown, context: Context, finding: Make): Finding[] {
  const { topology } = context;
  if (topology.dataClasses[String(value)]?.mayLeaveJurisdiction !== true) {
    return [];
  }
  const { origin, data } = inherited(resource, context);
  const why = keepsAccounts(resource) ? "keeps accounts of people" : origin && copyOf(origin);
  const dataClass = data?.dataClass ?? confinedClass(topology);
  return why && dataClass
    ? [finding(`tags.${classTag}`, `has ${classTag} ${quoted(value)} and ${why}`, `allowed is ${dataClass}`, "say so")]
    : [];
}

function homeFindings(tags: Record<string, unknown>, stack: string, { topology }: Context, finding: Make): Finding[] {
  const value = tags[jurisdictionTag];
  const mayLeave = topology.dataClasses[String(tags[classTag])]?.mayLeaveJurisdiction === true;
  const own = topology.stacks[stack]?.jurisdiction;
  const allowed = !mayLeave && own ? [own] : [...topology.jurisdictions, ...(mayLeave ? [anyJurisdiction] : [])];
  const path = `tags.${jurisdictionTag}`;
  const sentence = `allowed in stack ${stack} are ${listed(allowed)}`;
  if (value === undefined) {
    return [finding(path, `has no tag ${jurisdictionTag}`, sentence, "add the tag")];
  }
  if (isUnknown(value)) {
    return [finding(path, `has a ${jurisdictionTag} that is not known in a preview`, sentence, "use a plain value")];
  }
  return allowed.includes(String(value))
    ? []
    : [finding(path, `has ${jurisdictionTag} ${quoted(value)}`, sentence, "use one of them")];
}
