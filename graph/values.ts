/** What the Pulumi SDK hands to a provider → plain values. The signature key marks secrets, assets and resources on the wire. */
import { readFileSync } from "node:fs";
import { asset } from "@pulumi/pulumi";

/** https://github.com/pulumi/pulumi/blob/master/sdk/nodejs/runtime/rpc.ts `specialSigKey`, `specialSecretSig`, `specialResourceSig` */
const signature = "4dabf18193072939515e22adb298388d";
const secret = "1b47061264138c4ac30d75fd1eb44270";
const resource = "5cf8f73096256a8f31e491e813e4eb8e";

/** Whether a value is a secret or holds one. */
export function hasSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  if ((value as Record<string, unknown>)[signature] === secret) {
    return true;
  }
  return Object.values(value).some(hasSecret);
}

/** Where a value as it is on the wire holds secrets: `environment.variables.HASH_KEY`, the outermost each. Empty text is the value itself. */
export function secretPaths(value: unknown, path: string[] = []): string[] {
  if (typeof value !== "object" || value === null) {
    return [];
  }
  if ((value as Record<string, unknown>)[signature] === secret) {
    return [path.join(".")];
  }
  return Object.entries(value).flatMap(([key, inner]) => secretPaths(inner, [...path, key]));
}

/** Secrets unwrapped, archives as `{"index.js": text}`, resources as their ids. */
export async function plain(value: any): Promise<any> {
  if (value instanceof Promise) {
    return plain(await value);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if (Array.isArray(value)) {
    return Promise.all(value.map(plain));
  }
  if (asset.Archive.isInstance(value)) {
    return archive(value);
  }
  if (asset.Asset.isInstance(value)) {
    return text(value);
  }
  if (value[signature] === secret) {
    return plain(value.value);
  }
  if (value[signature] === resource) {
    return value.id ?? value.urn;
  }
  const entries = Object.entries(value).map(async ([key, inner]) => [key, await plain(inner)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function archive(value: any) {
  if ("assets" in value) {
    return plain(await value.assets);
  }
  return { path: await (value.path ?? value.uri) };
}

async function text(value: any): Promise<string> {
  if ("text" in value) {
    return await value.text;
  }
  return readFileSync(await (value.path ?? value.uri), "utf8");
}
