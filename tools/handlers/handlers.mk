# The programs that constructs bring to the cloud, run for real: ours against what was recorded of the reference's. Needs
# node, python3 with boto3, openssl; the AWS SDK for JavaScript comes from npm.

HANDLERS := $(BUILD)/handlers

$(HANDLERS)/node_modules: tools/handlers/package.json tools/handlers/package-lock.json
	@mkdir -p $(HANDLERS)
	cp $^ $(HANDLERS)
	npm ci --prefix $(HANDLERS) --ignore-scripts --no-audit --no-fund
	@touch $@

.PHONY: handlers
handlers: $(PROGRAM) | $(HANDLERS)/node_modules
	$(PROGRAM) tools/handlers/stage.lua --quiet -o $(HANDLERS)/cdk.out -- $(HANDLERS)/own
	NODE_PATH=$(abspath $(HANDLERS)/node_modules) node tools/handlers/run.js check $(abspath $(HANDLERS)/own) spec/golden/handlers $(AREA)

.PHONY: record-handlers
record-handlers: $(PROGRAM) | $(HANDLERS)/node_modules $(REFERENCE_MODULES)
	$(PROGRAM) tools/handlers/stage.lua --quiet -o $(HANDLERS)/cdk.out -- $(HANDLERS)/reference $(abspath $(REFERENCE_MODULES))
	@mkdir -p spec/golden/handlers
	NODE_PATH=$(abspath $(HANDLERS)/node_modules) node tools/handlers/run.js record $(abspath $(HANDLERS)/reference) spec/golden/handlers $(AREA)
