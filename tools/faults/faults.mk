# What goes wrong around a run: memory and system calls that fail, kills, two runs at once, full disks, files that change,
# dockers that misbehave. Each time the output must be one whole result, old or new, with an error that says what happened.
#   make faults             everything: each allocation and each system call once (some minutes)
#   make faults EVERY=50    every 50th of them, and fewer rounds of the rest
#   make faults PARTS="allocations calls kills runs disk changes docker"

EVERY ?= 1
PARTS ?= allocations calls kills runs disk changes docker

$(BUILD)/luacdk-faults: $(BUILD)/src/main.o $(BUILD)/tools/faults/allocations.o $(OBJECTS) $(LUA_OBJS)
	$(call say,link,$@)
	$(Q)$(CC) $(SANITIZER) $(LINK) $(HARD_LINK) -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc -o $@ $(BUILD)/src/main.o \
	    $(BUILD)/tools/faults/allocations.o $(OBJECTS) $(LUA_LINK) $(LIBS)

.PHONY: faults
faults: $(PROGRAM) $(BUILD)/luacdk-faults
	@$(PROGRAM) --quiet tools/faults/faults.lua -- $(abspath $(BUILD)) $(EVERY) $(PARTS)
