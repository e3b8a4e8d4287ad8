# The Lua that runs untrusted code: built here, from the source that Debian's archive holds, pinned by version and SHA-256.
# `make` fetches it once (no root needed) and keeps it where `make clean` does not reach.
#
#   LUA_TARBALL=FILE   the source, for a machine without Debian's archive
#   LUA_DIR=FOLDER     a Lua that is installed instead, of 5.4.6 or newer: include/lua.h and lib/liblua5.4.a or liblua.a below it
#   LUA_PACKAGE=NAME   the same, by its name for pkg-config
#   LUA_HEADERS=FOLDER where lua.h of the Lua is for which `make rock` builds a module (tools/rock/rock.mk)

# 5.4.7 has a use after free in luaV_finishset and a garbage collector that weak tables can fool.
LUA_VERSION      ?= 5.4.9
LUA_SHA256_5.4.9 := 2335b6c582a52654f94612bf10d2f4672805d05329aa6568b1d8cd9e5c6fb8e6
LUA_SUITES_5.4.9 := forky sid

LUA_CACHE   ?= $(or $(XDG_CACHE_HOME),$(if $(HOME),$(HOME)/.cache,$(abspath $(BUILD))))/luacdk
LUA_TARBALL ?= $(LUA_CACHE)/lua5.4_$(LUA_VERSION).orig.tar.gz

# What a script could do to the library's tables by raw access is checked in src/object/raw.c, which stands in the place of
# these functions of Lua. They keep their meaning under the name with `unchecked_` in front.
LUA_CHECKED_lapi    := $(addprefix lua_,rawget rawgeti rawgetp rawset rawseti rawsetp next getiuservalue setiuservalue setmetatable)
LUA_CHECKED_lauxlib := luaL_tolstring
LUA_CHECKED         := $(LUA_CHECKED_lapi) $(LUA_CHECKED_lauxlib)

ifneq ($(LUA_HEADERS),)

# ---- a Lua that loads us as a module ------------------------------------------------------------------------------------------

LUA_CFLAGS := -I$(LUA_HEADERS) -DLUA_CHECKED_BY_LINKER -DLUA_IS_FOREIGN
LUA_LINK   := $(addprefix -Wl$(comma)--wrap=,$(LUA_CHECKED))
LUA_LINK_PLAIN :=
LUA_OBJS   :=
LUA_READY  :=

else ifneq ($(LUA_DIR)$(LUA_PACKAGE),)

# ---- a Lua that is installed --------------------------------------------------------------------------------------------------

LUA_LIBRARY_FOLDERS := $(if $(LUA_DIR),$(LUA_DIR)/lib $(LUA_DIR)/lib/$(shell $(CC) -dumpmachine),\
    $(shell pkg-config --variable=libdir $(LUA_PACKAGE)))
LUA_INCLUDE := $(if $(LUA_DIR),-I$(LUA_DIR)/include -I$(LUA_DIR)/include/lua5.4,$(shell pkg-config --cflags-only-I $(LUA_PACKAGE)))
LUA_ARCHIVE := $(firstword $(foreach folder,$(LUA_LIBRARY_FOLDERS),$(wildcard $(folder)/liblua5.4.a $(folder)/liblua.a)))
ifeq ($(LUA_ARCHIVE),)
$(error there is no liblua5.4.a or liblua.a in $(or $(strip $(LUA_LIBRARY_FOLDERS)),what pkg-config knows as '$(LUA_PACKAGE)'))
endif

# (\043 is #: releases of make do not agree on how it is written in a function.)
LUA_RELEASE := $(shell printf '\043include <lua.h>\nLUA_VERSION_RELEASE_NUM\n' | $(CC) -E -P $(LUA_INCLUDE) - 2>&1 | tail -n 1)
LUA_FIT := $(shell [ $$(($(LUA_RELEASE))) -ge 50406 ] && [ $$(($(LUA_RELEASE))) -lt 50500 ] && echo yes)
ifneq ($(LUA_FIT),yes)
$(error the Lua of '$(or $(LUA_DIR),$(LUA_PACKAGE))' does not do: luacdk needs 5.4.6 or a newer 5.4. \
    Untrusted code corrupts the memory of older ones. Name another, or neither LUA_DIR nor LUA_PACKAGE to have one built)
endif

LUA_CFLAGS  := $(LUA_INCLUDE) -DLUA_CHECKED_BY_LINKER
LUA_LINK     = $(addprefix -Wl$(comma)--wrap=,$(LUA_CHECKED)) $(LUA_ARCHIVE)
LUA_LINK_ALL = $(addprefix -Wl$(comma)--wrap=,$(LUA_CHECKED)) -Wl,--whole-archive $(LUA_ARCHIVE) -Wl,--no-whole-archive
LUA_LINK_PLAIN = $(LUA_ARCHIVE)
LUA_OBJS :=
LUA_READY :=

else

# ---- our own ------------------------------------------------------------------------------------------------------------------

LUA_SHA256 := $(LUA_SHA256_$(LUA_VERSION))
ifeq ($(LUA_SHA256),)
$(error Lua $(LUA_VERSION) is not pinned in tools/lua/lua.mk)
endif

