/* Chunks of Lua files: see chunk.h. */
#include "host/chunk.h"

#include "base/file.h"
#include "host/limits.h"
#include "host/report.h"
#include "object/scratch.h"

#include <lauxlib.h>
#include <string.h>

#ifdef LUA_HAS_FIRST_LINE
#include <lua_first_line.h>
#endif

static char LOADED; /* registry: a set of real paths */

bool chunk_was_loaded(lua_State *L, const char *real) {
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &LOADED) == LUA_TNIL) {
        lua_pop(L, 1);
        return false;
    }
    bool is_loaded = lua_getfield(L, -1, real) != LUA_TNIL;
    lua_pop(L, 2);
    return is_loaded;
}

void chunk_note(lua_State *L, const char *path) {
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &LOADED) == LUA_TNIL) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &LOADED);
    }
    struct arena *arena = push_arena(L);
    const char *real = file_realpath(arena, path, NULL);
    lua_pushboolean(L, 1);
    lua_setfield(L, -3, real ? real : path);
    arena_free(arena);
    lua_pop(L, 2);
}

int chunk_load(lua_State *L, const char *path, const char *name, int globals) {
    globals = lua_absindex(L, globals);
    struct strbuf *text = push_strbuf(L);
    struct error error = ERROR_INIT;
    if (file_read(path, text, &error) != 0) {
        lua_pushstring(L, error.message);
        error_clear(&error);
        lua_remove(L, -2);
        return LUA_ERRFILE;
    }
    const char *start = text->data;
    size_t length = text->length;
    if (length >= 3 && memcmp(start, "\xEF\xBB\xBF", 3) == 0) {
        start += 3;
        length -= 3;
    }
    if (length && *start == '#') { /* the line break stays, so that line numbers are right */
        const char *end = memchr(start, '\n', length);
        length = end ? length - (size_t)(end - start) : 0;
        start = end ? end : start;
    }
    lua_pushfstring(L, "@%s", name);
    limits_charge(L, (long long)length);
    int status = luaL_loadbufferx(L, start, length, lua_tostring(L, -1), "t");
    strbuf_free(text); /* Lua does not know its size, and may not collect it for long */
    if (status == LUA_ERRSYNTAX) {
        report_push_syntax_error(L, name, lua_tostring(L, -1));
        lua_remove(L, -2);
    } else if (status == LUA_OK) {
        chunk_note(L, path);
        lua_pushvalue(L, globals);
        lua_setupvalue(L, -2, 1);
    }
    lua_remove(L, -2);
    lua_remove(L, -2);
    return status;
}

#ifdef LUA_HAS_FIRST_LINE

int chunk_load_text(lua_State *L, const char *text, size_t length, const char *name, int line) {
    lua_first_line = line;
    int status = luaL_loadbufferx(L, text, length, name, "t"); /* which returns, whatever happens */
    lua_first_line = 1;
    return status;
}

#else

/* A Lua that is not ours counts lines itself, so there must be as many. */
int chunk_load_text(lua_State *L, const char *text, size_t length, const char *name, int line) {
    luaL_Buffer buffer;
    size_t above = (size_t)line - 1;
    char *all = luaL_buffinitsize(L, &buffer, above + length);
    memset(all, '\n', above);
    memcpy(all + above, text, length);
    luaL_pushresultsize(&buffer, above + length);
    int status = luaL_loadbufferx(L, lua_tostring(L, -1), above + length, name, "t");
    lua_remove(L, -2);
    return status;
}

#endif
