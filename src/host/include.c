/* Including and reading files: see include.h. Also the modules luacdk.files and luacdk.inputs. */
#include "host/include.h"

#include "assembly/json.h"
#include "base/file.h"
#include "base/guard.h"
#include "base/inputs.h"
#include "base/path.h"
#include "host/chunk.h"
#include "host/tables.h"
#include "object/diagnostics.h"
#include "object/scratch.h"
#include "object/state.h"
#include "object/unresolved.h"
#include "synth/resolve.h"

#include <lauxlib.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static char INCLUDED; /* registry: globals → real path → values; weak */

/* ---- names ----------------------------------------------------------------------------------------------------- */

/* The folder of the innermost file of user code; "" for the working folder. */
static const char *base_folder(lua_State *L, struct arena *arena) {
    lua_Debug ar;
    const char *source;
    int line;
    for (int level = 0; lua_getstack(L, level, &ar); level++) {
        if (user_location_at(L, level, &source, &line) && *source == '@') {
            return strchr(source, '/') ? path_dirname(arena, source + 1) : "";
        }
    }
    return "";
}

/* Raises the message on top of the stack. The arena is freed at once: code that catches such errors in a loop gives Lua
 * no garbage that would make it collect the arena. */
static int fail(lua_State *L, struct arena *arena) {
    arena_free(arena);
    return engine_fail(L, 0, "%s", lua_tostring(L, -1));
}

/* The file named by argument 1, relative to the asking file; `what` is the verb in messages. */
static const char *check_file(lua_State *L, struct arena *arena, const char *what) {
    size_t length;
    token_check_known(L, 1, "a path");
    const char *name = luaL_checklstring(L, 1, &length);
    luaL_argcheck(L, strlen(name) == length && length > 0, 1, "expected the name of a file");
    const char *path = path_is_absolute(name) ? name : path_join(arena, base_folder(L, arena), name);
    struct error error = ERROR_INIT;
    int refused = guard_check_reading(path, &error);
    if (refused || !file_is_regular(path)) {
        if (refused) {
            lua_pushstring(L, error.message);
        } else {
            lua_pushfstring(L, "cannot %s %s: %s", what, path,
                            file_exists(path) ? "not a regular file" : "no such file");
        }
        error_clear(&error);
        fail(L, arena);
    }
    return path;
}

/* ---- include --------------------------------------------------------------------------------------------------- */

static bool is_same_file(const char *source, const char *real) {
    char *path = *source == '@' ? realpath(source + 1, NULL) : NULL;
    bool same = path && strcmp(path, real) == 0;
    free(path);
    return same;
}

static bool is_loading(lua_State *L, int level, lua_Debug *ar) {
    return lua_getstack(L, level, ar) && lua_getinfo(L, "S", ar) && strcmp(ar->what, "main") == 0 && *ar->source == '@';
}

/* Raises if the file is currently running: a → b → a. Looking through the stack takes long when it is deep, so it is
 * done only for files that were loaded before. */
static void check_circle(lua_State *L, struct arena *arena, const char *path, const char *real) {
    lua_Debug ar;
    int first = -1;
    if (!chunk_was_loaded(L, real)) {
        return;
    }
    for (int level = 0; first < 0 && lua_getstack(L, level, &ar); level++) {
        if (is_loading(L, level, &ar) && is_same_file(ar.source, real)) {
            first = level;
        }
    }
    if (first < 0) {
        return;
    }
    lua_pushliteral(L, "");
    for (int level = first; level >= 0; level--) {
        if (is_loading(L, level, &ar)) {
            lua_pushfstring(L, "%s%s → ", lua_tostring(L, -1), ar.source + 1);
            lua_remove(L, -2);
        }
    }
    lua_pushfstring(L, "files include each other: %s%s", lua_tostring(L, -1), path);
    fail(L, arena);
}

