import type { Folder } from "../config";
import { client } from "./client";
import { functions } from "./functions";
import { infra } from "./infra";
import { local } from "./local";
import { model } from "./model";
import { ops } from "./ops";
import { policies } from "./policies";
import { registry } from "./registry";

/** The folders that are mutated, by name. */
export const folders: Readonly<Record<string, Folder>> = {
  model,
  registry,
  policies,
  functions,
  infra,
  client,
  ops,
  local,
};
