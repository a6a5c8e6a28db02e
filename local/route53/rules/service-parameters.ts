/** Parameters of SVCB and HTTPS records: `alpn="h2,h3" port=8443` (RFC 9460, 2.1, 2.2 and 7). */
import { integer, ipv4Bytes, ipv6Bytes, textBytes } from "./record-words";
import type { Writer } from "./writer";

/** RFC 9460, 14.3.2; RFC 9461 for dohpath. */
const keys = ["mandatory", "alpn", "no-default-alpn", "port", "ipv4hint", "ech", "ipv6hint", "dohpath"];

interface Parameter {
  key: number;
  name: string;
  value: string | undefined;
}

/** In the order of their keys, each at most once. */
export function writeParameters(writer: Writer, words: readonly string[]): void {
  const parameters = words.map(parameterOf).sort((a, b) => a.key - b.key);
  for (const [index, parameter] of parameters.entries()) {
    if (parameters[index - 1]?.key === parameter.key) {
      throw new Error(`${parameter.name} is given twice`);
    }
    writer.number(parameter.key, 2);
    writer.sized(() => writeValue(writer, parameter));
  }
}

function parameterOf(word: string): Parameter {
  const [, name = "", , value] = /^([^=]*)(=(.*))?$/s.exec(word) ?? [];
  return { key: keyOf(name), name, value };
}

function keyOf(name: string): number {
  const known = keys.indexOf(name);
  const number = /^key(0|[1-9]\d*)$/.exec(name)?.[1];
  if (known < 0 && number === undefined) {
    throw new Error(`${name} is no parameter: ${keys.join(", ")} or key65280 …`);
  }
  return number === undefined ? known : integer(number, 2);
}

function writeValue(writer: Writer, { name, value }: Parameter): void {
  if (name === "no-default-alpn") {
    if (value !== undefined) {
      throw new Error("no-default-alpn has no value");
    }
    return;
  }
  // Only a key without a name of its own may be without a value.
  if (value === undefined && keys.includes(name)) {
    throw new Error(`${name} has no value`);
  }
  writers[name] ? writers[name](writer, itemsOf(value ?? "")) : writer.bytes(textBytes(value ?? ""));
}

/** Bytes as latin1 text. Within the string, a comma with a backslash before it belongs to its item (RFC 9460, A.1). */
function itemsOf(value: string): string[] {
  const items = [
    ...textBytes(value)
      .toString("latin1")
      .matchAll(/((?:[^,\\]|\\.)*)(?:,|$)/gs),
  ]
    .slice(0, -1)
    .map(([, item = ""]) => item.replace(/\\(.)/gs, "$1"));
  if (items.length === 0 || items.includes("")) {
    throw new Error(`${value} has an empty item`);
  }
  return items;
}

const writers: Record<string, (writer: Writer, items: string[]) => void> = {
  mandatory: (writer, items) => {
    for (const key of items.map(keyOf).sort((a, b) => a - b)) {
      writer.number(key, 2);
    }
  },
  alpn: (writer, items) => {
    for (const item of items) {
      if (item.length > 255) {
        throw new Error(`a protocol has at most 255 bytes, not ${item.length}`);
      }
      writer.number(item.length, 1);
      writer.bytes(Buffer.from(item, "latin1"));
    }
  },
  port: (writer, [port = ""]) => writer.number(integer(port, 2), 2),
  ipv4hint: (writer, items) => {
    for (const item of items) {
      writer.bytes(ipv4Bytes(item));
    }
  },
  ech: (writer, [base64 = ""]) => writer.bytes(Buffer.from(base64, "base64")),
  ipv6hint: (writer, items) => {
    for (const item of items) {
      writer.bytes(ipv6Bytes(item));
    }
  },
};
