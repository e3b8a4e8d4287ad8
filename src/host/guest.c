/* Globals in a Lua that is somebody else's: see guest.h. */
#include "host/guest.h"

#include "host/globals.h"
#include "host/include.h"
#include "host/modules.h"

#include <lauxlib.h>

static const char SCRIPT_GLOBALS; /* its address is the registry's key */

/* The __index of globals. Upvalue: what it would be without ours. */
static int l_missing_here(lua_State *L) {
    if (globals_push_module(L)) {
        return 1;
    }
    if (lua_isfunction(L, lua_upvalueindex(1))) {
        lua_pushvalue(L, lua_upvalueindex(1));
        lua_insert(L, 1);
        lua_call(L, lua_gettop(L) - 1, 1);
        return 1;
    }
    if (lua_isnil(L, lua_upvalueindex(1))) {
        return 0;
    }
    lua_pushvalue(L, 2);
    lua_gettable(L, lua_upvalueindex(1));
    return 1;
}

/* Gives the table on top of the stack the short names of modules before what it has as its __index; with `otherwise`,
 * that instead. */
static void add_short_names(lua_State *L, int otherwise) {
    if (!lua_getmetatable(L, -1)) {
        lua_createtable(L, 0, 1);
        lua_pushvalue(L, -1);
        lua_setmetatable(L, -3);
    }
    if (otherwise) {
        lua_pushvalue(L, otherwise);
    } else {
        lua_pushliteral(L, "__index");
        lua_rawget(L, -2);
    }
    lua_pushcclosure(L, l_missing_here, 1);
    lua_setfield(L, -2, "__index");
    lua_pop(L, 1);
}

static void add_include(lua_State *L) {
    lua_pushvalue(L, -1);
    include_push(L);
    lua_setfield(L, -2, "include");
}

void guest_open_globals(lua_State *L) {
    modules_open_user_globals(L);
    lua_pushglobaltable(L);
    add_short_names(L, 0);
    add_include(L);
    lua_pop(L, 1);
}

void guest_keep_globals(lua_State *L) {
    lua_pushglobaltable(L);
    lua_newtable(L);
    modules_set_user_functions(L);
    add_short_names(L, lua_gettop(L) - 1);
    add_include(L);
    lua_pushvalue(L, -1);
    lua_setfield(L, -2, "_G");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &SCRIPT_GLOBALS);
    lua_pop(L, 1);
}

void guest_push_globals(lua_State *L) {
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &SCRIPT_GLOBALS) == LUA_TNIL) {
        lua_pop(L, 1);
        lua_pushglobaltable(L);
    }
}
