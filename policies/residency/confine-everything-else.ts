import { type Classified, classify } from "../classification";
import { judge, transfers } from "../shared/confine";
import { dataOf } from "../shared/data";
import { madeFrom } from "../shared/made";
import { mentionsPlace, placesOf, type ValueKind } from "../shared/place";
import { effectiveRegion } from "../shared/region";
import type { Resource } from "../shared/resource";
import type { Context, Finding, Rule } from "../shared/rule";
import { type Found, isUnknown, patternOf, stringsIn } from "../shared/values";

/** Properties that name a place and send nothing there. */
const harmless = new Set([
  "region",
  "tags",
  "tagsAll",
  "policy",
  "assumeRolePolicy",
  "inlinePolicy",
  "accessPolicies",
  "code",
  "description",
  "comment",
  "arn",
  "kmsKeyId",
  "kmsKeyArn",
  "availabilityZone",
]);
const wording = {
  how: "names",
  remediation: "use a place in the jurisdiction; if nothing is sent there, give the property a rule of its own",
};

/** Roles and policies are of no Region, and nothing is sent to them. */
const isPermission = (value: unknown) => /^arn:aws[\w-]*:iam:/.test(String(value));

const firstStep = (path: string): string => path.split(/[.[]/)[0]!;

/** What a value of a property is taken for, from the property's name. */
const kindOf = (pattern: string): ValueKind => {
  const last = pattern
    .replace(/\[\*\]$/, "")
    .split(".")
    .pop()!;
  if (/regions?$|regionname$/i.test(last)) {
    return "region";
  }
  return /bucket(name)?$|s3(uri|path)|outputs?(location|path)$/i.test(last) ? "bucket" : "text";
};

/** Properties whose values say where something is; a bare name or id does not. */
const telling = /(?:arn|url|uri|endpoint|host|action)s?(?:\[\d+\])?$/i;

/** What an unknown value is made from, as the value will say once it is known. */
function madeAbroad({ path, value }: Found, resource: Resource, context: Context): Finding[] {
  if (context.scope === "partial" || !telling.test(path)) {
    return [];
  }
  const own = effectiveRegion(resource, context.topology);
  const named = madeFrom(resource, path, context).filter(
    (source) => source.type.startsWith("aws:") && effectiveRegion(source, context.topology) !== own,
  );
  const dependencies = { ...resource.dependencies, [firstStep(path)]: named.map(({ urn }) => urn) };
  return named.length > 0 ? judge({ path, value }, "text", { ...resource, dependencies }, context, wording) : [];
}

/** The catch-all: `claimed` has the properties that other rules answer for, by type. */
export function confineEverythingElse(claimed: ReadonlyMap<string, readonly string[]>): Rule {
  const kindAt = kinds(claimed);
  // What an unknown part of a property is made from is known for the whole: the rule that knows another part asks there.
  const asked = new Map([...claimed].map(([type, paths]) => [type, new Set(paths.map(firstStep))]));
  return {
    name: "residency-confine-everything-else",
    description:
      "No property of any resource names a place outside the jurisdiction, even where no rule knows the property.",
    severity: "high",
    references: [...transfers, { framework: "home-region", id: "law 6" }],
    remediation: "Use a place in the jurisdiction. If the property sends nothing there, give it a rule that says so.",
    url: "https://docs.aws.amazon.com/general/latest/gr/rande.html",
    check(resource, context) {
      const classified = classify(resource.type, context.topology);
      // What a type is for says nothing of its texts: a statement, a document or a setting may send data anywhere.
      if (classified.kind === "unclassified" || !resource.provider) {
        return [];
      }
      if (/^aws:(globalaccelerator|route53|cloudfront|iam)\//.test(resource.type)) {
        return [];
      }
      const { allowed } = dataOf(resource, context);
      if (!allowed) {
        return [];
      }
      const own = String(effectiveRegion(resource, context.topology));
      // Its own ARN and URLs name the Region that it is in, and keep-region says whether it may be there.
      const isItself = (value: string, kind: ValueKind) => {
        const { regions } = allowed.has(own) ? { regions: [] } : placesOf(value, kind, resource, context);
        return regions.length > 0 && regions.every((region) => region === own);
      };
      return stringsIn(resource.props).flatMap((found): Finding[] => {
        const kind = kindAt(resource.type, patternOf(found.path), classified);
        if (!kind || (kind === "text" && !mentionsPlace(found.value))) {
          return [];
        }
        if (isUnknown(found.value)) {
          return asked.get(resource.type)?.has(firstStep(found.path)) ? [] : madeAbroad(found, resource, context);
        }
        return isPermission(found.value) || isItself(found.value, kind)
          ? []
          : judge(found, kind, resource, context, wording);
      });
    },
  };
}

/** `storageLensConfiguration.exclude.regions[*]`: what is left out goes nowhere; nor does what is said for people. */
const isLeftOut = (pattern: string) => /\.excludes?\.|\.(?:description|comment)$/.test(pattern);

/** What the values of a type's property are taken for; undefined where another rule answers for it, or it is harmless. */
function kinds(claimed: ReadonlyMap<string, readonly string[]>) {
  const isClaimed = claims(claimed);
  const known = new Map<string, ValueKind | undefined>();
  return (type: string, pattern: string, { to }: Classified): ValueKind | undefined => {
    const key = `${type} ${pattern}`;
    if (!known.has(key)) {
      const isOther = harmless.has(firstStep(pattern)) || isLeftOut(pattern) || isClaimed(type, pattern);
      known.set(key, isOther ? undefined : to.includes(pattern) ? kindOf(pattern) : "text");
    }
    return known.get(key);
  };
}

/** Whether a claim such as `rules[*].destination` or `variables.*` takes in a property, or what it is a part of. */
function claims(claimed: ReadonlyMap<string, readonly string[]>) {
  const bare = (path: string) => path.replaceAll("[*]", "");
  const bareClaims = new Map(
    [...claimed].map(([type, paths]) => [type, new Set(paths.map((path) => bare(path.replace(/\.\*$/, ""))))]),
  );
  return (type: string, pattern: string): boolean => {
    const known = bareClaims.get(type);
    if (!known) {
      return false;
    }
    const steps = bare(pattern).split(".");
    return steps.some((_, index) => known.has(steps.slice(0, index + 1).join(".")));
  };
}
