/* Ordered maps and list/map marks: what plain Lua tables cannot express. */
#include "object/values.h"

#include <lauxlib.h>
#include <math.h>

#include "object/ancestry.h"
#include "object/state.h"
#include "object/token.h"

#define ORDERED_NAME "luacdk.ordered"
#define LIST_NAME "luacdk.list"
#define EMPTY_NAME "luacdk.empty_list"
#define MAP_NAME "luacdk.map"

/* Addresses as keys: no user's table has them by accident. */
static char ORDER;
static char DELETED;

void push_deleted(lua_State *L) { lua_pushlightuserdata(L, &DELETED); }

bool is_deleted(lua_State *L, int idx) { return lua_islightuserdata(L, idx) && lua_touserdata(L, idx) == &DELETED; }

bool is_null(lua_State *L, int idx) { return lua_islightuserdata(L, idx) && lua_touserdata(L, idx) == NULL; }

static enum table_kind plain_kind(lua_State *L, int idx, size_t *length) {
    size_t integers = 0, others = 0;
    lua_Integer highest = 0;
    lua_pushnil(L);
    while (lua_next(L, idx)) {
        lua_pop(L, 1);
        lua_Integer key = 0;
        if (lua_type(L, -1) == LUA_TNUMBER && lua_isinteger(L, -1) && (key = lua_tointeger(L, -1)) > 0) {
            integers++;
            highest = key > highest ? key : highest;
        } else {
            others++;
        }
    }
    *length = (size_t)highest;
    if (integers == 0) {
        return others ? TABLE_MAP : TABLE_EMPTY;
    }
    /* Holes are nil entries, dropped like JavaScript's undefined; a much larger index makes a map with number keys. */
    if (others == 0 && (size_t)highest <= 2 * integers + 8) {
        return TABLE_LIST;
    }
    return others ? TABLE_MIXED : TABLE_MAP;
}

enum table_kind table_kind(lua_State *L, int idx, size_t *length) {
    idx = lua_absindex(L, idx);
    *length = 0;
    if (!lua_getmetatable(L, idx)) {
        return plain_kind(L, idx, length);
    }
    const void *meta = lua_topointer(L, -1);
    lua_pop(L, 1);
    const struct engine_state *state = engine_state(L);
    if (meta == state->meta[META_ORDERED]) {
        return TABLE_ORDERED;
    }
    if (meta == state->meta[META_LIST]) {
        plain_kind(L, idx, length);
        return TABLE_LIST;
    }
    if (meta == state->meta[META_EMPTY]) {
        enum table_kind kind = plain_kind(L, idx, length);
        return kind == TABLE_EMPTY ? TABLE_LIST : kind;
    }
    return meta == state->meta[META_MAP] ? TABLE_MAP : TABLE_OBJECT;
}

const char *number_fault(lua_State *L, int idx) {
    lua_Number number = lua_tonumber(L, idx);
    if (!isfinite(number)) {
        return "is not a number that a template can contain";
    }
    lua_Integer kept;
    if (lua_isinteger(L, idx) && (!lua_numbertointeger(number, &kept) || kept != lua_tointeger(L, idx))) {
        return "cannot be represented exactly, since JSON numbers have 53 bits; write it as a string";
    }
    return NULL;
}

const char *push_key_fault(lua_State *L, int idx) {
    const char *shown = push_display(L, idx);
    if (lua_type(L, idx) == LUA_TNUMBER) {
        shown = lua_pushfstring(L, "%s; write ['%s']", shown, shown);
        lua_remove(L, -2);
    }
    lua_pushfstring(L, "the key of a map must be a string, got %s", shown);
    lua_remove(L, -2);
    return lua_tostring(L, -1);
}

void ordered_push_keys(lua_State *L, int idx) {
    if (lua_rawgetp(L, idx, &ORDER) == LUA_TNIL) {
        lua_pop(L, 1);
        lua_newtable(L);
    }
}

static void mark(lua_State *L, int idx, enum engine_meta which) {
    idx = lua_absindex(L, idx);
    engine_push_meta(L, which);
    lua_setmetatable(L, idx);
}

