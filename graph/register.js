// First thing in a child: TypeScript, transpiled once a file and kept, and V8's compiled code, kept as well.
// ts-node does neither; transpiling again and mapping every stack that the SDK takes are half of a program's time.
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const nodeModule = require("node:module");
const { join } = require("node:path");

// With the packages, so that it is this user's own: code in a shared temporary folder could be anybody's.
const folder = join(__dirname, "../node_modules/.cache/home-region");
nodeModule.enableCompileCache?.(join(folder, "v8"));
const { version } = require("typescript/package.json");

require.extensions[".ts"] = (module, filename) => {
  const source = readFileSync(filename, "utf8");
  module._compile(
    kept(fileOf(source, filename), () => transpile(source, filename)),
    filename,
  );
};

function fileOf(source, filename) {
  const key = createHash("sha256").update(`${version}\n${filename}\n${source}`).digest("hex");
  return join(folder, "typescript", `${key}.js`);
}

/** TypeScript is loaded only where something has changed: it takes longer than everything else here. */
function transpile(source, fileName) {
  const ts = require("typescript");
  const compilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.CommonJS,
    esModuleInterop: true,
    inlineSourceMap: true,
  };
  return ts.transpileModule(source, { fileName, compilerOptions }).outputText;
}

function kept(file, make) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    const text = make();
    try {
      mkdirSync(join(file, ".."), { recursive: true });
      const partial = `${file}.${process.pid}`;
      writeFileSync(partial, text);
      renameSync(partial, file); // other children write the same file
    } catch {
      // A folder that cannot be written to costs time, nothing else.
    }
    return text;
  }
}

/** A stack trace with positions in TypeScript, for an error that is about to be shown. */
exports.mapped = (stack) =>
  stack.replace(/(\/[^\s()]+\.ts):(\d+):(\d+)/g, (text, file, line, column) => {
    try {
      const code = readFileSync(fileOf(readFileSync(file, "utf8"), file), "utf8");
      const [, encoded] = /sourceMappingURL=data:application\/json;base64,(\S+)/.exec(code);
      const map = new nodeModule.SourceMap(JSON.parse(Buffer.from(encoded, "base64").toString()));
      const found = map.findEntry(line - 1, column - 1);
      return `${file}:${found.originalLine + 1}:${found.originalColumn + 1}`;
    } catch {
      return text;
    }
  });
