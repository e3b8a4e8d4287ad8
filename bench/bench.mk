# Time and memory, ours and the reference's, for the same programs: `make bench`. Variables shrink it for a small machine:
#   CASES     some of its cases, e.g. CASES="empty functions-60"; "session" is `luacdk repl`
#   ROUNDS    runs of each command, by default what a case says
#   FILES, BIG_FILES, BIG_MIB     how many small files, how many large ones, and how many MiB each of those

CASES     ?=
ROUNDS    ?=
FILES     ?= 10000
BIG_FILES ?= 16
BIG_MIB   ?= 64

$(BUILD)/bench/measure: bench/measure.c
	@mkdir -p $(@D)
	$(CC) -std=c17 -D_GNU_SOURCE $(WARNINGS) -O2 -static -o $@ $<

.PHONY: bench
bench: $(PROGRAM) $(BUILD)/bench/measure | $(REFERENCE_MODULES)
	ROUNDS=$(ROUNDS) FILES=$(FILES) BIG_FILES=$(BIG_FILES) BIG_MIB=$(BIG_MIB) \
	    $(PROGRAM) bench/bench.lua --quiet -- $(abspath $(PROGRAM)) $(abspath $(REFERENCE_MODULES)) $(BUILD)/bench $(CASES)

# Whether costs grow faster than the number of things (needs valgrind). KINDS="outputs|stacks of" for some kinds,
# SIZE=1000000 for many of each, GROWTH_SECONDS=60 for how long a run may take, CPU=1 for seconds of CPU instead of blocks
# of instructions.
KINDS   ?=
CPU     ?=
SIZE    ?=
GROWTH_SECONDS ?= 60

.PHONY: growth
growth: $(PROGRAM)
	CPU=$(CPU) SIZE=$(SIZE) SECONDS=$(GROWTH_SECONDS) KINDS='$(KINDS)' LUACDK=$(abspath $(PROGRAM)) $(PROGRAM) -q bench/growth.lua
