/**
 * Loads TypeScript as often as wanted: transpiled and compiled once a file, run again at every load. A mutant in code that
 * runs while modules are loaded (a rule's table) shows only so.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, matchesGlob, relative, sep } from "node:path";
import vm from "node:vm";
import ts from "typescript";

const compilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.CommonJS,
  jsx: ts.JsxEmit.ReactJSX,
  esModuleInterop: true,
  inlineSourceMap: true,
};
const parameters = ["exports", "require", "module", "__filename", "__dirname"];

/**
 * What is loaded from `folder`, the sandbox, is forgotten; packages stay, and what `kept` matches.
 * @param {string} folder
 * @param {string[]} kept patterns of files
 */
export function loader(folder, kept = []) {
  const require = createRequire(`${folder}/package.json`);
  const compiled = new Map();
  require.extensions[".ts"] = require.extensions[".tsx"] = (module, filename) => {
    if (!compiled.has(filename)) {
      compiled.set(filename, compile(filename));
    }
    const own = [module.exports, createRequire(filename), module, filename, dirname(filename)];
    compiled.get(filename).call(module.exports, ...own);
  };
  const own = (file) =>
    file.startsWith(folder + sep) &&
    !file.includes(`${sep}node_modules${sep}`) &&
    !kept.some((pattern) => matchesGlob(relative(folder, file), pattern));
  const forget = () => {
    for (const [file, module] of Object.entries(require.cache)) {
      if (own(file) && !file.endsWith(".json")) {
        delete require.cache[file];
      }
      // What a module has loaded it keeps, or every load of every mutant would stay.
      else {
        module.children = module.children.filter((child) => !own(child.filename));
      }
    }
  };
  return { require, forget };
}

/** Source → what it is transpiled to: copies of the project that tests make have the same. */
const transpiled = new Map();

function compile(filename) {
  const source = readFileSync(filename, "utf8");
  if (!transpiled.has(source)) {
    transpiled.set(source, ts.transpileModule(source, { fileName: filename, compilerOptions }).outputText);
  }
  return vm.compileFunction(transpiled.get(source), parameters, { filename });
}
