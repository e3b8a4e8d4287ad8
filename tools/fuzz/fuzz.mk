# Inputs made by libFuzzer for whatever reads what others wrote, under ASan and UBSan, and random programs in the sandbox.
#   make fuzz SECONDS=60             each target that long (default 10)
#   make fuzz SECONDS=60 UNTIL=10000000    but no target longer than until it had that many, earlier runs of the same code included
#   make fuzz RUNS=10000             each target for that many inputs, the same ones each time
#   make fuzz TARGETS="json yaml"    some of them
# What was found on the way is kept in build/fuzz/corpus and begun with the next time; what failed, in build/fuzz/crashes.

FUZZ_TARGETS := json yaml context manifest known options schema git paths regex ignore-glob ignore-git ignore-docker terminal tokens \
    diff import include assembly values check plugins rules project source session script calls

SECONDS ?= 10
RUNS    ?=
UNTIL   ?=
TARGETS ?= $(FUZZ_TARGETS)

# What guides libFuzzer is the coverage of our own code and of the parts of Lua that read texts. Comparisons are not
# traced: that took half of the time, and what they find, names, comes from the dictionaries and the seeds.
ifdef FUZZ
GUIDED := $(SOURCES:%.c=$(BUILD)/%.o) $(filter %/llex.o %/lparser.o %/lstrlib.o %/lutf8lib.o %/lobject.o,$(LUA_OBJS))
$(GUIDED): private SANITIZER += -fsanitize=fuzzer-no-link -fno-sanitize-coverage=trace-cmp
endif

FUZZ_OBJECTS := $(patsubst %.c,$(BUILD)/%.o,$(wildcard tools/fuzz/*.c))

$(BUILD)/luacdk-fuzz: $(FUZZ_OBJECTS) $(OBJECTS) $(LUA_OBJS)
	$(call say,link,$@)
	$(Q)$(CC) $(SANITIZER) -fsanitize=fuzzer -o $@ $(FUZZ_OBJECTS) $(OBJECTS) $(LUA_LINK) $(LIBS)

.PHONY: fuzz
fuzz:
	@$(MAKE) --no-print-directory BUILD=build/fuzz CC=clang CFLAGS='-O2 -g1' SANITIZE=1 FUZZ=1 \
	    build/fuzz/luacdk-fuzz build/fuzz/luacdk
	@SECONDS_EACH=$(SECONDS) RUNS=$(RUNS) UNTIL=$(UNTIL) tools/fuzz/run build/fuzz $(TARGETS)
