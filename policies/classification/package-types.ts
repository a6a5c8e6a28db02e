/** The resource types of the installed `@pulumi/aws`, read from its files: nothing is loaded or run. */
import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

export interface PackageType {
  /** Whether it takes a `region` of its own; a global service's does not. */
  readonly regional: boolean;
  readonly taggable: boolean;
  /** Every property that can be set, nested ones too: `rules[*].destination.bucket`. */
  readonly inputs: readonly string[];
}

const installed = dirname(require.resolve("@pulumi/aws/package.json"));
const read = (file: string) => readFileSync(file, "utf8");

export const packageVersion: string = JSON.parse(read(join(installed, "package.json"))).version;

/** Token → type. `root`: the folder of the package. */
export function packageTypes(root = installed): Map<string, PackageType> {
  const shapes = shapesOf(join(root, "types/input.d.ts"));
  const types = new Map<string, PackageType>();
  for (const file of globSync("*/*.js", { cwd: root })) {
    const path = join(root, file);
    const token = /__pulumiType = '([^']+)'/.exec(read(path))?.[1];
    if (token) {
      types.set(token, typeOf(`${path.slice(0, -2)}d.ts`, shapes));
    }
  }
  return types;
}

function typeOf(declaration: string, shapes: Shapes): PackageType {
  const body = /export interface \w+Args \{([\s\S]*?)\n\}/.exec(read(declaration))?.[1];
  // Without them it would be a type that sends nothing anywhere.
  if (body === undefined) {
    throw new Error(`${declaration}: no arguments found; look for them as it declares them`);
  }
  const members = [...body.matchAll(/^ {4}(\w+)\??: (.*)/gm)].map(([, name, type]) => [name!, type!] as const);
  const names = new Set(members.map(([name]) => name));
  const inputs = members.flatMap(([name, type]) => pathsOf(name, type, shapes, new Set()));
  return { regional: names.has("region"), taggable: names.has("tags"), inputs };
}

type Shapes = Map<string, [string, string][]>;

/** `inputs.s3.BucketReplicationConfigRule` → its members and their types. */
function shapesOf(declaration: string): Shapes {
  const file = ts.createSourceFile(declaration, read(declaration), ts.ScriptTarget.Latest);
  const shapes: Shapes = new Map();
  const membersOf = ({ members }: ts.InterfaceDeclaration) =>
    // The package's interfaces have nothing but properties.
    (members as ts.NodeArray<ts.PropertySignature>).map((member): [string, string] => [
      (member.name as ts.Identifier).text,
      member.type!.getText(file),
    ]);
  const visit = (node: ts.Node, path: string) => {
    if (ts.isModuleDeclaration(node)) {
      node.body!.forEachChild((child) => visit(child, `${path}.${node.name.text}`));
    }
    if (ts.isInterfaceDeclaration(node)) {
      shapes.set(`${path}.${node.name.text}`, membersOf(node));
    }
  };
  file.forEachChild((node) => visit(node, "inputs"));
  return shapes;
}

/** `around`: the shapes that the path leads through, so that one that holds itself comes to an end. */
function pathsOf(path: string, type: string, shapes: Shapes, around: ReadonlySet<string>): string[] {
  const here = type.includes("[]") ? `${path}[*]` : path;
  const name = /inputs\.[\w.]+/.exec(type)?.[0];
  if (name && !around.has(name)) {
    const shape = shapes.get(name);
    if (!shape) {
      throw new Error(`${path}: no ${name} found; look for it where the package declares it`);
    }
    const ancestors = new Set([...around, name]);
    return shape.flatMap(([member, inner]) => pathsOf(`${here}.${member}`, inner, shapes, ancestors));
  }
  // Maps are written over several lines, so that their first line ends with a brace.
  return [type.includes("[key: string]") || type.endsWith("{") ? `${here}.*` : here];
}
