# Needs Node.js 22 or later and npm; everything else is installed into node_modules.
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)
SHELL := /bin/sh
.DEFAULT_GOAL := help

installed := node_modules/.installed

help: ## what there is
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(installed): package.json package-lock.json
	@echo "installing what package-lock.json names"
	@npm ci --no-audit --no-fund --loglevel=error
	@touch $@

setup: $(installed) ## install what the project needs, nothing outside its folder

up: $(installed) ## run the whole system here: make up [ORGANIZATIONS=file.csv] [PORT=4600] [SPEED=1]
	@exec node -r ./graph/register.js local/main.ts $(if $(ORGANIZATIONS),--organizations '$(ORGANIZATIONS)') $(if $(PORT),--port '$(PORT)') $(if $(SPEED),--speed '$(SPEED)')

test: $(installed) ## lint, type-check and run every test
	@sh tests/support/browser.sh
	@sh tests/client/runtimes/install.sh
	@biome check --error-on-warnings .
	@npm run --silent imports
	@tsc
	@tsc -p client
	@mocha --parallel --jobs 2 --reporter tests/support/reporter.js 'tests/**/*.spec.ts'

bench: $(installed) ## measure what docs/performance.md says
	@npm run --silent bench

.PHONY: help setup up test bench
