# The reference: aws-cdk-lib, pinned in tools/reference/package-lock.json, for what needs it (and node): `record`,
# `conformance`, `bench`, `schema`. Everything else does without.

REFERENCE_MODULES ?= $(BUILD)/reference/node_modules

$(BUILD)/reference/node_modules: tools/reference/package.json tools/reference/package-lock.json
	@mkdir -p $(BUILD)/reference
	cp $^ $(BUILD)/reference
	npm ci --prefix $(BUILD)/reference --ignore-scripts --no-audit --no-fund
	@touch $@

AREA ?=

.PHONY: record
record: | $(REFERENCE_MODULES)
	node tools/record.js $(REFERENCE_MODULES) spec/golden $(AREA)

# The ignore rules against minimatch, npm ignore and @balena/dockerignore, on generated cases.
IGNORE_CASES ?= 10000
SEED ?= 1

.PHONY: ignore-diff
ignore-diff: $(PROGRAM) | $(REFERENCE_MODULES)
	REFERENCE=$(REFERENCE_MODULES)/.. node tools/ignore_cases.js random $(IGNORE_CASES) $(SEED) | $(PROGRAM) tools/ignore_diff.lua

# Functions bundled by npm's esbuild: the same template, the same files.
.PHONY: nodejs
nodejs: $(PROGRAM) | $(REFERENCE_MODULES)
	tools/nodejs/compare.sh $(REFERENCE_MODULES) $(PROGRAM)

.PHONY: conformance
conformance: $(PROGRAM) $(SPEC_HOST) | $(REFERENCE_MODULES)
	LUACDK=$(abspath $(PROGRAM)) $(PROGRAM) tools/conformance.lua --quiet -- $(REFERENCE_MODULES) $(BUILD)/conformance $(SPEC_HOST) $(AREA)
