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

.PHONY: conformance
conformance: $(PROGRAM) $(SPEC_HOST) | $(REFERENCE_MODULES)
	LUACDK=$(abspath $(PROGRAM)) $(PROGRAM) tools/conformance.lua --quiet -- $(REFERENCE_MODULES) $(BUILD)/conformance $(SPEC_HOST) $(AREA)
