/** Where a value points to: a Region's name, an ARN, a URL, a bucket, a text that holds some of these. */
import { isHolder } from "../classification";
import { decoded } from "./decoded";
import { madeIn } from "./made";
import { type Answer, answersOf, isOwnName } from "./own-names";
import { effectiveRegion } from "./region";
import type { Resource } from "./resource";
import type { Context } from "./rule";
import { regionHint, regionOfLabel, regionsAddressed, regionsWritten } from "./spellings";
import { hasUnknown } from "./values";

/**
 * - region: a Region's name
 * - reference: an ARN, a URL of AWS, or the name of a resource in the same Region
 * - bucket: a bucket's name or ARN, which do not say where it is
 * - url: any URL or host name
 * - text: JSON or other text in which ARNs, Regions, buckets, entry points and models may stand
 * - setting: what a program is configured with: text, a URL, or a bucket's bare name
 * - containers: definitions of containers, whose environment holds settings
 * - definition: of an API or a state machine, with the addresses that it calls
 * - model: id or ARN of a Bedrock model, prompt or inference profile
 */
export type ValueKind = "region" | "reference" | "bucket" | "url" | "model" | TextKind;
type TextKind = "text" | "setting" | "containers" | "definition";

export interface Places {
  readonly regions: readonly string[];
  readonly jurisdictions: readonly string[];
  /** here: the resource's own Region. unknown: a preview cannot tell. lost: nothing that is known says where. */
  readonly otherwise?: "here" | "unknown" | "lost";
}

