#!/bin/sh
# The page is tested in Chromium. Where there is none, Debian's package is installed if that can be done without asking;
# otherwise the browser test says that it was skipped.
for browser in "${CHROMIUM:-}" /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome \
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" /Applications/Chromium.app/Contents/MacOS/Chromium; do
  [ -n "$browser" ] && [ -x "$browser" ] && exit 0
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 && { [ -n "${CI:-}" ] || [ -f /.dockerenv ]; }; then
  echo "installing Chromium for the browser test"
  export DEBIAN_FRONTEND=noninteractive
  timeout 600 sh -c 'apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core' \
    >/dev/null 2>&1 || echo "Chromium could not be installed"
fi
exit 0
