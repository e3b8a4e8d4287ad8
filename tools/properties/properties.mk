# One-property programs against the reference: `make properties MODULE=aws_sqs` (several: MODULE="aws_sqs aws_sns"; none: all
# modules, which takes some minutes). FAILURES: how many to show.

MODULE   ?=
FAILURES ?= 5

.PHONY: properties
properties: $(PROGRAM) | $(REFERENCE_MODULES)
	rm -rf $(BUILD)/properties
	node tools/properties/generate.js $(REFERENCE_MODULES) $(BUILD)/properties/programs $(MODULE) 2> $(BUILD)/properties.log
	$(PROGRAM) tools/properties/compare.lua -q -- $(abspath $(PROGRAM)) $(abspath $(REFERENCE_MODULES)) \
	    $(BUILD)/properties/programs $(BUILD)/properties/work $(FAILURES)
