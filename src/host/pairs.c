/* Walking tables in order: see pairs.h. */
#include "host/pairs.h"

#include <lauxlib.h>
#include <limits.h>
#include <stdbool.h>

#include "host/limits.h"
#include "object/key_order.h"
#include "object/values.h"

enum { COST_OF_KEY = 3 }; /* instructions of Lua in whose time a key is copied and sorted */

/* The iterator. Upvalues: the list of keys, how many were visited. */
static int l_step(lua_State *L) {
    lua_Integer i = lua_tointeger(L, lua_upvalueindex(2));
    lua_settop(L, 1);
    while (lua_rawgeti(L, lua_upvalueindex(1), ++i) != LUA_TNIL) {
        lua_pushvalue(L, -1);
        if (lua_rawget(L, 1) != LUA_TNIL) {
            lua_pushinteger(L, i);
            lua_replace(L, lua_upvalueindex(2));
            return 2;
        }
        lua_settop(L, 1);
    }
    return 1;
}

/* As lua_next for the table at index 1, without what the library keeps in tables under keys that no script has. */
static bool next_pair(lua_State *L) {
    while (lua_next(L, 1)) {
        if (!lua_islightuserdata(L, -2) || is_null(L, -2)) {
            return true;
        }
        lua_pop(L, 1);
    }
    return false;
}

/* next(t [, key]) */
static int l_next(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 2);
    if (next_pair(L)) {
        return 2;
    }
    lua_pushnil(L);
    return 1;
}

/* Counts the keys of the table at index 1; sets whether `next` visits them in order. */
static size_t count_keys(lua_State *L, bool *in_order) {
    struct key last = {0};
    size_t count = 0;
    *in_order = true;
    lua_pushnil(L);
    while (next_pair(L)) {
        lua_pop(L, 1);
        if (*in_order) {
            struct key key = key_read(L, 2, count);
            *in_order = count == 0 || key_compare(&last, &key) < 0;
            last = key;
        }
        count++;
    }
    return count;
}

/* Pushes the list of the keys of the table at index 1, sorted. */
static void push_sorted_keys(lua_State *L, size_t count) {
    luaL_argcheck(L, count <= INT_MAX, 1, "too many keys");
    struct key *keys = lua_newuserdatauv(L, count * sizeof *keys, 0);
    lua_createtable(L, (int)count, 0); /* as they come */
    size_t found = 0;
    lua_pushnil(L);
    while (next_pair(L)) {
        lua_pop(L, 1);
        keys[found] = key_read(L, -1, found);
        lua_pushvalue(L, -1);
        lua_rawseti(L, -3, (lua_Integer)++found);
    }
    keys_sort(keys, found);
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < found; i++) {
        lua_rawgeti(L, -2, (lua_Integer)keys[i].place + 1);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

/* pairs(t). Upvalue: next. */
static int l_pairs(lua_State *L) {
    luaL_checkany(L, 1);
    lua_settop(L, 1);
    if (luaL_getmetafield(L, 1, "__pairs") != LUA_TNIL) {
        lua_pushvalue(L, 1);
        lua_call(L, 1, 3);
        return 3;
    }
    bool in_order = true;
    size_t count = lua_istable(L, 1) ? count_keys(L, &in_order) : 0;
    limits_charge(L, in_order ? (long long)count / 4 : (long long)count * COST_OF_KEY);
    if (in_order) {
        lua_pushvalue(L, lua_upvalueindex(1));
    } else {
        push_sorted_keys(L, count);
        lua_pushinteger(L, 0);
        lua_pushcclosure(L, l_step, 2);
    }
    lua_pushvalue(L, 1);
    return 2;
}

void pairs_set(lua_State *L) {
    lua_pushcfunction(L, l_next);
    lua_pushvalue(L, -1);
    lua_setfield(L, -3, "next");
    lua_pushcclosure(L, l_pairs, 1);
    lua_setfield(L, -2, "pairs");
}
