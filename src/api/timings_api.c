/* The Lua module luacdk.timings: the phases of a run, for --timings. */
#include "base/timings.h"

#include <lauxlib.h>
#include <string.h>

int luaopen_luacdk_timings(lua_State *L);

static const char *const names[] = {"script", "tree", "resolve", "assets", "assembly", "report", "cells", NULL};

/* timings.enter(phase) → the phase before, which is to be entered afterwards */
static int l_enter(lua_State *L) {
    enum timing before = timings_enter((enum timing)luaL_checkoption(L, 1, NULL, names));
    lua_pushstring(L, names[before]);
    return 1;
}

/* timings.begin(): starts from zero, in the process of a cell */
static int l_begin(lua_State *L) {
    (void)L;
    if (timings_are_on()) {
        timings_begin();
    }
    return 0;
}

/* timings.sums() → all measurements of this process as a string; "" if none are wanted */
static int l_sums(lua_State *L) {
    const struct timing_sums sums = timings_sums();
    lua_pushlstring(L, (const char *)&sums, timings_are_on() ? sizeof sums : 0);
    return 1;
}

/* timings.add_cell(label, sums): adds those of another process */
static int l_add_cell(lua_State *L) {
    size_t length;
    const char *label = luaL_checkstring(L, 1), *text = luaL_checklstring(L, 2, &length);
    struct timing_sums sums;
    if (length == sizeof sums) {
        memcpy(&sums, text, sizeof sums);
        timings_add_cell(&sums, label);
    }
    return 0;
}

static const luaL_Reg functions[] = {
    {"enter", l_enter}, {"begin", l_begin}, {"sums", l_sums}, {"add_cell", l_add_cell}, {NULL, NULL},
};

int luaopen_luacdk_timings(lua_State *L) {
    luaL_newlib(L, functions);
    return 1;
}
