# luacdk: the AWS CDK in Lua. `make help` lists the targets.
#
#   make deps demo     everything on a fresh Debian 12: packages, build, an example that is synthesised
#   make deps test     the same, then all specs
#
# Variables: BUILD (folder of the build), ARCH (arm64, on amd64: tools/cross/cross.mk), CC, CFLAGS, SANITIZE=1 (ASan + UBSan), THREADS=1 (TSan), COUNTED=1 (blocks of code count themselves, needs clang), STATIC=0 (shared C libraries), LTO=1, PREFIX, DESTDIR;
# for another Lua than the one that is built along: tools/lua/lua.mk.

SHELL   := /bin/bash
CC      := gcc
CFLAGS  ?= -O2 -g
PREFIX  ?= /usr/local
STATIC  ?= 1
STRIP   ?= strip

.DEFAULT_GOAL := all

# ARCH, and what is different if it is not this machine's.
include tools/cross/cross.mk

ifdef SANITIZE
BUILD   ?= build/sanitize
STATIC  := 0
SANITIZER := -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
else ifdef THREADS
BUILD   ?= build/threads
SANITIZER := -fsanitize=thread
PIC     := 1
else ifdef COUNTED
BUILD   ?= build/counted
SANITIZER := -fprofile-instr-generate
else
BUILD   ?= build
endif

# The program is one piece; the objects of the library (tools/embed/embed.mk) can be loaded anywhere, and hide their names.
POSITION := $(if $(PIC),-fPIC -fvisibility=hidden,-fPIE)

WARNINGS := -Wall -Wextra -Wpedantic -Werror
ALL_CFLAGS = -std=c17 -D_GNU_SOURCE $(WARNINGS) $(CFLAGS) -ffile-prefix-map=$(CURDIR)=. $(POSITION) $(HARDENING) $(SANITIZER) -Isrc $(LUA_CFLAGS) $(SCHEMA_CFLAGS)

# Untrusted code runs in this program: what corrupts its memory is to end it. (Fortified functions exist only where the
# compiler optimises. The sanitizers bring checks of their own.)
OPTIMISED := $(filter-out -O0,$(filter -O%,$(CFLAGS)))
HARDENING := $(if $(SANITIZER),,-fstack-protector-strong -fstack-clash-protection $(if $(OPTIMISED),-D_FORTIFY_SOURCE=2))
HARD_LINK := $(if $(SANITIZER),,-Wl,-z,relro,-z,now,-z,noexecstack)

# LTO=1, for a release: the code is optimised as one, our own and Lua's; 9 % fewer instructions, half a minute more to link.
ifeq ($(LTO),1)
CFLAGS += -flto=2
LTO_LINK := $(CFLAGS) $(HARDENING) -Wno-alloc-size-larger-than -Wno-error
endif

# A script of a CDK app runs for a few milliseconds, so start-up counts. Measured for a program that opens Lua and hashes once:
# shared libraries 1.8 ms, libraries of our own linked in but a shared libc 1.1 ms, everything linked in 0.9 ms and 0.5 MB less.
# Nothing is ever loaded with dlopen, so the linker's warnings on that (-w) do not concern us.
# Debian has no libcjson.a: cJSON.h gives the type of our document trees; src/assembly/json.c builds and prints them.
# The start of the read-only data keeps addresses and file offsets apart modulo 2 MiB. Else the kernel may map the page cache
# of the program in huge pages, and the few kB that a script reads of the schema count as 3 MB of resident memory.
# libedit stands on libbsd, that on libmd; terminal descriptions are read by ncurses' libtinfo.
EDIT_LIBS := -l:libedit.a -l:libbsd.a -l:libmd.a -l:libtinfo.a

ifeq ($(STATIC),1)
LINK := -static-pie -Wl,-w -Wl,-z,pack-relative-relocs -Wl,-Trodata-segment=0x810000
LIBS := -l:libcrypto.a -l:libyaml.a $(EDIT_LIBS) -lm -pthread
else
LINK := $(if $(SANITIZER),,-pie)
LIBS := -l:libcrypto.a -l:libyaml.a $(EDIT_LIBS) -lm -ldl -pthread
endif

# Debian packages: what the build needs, what the specs need, what `make lint` and
# `make fuzz faults` need.
PACKAGES_BUILD := gcc make libc6-dev libcjson-dev libyaml-dev libssl-dev \
    libedit-dev libbsd-dev libmd-dev libncurses-dev
