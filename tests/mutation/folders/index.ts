import type { Folder } from "../config";
import { functions } from "./functions";
import { policies } from "./policies";

/** The folders that are mutated, by name. */
export const folders: Readonly<Record<string, Folder>> = { policies, functions };
