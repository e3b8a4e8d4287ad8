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

# Whether costs grow faster than the number of things, as counted by a program of its own (bench/growth/count.c; needs
# clang). KINDS="outputs|stacks of" for some kinds, SIZE=1000000 for many of each, GROWTH_SECONDS=60 for how much CPU
# time a run may take, TABLE=FILE for the result as a table.
KINDS   ?=
SIZE    ?=
TABLE   ?=
GROWTH_SECONDS ?= 60

ifdef COUNTED
COUNT_OBJ  := $(BUILD)/bench/growth/count.o
COUNT_LINK := $(COUNT_OBJ) $(addprefix -Wl$(comma)--wrap=,_exit memcpy memmove memset memcmp calloc realloc strlen \
    memchr memrchr strchr strrchr strstr SHA256_Update MD5_Update)

$(COUNT_OBJ): SANITIZER :=
endif

.PHONY: growth
growth: $(PROGRAM)
	@LLVM_PROFILE_FILE=/dev/null $(MAKE) --no-print-directory BUILD=build/counted CC=clang CFLAGS=-O2 COUNTED=1 build/counted/luacdk
	SIZE=$(SIZE) SECONDS=$(GROWTH_SECONDS) KINDS='$(KINDS)' TABLE='$(TABLE)' LUACDK=$(abspath build/counted/luacdk) \
	    $(PROGRAM) -q bench/growth.lua
