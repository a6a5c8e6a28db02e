/** Code blocks of a document for readers: what they need around them, their types, and what happens when they run. */
import { readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import * as ts from "typescript";

const client = resolve(__dirname, "../../client");
const modules = resolve(__dirname, "../../node_modules");

/** In the order in which they stand there. */
export function blocksOf(document: string): string[] {
  const text = readFileSync(document, "utf8");
  return [...text.matchAll(/```tsx?\n([\s\S]*?)```/g)].map(([, code]) => code!);
}

/** What an app has and the blocks do not show. */
const around = `
  declare const session: { accessToken: string }, banner: { show(text: string): void };
  declare const userId: string, body: string, etag: string, lookup: string, organization: string, password: string, newPassword: string;
  declare const localStorage: import("home-region-client").HomeStorage;
  declare function show(data: unknown): void;
  declare function reload(): void;
  declare function addEventListener(
    type: "fetch", listener: (event: { request: Request; respondWith(response: Promise<Response>): void }) => void,
  ): void;`;
/** What blocks before have made. */
const before: Record<string, string> = {
  home: 'declare const home: import("home-region-client").HomeClient;',
  offline: 'declare const offline: import("home-region-client/offline").Offline;',
};

/** What the compiler says of each block as a file of an app. */
export function compileErrors(blocks: readonly string[]): string[] {
  const files = new Map(
    blocks.map((code, index) => [
      join(client, `readme-${index}.ts`),
      // One line, so that the compiler's line numbers are the block's, and a module whatever stands in it.
      `${[around, ...Object.entries(before).map(([name, line]) => (declares(code, name) ? "" : line))]
        .join(" ")
        .replaceAll("\n", " ")} export {};\n${code}`,
    ]),
  );
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ["lib.es2022.d.ts"],
    types: ["node"],
    skipLibCheck: true,
    paths: {
      "home-region-client": [join(client, "index.ts")],
      "home-region-client/*": [join(client, "*.ts")],
      // What aws-amplify hands on.
      "aws-amplify": [join(modules, "@aws-amplify/core")],
      "aws-amplify/auth": [join(modules, "@aws-amplify/auth")],
    },
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.readFile = (name) => files.get(name) ?? readFile(name);
  host.getSourceFile = (name, ...rest) => {
    const text = files.get(name);
    return text === undefined
      ? getSourceFile(name, ...rest)
      : ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .filter(({ file }) => file && files.has(file.fileName))
    .map(({ file, start, messageText }) => {
      const { line } = file!.getLineAndCharacterOfPosition(start!);
      return `${relative(client, file!.fileName)}:${line}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
    });
}

const declares = (code: string, name: string) => new RegExp(`^const ${name}\\b`, "m").test(code);

/** Runs a block with `names` in scope. Resolves with what it has declared. */
export async function runBlock(code: string, names: Readonly<Record<string, unknown>>): Promise<Record<string, any>> {
  const imports: Record<string, unknown> = {};
  const body = code.replace(importLine, (_, whole: string | undefined, list: string | undefined, name: string) => {
    const part = /^home-region-client(?:\/([\w-]+))?$/.exec(name);
    const module = require(part ? join(client, part[1] ?? "index") : name);
    if (whole) {
      imports[whole] = module.default ?? module;
    }
    for (const each of list?.split(",").map((each) => each.trim()) ?? []) {
      imports[each] = module[each];
    }
    return "";
  });
  const made = [...body.matchAll(/^(?:const|async function|function) (?:\{ (.+) \}|(\w+))/gm)].flatMap(
    ([, all, name]) => (all ? all.split(", ") : [name!]),
  );
  const scope = Object.entries({ ...names, ...imports }).filter(([name]) => !made.includes(name) && /^\w+$/.test(name));
  const source = ts.transpile(`async function run() {${body}\nreturn { ${made.join(", ")} } }`, {
    target: ts.ScriptTarget.ES2022,
  });
  const run = new Function(...scope.map(([name]) => name), `${source}; return run()`);
  return run(...scope.map(([, value]) => value));
}

const importLine = /^import (?:(\w+) )?(?:\{(.+)\} )?from "(.+)"$/gm;
