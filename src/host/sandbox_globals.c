/* Globals of untrusted code: see sandbox_globals.h. */
#include "host/sandbox_globals.h"

#include "base/file.h"
#include "base/guard.h"
#include "base/path.h"
#include "base/terminal.h"
#include "host/chunk.h"
#include "host/globals.h"
#include "host/include.h"
#include "host/limits.h"
#include "host/modules.h"
#include "host/tables.h"
#include "host/wrappers.h"
#include "object/diagnostics.h"
#include "object/scratch.h"
#include "object/state.h"

#include <lauxlib.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { PRINT_LIMIT = 1 << 20 };

static char GLOBALS;        /* registry: set of all globals made here, weak */
static char LAST_GLOBALS;   /* registry: the newest */
static char METATABLES;     /* registry: set of the metatables that untrusted code has set, weak */
static char SETMETATABLE;   /* registry: Lua's own */
static char STRING_METHODS; /* registry: the bounded functions of `string` */

static _Thread_local bool protecting; /* untrusted code has run, or is about to */

/* ---- calls that catch errors ----------------------------------------------------------------------------------- */

/* A limit that was reached is passed on to the caller; any other error is a result. */
static int finish_pcall(lua_State *L, int status, lua_KContext extra) {
    if (status != LUA_OK && status != LUA_YIELD) {
        if (limits_reached_by(L, -1)) {
            return limits_raise(L);
        }
        lua_pushboolean(L, 0);
        lua_insert(L, -2);
        return 2;
    }
    return lua_gettop(L) - (int)extra;
}

static int l_pcall(lua_State *L) {
    luaL_checkany(L, 1);
    lua_pushboolean(L, 1);
    lua_insert(L, 1);
    return finish_pcall(L, lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, 0, finish_pcall), 0);
}

/* The hook that enforces a limit is off while its error looks for a handler: a user's handler could then run
 * forever. */
static int l_handler(lua_State *L) {
    if (limits_active() && limits_reached()) {
        return 1;
    }
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, 1);
    return 1;
}

static int l_xpcall(lua_State *L) {
    int count = lua_gettop(L);
    luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_pushvalue(L, 2);
    lua_pushcclosure(L, l_handler, 1);
    lua_replace(L, 2); /* f, handler, arguments… */
    lua_pushboolean(L, 1);
    lua_pushvalue(L, 1);
    lua_rotate(L, 3, 2); /* f, handler, true, f, arguments… */
    return finish_pcall(L, lua_pcallk(L, count - 2, LUA_MULTRET, 2, 2, finish_pcall), 2);
}

/* ---- text of values -------------------------------------------------------------------------------------------- */

/* Pushes tostring(value), without the address in the text of values that have none of their own. */
static void push_text(lua_State *L, int index) {
    index = lua_absindex(L, index);
    luaL_tolstring(L, index, NULL);
    const void *pointer = lua_topointer(L, index);
    if (pointer && lua_type(L, index) != LUA_TSTRING) {
        char tail[40];
        snprintf(tail, sizeof tail, ": %p", pointer);
        size_t length, cut = strlen(tail);
        const char *text = lua_tolstring(L, -1, &length);
        if (length > cut && strcmp(text + length - cut, tail) == 0) {
            lua_pushlstring(L, text, length - cut);
            lua_remove(L, -2);
        }
    }
}

static int l_tostring(lua_State *L) {
    luaL_checkany(L, 1);
    push_text(L, 1);
    return 1;
}

static int l_print(lua_State *L) {
    static _Thread_local size_t printed;
    int count = lua_gettop(L);
    for (int i = 1; i <= count; i++) {
        push_text(L, i);
        size_t length;
        const char *text = lua_tolstring(L, -1, &length);
        if (length > PRINT_LIMIT - printed) {
            return luaL_error(L, "the sandbox can print at most %d bytes", PRINT_LIMIT);
        }
        printed += length + 1;
        printed = printed > PRINT_LIMIT ? PRINT_LIMIT : printed;
        terminal_print(stdout, text, length);
        putchar(i < count ? '\t' : '\n');
        lua_pop(L, 1);
    }
    if (count == 0) {
        putchar('\n');
    }
    fflush(stdout);
    return 0;
}

/* ---- tables and metatables ------------------------------------------------------------------------------------- */

