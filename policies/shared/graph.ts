/** Every resource that is known so far, found by what others call it. Says whether anybody has looked. */
import type { Resource } from "./resource";
import { hasUnknown } from "./values";

/** Properties by which resources refer to each other, and the types that go by them where other types name those by the same word. */
const identifiers: Readonly<Record<string, RegExp | undefined>> = {
  arn: /^(?!.*:(?:ChannelAssociation|DataProtectionPolicy|EventTarget|Resource|TopicPolicy)$)/,
  id: undefined,
  name: undefined,
  bucket: /:(?:Directory)?Bucket(?:V2)?$/,
  url: undefined,
  queueUrl: /:Queue$/,
  clusterIdentifier: /:Cluster$/,
  identifier: undefined,
  dnsName: undefined,
  domainName: /:(?:Domain(?:Name)?|(?:Multitenant)?Distribution)$/,
  regionalDomainName: undefined,
  streamArn: /:Table$/,
};
const identifierList = Object.entries(identifiers);

/** `arn:aws:sns:ca-central-1:123456789012:alarms`, `arn:aws:dynamodb:…:table/orders`, `arn:aws:s3:::files`. */
const arnPattern = /^arn:aws[\w-]*:([\w-]+):[\w-]*:\d*:(?:[\w-]+[/:])?([^/:*]+)(?::\*)?$/;
/** Where Pulumi's module is called otherwise than the service in ARNs. */
const moduleOf: Readonly<Record<string, string>> = { events: "cloudwatch", logs: "cloudwatch", states: "sfn" };

const isKnown = (arn: unknown): boolean => typeof arn === "string" && !hasUnknown(arn);

type ByUrn = Map<string, Resource>;

export class Graph {
  readonly #byUrn: ByUrn = new Map();
  readonly #byType = new Map<string, ByUrn>();
  /** Most names are one resource's, and need no map of their own. */
  readonly #byIdentifier = new Map<string, Resource | ByUrn>();
  #lookups = 0;

  constructor(resources: Iterable<Resource> = []) {
    for (const resource of resources) {
      this.add(resource);
    }
  }

  /** How often resources have been looked for: what was found meanwhile may depend on others. */
  get lookups(): number {
    return this.#lookups;
  }

  /** What is remembered of an earlier look depends on it as well. */
  lookAgain(): void {
    this.#lookups += 1;
  }

  get resources(): Resource[] {
    this.#lookups += 1;
    return [...this.#byUrn.values()];
  }

  /** A later state of the same resource replaces the earlier. */
  add(resource: Resource): void {
    const { urn, type, props, outputs } = resource;
    this.#byUrn.set(urn, resource);
    const alike: ByUrn = this.#byType.get(type) ?? new Map();
    this.#byType.set(type, alike.set(urn, resource));
    for (const [identifier, types] of identifierList) {
      const value = outputs?.[identifier] ?? props[identifier];
      if (typeof value !== "string" || value === "" || hasUnknown(value) || types?.test(type) === false) {
        continue;
      }
      const others = this.#byIdentifier.get(value);
      if (others instanceof Map) {
        others.set(urn, resource);
      } else if (!others) {
        this.#byIdentifier.set(value, resource);
      } else {
        this.#byIdentifier.set(value, new Map([others, resource].map((resource) => [resource.urn, resource])));
      }
    }
  }

  byUrn(urn: string): Resource | undefined {
    this.#lookups += 1;
    return this.#byUrn.get(urn);
  }

  /** Resources with this ARN, id or name; of one service where `service` says so. */
  named(value: string, service?: string): Resource[] {
    this.#lookups += 1;
    const known = this.#byIdentifier.get(value);
    const found = known instanceof Map ? [...known.values()] : known ? [known] : [];
    const ofService = service ? found.filter(({ type }) => type.startsWith(`aws:${service}/`)) : found;
    return value.startsWith("arn:") ? [...ofService, ...this.#withNameOf(value, service)] : ofService;
  }

  /** A program may write the ARN of what it names before AWS has said it. */
  #withNameOf(arn: string, service?: string): Resource[] {
    const [, of = "", name = ""] = arnPattern.exec(arn) ?? [];
    const module = moduleOf[of] ?? of;
    return name === "" || (service ?? module) !== module
      ? []
      : this.named(name, module).filter(({ outputs, props }) => !isKnown(outputs?.arn ?? props.arn));
  }

  /** Whether the resource goes by this ARN, id or name; others may too. */
  isNamed(urn: string, value: string): boolean {
    return this.named(value).some((resource) => resource.urn === urn);
  }

  ofType(...types: string[]): Resource[] {
    this.#lookups += 1;
    return types.flatMap((type) => [...(this.#byType.get(type)?.values() ?? [])]);
  }
}