LUA_FOLDER := $(BUILD)/lua
LUA_READY  := $(LUA_FOLDER)/unpacked-$(LUA_VERSION)
LUA_CFLAGS := -I$(LUA_FOLDER)/src -Itools/lua -DLUA_HAS_FIRST_LINE
LUA_NAMES  := lapi lauxlib lbaselib lcode lcorolib lctype ldblib ldebug ldo ldump lfunc lgc linit liolib llex lmathlib lmem \
    loadlib lobject lopcodes loslib lparser lstate lstring lstrlib ltable ltablib ltm lundump lutf8lib lvm lzio
LUA_OBJS   := $(LUA_NAMES:%=$(LUA_FOLDER)/%.o)
LUA_LINK    = $(LUA_OBJS)

# For the specs' host: busted's helpers are modules in C.
LUA_DLOPEN_OBJS := $(LUA_FOLDER)/dlopen/loadlib.o
LUA_LINK_ALL     = $(filter-out %/loadlib.o,$(LUA_OBJS)) $(LUA_DLOPEN_OBJS)

# For tools of the build, which no script reaches: the functions under their own names.
LUA_PLAIN_OBJS  := $(filter-out %/lapi.o %/lauxlib.o,$(LUA_OBJS)) $(LUA_FOLDER)/plain/lapi.o $(LUA_FOLDER)/plain/lauxlib.o
LUA_LINK_PLAIN   = $(LUA_PLAIN_OBJS)

# Where Debian's Lua looks for modules. A fixed seed of hashes: every run meets the same order of keys.
empty :=
LUA_PATHS := $(foreach root,/usr/local /usr,$(root)/share/lua/5.4/?.lua $(root)/share/lua/5.4/?/init.lua) ./?.lua ./?/init.lua
LUA_CPATHS := /usr/local/lib/lua/5.4/?.so /usr/lib/$(shell $(CC) -dumpmachine)/lua/5.4/?.so /usr/lib/lua/5.4/?.so
semicolons = $(subst $(empty) $(empty),;,$(strip $(1)))
# STRCACHE_N: our C hands Lua more names than its 53 places for them hold, so that they would be hashed again and again.
LUA_DEFINES := -DLUA_COMPAT_5_3 -DLUA_USE_POSIX '-Dluai_makeseed(L)=0x6c756163u' -DSTRCACHE_N=211 -DSTRCACHE_M=2 \
    '-DLUA_PATH_DEFAULT="$(call semicolons,$(LUA_PATHS))"' '-DLUA_CPATH_DEFAULT="$(call semicolons,$(LUA_CPATHS))"'

# Sanitized, Lua checks itself and how its API is used.
ifdef SANITIZE
LUA_DEFINES += -DLUAI_ASSERT -DLUA_USE_APICHECK
endif

LUA_COMPILE = $(CC) -std=gnu17 $(CFLAGS) -ffile-prefix-map=$(CURDIR)=. $(POSITION) $(HARDENING) $(SANITIZER) $(LUA_DEFINES) -c -o $@ $<

$(LUA_CACHE)/lua5.4_$(LUA_VERSION).orig.tar.gz:
	@tools/lua/fetch $@ $(LUA_SHA256) $(LUA_SUITES_$(LUA_VERSION))

$(LUA_READY): $(LUA_TARBALL)
	@mkdir -p $(LUA_FOLDER)/dlopen $(LUA_FOLDER)/plain
	$(call say,unpack,lua $(LUA_VERSION))
	@echo '$(LUA_SHA256)  $(LUA_TARBALL)' | sha256sum --check --status || \
	    { echo '$(LUA_TARBALL) is not the source of Lua $(LUA_VERSION) that tools/lua/lua.mk pins; remove it' >&2; exit 1; }
	@rm -f $(LUA_FOLDER)/unpacked-*
	@tar -xzmf $(LUA_TARBALL) -C $(LUA_FOLDER) --strip-components=1
	@touch $@

$(LUA_NAMES:%=$(LUA_FOLDER)/src/%.c): $(LUA_READY) ;

$(LUA_FOLDER)/%.o: $(LUA_FOLDER)/src/%.c $(BUILD)/flags
	$(call say,cc,lua/$*.c)
	$(Q)$(LUA_COMPILE) $(foreach name,$(LUA_CHECKED_$*),-D$(name)=unchecked_$(name))

$(LUA_FOLDER)/llex.o $(LUA_FOLDER)/lvm.o: $(LUA_FOLDER)/%.o: tools/lua/%.c $(LUA_FOLDER)/src/%.c tools/lua/lua_first_line.h $(BUILD)/flags
	$(call say,cc,lua/$*.c)
	$(Q)$(LUA_COMPILE) -I$(LUA_FOLDER) -I$(LUA_FOLDER)/src

$(LUA_FOLDER)/dlopen/loadlib.o: $(LUA_FOLDER)/src/loadlib.c $(BUILD)/flags
	$(Q)$(LUA_COMPILE) -DLUA_USE_DLOPEN

$(LUA_FOLDER)/plain/%.o: $(LUA_FOLDER)/src/%.c $(BUILD)/flags
	$(Q)$(LUA_COMPILE)

endif
