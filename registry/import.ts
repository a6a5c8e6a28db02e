/** Brings the registry into agreement with a file: everything is judged before anything is written. */
import { InvalidInput } from "../model/invalid-input";
import { ImportError, type Issue } from "./issue";
import { changes, conflicts } from "./plan";
import { forEachBounded } from "./pool";
import { openSource, readEntries, type Source } from "./read";
import { inBatches, readRegistered } from "./registered";
import { Duplicates, judge, type Wanted } from "./rules";
import { Store } from "./store";
import { type RegistryTarget, registryClient } from "./target";
import { type Difference, inTransactions, writeGroup } from "./write";

export interface Progress {
  phase: "read" | "compare" | "write";
  /** Organizations done, and how many there are to do where that is known. */
  done: number;
  total: number | undefined;
}

export interface ImportOptions {
  onProgress?: (progress: Progress) => void;
  /** Aborting stops between organizations; what is written is whole. */
  signal?: AbortSignal;
  /** Judges and compares, writes nothing. */
  dryRun?: boolean;
  /** `csv` or `ndjson`; by default as the extension says. */
  format?: string;
}

export interface ImportReport {
  organizations: number;
  created: number;
  updated: number;
  unchanged: number;
  dryRun: boolean;
  /** True where it was stopped before the last one. */
  interrupted: boolean;
  seconds: number;
}

/** Transactions in flight: enough to hide the round trip to the Region, few enough for an on-demand table that just woke up. */
const writers = 8;

/**
 * Imports a CSV or NDJSON file (`-`: stdin) into the registry at `target`. Running it again writes only differences.
 *
 * Throws ImportError with every invalid line, having written nothing; InvalidInput where the file cannot be read;
 * the SDK's error where the registry cannot.
 */
export async function importOrganizations(
  target: RegistryTarget,
  file: string,
  options: ImportOptions = {},
): Promise<ImportReport> {
  const source = await openSource(file, options.format);
  const wanted = await readWanted(source, options);
  return writeOrganizations(target, wanted, source.name, options);
}

/** Judges a file alone, without a registry. Throws as `importOrganizations` does where it cannot be imported anywhere. */
export async function checkOrganizations(file: string): Promise<void> {
  await readWanted(await openSource(file), {});
}

/** The part of an import after the file: used by `assign` with a single organization. */
export async function writeOrganizations(
  target: RegistryTarget,
  wanted: readonly Wanted[],
  name: string,
  options: ImportOptions = {},
): Promise<ImportReport> {
  const started = performance.now();
  const client = registryClient(target);
  try {
    const store = new Store(client, target.table);
    const { different, read } = await compare(store, target.hashSecret, wanted, name, options);
    const report: ImportReport = {
      organizations: wanted.length,
      created: 0,
      updated: 0,
      unchanged: wanted.length - different.length,
      dryRun: options.dryRun ?? false,
      interrupted: false,
      seconds: 0,
    };
    const todo = read === wanted.length ? different : [];
    let done = 0;
    await forEachBounded(
      inTransactions(todo, target.table),
      writers,
      async (group) => {
        const outcomes = report.dryRun
          ? group.map(([, { created }]) => (created ? "created" : "updated"))
          : await writeGroup(store, target.hashSecret, group, name);
        for (const outcome of outcomes) {
          report[outcome]++;
        }
        done += group.length;
        options.onProgress?.({ phase: "write", done, total: different.length });
      },
      options.signal,
    );
    report.interrupted = done < different.length || read < wanted.length;
    report.seconds = Math.round(performance.now() - started) / 1000;
    return report;
  } finally {
    client.destroy();
  }
}

async function readWanted(source: Source, { onProgress, signal }: ImportOptions): Promise<Wanted[]> {
  const wanted: Wanted[] = [];
  const issues: Issue[] = [];
  const duplicates = new Duplicates();
  for await (const line of readEntries(source)) {
    if (signal?.aborted) {
      throw new InvalidInput(`${source.name}: stopped while reading; nothing was written`);
    }
    const judged = "entry" in line ? judge(line.entry) : line;
    if ("wanted" in judged) {
      issues.push(...duplicates.against(judged.wanted));
      wanted.push(judged.wanted);
    } else {
      issues.push(...judged.issues);
    }
    onProgress?.({ phase: "read", done: wanted.length, total: undefined });
  }
  if (issues.length > 0) {
    throw new ImportError(source.name, issues);
  }
  return wanted;
}

async function compare(
  store: Store,
  hashSecret: string,
  wanted: readonly Wanted[],
  name: string,
  { onProgress, signal }: ImportOptions,
): Promise<{ different: Difference[]; read: number }> {
  const different: Difference[] = [];
  const issues: Issue[] = [];
  let read = 0;
  await forEachBounded(
    inBatches(wanted),
    8,
    async (batch) => {
      for (const [wanted, registered] of await readRegistered(store, hashSecret, batch)) {
        issues.push(...conflicts(wanted, registered));
        if (changes(wanted, registered, store.table, () => "new")) {
          different.push([wanted, registered]);
        }
      }
      read += batch.length;
      onProgress?.({ phase: "compare", done: read, total: wanted.length });
    },
    signal,
  );
  if (issues.length > 0) {
    throw new ImportError(name, issues);
  }
  return { different: different.sort(([a], [b]) => a.line - b.line), read };
}
