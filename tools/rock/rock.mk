# luacdk as a module for another Lua 5.4 (src/embed/module.c), which packaging/luacdk-scm-1.rockspec builds and installs.
#
#   make rock            luacdk.so in $(ROCK), for the Lua whose headers are in LUA_HEADERS (Debian: liblua5.4-dev)
#   make install-rock    copies it to ROCK_LIBDIR, and what finds it under the library's own names to ROCK_LUADIR
#   make rock-leaks      two states in two threads, and EXAMPLES in lua5.4, under valgrind

ROCK         := $(BUILD)/rock
ROCK_SOURCES := $(filter-out src/embed/luacdk.c,$(LIBRARY_SOURCES)) src/embed/module.c
ROCK_OBJS     = $(ROCK_SOURCES:%.c=$(BUILD)/%.o) $(BUILD)/gen/embedded.o $(SCHEMA_OBJS)
ROCK_LIBDIR  ?= $(PREFIX)/lib/lua/5.4
ROCK_LUADIR  ?= $(PREFIX)/share/lua/5.4
ROCK_HEADERS := $(or $(LUA_HEADERS),/usr/include/lua5.4)

# Lua's functions are those of the program that loads it. It stays when a state that has loaded it is closed: libcrypto,
# which it needs, cannot be unloaded.
$(BUILD)/luacdk.so: $(ROCK_OBJS) tools/rock/module.map
	$(call say,link,$@)
	$(Q)$(CC) $(SANITIZER) -shared -Wl,--version-script=tools/rock/module.map -Wl,-z,nodelete $(HARD_LINK) -o $@ $(ROCK_OBJS) \
	    $(LUA_LINK) $(LIBRARY_NEEDS)

.PHONY: rock
rock:
	@[ -f $(ROCK_HEADERS)/lua.h ] || { echo 'there is no lua.h in $(ROCK_HEADERS); name its folder as LUA_HEADERS' >&2; exit 1; }
	@$(MAKE) --no-print-directory PIC=1 LUA_HEADERS=$(ROCK_HEADERS) BUILD=$(ROCK) $(ROCK)/luacdk.so

.PHONY: install-rock
install-rock: rock
	install -D -m 644 -s $(ROCK)/luacdk.so $(DESTDIR)$(ROCK_LIBDIR)/luacdk.so
	install -d $(DESTDIR)$(ROCK_LUADIR)
	install -m 644 tools/rock/aws_cdk.lua tools/rock/constructs.lua $(DESTDIR)$(ROCK_LUADIR)/

LUA5_4   ?= lua5.4
EXAMPLES ?= examples/*.lua

ROCK_VALGRIND := valgrind --quiet --child-silent-after-fork=yes --leak-check=full --error-exitcode=66 \
    --show-leak-kinds=definite,indirect,possible --errors-for-leak-kinds=definite,indirect

# A host with a Lua of its own, linked as the standalone Lua is.
$(ROCK)/two_states: tools/rock/two_states.c
	$(Q)$(CC) -std=c17 -D_GNU_SOURCE $(WARNINGS) -O1 -g -I$(ROCK_HEADERS) -o $@ $< -Wl,-E \
	    -Wl,--whole-archive -l:liblua5.4.a -Wl,--no-whole-archive -lm -ldl -pthread

.PHONY: rock-leaks
rock-leaks: rock $(ROCK)/two_states
	LUA_CPATH='$(ROCK)/?.so' $(ROCK_VALGRIND) $(ROCK)/two_states $(ROCK)/out
	@status=0; for example in $(EXAMPLES); do \
	    LUA_CPATH='$(ROCK)/?.so' CDK_OUTDIR=$(ROCK)/out/example CDK_DOCKER=tools/demo-docker \
	        $(ROCK_VALGRIND) $(LUA5_4) -l luacdk.globals $$example || { echo "$$example: $$?" >&2; status=1; }; \
	done; exit $$status
