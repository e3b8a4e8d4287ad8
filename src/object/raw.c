/* Raw access with type checks. Lua's own raw functions assume that a value is a table or a userdata; if a script has
 * stored something else in a field of the library, memory would be corrupted. The functions here have the names of
 * Lua's API, and Lua's own have the prefix `unchecked_`: Lua is compiled that way (tools/lua/lua.mk), and only this
 * file knows those names. A Lua that was built elsewhere is wrapped by the linker instead. */
#include <lauxlib.h>
#include <stdbool.h>

#include "base/guard.h"

#ifdef LUA_CHECKED_BY_LINKER
#define CHECKED(name) __wrap_##name
#define UNCHECKED(name) __real_##name
#else
#define CHECKED(name) name
#define UNCHECKED(name) unchecked_##name
#endif

#define CHECKED_FUNCTION(result, name, ...) \
    result UNCHECKED(name)(__VA_ARGS__);    \
    result CHECKED(name)(__VA_ARGS__)

static void want(lua_State *L, int idx, int type) {
    if (lua_type(L, idx) != type) {
        luaL_error(L, "the library expected a %s here, got a %s: something has overwritten it", lua_typename(L, type),
                   luaL_typename(L, idx));
    }
}

static void want_table(lua_State *L, int idx) {
    if (idx != LUA_REGISTRYINDEX) {
        want(L, idx, LUA_TTABLE);
    }
}

CHECKED_FUNCTION(int, lua_rawget, lua_State *L, int idx) {
    want_table(L, idx);
    return UNCHECKED(lua_rawget)(L, idx);
}

CHECKED_FUNCTION(int, lua_rawgeti, lua_State *L, int idx, lua_Integer n) {
    want_table(L, idx);
    return UNCHECKED(lua_rawgeti)(L, idx, n);
}

CHECKED_FUNCTION(int, lua_rawgetp, lua_State *L, int idx, const void *key) {
    want_table(L, idx);
    return UNCHECKED(lua_rawgetp)(L, idx, key);
}

CHECKED_FUNCTION(void, lua_rawset, lua_State *L, int idx) {
    want_table(L, idx);
    UNCHECKED(lua_rawset)(L, idx);
}

CHECKED_FUNCTION(void, lua_rawseti, lua_State *L, int idx, lua_Integer n) {
    want_table(L, idx);
    UNCHECKED(lua_rawseti)(L, idx, n);
}

CHECKED_FUNCTION(void, lua_rawsetp, lua_State *L, int idx, const void *key) {
    want_table(L, idx);
    UNCHECKED(lua_rawsetp)(L, idx, key);
}

CHECKED_FUNCTION(int, lua_next, lua_State *L, int idx) {
    want_table(L, idx);
    return UNCHECKED(lua_next)(L, idx);
}

CHECKED_FUNCTION(int, lua_getiuservalue, lua_State *L, int idx, int n) {
    want(L, idx, LUA_TUSERDATA);
    return UNCHECKED(lua_getiuservalue)(L, idx, n);
}

CHECKED_FUNCTION(int, lua_setiuservalue, lua_State *L, int idx, int n) {
    want(L, idx, LUA_TUSERDATA);
    return UNCHECKED(lua_setiuservalue)(L, idx, n);
}

CHECKED_FUNCTION(int, lua_setmetatable, lua_State *L, int idx) {
    if (!lua_isnil(L, -1)) {
        want_table(L, -1);
    }
    return UNCHECKED(lua_setmetatable)(L, idx);
}

/* Untrusted code must not see addresses: values without a text of their own are shown as their type. */
CHECKED_FUNCTION(const char *, luaL_tolstring, lua_State *L, int idx, size_t *length) {
    int type = lua_type(L, idx);
    bool has_address = type == LUA_TTABLE || type == LUA_TFUNCTION || type == LUA_TTHREAD || type == LUA_TUSERDATA ||
                       type == LUA_TLIGHTUSERDATA;
    if (has_address && guard_is_on() && luaL_getmetafield(L, idx, "__tostring") == LUA_TNIL) {
        lua_pushstring(L, lua_typename(L, type));
        return lua_tolstring(L, -1, length);
    }
    if (has_address && guard_is_on()) {
        lua_pop(L, 1);
    }
    return UNCHECKED(luaL_tolstring)(L, idx, length);
}
