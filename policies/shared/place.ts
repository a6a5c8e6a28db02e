/** Where a value points to: a Region's name, an ARN, a URL, a bucket, a text that holds some of these. */
import { effectiveRegion } from "./region";
import type { Resource } from "./resource";
import type { Context } from "./rule";
import { hasUnknown } from "./values";

/**
 * - region: a Region's name
 * - reference: an ARN, a URL of AWS, or the name of a resource in the same Region
 * - bucket: a bucket's name or ARN, which do not say where it is
 * - url: any URL or host name
 * - text: JSON or other text in which ARNs, URLs, Regions and S3 paths may stand
 * - setting: what a program is told: text, a URL, or a bucket's bare name
 * - model: id or ARN of a Bedrock model, prompt or inference profile
 */
export type ValueKind = "region" | "reference" | "bucket" | "url" | "text" | "setting" | "model";

export interface Places {
  readonly regions: readonly string[];
  readonly jurisdictions: readonly string[];
  /** here: the resource's own Region. unknown: a preview cannot tell. lost: nothing that is known says where. */
  readonly otherwise?: "here" | "unknown" | "lost";
}

const regionName =
  "(?:af|ap|ca|cn|eu|eusc-de|il|me|mx|sa|us)(?:-(?:gov|iso[a-z]*))?-(?:north|south|east|west|central)+-\\d";
