/** Which Node.js is enough. `make` starts on an older one too: what it installs brings a Node.js of its own. */
const needed = 22;
const enoughToInstall = 18; // npm of Node.js 16 and older leaves packages out that package-lock.json names
const help = `Get Node.js ${needed} or later from https://nodejs.org, or with a version manager: nvm install ${needed}`;

const major = (version) => Number(/^v?(\d+)/.exec(version)[1]);

/** Why nothing can be done with this version; "" if something can. */
exports.refusal = (version) =>
  major(version) < enoughToInstall
    ? `This is Node.js ${version.replace("v", "")}; home-region needs ${needed} or later. ${help}`
    : "";

/** What somebody with a version that is only enough for installing should know; "" for a newer one. */
exports.notice = (version) =>
  major(version) < needed
    ? `This is Node.js ${version.replace("v", "")}; home-region needs ${needed} or later, so it uses the one that it installs into node_modules. ${help}`
    : "";

/** For programs that are started without make: they need the right one at once. */
exports.demand = (version) => {
  if (major(version) >= needed) {
    return;
  }
  process.stderr.write(`This is Node.js ${version.replace("v", "")}; home-region needs ${needed} or later. ${help}\n`);
  process.exit(1);
};
