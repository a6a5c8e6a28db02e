/** The organizations of this twin and the people who sign in for them. Slugs live here only: the registry has hashes. */
import { randomBytes } from "node:crypto";
import type { Graph } from "../graph/graph";
import { InvalidInput } from "../model/invalid-input";
import { slugKey, slugPattern } from "../model/registry";
import { registryRegion, stacksOf } from "../model/topology";
import type { Cognito } from "./cognito/types";
import type { DynamoDb } from "./dynamodb/types";
import type { OrganizationSummary } from "./organizations";

/** Somebody who can sign in at the pool of an organization's home. */
export interface TwinUser {
  organization: string;
  username: string;
  password: string;
  region: string;
  userPoolId: string;
  clientId: string;
}

export interface PeopleDeps {
  graph: Graph;
  dynamoDb: Pick<DynamoDb, "peek">;
  userPools: Pick<Cognito, "users">;
  /** Organizations as they were imported: what people can choose from. */
  organizations: readonly OrganizationSummary[];
}

export interface Organization extends OrganizationSummary {
  /** Opaque id of the registry. */
  id: string;
}

export class People {
  readonly #slugs = new Map<string, string>();
  /** Assigned since the start, and asked for by name: the registry's hashes cannot be listed. */
  readonly #later = new Map<string, OrganizationSummary>();
  #count = 0;
  readonly #deps: PeopleDeps;

  constructor(deps: PeopleDeps) {
    this.#deps = deps;
  }

  /** Organizations whose slug contains `query`: itself, then those that begin with it, then in the order of the import. */
  list(query: string, limit: number): OrganizationSummary[] {
    const wanted = query.trim().toLowerCase();
    const found = [...this.#deps.organizations, ...this.#later.values()].filter(({ slug }) => slug.includes(wanted));
    const same = found.filter(({ slug }) => slug === wanted);
    const first = found.filter(({ slug }) => slug.startsWith(wanted));
    return [...new Set([...same, ...first, ...found])].slice(0, limit);
  }

  /** An organization as the registry has it in the Region where it is written; undefined where it does not. */
  async find(slug: string): Promise<Organization | undefined> {
    if (!slugPattern.test(slug)) {
      return undefined;
    }
    const { registryTableName, registryHashKey } = this.#deps.graph.outputsOf("global");
    const key = { pk: { S: slugKey(registryHashKey, slug) } };
    const row = await this.#deps.dynamoDb.peek(registryTableName, registryRegion, key);
    const id = row?.organization?.S;
    const jurisdiction = row?.jurisdiction?.S;
    if (typeof id !== "string" || typeof jurisdiction !== "string") {
      return undefined;
    }
    this.#slugs.set(id, slug);
    const imported = this.#deps.organizations.find((organization) => organization.slug === slug);
    const country = imported?.country ?? "";
    if (!imported) {
      this.#later.set(slug, { slug, jurisdiction, country });
    }
    return { slug, id, jurisdiction, country };
  }

  /** The slug behind an opaque id that has been looked for, else what was given. */
  nameOf(organization: string): string {
    return this.#slugs.get(organization) ?? organization;
  }

  /** Makes a user in the pool of the home's primary. Throws InvalidInput for an unknown organization. */
  async createUser(slug: string): Promise<TwinUser> {
    const organization = await this.find(slug);
    if (!organization) {
      throw new InvalidInput(`no organization is called "${slug}"`);
    }
    const [stack, { region }] = stacksOf(organization.jurisdiction)[0]!;
    const { userPoolId, userPoolClientId } = this.#deps.graph.outputsOf(stack);
    const name = `person-${++this.#count}-${randomBytes(3).toString("hex")}`;
    const email = `${name}@${slug}.example`;
    const password = `Aa1!${randomBytes(18).toString("base64url")}`;
    const { username } = await this.#deps.userPools.users.create({
      poolId: userPoolId,
      username: name,
      email,
      password,
      organization: organization.id,
    });
    return { organization: slug, username, password, region, userPoolId, clientId: userPoolClientId };
  }
}