/* Finalizers run with hooks off, and after the end of the run. */
static int l_setmetatable_checked(lua_State *L) {
    int type = lua_type(L, 2);
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_argexpected(L, type == LUA_TNIL || type == LUA_TTABLE, 2, "nil or table");
    if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL) {
        return luaL_error(L, "cannot change a protected metatable");
    }
    lua_settop(L, 2);
    if (type == LUA_TTABLE) {
        lua_pushliteral(L, "__gc");
        if (lua_rawget(L, 2) != LUA_TNIL) {
            return luaL_error(L, "finalizers (__gc) are not available in the sandbox");
        }
        lua_pop(L, 1);
    }
    lua_setmetatable(L, 1);
    return 1;
}

static int l_setmetatable(lua_State *L) {
    l_setmetatable_checked(L);
    if (lua_getmetatable(L, 1)) {
        tables_push_weak(L, &METATABLES);
        lua_insert(L, -2);
        lua_pushboolean(L, 1);
        lua_rawset(L, -3);
    }
    lua_settop(L, 1);
    return 1;
}

/* Metatables of the library are hidden: methods in C rely on them. */
static int l_getmetatable(lua_State *L) {
    luaL_checkany(L, 1);
    if (!lua_getmetatable(L, 1)) {
        return 0;
    }
    if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL) {
        return 1;
    }
    tables_push_weak(L, &METATABLES);
    lua_pushvalue(L, -2);
    if (lua_rawget(L, -2) == LUA_TNIL) {
        return 1;
    }
    lua_pushvalue(L, -3);
    return 1;
}

/* ---- functions that cost --------------------------------------------------------------------------------------- */

/* format without addresses: no %p, and none in the texts of values. */
static int l_format(lua_State *L) {
    const char *format = luaL_checkstring(L, 1);
    for (const char *at = format; (at = strchr(at, '%')) != NULL; at++) {
        at += 1 + strspn(at + 1, "-+ #0123456789.");
        if (*at == 'p') {
            return luaL_error(L, "addresses (%%p) are not available in the sandbox");
        }
        if (*at == '\0') {
            break;
        }
    }
    int count = lua_gettop(L);
    for (int i = 2; i <= count; i++) {
        int type = lua_type(L, i);
        if (type == LUA_TTABLE || type == LUA_TFUNCTION || type == LUA_TTHREAD || type == LUA_TUSERDATA) {
            push_text(L, i);
            lua_replace(L, i);
        }
    }
    return wrappers_call_original(L);
}

/* ---- load and require ------------------------------------------------------------------------------------------ */

/* load(chunk [, name [, mode [, env]]]): text chunks only. Upvalues: the original, the globals. */
static int l_load(lua_State *L) {
    int count = lua_gettop(L);
    const char *mode = luaL_optstring(L, 3, "t");
    if (!strchr(mode, 't')) {
        lua_pushnil(L);
        lua_pushliteral(L, "bytecode cannot be loaded in the sandbox");
        return 2;
    }
    size_t length;
    if (lua_type(L, 1) == LUA_TSTRING && lua_tolstring(L, 1, &length)) {
        limits_charge(L, (long long)length);
    }
    const char *name = luaL_optstring(L, 2, NULL);
    lua_settop(L, 4);
    if (name && strncmp(name, LIBRARY_CHUNK, strlen(LIBRARY_CHUNK)) == 0) {
        lua_pushliteral(L, "=(load)"); /* otherwise reports would take it for the library */
        lua_replace(L, 2);
    }
    lua_pushliteral(L, "t");
    lua_replace(L, 3);
    if (count < 4) {
        lua_pushvalue(L, lua_upvalueindex(2));
        lua_replace(L, 4);
    }
    return wrappers_call_original(L);
}

/* The file of a user's module below `root`, or NULL. */
static const char *find_module(struct arena *arena, const char *root, const char *name) {
    char *path = arena_strdup(arena, name);
    for (char *at = path; *at; at++) {
        *at = *at == '.' ? '/' : *at;
    }
    const char *const forms[] = {"%s/%s.lua", "%s/%s/init.lua"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        char *file =
            i == 0 ? arena_printf(arena, "%s/%s.lua", root, path) : arena_printf(arena, "%s/%s/init.lua", root, path);
        if (file_is_regular(file)) {
            return file;
        }
    }
    return NULL;
}