/* Pushes the table real path → values of these globals. */
static void push_included(lua_State *L, int globals) {
    tables_push_weak(L, &INCLUDED);
    lua_pushvalue(L, globals);
    if (lua_rawget(L, -2) == LUA_TNIL) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, globals);
        lua_pushvalue(L, -2);
        lua_rawset(L, -4);
    }
    lua_remove(L, -2);
}

static int push_values(lua_State *L, int values) {
    int count = (int)lua_rawlen(L, values);
    lua_rawgeti(L, values, 0);
    count = lua_isinteger(L, -1) ? (int)lua_tointeger(L, -1) : count;
    lua_pop(L, 1);
    luaL_checkstack(L, count, "too many values");
    for (int i = 1; i <= count; i++) {
        lua_rawgeti(L, values, i);
    }
    return count;
}

static _Thread_local void (*find_globals)(lua_State *L);

void include_find_globals(void (*push)(lua_State *L)) { find_globals = push; }

/* Pushes the globals of the including code. */
static void push_globals(lua_State *L) {
    if (find_globals) {
        find_globals(L);
        if (!lua_isnil(L, -1)) {
            return;
        }
        lua_pop(L, 1);
    }
    lua_pushglobaltable(L);
}

enum { FILE_SLOT = 1 }; /* on the stack of `include`: the file that it runs */

/* include(file) → what the file returns. Upvalue: the globals, or nil for those of the caller. */
static int l_include(lua_State *L) {
    lua_settop(L, 1);
    struct arena *arena = push_arena(L);
    const char *path = check_file(L, arena, "include");
    const char *real = file_realpath(arena, path, NULL);
    real = real ? real : path;
    lua_pushvalue(L, lua_upvalueindex(1));
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        push_globals(L);
    }
    int globals = lua_gettop(L);
    push_included(L, globals);
    if (lua_getfield(L, -1, real) == LUA_TTABLE) {
        arena_free(arena);
        return push_values(L, lua_gettop(L));
    }
    lua_pop(L, 1);
    check_circle(L, arena, path, real);
    int included = lua_gettop(L);
    int status = chunk_load(L, path, path, globals);
    if (status != LUA_OK) {
        return status == LUA_ERRSYNTAX ? lua_error(L) : fail(L, arena);
    }
    lua_pushstring(L, path);
    lua_replace(L, FILE_SLOT);
    lua_call(L, 0, LUA_MULTRET);
    int count = lua_gettop(L) - included;
    lua_createtable(L, count, 0);
    for (int i = 1; i <= count; i++) {
        lua_pushvalue(L, included + i);
        lua_rawseti(L, -2, i);
    }
    lua_pushinteger(L, count);
    lua_rawseti(L, -2, 0);
    lua_setfield(L, included, real);
    arena_free(arena);
    return count;
}

/* including() → the file that the innermost include runs, or nil. A file whose last statement calls the library is no
 * longer on the stack itself. */
static int l_including(lua_State *L) {
    lua_Debug ar;
    for (int level = 0; lua_getstack(L, level, &ar); level++) {
        lua_getinfo(L, "f", &ar);
        if (lua_tocfunction(L, -1) == l_include && lua_getlocal(L, &ar, FILE_SLOT)) {
            return 1;
        }
        lua_pop(L, 1);
    }
    return 0;
}

void include_push(lua_State *L) { lua_pushcclosure(L, l_include, 1); }

/* ---- readers --------------------------------------------------------------------------------------------------- */

static struct strbuf *push_text(lua_State *L, struct arena *arena, const char *path) {
    struct strbuf *text = push_strbuf(L);
    struct error error = ERROR_INIT;
    if (file_read(path, text, &error) != 0) {
        lua_pushstring(L, error.message);
        error_clear(&error);
        fail(L, arena);
    }
    return text;
}

/* read_text(file) → its bytes */
static int l_read_text(lua_State *L) {
    lua_settop(L, 1);
    struct arena *arena = push_arena(L);
    struct strbuf *text = push_text(L, arena, check_file(L, arena, "read"));
    lua_pushlstring(L, text->data, text->length);
    strbuf_free(text); /* Lua does not know its size, and may not collect it for long */
    return 1;
}

