/** JSON in which each name is given once: `JSON.parse` would take the last, and the reader of a file may see the first. */
import { parseDocument } from "yaml";

/** Throws where the text is no JSON, or where a name is given twice, with its line. */
export function parseJson(text: string): unknown {
  const value = JSON.parse(text);
  // JSON is YAML: https://yaml.org/spec/1.2.2/#13-relation-to-json
  const twice = parseDocument(text, { schema: "json", uniqueKeys: true }).errors.flatMap(({ code, linePos }) =>
    code === "DUPLICATE_KEY" ? [linePos![0]] : [],
  );
  if (twice.length > 0) {
    const places = twice.map(({ line, col }) => `line ${line}, column ${col}`).join("; ");
    throw new Error(`a name is given twice (${places}); allowed is each name once; remove what does not count`);
  }
  return value;
}