/* require(name). Upvalues: the globals, the root, the loaded modules. */
static int l_require(lua_State *L) {
    size_t length;
    const char *name = luaL_checklstring(L, 1, &length);
    lua_settop(L, 1);
    if (modules_is_library(name)) {
        lua_getglobal(L, "require");
        lua_pushvalue(L, 1);
        lua_call(L, 1, 1);
        return 1;
    }
    lua_pushvalue(L, 1);
    if (lua_rawget(L, lua_upvalueindex(3)) != LUA_TNIL) {
        return 1;
    }
    lua_pop(L, 1);
    struct arena *arena = push_arena(L);
    bool plain = length > 0 && strlen(name) == length && !strchr(name, '/') && !strstr(name, "..") && *name != '.';
    const char *file = plain ? find_module(arena, lua_tostring(L, lua_upvalueindex(2)), name) : NULL;
    if (!file) {
        return engine_fail(L, 0, "the sandbox has no module '%s', only aws_cdk, constructs and Lua files in %s; -> %s",
                           name, lua_tostring(L, lua_upvalueindex(2)), guard_remedy());
    }
    if (chunk_load(L, file, file, lua_upvalueindex(1)) != LUA_OK) {
        return engine_fail(L, 0, "%s", lua_tostring(L, -1));
    }
    lua_pushvalue(L, 1);
    lua_pushstring(L, file);
    lua_call(L, 2, 1);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_pushboolean(L, 1);
    }
    lua_pushvalue(L, 1);
    lua_pushvalue(L, -2);
    lua_rawset(L, lua_upvalueindex(3));
    return 1;
}

/* ---- the globals ----------------------------------------------------------------------------------------------- */

static const char *const plain_functions[] = {
    "assert", "error",  "ipairs", "next",     "pairs", "rawequal", "rawget",
    "rawlen", "rawset", "select", "tonumber", "type",  "_VERSION",
};

/* What code is likely to try; anything else is nil, as usual. */
static const char *const absent[] = {"collectgarbage", "debug", "dofile", "io", "loadfile", "os", "package"};

static int l_missing_global(lua_State *L) {
    const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++) {
        if (strcmp(name, absent[i]) == 0) {
            return engine_fail(L, 0, "the sandbox has no '%s'; -> %s", name, guard_remedy());
        }
    }
    return globals_missing(L);
}

/* Pushes the table `name` of Lua's own globals. */
static void push_library(lua_State *L, const char *name) {
    lua_getfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    lua_getfield(L, -1, name);
    lua_remove(L, -2);
}

static void copy_all(lua_State *L, const char *library) {
    push_library(L, library);
    tables_copy(L);
}

static void drop(lua_State *L, const char *name) {
    lua_pushnil(L);
    lua_setfield(L, -2, name);
}

static void push_string_library(lua_State *L) {
    copy_all(L, "string");
    drop(L, "dump");
    wrappers_wrap(L, "format", l_format);
    wrappers_set_string(L);
}

static void push_table_library(lua_State *L) {
    copy_all(L, "table");
    wrappers_set_table(L);
}

static void push_math_library(lua_State *L) {
    copy_all(L, "math");
    drop(L, "random");
    drop(L, "randomseed");
}

static void push_coroutine_library(lua_State *L) {
    copy_all(L, "coroutine");
    wrappers_set_coroutine(L);
}

enum { USUAL_GLOBALS = 32 };

static void remember(lua_State *L, int globals) {
    tables_push_weak(L, &GLOBALS);
    lua_pushvalue(L, globals);
    lua_pushboolean(L, 1);
    lua_rawset(L, -3);
    lua_pop(L, 1);
    lua_pushvalue(L, globals);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &LAST_GLOBALS);
}

void sandbox_push_globals(lua_State *L, const char *root) {
    static const luaL_Reg own[] = {{"pcall", l_pcall},
                                   {"xpcall", l_xpcall},
                                   {"setmetatable", l_setmetatable},
                                   {"getmetatable", l_getmetatable},
                                   {"tostring", l_tostring},
                                   {"print", l_print},
                                   {NULL, NULL}};
    luaL_checkstack(L, 10, NULL);
    lua_createtable(L, 0, USUAL_GLOBALS);
    int globals = lua_gettop(L);
    push_library(L, LUA_GNAME);
    for (size_t i = 0; i < sizeof plain_functions / sizeof *plain_functions; i++) {
        lua_getfield(L, -1, plain_functions[i]);
        lua_setfield(L, globals, plain_functions[i]);
    }
    lua_getfield(L, -1, "load");
    lua_pushvalue(L, globals);
    lua_pushcclosure(L, l_load, 2);
    lua_setfield(L, globals, "load");
    lua_pushliteral(L, "arg");
    if (lua_rawget(L, -2) == LUA_TTABLE) { /* raw: who has no `arg` is not to be asked whether he meant another name */
        tables_copy(L);
        lua_setfield(L, globals, "arg");
    }
    lua_settop(L, globals);
    luaL_setfuncs(L, own, 0);
    push_string_library(L);
    lua_setfield(L, globals, "string");
    push_table_library(L);
    lua_setfield(L, globals, "table");
    copy_all(L, "utf8");
    lua_setfield(L, globals, "utf8");
    push_math_library(L);
    lua_setfield(L, globals, "math");
    push_coroutine_library(L);
    lua_setfield(L, globals, "coroutine");
    lua_pushvalue(L, globals);
    lua_setfield(L, globals, "_G");
    lua_pushvalue(L, globals);
    lua_pushstring(L, root);
    lua_newtable(L);
    lua_pushcclosure(L, l_require, 3);
    lua_setfield(L, globals, "require");
    lua_pushvalue(L, globals);
    include_push(L);
    lua_setfield(L, globals, "include");
    lua_createtable(L, 0, 2);
    lua_pushcfunction(L, l_missing_global);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, globals);
    remember(L, globals);
}