const bareRegion = new RegExp(`(?<![\\w-])${regionName}(?![\\w])`, "g");
const arnRegion = new RegExp(`arn:aws[\\w-]*:[\\w-]+:(${regionName}):`, "g");
const hostRegion = new RegExp(`[.-](${regionName})\\.(?:[\\w-]+\\.)*amazonaws\\.(?:com|eu)`, "g");
const s3Arn = /^arn:aws[\w-]*:s3:::([^/*]+)/;
/** `s3://bucket/key`, and `/bucket/key` as AWS Transfer Family writes it. */
const bucketPath = /^(?:s3[an]?:\/\/|\/)?([^/]+).*$/s;
/** Buckets in a text: `s3://…`, an ARN, or `"Bucket": "…"` of a JSON document. */
const s3Names = /(?:\bs3[an]?:\/\/|\barn:aws[\w-]*:s3:::|"[Bb]ucket(?:_?[Nn]ame)?":\s*")([a-z0-9][a-z0-9.-]{2,62})/g;
/**
 * Profiles that are answered in any Region of a geography, or of the world:
 * https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
 */
const crossRegionProfile = /(?:^|\/)((?:(?:global|us-gov|apac|[a-z]{2})\.[\w-]+|[a-z0-9-]+\.guardrail)\.[^/]+)$/;

/** The machine itself, and what AWS serves to it there. */
const ownHost = /^(localhost$|127\.|169\.254\.)/;

/** Whether a text can name a Region or a bucket at all, or may once it is known: quick, for texts that seldom do. */
export const mentionsPlace = (text: string): boolean =>
  /-(?:north|south|east|west|central)|s3[an]?:\/\/|:s3:::|"[Bb]ucket/.test(text) || hasUnknown(text);

export function placesOf(value: unknown, kind: ValueKind, resource: Resource, context: Context): Places {
  const text = typeof value === "string" ? value : String(JSON.stringify(value));
  const profile = kind === "model" ? crossRegionProfile.exec(text)?.[1] : undefined;
  if (profile) return declaredElsewhere(profile, context) ?? { regions: [], jurisdictions: [], otherwise: "lost" };
  const isText = kind === "text" || kind === "setting";
  const regions = kind === "region" || isText ? matches(text, bareRegion) : named(text);
  const buckets = isText ? bucketsIn(text, kind, resource, context) : [];
  if (regions.length + buckets.length > 0)
    return { regions: [...new Set([...regions, ...buckets])], jurisdictions: [] };
  if (hasUnknown(text)) return { regions: [], jurisdictions: [], otherwise: "unknown" };
  const isAddress = kind === "setting" && hostOf(text) !== undefined;
  if (isText && !isAddress) return { regions: [], jurisdictions: [], otherwise: "here" };
  return (
    declaredElsewhere(text, context) ??
    inGraph(text, kind, resource, context) ??
    byName(text, isAddress ? "url" : kind, context)
  );
}

const named = (text: string) => [...new Set([...matches(text, arnRegion), ...matches(text, hostRegion)])];

const matches = (text: string, pattern: RegExp) =>
  mentionsPlace(text) ? [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? match[0]))] : [];

/** Regions of the buckets that a text names, as far as the graph has them. */
function bucketsIn(text: string, kind: ValueKind, resource: Resource, context: Context): string[] {
  const names = matches(text, s3Names);
  if (kind === "setting") names.push(text);
  return names.flatMap((name) => inGraph(name, "bucket", resource, context)?.regions ?? []);
}

const at = (place: string, context: Context): Places =>
  context.topology.jurisdictions.includes(place)
    ? { regions: [], jurisdictions: [place] }
    : { regions: [place], jurisdictions: [] };

/** As the topology's `elsewhere` says: exact, or with `*` for any characters. */
function declaredElsewhere(text: string, context: Context): Places | undefined {
  const host = hostOf(text);
  for (const [pattern, place] of Object.entries(context.topology.elsewhere)) {
    const expression = new RegExp(`^${pattern.split("*").map(escaped).join(".*")}$`);
    if (expression.test(text) || (host && expression.test(host))) return at(place, context);
  }
  return undefined;
}

const escaped = (text: string) => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");

/** The Region of the resource that goes by this name; of several, the one of the same stack. */
function inGraph(text: string, kind: ValueKind, resource: Resource, context: Context): Places | undefined {
  const name = s3Arn.exec(text)?.[1] ?? (kind === "bucket" ? text.replace(bucketPath, "$1") : text);
  const service = kind === "bucket" || s3Arn.test(text) ? "s3" : undefined;
  const found = context.graph.named(name, service).filter(({ urn }) => urn !== resource.urn);
  const own = found.filter(({ stack }) => stack === resource.stack);
  const regions = (own.length ? own : found).map((one) => effectiveRegion(one, context.topology));
  const known = regions.filter((region) => region !== undefined && region !== "global" && region !== "unknown");
  return known.length > 0 ? { regions: known as string[], jurisdictions: [] } : undefined;
}

function byName(text: string, kind: ValueKind, context: Context): Places {
  const jurisdiction = kind === "url" ? jurisdictionOfHost(hostOf(text) ?? text, context) : undefined;
  if (jurisdiction) return { regions: [], jurisdictions: [jurisdiction] };
  // Any call of AWS in the own Region: https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
  const isCall = /^arn:aws[\w-]*:scheduler:::aws-sdk:/.test(text);
  if (ownHost.test(hostOf(text) ?? "")) return { regions: [], jurisdictions: [], otherwise: "here" };
  const isName = isCall || (!text.startsWith("arn:") && !text.includes("://"));
  const byOwnName = isName && (kind === "reference" || kind === "model");
  return { regions: [], jurisdictions: [], otherwise: byOwnName ? "here" : "lost" };
}

const hostOf = (text: string) => /^(?:jdbc:)?\w+:\/\/([^/:?#]+)/.exec(text)?.[1];

/** `us.api.example.com` → US: the names that infra/names.ts gives to each jurisdiction's own entry points. */
export function jurisdictionOfHost(host: string, { topology }: Context): string | undefined {
  const labels = host.toLowerCase().split(".");
  const byRegion = labels.map((label) => topology.regions[label]).find((found) => found !== undefined);
  if (byRegion) return byRegion;
  return topology.jurisdictions.find((code) =>
    labels.some((label, index) => label === code.toLowerCase() && ["api", "ws", "auth"].includes(labels[index + 1]!)),
  );
}
