# Inputs made by libFuzzer for whatever reads what others wrote, under ASan and UBSan, and random programs in the sandbox.
#   make fuzz SECONDS=60             each target that long (default 10)
#   make fuzz RUNS=10000             each target for that many inputs, the same ones each time
#   make fuzz TARGETS="json yaml"    some of them
# What was found on the way is kept in build/fuzz/corpus and begun with the next time; what failed, in build/fuzz/crashes.

FUZZ_TARGETS := json yaml context manifest options schema paths ignore-glob ignore-git ignore-docker tokens script calls

SECONDS ?= 10
RUNS    ?=
TARGETS ?= $(FUZZ_TARGETS)

ifdef FUZZ
SANITIZER += -fsanitize=fuzzer-no-link
endif

FUZZ_OBJECTS := $(patsubst %.c,$(BUILD)/%.o,$(wildcard tools/fuzz/*.c))

$(BUILD)/luacdk-fuzz: $(FUZZ_OBJECTS) $(OBJECTS) $(LUA_OBJS)
	$(call say,link,$@)
	$(Q)$(CC) $(SANITIZER) -fsanitize=fuzzer -o $@ $(FUZZ_OBJECTS) $(OBJECTS) $(LUA_LINK) $(LIBS)

.PHONY: fuzz
fuzz:
	@$(MAKE) --no-print-directory BUILD=build/fuzz CC=clang CFLAGS='-O1 -g' SANITIZE=1 FUZZ=1 \
	    build/fuzz/luacdk-fuzz build/fuzz/luacdk
	@SECONDS_EACH=$(SECONDS) RUNS=$(RUNS) tools/fuzz/run build/fuzz $(TARGETS)
