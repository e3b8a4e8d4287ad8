# What a language server would underline, by our own definition files and a checker of ours (tools/editor/check.lua): a server
# is in no registry that a build could use. It follows types as far as annotations say them.
#
#   make editor-check    the examples, and the projects that `luacdk init` begins

.PHONY: editor-check
editor-check: $(PROGRAM)
	@rm -rf $(BUILD)/editor && mkdir -p $(BUILD)/editor
	@$(PROGRAM) schema --luals $(BUILD)/editor/definitions
	@cd $(BUILD)/editor && $(abspath $(PROGRAM)) init app >/dev/null && \
	    $(abspath $(PROGRAM)) init --template definition service >/dev/null
	@$(PROGRAM) -q tools/editor/run.lua -- $(BUILD)/editor/definitions examples/*.lua examples/*/*.lua \
	    $$(find $(BUILD)/editor/app $(BUILD)/editor/service -name '*.lua')
