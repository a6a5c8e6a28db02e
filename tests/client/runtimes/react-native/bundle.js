/** Bundles as React Native's own configuration of Metro does. `node bundle.js <app's folder> <installed node_modules>`. */
const { join } = require("node:path");
const [, , folder, installed] = process.argv;
const { loadConfig, runBuild } = require(join(installed, "metro"));
const { FileStore } = require(join(installed, "metro-cache"));

async function main() {
  const config = await loadConfig(
    { cwd: folder },
    {
      projectRoot: folder,
      watchFolders: [installed],
      // What belongs to React Native is transformed once.
      cacheStores: [new FileStore({ root: join(installed, ".metro") })],
      maxWorkers: 2,
      resolver: {
        // As @react-native/metro-config has them.
        resolverMainFields: ["react-native", "browser", "main"],
        platforms: ["android", "ios"],
        unstable_conditionNames: ["react-native"],
        nodeModulesPaths: [installed],
        useWatchman: false,
      },
      transformer: {
        getTransformOptions: async () => ({ transform: { experimentalImportSupport: false, inlineRequires: true } }),
      },
      watcher: { watchman: {}, healthCheck: { enabled: false } },
    },
  );
  await runBuild(config, {
    entry: join(folder, "entry.js"),
    platform: "android",
    dev: false,
    minify: false,
    out: join(folder, "app.bundle"),
  });
}
main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
