# The commands of this repository; what they do is in deploy/native.
.DEFAULT_GOAL := help
.PHONY: help run down status logs test test-compose check test-up test-down bench

export CARGO_TARGET_DIR ?= $(HOME)/.cache/simswarm/target

help: ## list these commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

run: ## start everything at http://localhost:8080 (PORT=… for another port)
	@deploy/native/stack check run
	@deploy/native/install servers
	@deploy/native/build
	@deploy/native/stack up run
	@deploy/native/with-env .stack/run/env sh -c 'exec deploy/native/sample "$$PUBLIC_URL" .stack/run'

down: ## stop everything that make run started; data stays
	@deploy/native/stack down run

status: ## show what runs
	@deploy/native/stack status run

logs: ## show the last lines of every log (SERVICE=… for one)
	@deploy/native/stack logs run $(SERVICE)

test: ## every check and every test, on servers of their own
	@deploy/native/test

test-compose: ## the same system in containers, if there is a Docker engine (not part of make test)
	@deploy/docker/test

check: ## format, lints, documentation, dependency rules
	@deploy/native/install tools
	@deploy/native/check

test-up: ## start only the servers of the tests, for work by hand
	@deploy/native/install servers
	@deploy/native/stack up test

test-down: ## stop them and throw their data away
	@deploy/native/stack down test

bench: ## measure the engine, and how long a person waits for a job
	@deploy/native/bench
