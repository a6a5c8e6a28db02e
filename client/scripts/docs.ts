/** Writes API.md: what every entry point exports, from the types and their comments. `npm run docs`, and a test that it is current. */
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command } from "commander";
import * as ts from "typescript";
import { entryPoints, sourceOf } from "./build";

const folder = resolve(__dirname, "..");
export const apiFile = join(folder, "API.md");

/** The document as it should be. */
export function apiDocument(): string {
  const { config } = ts.readConfigFile(join(folder, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, folder);
  const program = ts.createProgram(entryPoints.map(sourceOf), options);
  const checker = program.getTypeChecker();
  const documented = new Set<ts.Symbol>();
  const sections = entryPoints.map((entry) => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(sourceOf(entry))!)!;
    const exported = checker
      .getExportsOfModule(module)
      .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol));
    const isNew = (symbol: ts.Symbol) => !documented.has(symbol);
    const known = exported.filter((symbol) => !isNew(symbol)).map(({ name }) => `\`${name}\``);
    const parts = exported.filter(isNew).map((symbol) => {
      documented.add(symbol);
      return describe(symbol, checker);
    });
    const also = known.length > 0 ? [`Also ${known.join(", ")}, as above.`] : [];
    const name = entry === "index" ? "home-region-client" : `home-region-client/${entry}`;
    return [`## \`${name}\``, ...parts, ...also].join("\n\n");
  });
  return `# API\n\nWritten by \`npm run docs\` from the types.\n\n${sections.join("\n\n")}\n`;
}

function describe(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const comment = ts.displayPartsToString(symbol.getDocumentationComment(checker));
  const code = (symbol.declarations ?? []).map(signature).join("\n");
  return [`### ${symbol.name}`, ...(comment ? [comment] : []), `\`\`\`ts\n${code}\n\`\`\``].join("\n\n");
}

/** The declaration without what it does. */
function signature(declaration: ts.Declaration): string {
  const node = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  const text = node.getText().replace(/^export /, "");
  if (ts.isFunctionDeclaration(declaration) && declaration.body) {
    return text.slice(0, text.length - declaration.body.getText().length).trim();
  }
  if (ts.isClassDeclaration(declaration)) {
    return text.replace(/ \{\n {4}super[\s\S]*?\n {2}\}/, ";");
  }
  if (ts.isVariableDeclaration(declaration)) {
    return text.replace(/ = [\s\S]*/, ";").replace(/ =>[\s\S]*/, ";");
  }
  return text;
}

if (require.main === module) {
  new Command("docs")
    .description("Write API.md: what every entry point exports.")
    .action(() => writeFileSync(apiFile, apiDocument()))
    .parse();
}