/* The globals of the innermost user code, if they are ours; else the newest: better too few rights than too many. */
static void push_current_globals(lua_State *L) {
    if (!protecting) {
        lua_pushnil(L);
        return;
    }
    int top = lua_gettop(L);
    lua_Debug ar;
    const char *source;
    int line;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &GLOBALS);
    for (int level = 0; lua_istable(L, top + 1) && lua_getstack(L, level, &ar); level++) {
        if (!user_location_at(L, level, &source, &line)) {
            continue;
        }
        lua_getinfo(L, "f", &ar);
        const char *name;
        for (int i = 1; (name = lua_getupvalue(L, -1, i)) != NULL; i++) {
            if (strcmp(name, "_ENV") == 0) {
                lua_pushvalue(L, -1);
                if (lua_rawget(L, top + 1) != LUA_TNIL) {
                    lua_pop(L, 1);
                    lua_replace(L, top + 1);
                    lua_settop(L, top + 1);
                    return;
                }
                lua_pop(L, 1);
            }
            lua_pop(L, 1);
        }
        lua_pop(L, 1);
    }
    lua_settop(L, top);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &LAST_GLOBALS);
    if (lua_isnil(L, -1)) { /* code that was not loaded as untrusted was run as such */
        lua_pop(L, 1);
        sandbox_push_globals(L, "/nowhere");
    }
}

/* ---- methods of strings ---------------------------------------------------------------------------------------- */

static void set_string_metatable(lua_State *L, bool hidden) {
    lua_pushliteral(L, "");
    if (lua_getmetatable(L, -1)) { /* text, metatable */
        if (hidden) {
            if (lua_rawgetp(L, LUA_REGISTRYINDEX, &STRING_METHODS) == LUA_TNIL) {
                lua_pop(L, 1);
                push_string_library(L);
                lua_pushvalue(L, -1);
                lua_rawsetp(L, LUA_REGISTRYINDEX, &STRING_METHODS);
            }
        } else {
            push_library(L, "string");
        }
        lua_setfield(L, -2, "__index");
        if (hidden) {
            lua_pushboolean(L, 0);
        } else {
            lua_pushnil(L);
        }
        lua_setfield(L, -2, "__metatable");
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

/* The library's own setmetatable, whose metatables are classes, which untrusted code may have changed. */
static void set_library_setmetatable(lua_State *L, bool checked) {
    push_library(L, LUA_GNAME);
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &SETMETATABLE) == LUA_TNIL) {
        lua_getfield(L, -2, "setmetatable");
        lua_rawsetp(L, LUA_REGISTRYINDEX, &SETMETATABLE);
    }
    lua_pop(L, 1);
    if (checked) {
        lua_pushcfunction(L, l_setmetatable_checked);
    } else {
        lua_rawgetp(L, LUA_REGISTRYINDEX, &SETMETATABLE);
    }
    if (engine_push_globals(L)) {
        lua_pushvalue(L, -2);
        lua_setfield(L, -2, "setmetatable");
        lua_pop(L, 1);
    }
    lua_setfield(L, -2, "setmetatable");
    lua_pop(L, 1);
}

void sandbox_protect_library(lua_State *L) {
    protecting = true;
    include_find_globals(push_current_globals);
    set_string_metatable(L, true);
    set_library_setmetatable(L, true);
}

void sandbox_unprotect_library(lua_State *L) {
    protecting = false;
    set_string_metatable(L, false);
    set_library_setmetatable(L, false);
}
