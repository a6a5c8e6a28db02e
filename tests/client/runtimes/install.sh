#!/bin/sh
# Deno, workerd, Hermes with React Native, and Node 20, for the client's tests: some 700 MB, so they have a folder of their own that
# only `make test` fills, once. Where they cannot be installed, tests/client/runtimes.spec.ts says that it skipped them.
cd "$(dirname "$0")/../../.." || exit 0
from=tests/client/runtimes to=.home-region/runtimes
cmp -s $from/package-lock.json $to/installed && exit 0
echo "installing the runtimes that the client is tested in"
mkdir -p $to && rm -f $to/installed && cp $from/package.json $from/package-lock.json .npmrc $to/ || exit 0
if timeout 600 npm ci --prefix $to --no-audit --no-fund --loglevel=error --fetch-retries=1 --fetch-retry-mintimeout=1000 >$to/install.log 2>&1; then
  cp $from/package-lock.json $to/installed
else
  echo "they could not be installed: $to/install.log says why"
fi
exit 0
