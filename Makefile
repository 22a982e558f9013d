SHELL := /bin/bash
.DEFAULT_GOAL := help
export PATH := $(CURDIR)/.toolchain/go/bin:$(PATH)

pare := .build/release/pare

.PHONY: help setup build run test bench lint clean

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

setup: ## Install what is missing: libraries by apt, a Go toolchain into .toolchain
	@Scripts/setup

build: setup ## Build Pare (release, .build/release/pare)
	swift build -c release --static-swift-stdlib --product pare

run: build ## Build the Go programs of pipelines/go-tools.yml, explain their bytes, report into dist/go-tools
	$(pare) build -f pipelines/go-tools.yml

test: setup ## Run the whole test suite
	swift test

bench: build ## Time and memory of `pare weigh` against sha256sum; fails when a limit is broken
	@Scripts/bench

lint: ## Check the style of every source
	swift format lint --strict --parallel -r Sources Tests Package.swift

clean: ## Remove what was built; .toolchain stays
	rm -rf .build dist