void mark_list(lua_State *L, int idx) { mark(L, idx, META_LIST); }

void note_empty_list(lua_State *L, int idx) {
    if (!lua_getmetatable(L, idx)) {
        mark(L, idx, META_EMPTY);
    } else {
        lua_pop(L, 1);
    }
}

void forget_empty_list(lua_State *L, int idx) {
    if (engine_has_meta(L, idx, META_EMPTY)) {
        idx = lua_absindex(L, idx);
        lua_pushnil(L);
        lua_setmetatable(L, idx);
    }
}

void ordered_new(lua_State *L) {
    lua_newtable(L);
    mark(L, -1, META_ORDERED);
}

/* Above this number of keys their set is stored beside the list, in its slot 0. */
enum { MANY_KEYS = 16 };

/* Whether the list of keys on top of the stack, `count` long, contains the key at `key`. */
static bool is_listed(lua_State *L, int key, lua_Integer count) {
    bool listed = false;
    if (count < MANY_KEYS) {
        for (lua_Integer i = 1; !listed && i <= count; i++) {
            lua_rawgeti(L, -1, i);
            listed = lua_rawequal(L, -1, key);
            lua_pop(L, 1);
        }
        return listed;
    }
    if (lua_rawgeti(L, -1, 0) == LUA_TNIL) {
        lua_pop(L, 1);
        lua_newtable(L);
        for (lua_Integer i = 1; i <= count; i++) {
            lua_rawgeti(L, -2, i);
            lua_pushboolean(L, 1);
            lua_rawset(L, -3);
        }
        lua_pushvalue(L, -1);
        lua_rawseti(L, -3, 0);
    }
    lua_pushvalue(L, key);
    listed = lua_rawget(L, -2) != LUA_TNIL;
    lua_pop(L, 1);
    if (!listed) { /* it will be */
        lua_pushvalue(L, key);
        lua_pushboolean(L, 1);
        lua_rawset(L, -3);
    }
    lua_pop(L, 1);
    return listed;
}

void ordered_set(lua_State *L, int idx) {
    idx = lua_absindex(L, idx);
    int key = lua_gettop(L) - 1;
    if (lua_rawgetp(L, idx, &ORDER) == LUA_TNIL) { /* key, value, keys? */
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, idx, &ORDER);
    }
    lua_pushvalue(L, key);
    bool known = lua_rawget(L, idx) != LUA_TNIL;
    lua_pop(L, 1); /* key, value, keys */
    /* A key set to nil keeps its place in the list; setting it again must not list it twice. */
    lua_Integer count = (lua_Integer)lua_rawlen(L, -1);
    if (!known && !is_listed(L, key, count)) {
        lua_pushvalue(L, key);
        lua_rawseti(L, -2, count + 1);
    }
    lua_pop(L, 1); /* key, value */
    lua_rawset(L, idx);
}

static int ordered_newindex(lua_State *L) {
    lua_settop(L, 3);
    if (!lua_isnil(L, 3)) {
        ordered_set(L, 1);
    }
    return 0;
}

static int ordered_iterate(lua_State *L) {
    lua_Integer i = lua_tointeger(L, lua_upvalueindex(2));
    for (;;) {
        lua_rawgeti(L, lua_upvalueindex(1), ++i);
        if (lua_isnil(L, -1)) {
            return 1;
        }
        lua_pushvalue(L, -1);
        if (lua_rawget(L, 1) != LUA_TNIL) {
            lua_pushinteger(L, i);
            lua_replace(L, lua_upvalueindex(2));
            return 2;
        }
        lua_pop(L, 2);
    }
}

static int ordered_pairs(lua_State *L) {
    ordered_push_keys(L, 1);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, ordered_iterate, 2);
    lua_pushvalue(L, 1);
    return 2;
}

