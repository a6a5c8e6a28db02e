/** The package as others get it: size, files, both module systems, types, and documentation that is current. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { buildClient, entryPoints } from "../../client/scripts/build";
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

  it("works when it is minified: a call, a failover, the offline queue", () => {
    writeFileSync(
      join(app, "work.cjs"),
      `const { createHomeClient, memoryStorage } = require("home-region-client");
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
      })();`,
    );
    assert.deepEqual(JSON.parse(node("work.cjs")), ["unknown", 204, 204, 204, "failover", "ca-west-1", 202, 0]);
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

  it("has types that a strict app can use, as ESM and as CommonJS", () => {
    const text = `import { createHomeClient, type HomeNotice } from "home-region-client";
      import { createOffline } from "home-region-client/offline";
      import { indexedDbStorage } from "home-region-client/storage";
      const home = createHomeClient({ lookup: "https://api.example.com", organization: "acme", storage: indexedDbStorage() });
      home.on("notice", (notice: HomeNotice) => notice.text);
      export const answer: Promise<Response> = createOffline(home, { user: "u" }).fetch("/v1/profile");\n`;
    writeFileSync(join(app, "use.mts"), text);
    writeFileSync(join(app, "use.cts"), text);
    const tsc = require.resolve("typescript/bin/tsc");
    const options = {
      strict: true,
      noEmit: true,
      module: "nodenext",
      target: "es2022",
      lib: ["es2022", "dom"],
      types: [],
    };
    const files = ["use.mts", "use.cts"];
    writeFileSync(join(app, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files }));
    assert.equal(spawnSync(process.execPath, [tsc, "-p", app], { encoding: "utf8" }).stdout, "");
  });

  it("documents every entry point as it is", () => {
    assert.equal(readFileSync(apiFile, "utf8"), apiDocument(), "API.md is not current: npm run docs in client/");
  });
});
