/** What a stack declares, fit for reading: archives shortened, secrets left out. Pure. */
import { createHash } from "node:crypto";
import type { StackGraph } from "../../graph/graph";

export interface PlainResource {
  type: string;
  name: string;
  inputs: Record<string, any>;
}

/** Every resource of a stack in the order of declaration by name and type; `secrets` are values that must not appear. */
export function plainResources({ resources }: StackGraph, secrets: readonly string[] = []): PlainResource[] {
  const hidden = secrets.filter((secret) => secret.length >= 8);
  return resources.map(({ type, name, inputs }) => ({ type, name, inputs: plain(inputs, hidden) }));
}

function plain(value: unknown, secrets: readonly string[]): any {
  if (typeof value === "string") {
    return secrets.some((secret) => value.includes(secret)) ? "[secret]" : value;
  }
  if (Array.isArray(value)) {
    return value.map((item) => plain(item, secrets));
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, key === "code" ? shortened(inner) : plain(inner, secrets)]),
  );
}

/** A function's archive: each file by its size and digest. */
function shortened(code: unknown): unknown {
  if (typeof code === "string") {
    return summary(code);
  }
  if (typeof code !== "object" || code === null) {
    return code;
  }
  return Object.fromEntries(
    Object.entries(code).map(([file, text]) => [file, typeof text === "string" ? summary(text) : text]),
  );
}

const summary = (text: string) =>
  `[${Buffer.byteLength(text)} bytes, sha256 ${createHash("sha256").update(text).digest("hex").slice(0, 12)}]`;
