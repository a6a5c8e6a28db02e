/** The resource types of the installed `@pulumi/aws`, read from its files: nothing is loaded or run. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

export interface PackageType {
  /** Whether it takes a `region` of its own; a global service's does not. */
  readonly regional: boolean;
  readonly taggable: boolean;
  /** Every property that can be set, nested ones too: `rules[*].destination.bucket`. */
  readonly inputs: readonly string[];
}

const root = dirname(require.resolve("@pulumi/aws/package.json"));

export const packageVersion: string = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;

/** Type tokens alone: a fraction of a second. */
export function packageTokens(): string[] {
  const tokens = new Set<string>();
  for (const { code } of sources()) tokens.add(tokenOf(code)!);
  return [...tokens].sort();
}

/** Everything about every type: some seconds. */
export function packageTypes(): Map<string, PackageType> {
  const shapes = interfaces();
  const types = new Map<string, PackageType>();
  for (const { code, declaration } of sources()) {
    const token = tokenOf(code)!;
    if (types.has(token)) continue;
    const body = /export interface \w+Args \{([\s\S]*?)\n\}/.exec(readFileSync(declaration, "utf8"))?.[1] ?? "";
    const members = [...body.matchAll(/^ {4}(\w+)\??: (.*)$/gm)].map(([, name, type]) => [name!, type!] as const);
    const inputs = members.flatMap(([name, type]) => pathsOf(name, type, shapes, 0));
    const names = new Set(members.map(([name]) => name));
    types.set(token, { regional: names.has("region"), taggable: names.has("tags"), inputs });
  }
  return types;
}

const tokenOf = (code: string) => /__pulumiType = '([^']+)'/.exec(code)?.[1];

function* sources(): Generator<{ code: string; declaration: string }> {
  for (const folder of readdirSync(root, { withFileTypes: true })) {
    if (!folder.isDirectory()) continue;
    for (const file of readdirSync(join(root, folder.name))) {
      if (!file.endsWith(".js")) continue;
      const code = readFileSync(join(root, folder.name, file), "utf8");
      const declaration = join(root, folder.name, file.replace(/\.js$/, ".d.ts"));
      if (tokenOf(code) && existsSync(declaration)) yield { code, declaration };
    }
  }
}

type Shapes = Map<string, [string, string][]>;

/** `inputs.s3.BucketReplicationConfigRule` → its members and their types. */
function interfaces(): Shapes {
  const text = readFileSync(join(root, "types/input.d.ts"), "utf8");
  const file = ts.createSourceFile("input.d.ts", text, ts.ScriptTarget.Latest);
  const shapes: Shapes = new Map();
  const visit = (node: ts.Node, path: string) => {
    if (ts.isModuleDeclaration(node) && node.body && ts.isModuleBlock(node.body)) {
      for (const statement of node.body.statements) visit(statement, `${path}.${node.name.text}`);
    } else if (ts.isInterfaceDeclaration(node)) {
      const members = node.members.filter(ts.isPropertySignature);
      const entries = members.map((member): [string, string] => [
        (member.name as ts.Identifier).text,
        member.type?.getText(file) ?? "",
      ]);
      shapes.set(`${path}.${node.name.text}`, entries);
    }
  };
  for (const statement of file.statements) visit(statement, "inputs");
  return shapes;
}

function pathsOf(path: string, type: string, shapes: Shapes, depth: number): string[] {
  const here = type.includes("[]") ? `${path}[*]` : path;
  const shape = shapes.get(/inputs\.[\w.]+/.exec(type)?.[0] ?? "");
  if (shape && depth < 7) return shape.flatMap(([name, inner]) => pathsOf(`${here}.${name}`, inner, shapes, depth + 1));
  // Maps are written over several lines, so that their first line ends with a brace.
  return [type.includes("[key: string]") || type.endsWith("{") ? `${here}.*` : here];
}
