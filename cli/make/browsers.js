/** The browsers that tests run in: where they are, and how Debian's packages bring them. */
const { existsSync } = require("node:fs");

// Without a window system Chromium takes 170 MB with all that it needs, with one 230 MB.
const browsers = {
  chromium: {
    title: "Chromium",
    variable: "CHROMIUM",
    paths: [
      "/usr/bin/chromium",
      "/usr/bin/chromium-browser",
      "/usr/bin/google-chrome",
      "/usr/bin/chromium-headless-shell",
      "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
      "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ],
    packages: ["chromium-headless-shell", "fonts-dejavu-core"],
  },
  firefox: {
    title: "Firefox",
    variable: "FIREFOX",
    paths: ["/usr/bin/firefox-esr", "/usr/bin/firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"],
    packages: ["firefox-esr"],
  },
};

/** The program of a browser, or undefined where there is none. */
function browserPath(name, env = process.env) {
  const { variable, paths } = browsers[name];
  return [env[variable], ...paths].find((path) => path && existsSync(path));
}

/** What to do where it is missing. */
const howTo = (name) =>
  `install it (Debian: apt-get install ${browsers[name].packages.join(" ")}), or set ${browsers[name].variable} to its path`;

/** The step that installs it, where it is missing and a container or CI lets us: nobody's own system is changed unasked. */
function browserStep(name) {
  if (browserPath(name) || !mayInstall()) {
    return [];
  }
  const { title, packages } = browsers[name];
  const apt = "apt-get -o APT::Status-Fd=1 -o Dpkg::Use-Pty=0 -qq -y --no-install-recommends";
  // An installation that was interrupted is finished first. Where there is no such package the tests say that they were skipped.
  const install = `dpkg --configure -a >/dev/null && apt-get update -qq && ${apt} install ${packages.join(" ")}`;
  const command = ["sh", "-c", `${install} || echo "SKIPPED: ${title} could not be installed; ${howTo(name)}"`];
  return [{ name, title: `install ${title}`, command, env: { DEBIAN_FRONTEND: "noninteractive" }, reads: aptProgress }];
}

function mayInstall() {
  const contained = Boolean(process.env.CI) || existsSync("/.dockerenv");
  return contained && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
}

/** https://salsa.debian.org/apt-team/apt/-/blob/main/README.progress-reporting */
function aptProgress(line) {
  const [, kind, percent] = /^(dl|pm)status:[^:]*:([\d.]+):/.exec(line) ?? [];
  return kind && `${kind === "dl" ? "fetching" : "unpacking"} ${Math.round(Number(percent))} %`;
}

module.exports = { browserPath, browserStep, howTo };
