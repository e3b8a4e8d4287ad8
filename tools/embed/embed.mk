# libluacdk: luacdk as a library (src/embed/luacdk.h).
#
#   make library    libluacdk.a, libluacdk.so and luacdk.pc in $(BUILD)/library
#   make threads    two states in two threads, under ThreadSanitizer
#   make leaks      the example host under valgrind
#
# The library is built in a folder of its own, since its objects are position-independent. Lua is inside, under names that
# nobody else sees: a program may have a Lua of its own.

LIBRARY         := $(BUILD)/library
LIBRARY_SONAME  := libluacdk.so.0
LIBRARY_SOURCES := $(filter-out src/cli/% src/repl/%,$(SOURCES)) src/repl/preview.c src/embed/luacdk.c
LIBRARY_OBJS     = $(LIBRARY_SOURCES:%.c=$(BUILD)/%.o) $(BUILD)/gen/embedded.o $(SCHEMA_OBJS) $(LUA_OBJS)
LIBRARY_NEEDS   := -lcrypto -lyaml -lm -pthread

# One object whose hidden names have become local: only those of luacdk.h are left.
OBJCOPY ?= objcopy
$(BUILD)/libluacdk.o: $(LIBRARY_OBJS)
	$(Q)$(CC) -r -nostdlib -o $@ $^
	$(Q)$(OBJCOPY) --localize-hidden $@

$(BUILD)/libluacdk.a: $(BUILD)/libluacdk.o
	$(call say,ar,$@)
	$(Q)rm -f $@ && $(AR) Drcs $@ $<

$(BUILD)/$(LIBRARY_SONAME): $(BUILD)/libluacdk.o tools/embed/luacdk.map
	$(call say,link,$@)
	$(Q)$(CC) $(SANITIZER) -shared -Wl,-soname,$(LIBRARY_SONAME) -Wl,--version-script=tools/embed/luacdk.map -Wl,-z,defs \
	    $(HARD_LINK) -o $@ $< $(LIBRARY_NEEDS)

$(BUILD)/libluacdk.so: $(BUILD)/$(LIBRARY_SONAME)
	$(Q)ln -sf $(LIBRARY_SONAME) $@

VERSION := $(shell sed -n 's/^.define LUACDK_VERSION "\(.*\)".*/\1/p' src/base/version.h)

# (PREFIX may be another than the last time.)
$(BUILD)/luacdk.pc: tools/embed/luacdk.pc.in src/base/version.h always
	@mkdir -p $(@D)
	$(Q)sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR)|' -e 's|@VERSION@|$(VERSION)|' $< >$@

LIBDIR ?= $(PREFIX)/lib
LIBRARY_FILES := libluacdk.a $(LIBRARY_SONAME) libluacdk.so luacdk.pc

.PHONY: library
library:
	@$(MAKE) --no-print-directory PIC=1 BUILD=$(LIBRARY) $(LIBRARY_FILES:%=$(LIBRARY)/%)

INSTALLED_LIBRARY = $(DESTDIR)$(PREFIX)/include/luacdk.h \
    $(addprefix $(DESTDIR)$(LIBDIR)/,$(patsubst %.pc,pkgconfig/%.pc,$(LIBRARY_FILES)))

.PHONY: install-library
install-library: library
	umask 022 && mkdir -p $(DESTDIR)$(LIBDIR)/pkgconfig $(DESTDIR)$(PREFIX)/include
	install -m 644 src/embed/luacdk.h $(DESTDIR)$(PREFIX)/include/luacdk.h
	install -m 644 $(LIBRARY)/libluacdk.a $(DESTDIR)$(LIBDIR)/
	$(STRIP) --strip-debug $(DESTDIR)$(LIBDIR)/libluacdk.a
	install -m 644 -s --strip-program=$(STRIP) $(LIBRARY)/$(LIBRARY_SONAME) $(DESTDIR)$(LIBDIR)/
	ln -sf $(LIBRARY_SONAME) $(DESTDIR)$(LIBDIR)/libluacdk.so
	install -m 644 $(LIBRARY)/luacdk.pc $(DESTDIR)$(LIBDIR)/pkgconfig/

# A host, linked as a program of others would be.
$(BUILD)/host: examples/host/host.c $(BUILD)/libluacdk.a src/embed/luacdk.h
	$(Q)$(CC) -std=c17 $(WARNINGS) $(SANITIZER) -O1 -g -Isrc/embed -o $@ $< $(BUILD)/libluacdk.a $(LIBRARY_NEEDS)

$(BUILD)/two_states: tools/embed/two_states.c $(BUILD)/libluacdk.a src/embed/luacdk.h
	$(Q)$(CC) -std=c17 -D_GNU_SOURCE $(WARNINGS) $(SANITIZER) -O1 -g -Isrc/embed -o $@ $< $(BUILD)/libluacdk.a $(LIBRARY_NEEDS)

$(BUILD)/misuse: tools/embed/misuse.c $(BUILD)/libluacdk.a src/embed/luacdk.h
	$(Q)$(CC) -std=c17 $(WARNINGS) $(SANITIZER) -O1 -g -Isrc/embed -o $@ $< $(BUILD)/libluacdk.a $(LIBRARY_NEEDS)

.PHONY: threads
threads:
	@$(MAKE) --no-print-directory THREADS=1 BUILD=$(BUILD)/threads $(BUILD)/threads/two_states
	TSAN_OPTIONS='halt_on_error=0 exitcode=66 second_deadlock_stack=1' $(BUILD)/threads/two_states $(BUILD)/threads/out $(ROUNDS)

.PHONY: leaks
leaks:
	@$(MAKE) --no-print-directory PIC=1 BUILD=$(LIBRARY) $(LIBRARY)/two_states $(LIBRARY)/misuse
	valgrind --quiet --child-silent-after-fork=yes --leak-check=full --show-leak-kinds=definite,indirect,possible \
	    --errors-for-leak-kinds=definite,indirect --log-file=$(LIBRARY)/leaks.log $(LIBRARY)/two_states $(LIBRARY)/out 1
	valgrind --quiet --child-silent-after-fork=yes --leak-check=full --show-leak-kinds=definite,indirect,possible \
	    --errors-for-leak-kinds=definite,indirect --log-file=$(LIBRARY)/misuse.log $(LIBRARY)/misuse $(LIBRARY)/out/misuse
	@if grep "^==" $(LIBRARY)/leaks.log $(LIBRARY)/misuse.log; then exit 1; fi # (lines with -- are about the system)
