# The schema: rows (lua/schema) → one flat image linked into the program. Needs the C compiler only.
#   make schema        regenerates the rows from npm's packages (some minutes; needs node and npm; see tools/reference)
#   make schema-check  fails when the committed rows are not what the packages give, or a name is spelt otherwise than jsii does

SCHEMA_ROWS := $(sort $(wildcard lua/schema/*.rows))
SCHEMA_OBJS := $(BUILD)/gen/schema_image.o $(BUILD)/gen/provider_image.o

$(BUILD)/schema_image: tools/schema_image.c src/schema/schema.h src/schema/schema_image.h
	@mkdir -p $(@D)
	$(CC) -std=c17 -D_GNU_SOURCE $(WARNINGS) -O2 -o $@ $<

# The folder is a prerequisite so that a removed or added file is noticed.
$(BUILD)/gen/schema_image.bin: $(NATIVE)/schema_image lua/schema $(SCHEMA_ROWS)
	@mkdir -p $(@D)
	$(NATIVE)/schema_image $@ lua/schema

$(BUILD)/gen/schema_image.o: tools/schema/schema_image.S $(BUILD)/gen/schema_image.bin
	$(CC) -DSCHEMA_IMAGE_FILE='"$(BUILD)/gen/schema_image.bin"' -c -o $@ $<

# The resource provider schemas: one file of rows (tools/check/provider.md) → an image of its own.
$(BUILD)/provider_image: tools/provider_image.c src/schema/provider_image.h
	@mkdir -p $(@D)
	$(CC) -std=c17 -D_GNU_SOURCE $(WARNINGS) -O2 -o $@ $<

$(BUILD)/gen/provider_image.bin: $(NATIVE)/provider_image lua/provider/schemas.rows
	@mkdir -p $(@D)
	$(NATIVE)/provider_image $@ lua/provider/schemas.rows

$(BUILD)/gen/provider_image.o: tools/check/provider_image.S $(BUILD)/gen/provider_image.bin
	$(CC) -DPROVIDER_IMAGE_FILE='"$(BUILD)/gen/provider_image.bin"' -c -o $@ $<

.PHONY: schema
schema: $(REFERENCE_MODULES)
	node tools/schema/generate.js $(REFERENCE_MODULES) lua/schema
	node tools/schema/scrutiny.js $(REFERENCE_MODULES) > lua/luacdk/template/scrutiny.lua
	node tools/schema/actions.js $(REFERENCE_MODULES) > lua/luacdk/check/action_rows.lua
	node tools/schema/mime_types.js $(REFERENCE_MODULES) > lua/aws_cdk/aws_appconfig/private/mime_types.lua
	node tools/schema/eks_addons.js $(REFERENCE_MODULES) > lua/aws_cdk/aws_eks/private/addon_rows.lua

.PHONY: schema-check
schema-check: $(REFERENCE_MODULES)
	node tools/schema/check_names.js $(REFERENCE_MODULES)
	@mkdir -p $(BUILD)/schema
	node tools/schema/generate.js $(REFERENCE_MODULES) $(BUILD)/schema/rows
	diff -rq $(BUILD)/schema/rows lua/schema
	node tools/schema/scrutiny.js $(REFERENCE_MODULES) | diff -q - lua/luacdk/template/scrutiny.lua
	node tools/schema/actions.js $(REFERENCE_MODULES) | diff -q - lua/luacdk/check/action_rows.lua
	node tools/schema/mime_types.js $(REFERENCE_MODULES) | diff -q - lua/aws_cdk/aws_appconfig/private/mime_types.lua
	node tools/schema/eks_addons.js $(REFERENCE_MODULES) | diff -q - lua/aws_cdk/aws_eks/private/addon_rows.lua
