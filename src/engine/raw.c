/* Raw access that looks what it has. Lua's own raw functions take whatever stands there for a table, or for a userdata:
 * where a script has put something else into a field of the library, memory would be corrupted. The linker puts these
 * in the place of Lua's (`--wrap`, see Makefile), for all rooms and for Lua's own auxiliary library. */
#include <lauxlib.h>
#include <stdbool.h>

#include "base/guard.h"

#define WRAPPED(result, name, ...)                                                                                     \
    result __real_##name(__VA_ARGS__);                                                                                 \
    result __wrap_##name(__VA_ARGS__)

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

WRAPPED(int, lua_rawget, lua_State *L, int idx) {
    want_table(L, idx);
    return __real_lua_rawget(L, idx);
}

WRAPPED(int, lua_rawgeti, lua_State *L, int idx, lua_Integer n) {
    want_table(L, idx);
    return __real_lua_rawgeti(L, idx, n);
}

WRAPPED(int, lua_rawgetp, lua_State *L, int idx, const void *key) {
    want_table(L, idx);
    return __real_lua_rawgetp(L, idx, key);
}

WRAPPED(void, lua_rawset, lua_State *L, int idx) {
    want_table(L, idx);
    __real_lua_rawset(L, idx);
}

WRAPPED(void, lua_rawseti, lua_State *L, int idx, lua_Integer n) {
    want_table(L, idx);
    __real_lua_rawseti(L, idx, n);
}

WRAPPED(void, lua_rawsetp, lua_State *L, int idx, const void *key) {
    want_table(L, idx);
    __real_lua_rawsetp(L, idx, key);
}

WRAPPED(int, lua_next, lua_State *L, int idx) {
    want_table(L, idx);
    return __real_lua_next(L, idx);
}

WRAPPED(int, lua_getiuservalue, lua_State *L, int idx, int n) {
    want(L, idx, LUA_TUSERDATA);
    return __real_lua_getiuservalue(L, idx, n);
}

WRAPPED(int, lua_setiuservalue, lua_State *L, int idx, int n) {
    want(L, idx, LUA_TUSERDATA);
    return __real_lua_setiuservalue(L, idx, n);
}

WRAPPED(int, lua_setmetatable, lua_State *L, int idx) {
    if (!lua_isnil(L, -1)) {
        want_table(L, -1);
    }
    return __real_lua_setmetatable(L, idx);
}

/* Foreign code learns no addresses: values without a text of their own are called by their type. */
WRAPPED(const char *, luaL_tolstring, lua_State *L, int idx, size_t *length) {
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
    return __real_luaL_tolstring(L, idx, length);
}
