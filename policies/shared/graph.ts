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

export class Graph {
  readonly #byUrn = new Map<string, Resource>();
  readonly #byIdentifier = new Map<string, Resource[]>();

  constructor(resources: Iterable<Resource> = []) {
    for (const resource of resources) this.add(resource);
  }

  get resources(): Resource[] {
    return [...this.#byUrn.values()];
  }

  /** A later state of the same resource replaces the earlier. */
  add(resource: Resource): void {
    this.#byUrn.set(resource.urn, resource);
    for (const identifier of identifiers) {
      const value = resource.outputs?.[identifier] ?? resource.props[identifier];
      if (typeof value !== "string" || value === "" || hasUnknown(value)) continue;
      const others = this.#byIdentifier.get(value);
      this.#byIdentifier.set(
        value,
        others ? [...others.filter(({ urn }) => urn !== resource.urn), resource] : [resource],
      );
    }
  }

  byUrn(urn: string): Resource | undefined {
    return this.#byUrn.get(urn);
  }

  /** Resources with this ARN, id or name; of one service where `service` says so. */
  named(value: string, service?: string): Resource[] {
    const found = this.#byIdentifier.get(value) ?? [];
    return service ? found.filter(({ type }) => type.startsWith(`aws:${service}/`)) : found;
  }

  ofType(...types: string[]): Resource[] {
    return this.resources.filter(({ type }) => types.includes(type));
  }
}
