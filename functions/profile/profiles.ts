import type { Item } from "../shared/attributes";
import type { DynamoDb, Put } from "../shared/dynamodb";
import { ConditionFailed, MalformedRow } from "../shared/errors";
import type { Owner } from "../shared/owner";

export interface Profile {
  preferences: Record<string, unknown>;
  /** Grows by one with every change. */
  version: number;
  /** ISO 8601. */
  updatedAt: string;
}

/** The write that puts `profile`: by itself, or together with the response to it. Throws ConditionFailed. */
export type Commit = (put: Put, profile: Profile) => Promise<void>;

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
   * Replaces version `expected` (0: there is none yet). `writeId` names this write: if it has been done already, and only its
   * answer was lost, it finds its own work and is no conflict; then `repeated` is true. Throws VersionConflict.
   */
  async write(
    owner: Owner,
    expected: number,
    preferences: Profile["preferences"],
    writeId: string,
    commit: Commit = ({ table, item, condition }) => this.tables.putItem(table, item, condition),
  ): Promise<{ profile: Profile; repeated: boolean }> {
    const profile: Profile = { preferences, version: expected + 1, updatedAt: new Date().toISOString() };
    const item = { ...keyOf(owner), ...profile, preferences: JSON.stringify(preferences), writeId };
    const condition =
      expected === 0
        ? { expression: "attribute_not_exists(pk)" }
        : { expression: "#version = :expected", names: { "#version": "version" }, values: { ":expected": expected } };
    try {
      await commit({ table: this.table, item, condition }, profile);
      return { profile, repeated: false };
    } catch (error) {
      if (!(error instanceof ConditionFailed)) {
        throw error;
      }
      const current = error.current ?? (await this.tables.getItem(this.table, keyOf(owner), true));
      if (current?.writeId === writeId) {
        return { profile: profileOf(current), repeated: true };
      }
      throw new VersionConflict(current ? profileOf(current).version : 0);
    }
  }
}

const keyOf = ({ organization, subject }: Owner) => ({ pk: organization, sk: subject });

function profileOf({ preferences, version, updatedAt }: Item): Profile {
  // Kept as text: numbers and order of names come back exactly as they were sent.
  if (typeof preferences !== "string" || !Number.isSafeInteger(version) || typeof updatedAt !== "string") {
    throw new MalformedRow("a row of the profile table is malformed");
  }
  return { preferences: JSON.parse(preferences), version: version as number, updatedAt };
}
