import type { Item } from "../shared/attributes";
import type { DynamoDb } from "../shared/dynamodb";
import { ConditionFailed, MalformedRow } from "../shared/errors";

export interface Profile {
  preferences: Record<string, unknown>;
  /** Grows by one with every change. */
  version: number;
  /** ISO 8601. */
  updatedAt: string;
}

/** Whose profile: both are opaque. */
export interface Owner {
  organization: string;
  subject: string;
}

/** Somebody else wrote first. `version` is the one that is there now, 0 for none. */
export class VersionConflict extends Error {
  override name = "VersionConflict";
  constructor(readonly version: number) {
    super(`the profile is at version ${version}`);
  }
}

/**
 * The profile table of the own Region. Its replicas are in the same jurisdiction. Conditions hold within one Region only,
 * across Regions the last writer wins; a jurisdiction's name leads to one of its Regions at a time.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html
 */
export class Profiles {
  constructor(
    readonly tables: DynamoDb,
    readonly table: string,
  ) {}

  /** Read consistently, so that a user sees what was just saved. */
  async read(owner: Owner): Promise<Profile | undefined> {
    const item = await this.tables.getItem(this.table, keyOf(owner), true);
    return item ? profileOf(item) : undefined;
  }

  /**
   * Replaces version `expected` (0: there is none yet). `writeId` names this write: if its first attempt arrived but the
   * answer was lost, the second finds its own work and is no conflict. Throws VersionConflict.
   */
  async write(owner: Owner, expected: number, preferences: Profile["preferences"], writeId: string): Promise<Profile> {
    const profile: Profile = { preferences, version: expected + 1, updatedAt: new Date().toISOString() };
    const item = { ...keyOf(owner), ...profile, preferences: JSON.stringify(preferences), writeId };
    const condition =
      expected === 0
        ? { expression: "attribute_not_exists(pk)" }
        : { expression: "#version = :expected", names: { "#version": "version" }, values: { ":expected": expected } };
    try {
      await this.tables.putItem(this.table, item, condition);
      return profile;
    } catch (fault) {
      if (!(fault instanceof ConditionFailed)) throw fault;
      const current = fault.current ?? (await this.tables.getItem(this.table, keyOf(owner), true));
      if (current?.writeId === writeId) return profileOf(current);
      throw new VersionConflict(current ? profileOf(current).version : 0);
    }
  }
}

const keyOf = ({ organization, subject }: Owner) => ({ pk: organization, sk: subject });

function profileOf({ preferences, version, updatedAt }: Item): Profile {
  // Kept as text: numbers and order of names come back exactly as they were sent.
  if (typeof preferences !== "string" || !Number.isSafeInteger(version) || typeof updatedAt !== "string")
    throw new MalformedRow("a row of the profile table is malformed");
  return { preferences: JSON.parse(preferences), version: version as number, updatedAt };
}
