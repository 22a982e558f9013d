SHELL := /bin/bash
.DEFAULT_GOAL := help
export PATH := $(CURDIR)/.toolchain/go/bin:$(PATH)

pare := .build/release/pare

.PHONY: help setup build install man dist run matrix test test-quick test-browser bench bench-build scale field prove check-formats check-sbom fuzz picture lint clean

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 14

setup: ## Install what is missing: libraries by apt, a Go toolchain into .toolchain
	@Scripts/setup

build: setup ## Build Pare (release, .build/release/pare, its debug data in pare.debug)
	swift build -c release --static-swift-stdlib --product pare
	@Scripts/separate-debug-data $(pare)

PREFIX ?= /usr/local

install: build ## Install Pare, its completions and man page into PREFIX=/usr/local
	@Scripts/install $(pare) $(DESTDIR)$(PREFIX)

man: build ## Write the manual page from what `pare --help` says: .build/pare.1
	$(pare) --experimental-dump-help | python3 Scripts/man-page "$$($(pare) --version)" >.build/pare.1

dist: build ## Pack Pare: a tar.gz and a Debian package in dist
	@Scripts/dist $(pare) dist

run: build ## Build the Go programs of pipelines/go-tools.yml, explain their bytes, report into dist/go-tools
	$(pare) build -f pipelines/go-tools.yml

matrix: build ## Build cmd/gofmt for nearly every target of Go, weigh each, report into dist/matrix; takes minutes
	$(pare) build -f pipelines/matrix.yml

test: ## Run the whole test suite
	@Scripts/setup releases
	@Scripts/validators || true
	@Scripts/test

test-quick: setup ## Run the tests that run no compiler: the trait .runsGo or .runsCompiler marks the others
	@Scripts/test --quick

test-browser: setup ## Run the tests of the HTML page in headless chromium; skipped where that is missing
	swift build --product pare
	@Scripts/test-browser

bench: build ## Figures that Pare promises: coverage, time, memory; fails when one is broken. Builds cmd/pprof for ten targets
	@Scripts/bench

bench-build: build ## Time of a cold matrix against xargs over the same lines, and of the second run; takes minutes
	@Scripts/bench-build

scale: build ## Figures of a plan of 5,640 builds on 40 machines, of their merge, and of a simulation against two real shards
	@Scripts/scale

field: build ## Import cuts of real programs of Debian's sources: against package cuts, and against builds with stubs
	@Scripts/field

prove: build ## Proofs of 40 removals of the programs that `make field` made, each against its own prediction
	@Scripts/prove

check-formats: setup ## Check every output format by validators of others (PyPI), as `make test` does
	@Scripts/validators
	@Scripts/test --filter ValidatorTests

check-sbom: build ## Check bills of materials of real builds against CycloneDX's JSON schema (PyPI's cyclonedx-python-lib)
	@Scripts/check-sbom $(pare)

SECONDS ?= 60

fuzz: setup ## Fuzz the analysis for SECONDS=60, from files of the test builders; what fails is left in .build-fuzz
	FUZZ=1 swift build -c release -Xswiftc -use-ld=lld --scratch-path .build-fuzz --product fuzz-weigh
	.build-fuzz/release/fuzz-weigh --corpus .build-fuzz/corpus
	SWIFT_BACKTRACE=enable=no .build-fuzz/release/fuzz-weigh -max_total_time=$(SECONDS) -timeout=5 -max_len=65536 \
		-malloc_limit_mb=320 -print_final_stats=1 -artifact_prefix=.build-fuzz/ .build-fuzz/corpus

picture: build ## Take the picture of the HTML page for the documents, from a run of pipelines/go-tools.yml in headless chromium
	@Scripts/picture $(pare)

lint: ## Check the style of every source
	swift format lint --strict --parallel -r Sources Tests Package.swift

clean: ## Remove what was built; .toolchain stays
	rm -rf .build dist