/* engine.ordered(k1, v1, k2, v2, …) → map; entries whose value is nil are left out. */
static int l_ordered(lua_State *L) {
    int n = lua_gettop(L), map = n + 1, keys = n + 2, size = 0;
    for (int i = 1; i < n; i += 2) {
        size += !lua_isnil(L, i + 1);
    }
    luaL_checkstack(L, 6, NULL);
    if (size == 0) { /* without a list of keys, so that it is empty to next(), too */
        ordered_new(L);
        return 1;
    }
    lua_createtable(L, 0, size + 1);
    mark(L, map, META_ORDERED);
    lua_createtable(L, size, 0);
    lua_pushvalue(L, keys);
    lua_rawsetp(L, map, &ORDER);
    lua_Integer count = 0;
    for (int i = 1; i < n; i += 2) {
        if (lua_isnil(L, i + 1)) {
            continue;
        }
        lua_pushvalue(L, i);
        if (lua_rawget(L, map) == LUA_TNIL) {
            lua_pushvalue(L, i);
            lua_rawseti(L, keys, ++count);
        }
        lua_pop(L, 1);
        lua_pushvalue(L, i);
        lua_pushvalue(L, i + 1);
        lua_rawset(L, map);
    }
    lua_settop(L, map);
    return 1;
}

/* engine.is_ordered(value) */
static int l_is_ordered(lua_State *L) {
    size_t length;
    lua_pushboolean(L, lua_istable(L, 1) && table_kind(L, 1, &length) == TABLE_ORDERED);
    return 1;
}

/* engine.keys(map) → list of its keys: in their order if it has one, else sorted; empty for nil */
static int l_keys(lua_State *L) {
    if (lua_isnoneornil(L, 1)) {
        lua_newtable(L);
        return 1;
    }
    luaL_checktype(L, 1, LUA_TTABLE);
    size_t length;
    lua_settop(L, 1);
    lua_newtable(L);
    lua_Integer n = 0;
    if (table_kind(L, 1, &length) == TABLE_ORDERED) {
        ordered_push_keys(L, 1);
        lua_Integer count = (lua_Integer)lua_rawlen(L, 3);
        for (lua_Integer i = 1; i <= count; i++) {
            lua_rawgeti(L, 3, i);
            lua_pushvalue(L, -1);
            if (lua_rawget(L, 1) != LUA_TNIL) {
                lua_pushvalue(L, -2);
                lua_rawseti(L, 2, ++n);
            }
            lua_pop(L, 2);
        }
        lua_settop(L, 2);
        return 1;
    }
    lua_pushnil(L);
    while (lua_next(L, 1)) {
        lua_pop(L, 1);
        lua_pushvalue(L, -1);
        lua_rawseti(L, 2, ++n);
    }
    engine_push_global(L, "table");
    lua_getfield(L, -1, "sort");
    lua_pushvalue(L, 2);
    lua_call(L, 1, 0);
    lua_settop(L, 2);
    return 1;
}

/* engine.extend(map, other) → the map, an ordered one, with the entries of another map added, in their order if it has
 * one, else sorted; of nil there are none. What is there already keeps its place. */
static int l_extend(lua_State *L) {
    size_t length;
    luaL_argcheck(L, lua_istable(L, 1) && table_kind(L, 1, &length) == TABLE_ORDERED, 1, "expected an ordered map");
    lua_settop(L, 2);
    if (lua_isnil(L, 2)) {
        lua_settop(L, 1);
        return 1;
    }
    lua_pushcfunction(L, l_keys);
    lua_pushvalue(L, 2);
    lua_call(L, 1, 1);
    lua_Integer count = (lua_Integer)lua_rawlen(L, 3);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, 3, i);
        lua_pushvalue(L, -1);
        lua_rawget(L, 2);
        ordered_set(L, 1);
    }
    lua_settop(L, 1);
    return 1;
}

static int l_mark(lua_State *L, enum engine_meta which) {
    if (lua_isnoneornil(L, 1)) {
        lua_settop(L, 0);
        lua_newtable(L);
    }
    if (lua_type(L, 1) == LUA_TUSERDATA) { /* known at deployment: one already */
        lua_settop(L, 1);
        return 1;
    }
    luaL_checktype(L, 1, LUA_TTABLE);
    forget_empty_list(L, 1);
    if (!lua_getmetatable(L, 1)) {
        mark(L, 1, which);
    }
    lua_settop(L, 1);
    return 1;
}

