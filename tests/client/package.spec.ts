/** The package as others get it: size, files, both module systems, types, and documentation that is current. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { buildClient, entryPoints, internalNames } from "../../client/scripts/build";
import { apiDocument, apiFile } from "../../client/scripts/docs";
import { limits, sizes } from "../../client/scripts/size";

const source = resolve(__dirname, "../../client");

describe("client package", function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), "home-region-package-"));
  const app = join(folder, "app");
  const installed = join(app, "node_modules/home-region-client");

  before(async () => {
    mkdirSync(installed, { recursive: true });
    for (const file of ["package.json", "README.md", "API.md", "LICENSE"]) {
      cpSync(join(source, file), join(installed, file));
    }
    await buildClient(join(installed, "dist"));
    for (const name of ["react", "@types"]) {
      symlinkSync(resolve(source, "../node_modules", name), join(app, "node_modules", name));
    }
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const node = (...args: string[]) => execFileSync(process.execPath, args, { cwd: app, encoding: "utf8" });

  it("stays within its size", async () => {
    const { core, everything } = await sizes();
    assert.ok(core <= limits.core, `core has ${core} bytes, ${limits.core} are allowed`);
    assert.ok(everything <= limits.everything, `everything has ${everything} bytes, ${limits.everything} are allowed`);
  });

  it("shortens no name that is documented", () => {
    const code = [...readFileSync(apiFile, "utf8").matchAll(/^```ts$([\s\S]*?)^```$/gm)]
      .map(([, text]) => text)
      .join("\n");
    const used = internalNames.filter((name) => new RegExp(`(?<!["/*].*)\\b${name}\\??\\s*[:(]`, "m").test(code));
    assert.deepEqual(used, []);
  });

  it("has no dependencies, and packs nothing but what is used", () => {
    const manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
    assert.equal(manifest.dependencies, undefined);
    assert.equal(manifest.sideEffects, false);
    const packed = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
      cwd: installed,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const files: string[] = JSON.parse(packed)[0].files.map(({ path }: { path: string }) => path);
    const strange = files.filter(
      (path) => !/^(dist\/[\w/.-]+\.(js|mjs|d\.ts|d\.mts|map)|package\.json|[A-Z]+(\.md)?)$/.test(path),
    );
    assert.deepEqual(strange, []);
    for (const target of Object.values<any>(manifest.exports).flatMap((entry) =>
      typeof entry === "string"
        ? [entry]
        : [...Object.values<string>(entry.import), ...Object.values<string>(entry.require)],
    )) {
      assert.ok(files.includes(target.slice(2)), `${target} is exported and not packed`);
    }
  });

  it("loads every entry point as ESM and as CommonJS, with the same names", () => {
    writeFileSync(
      join(app, "same.mjs"),
      `import { createRequire } from "node:module";
      const require = createRequire(import.meta.url);
      for (const entry of ${JSON.stringify(entryPoints)}) {
        const name = "home-region-client" + (entry === "index" ? "" : "/" + entry);
        const names = [Object.keys(await import(name)), Object.keys(require(name))].map((all) =>
          all.filter((name) => name !== "default" && name !== "module.exports" && name !== "__esModule").sort().join());
        if (names[0] !== names[1] || !names[0]) throw new Error(name + ": " + names.join(" / "));
      }
      console.log("same");`,
    );
    assert.equal(node("same.mjs").trim(), "same");
  });

  /** What an app of the package's has come to: a call, a failover, a write that waits and is sent. */
  const work = (before = "") => `${before}
      const { createHomeClient, memoryStorage } = require("home-region-client");
      const { createOffline } = require("home-region-client/offline");
      const answer = ${JSON.stringify(require("../support/home-response").homeResponse())};
      let up = true;
      const fetch = async (url) => {
        if (!up) throw new TypeError("fetch failed");
        if (url.startsWith("https://api.")) return Response.json(answer);
        if (url.startsWith("https://ca.api.")) throw new TypeError("fetch failed");
        return new Response(null, { status: 204 });
      };
      (async () => {
        const home = createHomeClient({ lookup: "https://api.example.com", organization: "acme", fetch, storage: memoryStorage() });
        const offline = createOffline(home, { user: "u" });
        const told = [home.status.state];
        for (let read = 0; read < 3; read++) told.push((await home.fetch("/v1/profile")).status);
        told.push(home.status.state, home.status.region);
        up = false;
        told.push((await offline.fetch("/v1/profile", { method: "PUT", body: "x" })).status);
        up = true;
        told.push(await offline.replay());
        offline.stop();
        console.log(JSON.stringify(told));
      })();`;
  const worked = ["unknown", 204, 204, 204, "failover", "ca-west-1", 202, 0];

  it("works when it is minified: a call, a failover, the offline queue", () => {
    writeFileSync(join(app, "work.cjs"), work());
    assert.deepEqual(JSON.parse(node("work.cjs")), worked);
  });

  it("works on a host without weak references, locks, randomness, abort reasons and what came to arrays later", () => {
    const absent = ["WeakRef", "FinalizationRegistry", "navigator", "crypto", "TextEncoder", "structuredClone"];
    // Node makes its own fetch when it is first used, with all that it has.
    const before = `new Response(null); new Request("https://a.example.com");
      for (const name of ${JSON.stringify(absent)}) {
        delete globalThis[name];
        if (name in globalThis) throw new Error(name + " is still there");
      }
      delete AbortSignal.prototype.throwIfAborted; delete AbortSignal.prototype.reason;
      delete AbortSignal.any; delete AbortSignal.timeout;
      for (const name of ["at", "findLast", "toSorted", "toReversed", "with"]) delete Array.prototype[name];`;
    writeFileSync(join(app, "bare.cjs"), work(before));
    assert.deepEqual(JSON.parse(node("bare.cjs")), worked);
  });

  it("leaves nothing behind in an app that uses nothing of it", async () => {
    writeFileSync(
      join(app, "unused.mjs"),
      entryPoints.map((entry) => `import "./node_modules/home-region-client/dist/${entry}.mjs";`).join("\n"),
    );
    const { outputFiles } = await build({
      entryPoints: [join(app, "unused.mjs")],
      external: ["react", "node:*"],
      bundle: true,
      format: "esm",
      minify: true,
      write: false,
      logLevel: "silent",
    });
    const left = outputFiles[0]!.text.replace(/import"[^"]*";?/g, "").trim();
    assert.equal(left, "");
  });

  const types = (options: object, extension: string): string => {
    const imports = entryPoints
      .filter((entry) => !["index", "node", "react"].includes(entry))
      .map((entry) => `export * as ${entry} from "home-region-client/${entry}";`);
    writeFileSync(
      join(app, `use.${extension}`),
      `import { createHomeClient, type HomeNotice } from "home-region-client";
      import { createOffline } from "home-region-client/offline";
      import { indexedDbStorage } from "home-region-client/storage";
      ${imports.join("\n")}
      const home = createHomeClient({ lookup: "https://api.example.com", organization: "acme", storage: indexedDbStorage() });
      home.on("notice", (notice: HomeNotice) => notice.text);
      export const status: Promise<number> = createOffline(home, { user: "u" }).fetch("/v1/profile").then(({ status }) => status);\n`,
    );
    const compilerOptions = { strict: true, noEmit: true, module: "nodenext", target: "es2022", ...options };
    writeFileSync(join(app, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [`use.${extension}`] }));
    const tsc = require.resolve("typescript/bin/tsc");
    return spawnSync(process.execPath, [tsc, "-p", app], { encoding: "utf8" }).stdout;
  };

  it("has types that a strict app can use, as ESM and as CommonJS, of a browser, a worker and Node", () => {
    for (const [options, extension] of [
      [{ lib: ["es2022", "dom"], types: [] }, "mts"],
      [{ lib: ["es2022", "dom"], types: [] }, "cts"],
      [{ lib: ["es2022", "webworker"], types: [] }, "mts"],
      [{ lib: ["es2022"], types: ["node"] }, "cts"],
    ] as const) {
      assert.equal(types(options, extension), "", JSON.stringify(options));
    }
  });

  it("refuses an app whose compiler knows no platform, and names what is missing", () => {
    assert.match(types({ lib: ["es2022"], types: [] }, "mts"), /Cannot find name 'Response'/);
  });

  it("documents every entry point as it is", () => {
    assert.equal(readFileSync(apiFile, "utf8"), apiDocument(), "API.md is not current: npm run docs in client/");
  });
});
