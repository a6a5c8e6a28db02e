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

  async function run(mode: "readonly" | "readwrite", use: (store: any) => any): Promise<any> {
    const database = await open();
    return new Promise((resolve, reject) => {
      const transaction = database.transaction("items", mode, { durability: "strict" });
      const request = use(transaction.objectStore("items"));
      // So that a page that is left right now has said all: without it the transaction ends with the page.
      transaction.commit?.();
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error ?? request.error);
    });
  }

  return {
    getItem: async (key) => (await run("readonly", (store) => store.get(key))) ?? null,
    setItem: (key, value) => run("readwrite", (store) => store.put(value, key)),
    removeItem: (key) => run("readwrite", (store) => store.delete(key)),
    getAllKeys: () => run("readonly", (store) => store.getAllKeys()),
  };
}