static int l_list(lua_State *L) { return l_mark(L, META_LIST); }
static int l_map(lua_State *L) { return l_mark(L, META_MAP); }

const char *push_display(lua_State *L, int idx) {
    idx = lua_absindex(L, idx);
    size_t length;
    switch (lua_type(L, idx)) {
    case LUA_TNIL:
    case LUA_TNONE:
        return lua_pushliteral(L, "nil");
    case LUA_TSTRING: {
        const char *s = lua_tolstring(L, idx, &length);
        if (length > 60) {
            lua_pushlstring(L, s, 57);
            lua_pushfstring(L, "'%s…'", lua_tostring(L, -1));
            lua_remove(L, -2);
            return lua_tostring(L, -1);
        }
        return lua_pushfstring(L, "'%s'", s);
    }
    case LUA_TTABLE:
        if (class_is_instance(L, idx)) {
            return luaL_tolstring(L, idx, NULL);
        }
        switch (table_kind(L, idx, &length)) {
        case TABLE_EMPTY:
            return lua_pushliteral(L, "an empty table");
        case TABLE_LIST:
            return lua_pushfstring(L, "a list of %d", (int)length);
        default:
            return lua_pushliteral(L, "a table");
        }
    case LUA_TLIGHTUSERDATA:
        return lua_pushstring(L, is_null(L, idx) ? "cdk.NULL" : "a deletion");
    case LUA_TUSERDATA:
        return token_is(L, idx) ? token_push_description(L, idx) : luaL_tolstring(L, idx, NULL);
    case LUA_TFUNCTION:
        return lua_pushliteral(L, "a function");
    default:
        return luaL_tolstring(L, idx, NULL);
    }
}

static int l_display(lua_State *L) {
    luaL_checkany(L, 1);
    push_display(L, 1);
    return 1;
}

/* engine.number_fault(number) → why it cannot be part of a document, as the end of a sentence; nil if it can */
static int l_number_fault(lua_State *L) {
    luaL_checknumber(L, 1);
    lua_pushstring(L, number_fault(L, 1));
    return 1;
}

/* engine.gap(list) → the index of the first entry that is nil; nil if there is none */
static int l_gap(lua_State *L) {
    size_t length;
    luaL_checktype(L, 1, LUA_TTABLE);
    table_kind(L, 1, &length);
    for (size_t i = 1; i <= length; i++) {
        if (lua_rawgeti(L, 1, (lua_Integer)i) == LUA_TNIL) {
            lua_pushinteger(L, (lua_Integer)i);
            return 1;
        }
        lua_pop(L, 1);
    }
    return 0;
}

static void new_meta(lua_State *L, enum engine_meta which, const char *name, const luaL_Reg *methods) {
    lua_newtable(L);
    lua_pushstring(L, name);
    lua_setfield(L, -2, "__name");
    luaL_setfuncs(L, methods, 0);
    engine_set_meta(L, which);
}

static const luaL_Reg functions[] = {{"ordered", l_ordered}, {"extend", l_extend},
                                     {"list", l_list},       {"map", l_map},
                                     {"display", l_display}, {"is_ordered", l_is_ordered},
                                     {"keys", l_keys},       {"number_fault", l_number_fault},
                                     {"gap", l_gap},         {NULL, NULL}};

static const luaL_Reg ordered_metamethods[] = {
    {"__newindex", ordered_newindex}, {"__pairs", ordered_pairs}, {NULL, NULL}};

static const luaL_Reg no_metamethods[] = {{NULL, NULL}};

void values_open(lua_State *L) {
    new_meta(L, META_ORDERED, ORDERED_NAME, ordered_metamethods);
    new_meta(L, META_LIST, LIST_NAME, no_metamethods);
    new_meta(L, META_EMPTY, EMPTY_NAME, no_metamethods);
    new_meta(L, META_MAP, MAP_NAME, no_metamethods);
    luaL_setfuncs(L, functions, 0);
    lua_pushlightuserdata(L, NULL);
    lua_setfield(L, -2, "NULL");
}
