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

# What the validator's own documents say, and what it answers when asked; needs Debian's zstd.
VALIDATOR_FACTS := node tools/check/resource_facts.js $(REFERENCE_MODULES)

.PHONY: validator-facts
validator-facts: | $(REFERENCE_MODULES)
	$(VALIDATOR_FACTS) facts > lua/luacdk/check/resources/fact_rows.lua
	$(VALIDATOR_FACTS) instance-types > lua/luacdk/check/resources/instance_type_rows.lua
	$(VALIDATOR_FACTS) formats > src/check/format_rows.c
	$(VALIDATOR_FACTS) pseudo > src/synth/pseudo_rows.c

.PHONY: seeds
seeds: $(PROGRAM)
	tools/check/seed.py $(PROGRAM) $(PROGRAMS) $(SEEDS)

# What the validator finds in a few templates, for spec/check/validator_spec.lua.
.PHONY: record-validator
record-validator: | $(REFERENCE_MODULES)
	node tools/check/validator.js $(REFERENCE_MODULES) < spec/golden/check/templates.jsonl > spec/golden/check/validator.jsonl
	node tools/check/validator.js $(REFERENCE_MODULES) < spec/golden/check/resources.jsonl \
	  > spec/golden/check/resources_validator.jsonl