PACKAGES_TEST  := lua-busted git ninja-build mandoc zsh fish lua5.4 liblua5.4-dev
PACKAGES_LINT  := lua-check cppcheck clang-format
PACKAGES_FUZZ  := clang libclang-rt-14-dev llvm strace valgrind

comma := ,

LUA_FILES := $(sort $(shell find lua -name '*.lua' -o -name '*.js' -o -name '*.py' -o -name '*.css' 2>/dev/null))
LUA_DIRS  := $(shell find lua -type d 2>/dev/null)
SOURCES   := $(sort $(filter-out src/embed/%,$(wildcard src/*/*.c)))
OBJECTS    = $(SOURCES:%.c=$(BUILD)/%.o) $(BUILD)/gen/embedded.o $(SCHEMA_OBJS)
PROGRAM   := $(BUILD)/luacdk
SPEC_HOST := $(BUILD)/luacdk-spec

# Commands are shown in short; V=1 shows them whole.
V ?= 0
Q := $(if $(filter 0,$(V)),@)
shell_word = '$(subst ','\'',$(1))'
say = $(if $(filter 0,$(V)),@printf '%-6s %s\n' '$(1)' '$(patsubst $(BUILD)/%,%,$(2))')

.PHONY: all
all: $(PROGRAM)

# Lua: LUA_CFLAGS, LUA_READY, LUA_LINK and its kin; targets that need the reference (`record`, `conformance`, `schema`); the
# schema image: SCHEMA_OBJS, SCHEMA_CFLAGS; `bench`.
include tools/lua/lua.mk tools/schema/schema.mk
include $(sort $(filter-out tools/cross/% tools/lua/% tools/schema/%,$(wildcard tools/*/*.mk))) bench/bench.mk packaging/packaging.mk

$(PROGRAM): $(BUILD)/src/main.o $(OBJECTS) $(COUNT_OBJ) $(LUA_OBJS)
	$(call say,link,$@)
	$(Q)$(CC) $(SANITIZER) $(LTO_LINK) $(LINK) $(HARD_LINK) -o $@ $(BUILD)/src/main.o $(OBJECTS) $(COUNT_LINK) $(LUA_LINK) $(LIBS)

# Everything is compiled anew when the compiler or its flags change.
.PHONY: always
$(BUILD)/flags: always | $(SYSROOT_READY)
	@mkdir -p $(@D)
	@printf '%s\n' $(call shell_word,$(CC) $(ALL_CFLAGS) $(LUA_DEFINES)) >$@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@

$(BUILD)/%.o: %.c $(BUILD)/flags | $(LUA_READY)
	@mkdir -p $(@D)
	$(call say,cc,$<)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# The Lua library as one image of bytecode, programs in other languages as texts. The folders are prerequisites so that a
# removed or added file is noticed.
$(BUILD)/embed: tools/embed.c src/host/embedded.h $(LUA_PLAIN_OBJS) | $(LUA_READY)
	@mkdir -p $(@D)
	$(call say,cc,$<)
	$(Q)$(CC) -std=c17 -D_GNU_SOURCE $(WARNINGS) -O2 $(SANITIZER) $(LTO_LINK) $(LUA_CFLAGS) -o $@ $< $(LUA_LINK_PLAIN) -lm -ldl

$(BUILD)/gen/embedded.bin: $(NATIVE)/embed $(LUA_FILES) $(LUA_DIRS) tools/embed.first
	@mkdir -p $(@D)
	$(call say,embed,lua)
	$(Q)$(NATIVE)/embed lua $@ tools/embed.first

$(BUILD)/gen/embedded.o: tools/embedded.S $(BUILD)/gen/embedded.bin
	$(Q)$(CC) -DEMBEDDED_FILE='"$(BUILD)/gen/embedded.bin"' -c -o $@ $<

# ---- specs --------------------------------------------------------------------------------------------------------------------
# The same objects with another main: runs busted inside our own host. Shared libc, because busted's helpers (lfs, term) are
# modules loaded with dlopen, which find Lua's API in the program itself.

