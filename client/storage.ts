export { indexedDbStorage } from "./storage/indexed-db";
export { memoryStorage } from "./storage/memory";
