import { platform } from "../platform";
import type { ListedStorage } from "../types";

/**
 * A browser's IndexedDB: durable, larger than localStorage, and there in workers too.
 * A write resolves when it is on disk (`durability: "strict"`).
 */
export function indexedDbStorage(name = "home-region"): ListedStorage {
  let opening: Promise<any> | undefined;

  function open(): Promise<any> {
    opening ??= new Promise((resolve, reject) => {
      // Without a version: whichever it has by now.
      const request = platform.indexedDB.open(name);
      request.onupgradeneeded = () => request.result.createObjectStore("items");
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        const database = request.result;
        const forget = () => {
          opening = undefined;
        };
        // Another tab wants a newer version, or the browser closed it: open it again next time.
        database.onversionchange = () => {
          forget();
          database.close();
        };
        database.onclose = forget;
        resolve(database);
      };
    });
    opening.catch(() => {
      opening = undefined;
    });
    return opening;
  }

  function begin(database: any, mode: "readonly" | "readwrite"): { store: any; done: Promise<void>; commit(): void } {
    const transaction = database.transaction("items", mode, { durability: "strict" });
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
    done.catch(() => {});
    return { store: transaction.objectStore("items"), done, commit: () => transaction.commit?.() };
  }

  async function run(mode: "readonly" | "readwrite", use: (store: any) => any): Promise<any> {
    const { store, done, commit } = begin(await open(), mode);
    const request = use(store);
    commit();
    await done;
    return request.result;
  }

  /**
   * What is written at once is one transaction, told to commit before the script's turn is over: of a page that is left right now,
   * those that have not begun are lost, and so are those that wait for the page to say no more.
   */
  let batch: (ReturnType<typeof begin> & { size: number }) | undefined;
  async function write(use: (store: any) => any): Promise<void> {
    const database = await open();
    let mine = batch;
    try {
      if (!mine) {
        mine = { ...begin(database, "readwrite"), size: 0 };
        batch = mine;
        commitSoon(mine);
      }
      use(mine.store);
      mine.size++;
      await mine.done;
    } catch (error) {
      // One that there is no room for must not take the others with it.
      if (!mine || mine.size === 1) {
        throw error;
      }
      await run("readwrite", use);
    }
  }

  async function commitSoon(mine: NonNullable<typeof batch>): Promise<void> {
    for (let turn = 0; turn < 20; turn++) {
      await undefined;
    }
    batch = undefined;
    mine.commit();
  }

  return {
    getItem: async (key) => (await run("readonly", (store) => store.get(key))) ?? null,
    setItem: (key, value) => write((store) => store.put(value, key)),
    removeItem: (key) => write((store) => store.delete(key)),
    getAllKeys: () => run("readonly", (store) => store.getAllKeys()),
  };
}
