# luacdk: the AWS CDK in Lua. `make help` lists the targets.
#
#   make deps demo     everything on a fresh Debian 12: packages, build, an example that is synthesised
#   make deps test     the same, then all specs
#
# Variables: BUILD (folder of the build), CC, CFLAGS, SANITIZE=1 (ASan + UBSan), STATIC=0 (shared C libraries), PREFIX, DESTDIR.

SHELL   := /bin/bash
CC      := gcc
CFLAGS  ?= -O2 -g
PREFIX  ?= /usr/local
STATIC  ?= 1

ifdef SANITIZE
BUILD   ?= build/sanitize
STATIC  := 0
SANITIZER := -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
else
BUILD   ?= build
endif

WARNINGS := -Wall -Wextra -Wpedantic -Werror
ALL_CFLAGS = -std=c17 -D_GNU_SOURCE $(WARNINGS) $(CFLAGS) $(SANITIZER) -Isrc -I/usr/include/lua5.4 $(SCHEMA_CFLAGS)

# A script of a CDK app runs for a few milliseconds, so start-up counts. Measured for a program that opens Lua and hashes once:
# shared libraries 1.8 ms, libraries of our own linked in but a shared libc 1.1 ms, everything linked in 0.9 ms and 0.5 MB less.
# Nothing is ever loaded with dlopen, so the linker's warnings on that (-w) do not concern us.
# Debian has no libcjson.a: cJSON.h gives the type of our document trees; src/assembly/json.c builds and prints them.
# The start of the text segment keeps addresses and file offsets apart modulo 2 MiB. Else the kernel may map the page cache
# of the program in huge pages, and the few kB that a script reads of the schema count as 8 MB of resident memory.
# libedit stands on libbsd, that on libmd; terminal descriptions are read by ncurses' libtinfo.
EDIT_LIBS := -l:libedit.a -l:libbsd.a -l:libmd.a -l:libtinfo.a

ifeq ($(STATIC),1)
LINK := -static -Wl,-w -Wl,-Ttext-segment=0x410000
LIBS := -l:liblua5.4.a -l:libcrypto.a -l:libyaml.a $(EDIT_LIBS) -lm -pthread
else
LINK :=
LIBS := -l:liblua5.4.a -l:libcrypto.a -l:libyaml.a $(EDIT_LIBS) -lm -ldl -pthread
endif

# Debian packages: what the build needs, what the specs need, what `make lint` needs.
PACKAGES_BUILD := gcc make libc6-dev liblua5.4-dev libcjson-dev libyaml-dev libssl-dev \
    libedit-dev libbsd-dev libmd-dev libncurses-dev
PACKAGES_TEST  := lua-busted git
PACKAGES_LINT  := lua-check cppcheck

# Raw access to Lua's tables is checked: src/engine/raw.c.
comma := ,
RAW   := rawget rawgeti rawgetp rawset rawseti rawsetp next getiuservalue setiuservalue setmetatable
WRAP  := $(RAW:%=-Wl$(comma)--wrap=lua_%) -Wl,--wrap=luaL_tolstring

LUA_FILES := $(sort $(shell find lua -name '*.lua' 2>/dev/null))
LUA_DIRS  := $(shell find lua -type d 2>/dev/null)
SOURCES   := $(sort $(wildcard src/*/*.c))
OBJECTS    = $(SOURCES:%.c=$(BUILD)/%.o) $(BUILD)/gen/embedded.o $(SCHEMA_OBJS)
PROGRAM   := $(BUILD)/luacdk
SPEC_HOST := $(BUILD)/luacdk-spec

# Commands are shown in short; V=1 shows them whole.
V ?= 0
Q := $(if $(filter 0,$(V)),@)
say = $(if $(filter 0,$(V)),@printf '%-6s %s\n' '$(1)' '$(patsubst $(BUILD)/%,%,$(2))')

.PHONY: all
all: $(PROGRAM)

# Targets that need the reference (`record`, `conformance`, `schema`); the schema image: SCHEMA_OBJS, SCHEMA_CFLAGS; `bench`.
-include $(sort $(wildcard tools/*/*.mk)) bench/bench.mk

$(PROGRAM): $(BUILD)/src/main.o $(OBJECTS)
	$(call say,link,$@)
	$(Q)$(CC) $(SANITIZER) $(LINK) $(WRAP) -o $@ $^ $(LIBS)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(call say,cc,$<)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# The Lua library as bytecode in one C file. The folders are prerequisites so that a removed or added file is noticed.
$(BUILD)/embed: tools/embed.c
	@mkdir -p $(@D)
	$(call say,cc,$<)
	$(Q)$(CC) -std=c17 -D_GNU_SOURCE $(WARNINGS) -O2 -I/usr/include/lua5.4 -o $@ $< -l:liblua5.4.a -lm -ldl

