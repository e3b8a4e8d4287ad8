/* JavaScript's view of strings, for Lua: see text_api.h. */
#include "api/text_api.h"

#include <lauxlib.h>
#include <limits.h>
#include <string.h>

#include "base/regex.h"
#include "document/js_order.h"
#include "object/scratch.h"

/* engine.matches(pattern, text [, flags]) → whether it matches anywhere in the text; nil, reason if the pattern is not
 * valid or takes too long. `flags` are JavaScript's: with "m" `^` and `$` match at line breaks too, "u" knows \p{…}. */
static int l_matches(lua_State *L) {
    size_t pattern_length, length;
    const char *pattern = luaL_checklstring(L, 1, &pattern_length);
    const char *text = luaL_checklstring(L, 2, &length);
    const char *given = luaL_optstring(L, 3, "");
    unsigned flags = (strchr(given, 'm') ? REGEX_MULTILINE : 0) | (strchr(given, 'u') ? REGEX_UNICODE : 0);
    struct arena *arena = push_arena(L);
    struct text source = {.arena = arena}, units = {.arena = arena};
    text_add_utf8(&source, pattern, pattern_length);
    text_add_utf8(&units, text, length);
    const char *why = NULL;
    const struct regex *regex = regex_compile(arena, source.units, source.length, flags, &why);
    if (!regex) {
        lua_pushnil(L);
        lua_pushstring(L, why);
        return 2;
    }
    struct regex_memory memory = {0};
    bool matches = regex_test(regex, units.units, units.length, &memory);
    bool gave_up = memory.gave_up;
    regex_memory_free(&memory);
    arena_free(arena);
    if (gave_up) {
        lua_pushnil(L);
        lua_pushliteral(L, "it takes too long on this text");
        return 2;
    }
    lua_pushboolean(L, matches);
    return 1;
}

/* engine.sort(list) → the list of strings, sorted */
static int l_sort(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    size_t count = lua_rawlen(L, 1);
    if (count > INT_MAX / 2) {
        return luaL_error(L, "too many strings");
    }
    struct arena *arena = push_arena(L);
    struct js_key *keys = arena_alloc(arena, count * sizeof *keys);
    lua_createtable(L, (int)count, 0); /* the strings in their places, which keeps them alive */
    for (size_t i = 0; i < count; i++) {
        size_t length;
        if (lua_rawgeti(L, 1, (lua_Integer)i + 1) != LUA_TSTRING) {
            return luaL_argerror(L, 1, "must be a list of strings");
        }
        const char *text = lua_tolstring(L, -1, &length);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
        keys[i] = js_key(text, length, i);
    }
    js_sort(keys, count);
    for (size_t i = 0; i < count; i++) {
        lua_rawgeti(L, -1, (lua_Integer)keys[i].place + 1);
        lua_rawseti(L, 1, (lua_Integer)i + 1);
    }
    arena_free(arena);
    lua_settop(L, 1);
    return 1;
}

/* engine.count(text, needle, from, to) → how often the text contains the needle, which is not empty, between these
 * bytes, and not overlapping */
static int l_count(lua_State *L) {
    size_t length, needle_length;
    const char *text = luaL_checklstring(L, 1, &length), *needle = luaL_checklstring(L, 2, &needle_length);
    lua_Integer from = luaL_checkinteger(L, 3), to = luaL_checkinteger(L, 4), count = 0;
    lua_Integer last = (lua_Integer)length;
    from = from < 1 ? 1 : from > last + 1 ? last + 1 : from;
    to = to < 0 ? 0 : to > last ? last : to;
    luaL_argcheck(L, needle_length > 0, 2, "an empty string");
    for (const char *at = text + from - 1, *end = text + to; at < end; at += needle_length, count++) {
        at = memmem(at, (size_t)(end - at), needle, needle_length);
        if (!at) {
            break;
        }
    }
    lua_pushinteger(L, count);
    return 1;
}

static const luaL_Reg functions[] = {{"matches", l_matches}, {"sort", l_sort}, {"count", l_count}, {NULL, NULL}};

void text_open(lua_State *L) { luaL_setfuncs(L, functions, 0); }
