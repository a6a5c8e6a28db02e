/** Every resource that is known so far, found by what others call it. */
import type { Resource } from "./resource";
import { hasUnknown } from "./values";

/** Properties by which resources refer to each other. */
const identifiers = [
  "arn",
  "id",
  "name",
  "bucket",
  "url",
  "queueUrl",
  "clusterIdentifier",
  "identifier",
  "dnsName",
  "domainName",
  "regionalDomainName",
];

type ByUrn = Map<string, Resource>;

export class Graph {
  readonly #byUrn: ByUrn = new Map();
  readonly #byType = new Map<string, ByUrn>();
  /** Most names are one resource's, and need no map of their own. */
  readonly #byIdentifier = new Map<string, Resource | ByUrn>();

  constructor(resources: Iterable<Resource> = []) {
    for (const resource of resources) {
      this.add(resource);
    }
  }

  get resources(): Resource[] {
    return [...this.#byUrn.values()];
  }

  /** A later state of the same resource replaces the earlier. */
  add(resource: Resource): void {
    const { urn, type, props, outputs } = resource;
    this.#byUrn.set(urn, resource);
    const alike: ByUrn = this.#byType.get(type) ?? new Map();
    this.#byType.set(type, alike.set(urn, resource));
    for (const identifier of identifiers) {
      const value = outputs?.[identifier] ?? props[identifier];
      if (typeof value !== "string" || value === "" || hasUnknown(value)) {
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
    return this.#byUrn.get(urn);
  }

  /** Resources with this ARN, id or name; of one service where `service` says so. */
  named(value: string, service?: string): Resource[] {
    const known = this.#byIdentifier.get(value);
    if (!known) {
      return [];
    }
    const found = known instanceof Map ? [...known.values()] : [known];
    return service ? found.filter(({ type }) => type.startsWith(`aws:${service}/`)) : found;
  }

  /** Whether the resource goes by this ARN, id or name; others may too. */
  isNamed(urn: string, value: string): boolean {
    const known = this.#byIdentifier.get(value);
    return known instanceof Map ? known.has(urn) : known?.urn === urn;
  }

  ofType(...types: string[]): Resource[] {
    return types.flatMap((type) => [...(this.#byType.get(type)?.values() ?? [])]);
  }
}