$(BUILD)/gen/embedded.c: $(BUILD)/embed $(LUA_FILES) $(LUA_DIRS)
	@mkdir -p $(@D)
	$(call say,embed,lua)
	$(Q)$(BUILD)/embed lua $@

$(BUILD)/gen/embedded.o: $(BUILD)/gen/embedded.c
	$(call say,cc,$<)
	$(Q)$(CC) $(ALL_CFLAGS) -c -o $@ $<

# ---- specs --------------------------------------------------------------------------------------------------------------------
# The same objects with another main: runs busted inside our own host. Shared libc, because busted's helpers (lfs, term) are
# modules loaded with dlopen, which find Lua's API in the program itself.

$(SPEC_HOST): $(BUILD)/tools/spec_host.o $(BUILD)/tools/pty.o $(OBJECTS)
	$(call say,link,$@)
	$(Q)$(CC) $(SANITIZER) -Wl,-E $(WRAP) -o $@ $(filter %.o,$^) -Wl,--whole-archive -l:liblua5.4.a -Wl,--no-whole-archive \
	    -l:libcrypto.a -l:libyaml.a $(EDIT_LIBS) -lm -ldl -pthread

SPECS ?= spec

.PHONY: test
test: $(PROGRAM) $(SPEC_HOST)
	LUACDK=$(abspath $(PROGRAM)) $(SPEC_HOST) $(SPECS)

.PHONY: sanitize-test
sanitize-test:
	$(MAKE) SANITIZE=1 test

# ---- checks -------------------------------------------------------------------------------------------------------------------

# cppcheck does not see that functions which raise a Lua error never return: its two null pointer checks that need to are off.
CPPCHECK_FLAGS := --quiet --std=c11 --enable=warning,portability,performance --inline-suppr --error-exitcode=1 \
    --suppress=missingIncludeSystem --suppress=nullPointerRedundantCheck --suppress=ctunullpointer

.PHONY: lint
lint: $(PROGRAM)
	@status=0; \
	luacheck --quiet --no-color $(wildcard lua spec examples tools bench) || status=1; \
	cppcheck $(CPPCHECK_FLAGS) -Isrc src tools || status=1; \
	$(PROGRAM) tools/layers.lua || status=1; \
	exit $$status

# ---- for users ----------------------------------------------------------------------------------------------------------------

.PHONY: demo
demo: $(PROGRAM)
	tools/demo $(PROGRAM)

.PHONY: install
install: $(PROGRAM)
	install -D -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/luacdk
	rm -rf $(DESTDIR)$(PREFIX)/share/luacdk/luals
	$(PROGRAM) schema --luals $(DESTDIR)$(PREFIX)/share/luacdk/luals

.PHONY: deps
deps:
	@tools/deps $(PACKAGES_BUILD) $(PACKAGES_TEST) $(PACKAGES_LINT)

.PHONY: clean
clean:
	rm -rf $(BUILD)

.PHONY: compile_commands.json
compile_commands.json:
	@{ sep='['; for c in src/main.c $(SOURCES); do \
	    printf '%s\n{"directory":"%s","file":"%s","command":"%s"}' "$$sep" '$(CURDIR)' "$$c" '$(CC) $(ALL_CFLAGS) -c '"$$c"; \
	    sep=','; done; printf '\n]\n'; } > $@

.PHONY: help
help:
	@echo 'make            builds $(PROGRAM)'
	@echo 'make deps       installs the Debian packages that the build, the specs and lint need'
	@echo 'make demo       synthesises an example that uses every factory of lambda.Code'
	@echo 'make test       all specs, inside our own host (SPECS=spec/cli for some)'
	@echo 'make sanitize-test  the same under ASan and UBSan'
	@echo 'make lint       luacheck, cppcheck, and the layers of the source'
	@echo 'make record     records spec/golden anew from the JavaScript reference (needs node; AREA=aws_s3 for some)'
	@echo 'make conformance    our output, and the recordings, against the reference, live (needs node; AREA=aws_s3 for some)'
	@echo 'make bench      time and memory against the reference (needs node)'
	@echo 'make schema     regenerates the schema rows from the npm packages (needs node)'
	@echo 'make install    copies luacdk and its definition files for editors to $$PREFIX ($(PREFIX))'
	@echo 'make compile_commands.json   for editors and clang tools'
	@echo 'make clean      removes $(BUILD)'

-include $(wildcard $(BUILD)/src/*.d $(BUILD)/src/*/*.d $(BUILD)/tools/*.d)
