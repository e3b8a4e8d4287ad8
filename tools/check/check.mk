# Measures luacdk check. `make seeds` plants mistakes in the programs of PROGRAMS, a folder or a file of JSON lines, and
# counts which of them are told at their line, and what else is told: tools/check/seed.py. SEEDS are its other arguments.
PROGRAMS ?= examples
SEEDS ?= --show

.PHONY: seeds
seeds: $(PROGRAM)
	tools/check/seed.py $(PROGRAM) $(PROGRAMS) $(SEEDS)