/* The engine defines the marks of ordered maps and lists. */
static void need_engine(lua_State *L) {
    engine_push_global(L, "require");
    lua_pushliteral(L, "luacdk.engine");
    lua_call(L, 1, 0);
}

/* read_json(file) → the document; maps keep the order of the file */
static int l_read_json(lua_State *L) {
    lua_settop(L, 1);
    struct arena *arena = push_arena(L);
    const char *path = check_file(L, arena, "read");
    struct strbuf *text = push_text(L, arena, path);
    struct json_error at;
    const cJSON *node = json_parse_exact(arena, text->data, text->length, NULL, &at);
    if (!node) {
        lua_pushfstring(L, "%s:%d:%d: %s", path, (int)at.line, (int)at.column, at.reason);
        strbuf_free(text);
        return fail(L, arena);
    }
    strbuf_free(text);
    need_engine(L);
    push_document(L, node);
    arena_free(arena);
    return 1;
}

/* read_yaml(file [, { short_forms = true }]) → the document; with short forms `!Ref X` is { Ref = "X" } */
static int l_read_yaml(lua_State *L) {
    lua_settop(L, 2);
    bool short_forms = false;
    if (!lua_isnil(L, 2)) {
        luaL_checktype(L, 2, LUA_TTABLE);
        lua_getfield(L, 2, "short_forms");
        short_forms = lua_toboolean(L, -1);
        lua_pop(L, 1);
    }
    struct arena *arena = push_arena(L);
    const char *path = check_file(L, arena, "read");
    struct strbuf *text = push_text(L, arena, path);
    engine_push_global(L, "require");
    lua_pushliteral(L, "luacdk.assembly");
    lua_call(L, 1, 1);
    lua_getfield(L, -1, "parse_yaml");
    lua_pushlstring(L, text->data, text->length);
    strbuf_free(text);
    lua_createtable(L, 0, 3);
    lua_pushstring(L, path);
    lua_setfield(L, -2, "name");
    lua_pushboolean(L, 1);
    lua_setfield(L, -2, "exact");
    lua_pushboolean(L, short_forms);
    lua_setfield(L, -2, "short_forms");
    lua_call(L, 2, 2);
    if (lua_isstring(L, -1) && lua_isnil(L, -2)) {
        return fail(L, arena);
    }
    lua_pop(L, 1);
    return 1;
}

int luaopen_luacdk_files(lua_State *L) {
    static const luaL_Reg functions[] = {{"read_text", l_read_text},
                                         {"read_json", l_read_json},
                                         {"read_yaml", l_read_yaml},
                                         {"including", l_including},
                                         {NULL, NULL}};
    luaL_newlib(L, functions);
    lua_pushnil(L);
    include_push(L);
    lua_setfield(L, -2, "include");
    return 1;
}

/* ---- inputs ---------------------------------------------------------------------------------------------------- */

/* inputs.add(path): notes that the run depends on this file */
static int l_add(lua_State *L) {
    inputs_add(luaL_checkstring(L, 1));
    return 0;
}

/* inputs.list(from) → the files noted from that number on: for processes that do a part of the run */
static int l_list(lua_State *L) {
    size_t from = (size_t)luaL_optinteger(L, 1, 1), count = inputs_count();
    lua_newtable(L);
    for (size_t i = from; i <= count && from > 0; i++) {
        lua_pushstring(L, inputs_at(i - 1));
        lua_rawseti(L, -2, (lua_Integer)(i - from) + 1);
    }
    return 1;
}

int luaopen_luacdk_inputs(lua_State *L) {
    static const luaL_Reg functions[] = {{"add", l_add}, {"list", l_list}, {NULL, NULL}};
    luaL_newlib(L, functions);
    return 1;
}
