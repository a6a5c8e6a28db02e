#!/bin/sh
# The page is tested in Chromium, the client in Firefox too. Where there is none, Debian's package is installed if that can be done
# without asking; otherwise the browser tests say that they were skipped.
wanted=
found() {
  for browser in "$@"; do [ -n "$browser" ] && [ -x "$browser" ] && return 0; done
  return 1
}
found "${CHROMIUM:-}" /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome \
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" /Applications/Chromium.app/Contents/MacOS/Chromium ||
  wanted="chromium fonts-dejavu-core"
found "${FIREFOX:-}" /usr/bin/firefox-esr /usr/bin/firefox /Applications/Firefox.app/Contents/MacOS/firefox ||
  wanted="$wanted firefox-esr"
[ -n "$wanted" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && { [ -n "${CI:-}" ] || [ -f /.dockerenv ]; }; then
  echo "installing for the browser tests: $wanted"
  export DEBIAN_FRONTEND=noninteractive
  timeout 600 sh -c "apt-get update -qq && apt-get install -y -qq --no-install-recommends $wanted" >/dev/null 2>&1 ||
    echo "they could not be installed"
fi
exit 0
