/** Installs what a package-lock.json names, and says how many of its packages are there already. */
const { createHash } = require("node:crypto");
const { existsSync, readFileSync } = require("node:fs");
const { join } = require("node:path");

const flags = "--no-audit --no-fund --loglevel=error";

/** The step that installs into `folder` what the lock file in `from` names, or none where that was done for this very file. */
function packagesStep(title, folder, from = folder) {
  const stamp = join(folder, "node_modules/.installed");
  const lock = readFileSync(join(from, "package-lock.json"), "utf8");
  const key = createHash("sha256").update(lock).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8").trim() === key) {
    return [];
  }
  // The stamp comes last: after an interrupted installation the next run begins anew.
  const copy = from === folder ? "" : `mkdir -p "${folder}" && cp package.json package-lock.json "${folder}" && `;
  const install = `${copy}cd "${folder}" && rm -f node_modules/.installed && npm ci ${flags} && printf %s ${key} >node_modules/.installed`;
  const command = ["sh", "-c", install];
  const progress = counter(folder, JSON.parse(lock));
  // npm would put back what was there before, file by file; the next run removes it all the same.
  return [{ name: "packages", title, command, cwd: from, progress, killAfterMs: 0 }];
}

function counter(folder, { packages }) {
  const missing = new Set(
    Object.keys(packages).filter((path) => path.startsWith("node_modules/") && isForHere(packages[path])),
  );
  const total = missing.size;
  // What lies there from before is removed first, so counting begins once that is gone.
  let begun = false;
  return () => {
    begun ||= !existsSync(join(folder, "node_modules/.package-lock.json"));
    if (!begun) {
      return "";
    }
    for (const path of missing) {
      if (existsSync(join(folder, path, "package.json"))) {
        missing.delete(path);
      }
    }
    return missing.size > 0 ? `${total - missing.size} of ${total}` : `all ${total}, their install scripts`;
  };
}

/** npm leaves out what is for another system. */
function isForHere({ os = [], cpu = [], libc = [], optional }) {
  if (!optional) {
    return true;
  }
  const musl = process.platform === "linux" && !process.report.getReport().header.glibcVersionRuntime;
  return fits(os, process.platform) && fits(cpu, process.arch) && fits(libc, musl ? "musl" : "glibc");
}

const fits = (wanted, here) => wanted.length === 0 || wanted.includes(here);

module.exports = { packagesStep };