const s3Arn = /^arn:aws[\w-]*:s3:::([^/*]+)/;
/** `s3://bucket/key`, and `/bucket/key` as AWS Transfer Family writes it. */
const bucketName = /(?:s3[an]?:)?\/*([^/]+)/;
/** Buckets in a text: `s3://…`, an ARN, an address, `"Bucket": "…"` of JSON, also of JSON in JSON, `bucket: …`, `BUCKET=…`. */
const s3Names =
  /(?:\bs3[an]?:\/\/|\barn:aws[\w-]*:s3:::|(?<![\w.-])s3\.amazonaws\.com\/|(?:[Bb]ucket(?:_?[Nn]ame)?|BUCKET(?:_NAME)?)(?:\\*["'])?[ \t]*[:=]\s*(?:\\*["'])?)([a-z0-9][a-z0-9.-]{2,62})|(?<![\w.-])[a-z0-9][a-z0-9.-]{2,62}(?=\.s3[.-])/g;
/** Entry points of jurisdictions in a text, as model/names.ts calls them. */
const entryPoints = /(?<![\w-])([\w-]+\.(?:api|ws|auth)\.)/g;
/**
 * Profiles that are answered in any Region of a geography, or of the world:
 * https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
 */
const crossRegionProfile = /(?:^|\/)((?:(?:global|us-gov|apac|[a-z]{2})\.[\w-]+|[a-z0-9-]+\.guardrail)\.[^/]+)/;
const makers = "ai21|amazon|anthropic|cohere|deepseek|meta|mistral|openai|qwen|stability|twelvelabs|writer";
/** The same in a text, where only the makers of models tell them from hosts. */
const profiles = new RegExp(`(?<![\\w.-])(?:global|us-gov|apac|[a-z]{2})\\.(?:${makers})\\.\\w+-[\\w.:-]+`, "g");

/** What a text of each kind tells: a setting as a whole, containers' environment, and what a definition calls besides ARNs. */
const patterns: Readonly<Record<TextKind, RegExp | undefined>> = {
  text: undefined,
  setting: /.+/gs,
  containers: /"value":\s*"([^"]+)"/gi,
  definition: /\b(?:uri|ApiEndpoint)(?:\.\$)?["']?[ \t]*:[ \t]*["']?(?!arn:|\{[^%])([^"'\s,]+)/g,
};
const isTextKind = (kind: ValueKind): kind is TextKind => kind in patterns;

/** Ends of hosts that are no ends of files: the most used of https://data.iana.org/TLD/tlds-alpha-by-domain.txt */
const topLevel =
  "com|net|org|io|co|ai|dev|cloud|aws|biz|info|edu|gov|int|eu|us|ca|uk|de|fr|ie|nl|be|ch|at|se|no|fi|dk|es|it|pt|pl|au|nz|jp|kr|cn|in|sg|br|mx|za|il";

/** The machine itself, and what AWS serves to it there. */
const ownHost = /^(?:localhost|(?:127|169\.254)(?:\.\d+)+)$/;

const hint = new RegExp(`${regionHint}|s3(?:[an]?://|[.-]|:::)|bucket|\\.(?:api|ws|auth|${makers})\\.`, "i");

/** Whether a text can name a place at all, or may once it is known: quick, for texts that seldom do. */
export const mentionsPlace = (text: string): boolean =>
  hint.test(text) || hasUnknown(text) || decoded(text).texts.some((inner) => hint.test(inner));

const here: Places = { regions: [], jurisdictions: [], otherwise: "here" };
const lost: Places = { ...here, otherwise: "lost" };
const unknownYet: Places = { ...here, otherwise: "unknown" };

export function placesOf(value: unknown, kind: ValueKind, resource: Resource, context: Context): Places {
  const text = typeof value === "string" ? value : String(JSON.stringify(value));
  if (isTextKind(kind)) {
    return placesIn(text, kind, resource, context);
  }
  const profile = kind === "model" ? crossRegionProfile.exec(text)?.[1] : undefined;
  if (profile) {
    return declaredElsewhere(profile, context) ?? lost;
  }
  const regions = kind === "region" ? regionsWritten(text) : regionsAddressed(text);
  if (regions.length > 0) {
    return { regions, jurisdictions: [] };
  }
  if (hasUnknown(text)) {
    return unknownYet;
  }
  return byName(text, kind, resource, context);
}

/** All that a text names. Where it names nothing, it is about its own Region. */
function placesIn(text: string, kind: TextKind, resource: Resource, context: Context): Places {
  const pattern = patterns[kind];
  const settings = pattern ? matches(text, pattern) : [];
  const found = settings.flatMap((setting) => settingPlaces(setting, resource, context));
  found.push(...mentioned(text, resource, context));
  // An address that is put together when it is called may be anywhere.
  if (kind === "definition" && settings.some((setting) => !urlStart.test(setting) && !hasUnknown(setting))) {
    found.push(lost);
  }
  return joined(hasUnknown(text) ? [...found, unknownYet] : found);
}

/** Several places as one: what is lost or unknown among them stays so. */
function joined(found: readonly Places[]): Places {
  const regions = unique(found.flatMap((places) => places.regions));
  const jurisdictions = unique(found.flatMap((places) => places.jurisdictions));
  const otherwise = (["lost", "unknown"] as const).find((open) => found.some((places) => places.otherwise === open));
  if (otherwise) {
    return { regions, jurisdictions, otherwise };
  }
  return regions.length + jurisdictions.length > 0 ? { regions, jurisdictions } : here;
}

/** Where the setting as a whole points: a bare name, hosts, or a URL, whose path and query do not say where it is. */
function settingPlaces(text: string, resource: Resource, context: Context): Places[] {
  const named = bucketPlaces(text, resource, context) ?? inStack(text, resource, context);
  if (named) {
    return [named];
  }
  const start = urlStart.exec(text);
  const hosts = start ? [{ said: `${start[1]}//${start[2]}`, address: text, host: start[2]! }] : hostsOf(text);
  return hosts
    .filter(({ said, host }) => !hasUnknown(host) && mentioned(said, resource, context).length === 0)
    .map(({ address, host }) => {
      const places = byName(address, "url", resource, context);
      // Its records are judged where they are declared.
      return places === lost && isOwnName(host, context) ? here : places;
    });
}

/** `us5.datadoghq.com`, `db.example.org:5432`; of a list, each. What ends like a file or a class is none. */
const bareHost = new RegExp(`^((?:[\\w-]+\\.)+(?:${topLevel}|[a-z]{2,}(?=:\\d)))(?::\\d{1,5})?$`, "i");
const hostsOf = (text: string) =>
  text.split(",").flatMap((part) => {
    const host = bareHost.exec(part.trim())?.[1];
    return host ? [{ said: host, address: host, host }] : [];
  });

/** What a text names, and what is encoded in it. */
function mentioned(text: string, resource: Resource, context: Context): Places[] {
  return [text, ...decoded(text).texts].flatMap((layer) => named(layer, resource, context));
}

function named(text: string, resource: Resource, context: Context): Places[] {
  if (!hint.test(text)) {
    return [];
  }
  const elsewhere = matches(text, profiles).map((profile) => declaredElsewhere(profile, context) ?? lost);
  const buckets = matches(text, s3Names).flatMap((name) => bucketPlaces(name, resource, context) ?? []);
  const entered = matches(text, entryPoints).flatMap((host) => jurisdictionOfHost(host, context) ?? []);
  const places = [...regionsWritten(text), ...entered].map((place) => placesAt(place, context));
  return [...places, ...buckets, ...elsewhere];
}

const bucketPlaces = (name: string, resource: Resource, context: Context) =>
  declaredElsewhere(name, context) ?? inGraph(name, "bucket", resource, context);

const unique = <T>(list: readonly T[]): T[] => [...new Set(list)];

const matches = (text: string, pattern: RegExp) =>
  unique([...text.matchAll(pattern)].map((match) => match[1] ?? match[0]));

const placesAt = (place: string, context: Context): Places =>
  context.topology.jurisdictions.includes(place)
    ? { regions: [], jurisdictions: [place] }
    : { regions: [place], jurisdictions: [] };

/** As the topology's `elsewhere` says: exact, or with `*` for any characters. */
function declaredElsewhere(text: string, context: Context): Places | undefined {
  const host = hostOf(text);
  for (const [pattern, place] of Object.entries(context.topology.elsewhere)) {
    const expression = new RegExp(`^${pattern.split("*").map(escaped).join(".*")}$`);
    // A host's pattern must not take the end of a path for one.
    if (expression.test(host !== undefined && !pattern.includes("/") ? host : text)) {
      return placesAt(place, context);
    }
  }
  return undefined;
}

const escaped = (text: string) => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");

/** The Region of the resource that goes by this name; of several, the one of the same stack. */
function inGraph(text: string, kind: ValueKind, resource: Resource, context: Context): Places | undefined {
  const name = s3Arn.exec(text)?.[1] ?? (kind === "bucket" ? bucketName.exec(text)?.[1] : undefined) ?? text;
  const service = kind === "bucket" || s3Arn.test(text) ? "s3" : undefined;
  const found = context.graph.named(name, service).filter(({ urn }) => urn !== resource.urn);
  const own = found.filter(({ stack }) => stack === resource.stack);
  const regions = (own.length ? own : found).map((resource) => effectiveRegion(resource, context.topology));
  const known = regions.filter((region) => region !== undefined && region !== "global" && region !== "unknown");
  return known.length > 0 ? { regions: known as string[], jurisdictions: [] } : undefined;
}

/**
 * The Regions of what goes by this name in the own stack and holds data or passes it on; of several, the near one is meant.
 * Not before all of the stack are there: what a value says of itself is found at once.
 */
function inStack(text: string, resource: Resource, context: Context): Places | undefined {
  const { topology, graph, scope } = context;
  if (scope === "partial") {
    return undefined;
  }
  const found = graph
    .named(text)
    .filter(({ urn, stack, type }) => stack === resource.stack && urn !== resource.urn && isHolder(type, topology));
  const regions = found.map((holder) => String(effectiveRegion(holder, topology)));
  const isNear = regions.length > 1 && regions.includes(String(effectiveRegion(resource, topology)));
  return regions.length > 0 && !isNear ? { regions, jurisdictions: [] } : undefined;
}

/** `before`: hosts that led here, so that names that answer with each other come to an end. */
function hostPlaces(host: string, context: Context, before: readonly string[] = []): Places {
  const jurisdiction = jurisdictionOfHost(host, context);
  if (jurisdiction) {
    return { regions: [], jurisdictions: [jurisdiction] };
  }
  if (ownHost.test(host)) {
    return here;
  }
  const answers = before.includes(host) ? [] : answersOf(host, context);
  return answers.length > 0 ? joined(answers.map((answer) => answerPlaces(answer, context, [...before, host]))) : lost;
}

function answerPlaces({ path, value, record }: Answer, context: Context, before: readonly string[]): Places {
  const text = String(value);
  const regions = hasUnknown(text) ? madeIn(record, path, context) : regionsAddressed(text);
  if (regions && regions.length > 0) {
    return { regions, jurisdictions: [] };
  }
  return declaredElsewhere(text, context) ?? inGraph(text, "url", record, context) ?? hostPlaces(text, context, before);
}

function byName(text: string, kind: ValueKind, resource: Resource, context: Context): Places {
  const known = declaredElsewhere(text, context) ?? inGraph(text, kind, resource, context);
  if (known) {
    return known;
  }
  if (kind === "url") {
    return hostPlaces(hostOf(text) ?? text, context);
  }
  // Any call of AWS in the own Region: https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html
  const isCall = /^arn:aws[\w-]*:scheduler:::aws-sdk:/.test(text);
  const isName = isCall || (!text.startsWith("arn:") && !text.includes("://"));
  return isName && (kind === "reference" || kind === "model") ? here : lost;
}

/** A URL's start, without what logs in: behind it is the host, before it all that JDBC and others set. */
const urlStart = /^((?:[\w+.-]+:)+)@?\/\/(?:[^/?#]*@)?([^/:?#]+)/;
const hostOf = (text: string) => urlStart.exec(text)?.[2];

/** `us.api.example.com` → US: the names that model/names.ts gives to each jurisdiction's own entry points. */
export function jurisdictionOfHost(host: string, { topology }: Context): string | undefined {
  const labels = host.toLowerCase().split(".");
  const byRegion = labels.map((label) => topology.regions[regionOfLabel(label)]).find((found) => found !== undefined);
  if (byRegion) {
    return byRegion;
  }
  return topology.jurisdictions.find((code) =>
    labels.some((label, index) => label === code.toLowerCase() && ["api", "ws", "auth"].includes(labels[index + 1]!)),
  );
}
