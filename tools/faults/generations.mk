# Whole or not at all: runs that are killed as they make a system call, two runs at once (also in PID namespaces of their
# own), sources that change while they are staged, folders that are exchanged for links and others; part of `make faults`.
#   make generations GENERATIONS=40     fewer rounds of each

EVERY ?= 1
GENERATIONS ?= $(shell echo $$((200 / $(EVERY) + 3)))

$(BUILD)/tools/faults/kill_at $(BUILD)/tools/faults/swap: $(BUILD)/%: %.c
	@mkdir -p $(@D)
	$(call say,cc,$<)
	$(Q)$(CC) -std=c17 -D_GNU_SOURCE $(WARNINGS) -O2 -o $@ $<

.PHONY: generations faults
faults: generations
generations: $(PROGRAM) $(BUILD)/tools/faults/kill_at $(BUILD)/tools/faults/swap
	@for part in kills pairs writers swaps parents; do \
	    LUACDK=$(PROGRAM) KILL_AT=$(BUILD)/tools/faults/kill_at SWAP=$(BUILD)/tools/faults/swap tools/faults/generations $$part $(GENERATIONS) || exit 1; done
