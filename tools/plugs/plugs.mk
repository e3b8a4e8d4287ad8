# What AWS's command line makes of our assemblies: `make record-plugs` records a session of its language server, its explorer,
# its validation and its difference, for spec/cli/aws_tools_spec.lua, which also runs them where they are in AWS_CDK or $(BUILD)/plugs.

PLUGS := $(BUILD)/plugs

$(PLUGS)/node_modules: tools/plugs/package.json tools/plugs/package-lock.json
	@mkdir -p $(PLUGS)
	cp $^ $(PLUGS)
	npm ci --prefix $(PLUGS) --ignore-scripts --no-audit --no-fund
	@touch $@

AWS_CDK ?= $(PLUGS)/node_modules/aws-cdk

.PHONY: record-plugs
record-plugs: $(PROGRAM) | $(if $(filter $(PLUGS)/%,$(AWS_CDK)),$(PLUGS)/node_modules)
	@mkdir -p spec/golden/aws_tools
	node tools/plugs/session.js $(AWS_CDK) $(abspath $(PROGRAM)) spec/fixtures/aws_tools/app.lua \
	  spec/fixtures/aws_tools/diff.lua >$(PLUGS).json
	mv $(PLUGS).json spec/golden/aws_tools/session.json
