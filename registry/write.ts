/** Writes what is different, several organizations to a transaction, each wholly inside one. */
import { InvalidInput } from "../model/invalid-input";
import { newOrganizationId } from "./ids";
import { formatIssue } from "./issue";
import { type Change, changes, conflicts, type Registered } from "./plan";
import { readRegistered } from "./registered";
import type { Wanted } from "./rules";
import { batchSize, type Store } from "./store";

/** A line, and what the registry held about it when it was read. */
export type Difference = [Wanted, Registered];
type Planned = [Wanted, Change];
type Outcome = "created" | "updated" | "unchanged";

/** Groups whose writes fit one transaction. Only what is different comes in; planned when its turn comes. */
export function* inTransactions(differences: Iterable<Difference>, table: string): Generator<Planned[]> {
  let group: Planned[] = [];
  let size = 0;
  for (const [wanted, registered] of differences) {
    const change = changes(wanted, registered, table, newOrganizationId);
    if (!change) {
      continue;
    }
    if (size + change.writes.length > batchSize && group.length > 0) {
      yield group;
      group = [];
      size = 0;
    }
    group.push([wanted, change]);
    size += change.writes.length;
  }
  if (group.length > 0) {
    yield group;
  }
}

/** What happened to each of a group. Where another writer came between, each is read and judged again by itself. */
export async function writeGroup(
  store: Store,
  hashSecret: string,
  group: readonly Planned[],
  name: string,
): Promise<Outcome[]> {
  const outcome = ({ created }: Change): Outcome => (created ? "created" : "updated");
  if (await store.write(group.flatMap(([, { writes }]) => writes))) {
    return group.map(([, change]) => outcome(change));
  }
  const outcomes: Outcome[] = [];
  for (const [wanted] of group) {
    outcomes.push(await writeOrganization(store, hashSecret, wanted, name));
  }
  return outcomes;
}

async function writeOrganization(store: Store, hashSecret: string, wanted: Wanted, name: string): Promise<Outcome> {
  for (let attempt = 1; attempt <= 5; attempt++) {
    for (const [, registered] of await readRegistered(store, hashSecret, [wanted])) {
      const issues = conflicts(wanted, registered);
      // Others are written by now, each whole: this is no longer "nothing imported".
      if (issues.length > 0) {
        throw new InvalidInput(`${name}: changed meanwhile: ${issues.map(formatIssue).join("; ")}`);
      }
      const change = changes(wanted, registered, store.table, newOrganizationId);
      if (!change) {
        return "unchanged";
      }
      if (await store.write(change.writes)) {
        return change.created ? "created" : "updated";
      }
    }
  }
  throw new InvalidInput(
    `${name}: "${wanted.slug}" is being changed by someone else; fix: run this again when they are done`,
  );
}
