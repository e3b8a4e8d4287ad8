# Measures luacdk check. `make seeds` plants mistakes in the programs of PROGRAMS, a folder or a file of JSON lines, and
# counts which of them are told at their line, and what else is told: tools/check/seed.py. SEEDS are its other arguments.
PROGRAMS ?= examples
SEEDS ?= --show

.PHONY: validator-ids
validator-ids: | $(REFERENCE_MODULES)
	node tools/check/validator.js $(REFERENCE_MODULES) --ids > lua/luacdk/check/validator_ids.lua

# The resource provider schemas as the validator has them. Needs zstd.
.PHONY: provider-schemas
provider-schemas: | $(REFERENCE_MODULES)
	node tools/check/provider.js $(REFERENCE_MODULES) > $(BUILD)/provider.rows
	mv $(BUILD)/provider.rows lua/provider/schemas.rows

.PHONY: seeds
seeds: $(PROGRAM)
	tools/check/seed.py $(PROGRAM) $(PROGRAMS) $(SEEDS)

# What the validator finds in a few templates, for spec/check/validator_spec.lua.
.PHONY: record-validator
record-validator: | $(REFERENCE_MODULES)
	node tools/check/validator.js $(REFERENCE_MODULES) < spec/golden/check/templates.jsonl > spec/golden/check/validator.jsonl
