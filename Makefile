# Needs Node.js 22 or later and npm; everything else is installed into node_modules.
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)
SHELL := /bin/sh
.DEFAULT_GOAL := help

run := node cli/make/main.js

help: ## what there is
	@awk -F':.*## ' '/^[a-z-]+:.*## / {printf "  make %-17s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## install what the project needs, nothing outside its folder
	@$(run) setup

up: ## run the whole system here: make up [ORGANIZATIONS=file.csv] [PORT=4600] [SPEED=1]
	@$(run) setup 'start the whole system'
	@exec node -r ./graph/register.js local/main.ts $(if $(ORGANIZATIONS),--organizations '$(ORGANIZATIONS)') $(if $(PORT),--port '$(PORT)') $(if $(SPEED),--speed '$(SPEED)')

check: ## lint, import rules, types and the fast tests: a minute
	@$(run) check

test: ## lint, import rules, types and all tests but those of the targets below: 6 minutes
	@$(run) test

test-browser: ## the twin's page and the client in Chromium: 4 minutes
	@$(run) test-browser

test-runtimes: ## the client in Node 20, Deno, workerd, React Native, Chromium and Firefox: fetches 700 MB once
	@$(run) test-runtimes

test-recipes: ## follow the recipes of the documentation to the letter, in copies of the project: 5 minutes
	@$(run) test-recipes

bench: setup ## measure what docs/performance.md says
	@npm run --silent bench

# Settings: PRIMARY_REGION, SECONDARY_REGION, DOMAIN_NAME, RTO_MINUTES, RPO_MINUTES, from the environment or .env (docs/drills.md).
recovery = @npm run --silent recovery -- $@ $(if $(DRY_RUN),--dry-run)

deploy-primary: setup ## deploy the global stack and the primary Region's, with the policy packs
	$(recovery)

deploy-secondary: setup ## deploy the secondary Region's stack
	$(recovery)

deploy-all: setup ## deploy the global stack, the primary Region's and the secondary's
	$(recovery)

test-failover: setup ## lose the primary Region in a twin, measure RTO and RPO, keep the evidence: 3 minutes
	$(recovery)

check-health: setup ## how each Region is, and who serves each jurisdiction: make check-health [AWS=1]
	$(recovery) $(if $(AWS),--aws)

simulate-outage: setup ## take the primary Region away in the running twin
	$(recovery)

.PHONY: deploy-primary deploy-secondary deploy-all test-failover check-health simulate-outage
.PHONY: help setup up check test test-browser test-runtimes test-recipes bench
