/**
 * DynamoDB's attribute values, as far as these tables use them: strings, numbers, booleans, null, lists, maps, string sets.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html#Programming.LowLevelAPI.DataTypeDescriptors
 */
export type AttributeValue = Record<string, unknown>;
export type Attributes = Record<string, AttributeValue>;
export type Item = Record<string, unknown>;

/** `{ pk: "a", version: 1 }` → `{ pk: { S: "a" }, version: { N: "1" } }`. Undefined properties are left out. */
export function marshal(item: Item): Attributes {
  return Object.fromEntries(
    Object.entries(item)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, marshalValue(value)]),
  );
}

function marshalValue(value: unknown): AttributeValue {
  if (typeof value === "string") {
    return { S: value };
  }
  if (Number.isFinite(value)) {
    return { N: String(value) };
  }
  if (typeof value === "boolean") {
    return { BOOL: value };
  }
  if (value === null) {
    return { NULL: true };
  }
  if (Array.isArray(value)) {
    return { L: value.map(marshalValue) };
  }
  if (typeof value === "object") {
    return { M: marshal(value as Item) };
  }
  throw new TypeError(`${typeof value} cannot be stored as a DynamoDB attribute`);
}

/** The reverse of `marshal`. Binary values are left as DynamoDB sends them: no table here has any. */
export function unmarshal(attributes: Attributes): Item {
  const item: Item = {};
  for (const name in attributes) {
    item[name] = unmarshalValue(attributes[name] as AttributeValue);
  }
  return item;
}

function unmarshalValue(value: AttributeValue): unknown {
  if ("S" in value) {
    return value.S;
  }
  if ("N" in value) {
    return Number(value.N);
  }
  if ("BOOL" in value) {
    return value.BOOL;
  }
  if ("NULL" in value) {
    return null;
  }
  if ("M" in value) {
    return unmarshal(value.M as Attributes);
  }
  if ("L" in value) {
    return (value.L as AttributeValue[]).map(unmarshalValue);
  }
  if ("SS" in value) {
    return value.SS;
  }
  return value;
}