$(SPEC_HOST): $(BUILD)/tools/spec_host.o $(BUILD)/tools/pty.o $(OBJECTS) $(LUA_OBJS) $(LUA_DLOPEN_OBJS)
	$(call say,link,$@)
	$(Q)$(CC) $(SANITIZER) $(LTO_LINK) -Wl,-E -o $@ $(BUILD)/tools/spec_host.o $(BUILD)/tools/pty.o $(OBJECTS) $(LUA_LINK_ALL) \
	    -l:libcrypto.a -l:libyaml.a $(EDIT_LIBS) -lm -ldl -pthread

SPECS ?= spec

.PHONY: test
test: $(PROGRAM) $(SPEC_HOST) $(if $(EMULATOR),$(BUILD)/emulated)
	LUACDK=$(abspath $(if $(EMULATOR),$(BUILD)/emulated,$(PROGRAM))) $(EMULATED_HOST) $(SPEC_HOST) $(SPECS)

# Writes into README.md and docs what their commands print, and README's table of services.
.PHONY: pages
pages:
	UPDATE_PAGES=1 $(MAKE) --no-print-directory test SPECS=spec/pages_spec.lua

.PHONY: sanitize-test
sanitize-test:
	$(MAKE) SANITIZE=1 test

# ---- checks -------------------------------------------------------------------------------------------------------------------

# cppcheck does not see that functions which raise a Lua error never return: its two null pointer checks that need to are off.
CPPCHECK_FLAGS := --quiet --std=c11 --enable=warning,portability,performance --inline-suppr --error-exitcode=1 \
    --suppress=missingIncludeSystem --suppress=nullPointerRedundantCheck --suppress=ctunullpointer

# Rows that are generated are formatted by what generates them.
FORMATTED := $(filter-out src/base/unicode_rows.c src/check/format_rows.c src/synth/pseudo_rows.c,$(sort $(wildcard src/*.c src/*/*.[ch] tools/*.c tools/*/*.c)))

.PHONY: format
format:
	clang-format -i $(FORMATTED)

.PHONY: format-check
format-check:
	@clang-format --dry-run -Werror $(FORMATTED)

.PHONY: lint
lint: $(PROGRAM)
	@status=0; \
	luacheck --quiet --no-color $(wildcard lua spec examples tools bench) || status=1; \
	cppcheck $(CPPCHECK_FLAGS) -Isrc src tools || status=1; \
	$(MAKE) --no-print-directory format-check || status=1; \
	$(PROGRAM) -q tools/layers.lua || status=1; \
	$(PROGRAM) -q tools/library.lua || status=1; \
	$(PROGRAM) -q tools/coverage.lua -- --lint || status=1; \
	exit $$status

# What of the library's model is there; MODULE=aws_sqs lists what of it is not.
.PHONY: coverage
coverage: $(PROGRAM)
	$(PROGRAM) tools/coverage.lua -q -- $(MODULE)

# Begins a construct: its file, a golden case and the case's twin, to be filled in. NAME=aws_codecommit.Repository
.PHONY: construct
construct: $(PROGRAM)
	$(PROGRAM) -q tools/construct.lua -- $(NAME)

# ---- for users ----------------------------------------------------------------------------------------------------------------

.PHONY: demo
demo: $(PROGRAM)
	tools/demo $(PROGRAM)

# Where bash, zsh and fish look for completions, below share.
COMPLETIONS := bash-completion/completions/luacdk zsh/site-functions/_luacdk fish/vendor_completions.d/luacdk.fish

SHARE := $(DESTDIR)$(PREFIX)/share

# Everybody may read what is installed, whatever the umask.
.PHONY: install
install: $(PROGRAM) $(NATIVE)/luacdk
	install -D -s --strip-program=$(STRIP) -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/luacdk
	rm -rf $(SHARE)/luacdk/luals
	umask 022 && $(NATIVE)/luacdk schema --luals $(SHARE)/luacdk/luals
	umask 022 && mkdir -p $(addprefix $(SHARE)/,man/man1 $(dir $(COMPLETIONS)))
	umask 022 && $(NATIVE)/luacdk man >$(SHARE)/man/man1/luacdk.1
	umask 022 && $(foreach file,$(COMPLETIONS),$(NATIVE)/luacdk completion \
	    $(or $(findstring bash,$(file)),$(findstring zsh,$(file)),fish) >$(SHARE)/$(file) &&) true

