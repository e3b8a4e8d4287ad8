/* Arenas and buffers as userdata. */
#include "object/scratch.h"

#include <lauxlib.h>

#include "base/hash.h"
#include "base/utf8.h"

#define ARENA_NAME "luacdk.arena"
#define BUFFER_NAME "luacdk.buffer"

static int arena_gc(lua_State *L) {
    arena_free(lua_touserdata(L, 1));
    return 0;
}

struct arena *push_arena(lua_State *L) {
    struct arena *arena = lua_newuserdatauv(L, sizeof *arena, 0);
    *arena = (struct arena)ARENA_INIT;
    if (luaL_newmetatable(L, ARENA_NAME)) {
        lua_pushcfunction(L, arena_gc);
        lua_setfield(L, -2, "__gc");
    }
    lua_setmetatable(L, -2);
    return arena;
}

static int strbuf_gc(lua_State *L) {
    strbuf_free(luaL_checkudata(L, 1, BUFFER_NAME));
    return 0;
}

static int strbuf_tostring(lua_State *L) {
    const struct strbuf *buffer = luaL_checkudata(L, 1, BUFFER_NAME);
    lua_pushlstring(L, buffer->data, buffer->length);
    return 1;
}

/* #buffer: its bytes */
static int strbuf_len(lua_State *L) {
    const struct strbuf *buffer = luaL_checkudata(L, 1, BUFFER_NAME);
    lua_pushinteger(L, (lua_Integer)buffer->length);
    return 1;
}

/* buffer:characters() → the code points of its text, which is valid UTF-8 */
static int strbuf_characters(lua_State *L) {
    const struct strbuf *buffer = luaL_checkudata(L, 1, BUFFER_NAME);
    lua_pushinteger(L, (lua_Integer)utf8_count(buffer->data, buffer->length));
    return 1;
}

/* buffer:sha256() → hexadecimal digest of its text */
static int strbuf_sha256(lua_State *L) {
    const struct strbuf *buffer = luaL_checkudata(L, 1, BUFFER_NAME);
    char hex[HASH_MAX_HEX];
    hash_hex(HASH_SHA256, buffer->data, buffer->length, hex);
    lua_pushstring(L, hex);
    return 1;
}

/* buffer:release(): frees its memory at once; it is empty afterwards */
static int strbuf_release(lua_State *L) {
    strbuf_free(luaL_checkudata(L, 1, BUFFER_NAME));
    return 0;
}

static const luaL_Reg buffer_methods[] = {
    {"characters", strbuf_characters}, {"sha256", strbuf_sha256}, {"release", strbuf_release}, {NULL, NULL}};

static const luaL_Reg buffer_metamethods[] = {
    {"__gc", strbuf_gc}, {"__tostring", strbuf_tostring}, {"__len", strbuf_len}, {NULL, NULL}};

struct strbuf *test_strbuf(lua_State *L, int idx) {
    return luaL_testudata(L, idx, BUFFER_NAME);
}

struct strbuf *push_strbuf(lua_State *L) {
    struct strbuf *buffer = lua_newuserdatauv(L, sizeof *buffer, 0);
    strbuf_init(buffer);
    if (luaL_newmetatable(L, BUFFER_NAME)) {
        luaL_setfuncs(L, buffer_metamethods, 0);
        luaL_newlib(L, buffer_methods);
        lua_setfield(L, -2, "__index");
    }
    lua_setmetatable(L, -2);
    return buffer;
}