# What `make install` and `make install-library` have installed, with folders that only luacdk has.
.PHONY: uninstall
uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/luacdk $(SHARE)/man/man1/luacdk.1 $(addprefix $(SHARE)/,$(COMPLETIONS)) $(INSTALLED_LIBRARY)
	rm -rf $(SHARE)/luacdk

# `make -j2 deps demo`: what is built needs what deps installs.
ifneq ($(filter deps cross-deps,$(MAKECMDGOALS)),)
.NOTPARALLEL:
endif

.PHONY: deps
deps:
	@tools/deps $(PACKAGES_BUILD) $(PACKAGES_TEST) $(PACKAGES_LINT) $(PACKAGES_FUZZ)
	@$(MAKE) --no-print-directory $(LUA_READY)

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
	@echo 'make deps       installs the Debian packages that the build, the specs and lint need, and fetches the source of Lua'
	@echo 'make demo       runs an example that uses every factory of lambda.Code, and says what to try next'
	@echo 'make handlers   runs the functions that the library brings to the cloud against stand-ins (needs node, python3-boto3)'
	@echo 'make test       all specs, inside our own host (SPECS=spec/cli for some)'
	@echo 'make sanitize-test  the same under ASan and UBSan'
	@echo 'make pages      writes into README.md and docs what their commands print'
	@echo 'make fuzz       inputs by libFuzzer for all that reads (SECONDS=60, RUNS=10000, TARGETS=json; tools/fuzz/fuzz.mk)'
	@echo 'make faults     failing memory and system calls, kills, full disks and the like (EVERY=50; tools/faults/faults.mk)'
	@echo 'make seeds      plants mistakes in programs and counts what luacdk check tells (PROGRAMS=, SEEDS=; tools/check/check.mk)'
	@echo 'make lint       luacheck, cppcheck, the layers of the source, how the library is written'
	@echo 'make format     formats the C by .clang-format, which make lint checks'
	@echo 'make record     records spec/golden anew from the JavaScript reference (needs node; AREA=aws_s3 for some)'
	@echo 'make record-plugs   records what AWS'"'"'s language server and explorer show of an app (needs node)'
	@echo 'make conformance    our output, and the recordings, against the reference, live (needs node; AREA=aws_s3 for some)'
	@echo 'make nodejs     functions bundled by npm'"'"'s esbuild, ours and the reference'"'"'s (needs node)'
	@echo 'make properties one-property programs against the reference (needs node; MODULE=aws_s3 for some)'
	@echo 'make construct  begins a construct: file, golden case, spec twin (NAME=aws_codecommit.Repository)'
	@echo 'make editor-check  what a language server would underline in the examples, by our definition files'
	@echo 'make coverage   how much of the library there is, by module (MODULE=aws_s3: what is missing)'
	@echo 'make generations    runs that are killed, meet, or read files that change, 200 of each (GENERATIONS=20)'
	@echo 'make ignore-diff    our ignore rules against the reference, on generated cases (IGNORE_CASES=10000 SEED=1; needs node)'
	@echo 'make bench      time and memory against the reference (needs node)'
	@echo 'make growth     whether costs grow faster than the number of things (KINDS="stacks|tags of", SIZE=100000)'
	@echo 'make graph-page copies the layout of luacdk graph'"'"'s page from its npm package (needs node)'
	@echo 'make schema     regenerates the schema rows from the npm packages (needs node)'
	@echo 'make library    libluacdk.a and libluacdk.so (make install-library copies them; make threads, make leaks check them)'
	@echo 'make rock       luacdk as a module for another Lua 5.4 (make install-rock copies it; make rock-leaks checks it)'
	@echo 'make packages   a Debian package, npm tarballs, an archive and their checksums (make image: an image FROM scratch)'
	@echo 'make package-trials   each package in a clean Debian, as root (needs mmdebstrap, podman, node; TRIALS=deb for some)'
	@echo 'make ARCH=arm64 packages   the same for the other architecture (test: specs under qemu; cross-deps: what that needs)'
	@echo 'make install    copies luacdk, its manual page, completions and definition files for editors to $$PREFIX ($(PREFIX))'
	@echo 'make uninstall  removes what that and install-library have copied'
	@echo 'make compile_commands.json   for editors and clang tools'
	@echo 'make clean      removes $(BUILD)'

-include $(wildcard $(BUILD)/src/*.d $(BUILD)/src/*/*.d $(BUILD)/tools/*.d)
