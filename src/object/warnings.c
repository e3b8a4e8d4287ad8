/* Warnings on standard error: see warnings.h. */
#include "object/warnings.h"

#include <lauxlib.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/terminal.h"
#include "object/diagnostics.h"
#include "object/node.h"

static char SEEN;     /* registry: texts printed */
static char OFF;      /* registry: true while nothing is printed */
static char TOLD;     /* registry: list of everything told */
static char HELD;     /* registry: true if warnings are only listed */
static char DEFERRED; /* registry: list of { line, path } of warnings that wait; nil: they are printed at once */

/* Adds to the list; `location` and `path` may be NULL. */
static void note_at(lua_State *L, const struct complaint *complaint, const char *location, const char *path) {
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &TOLD) == LUA_TNIL) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &TOLD);
    }
    complaint_push_row(L, complaint);
    lua_pushstring(L, location);
    lua_setfield(L, -2, "location");
    lua_pushstring(L, path);
    lua_setfield(L, -2, "path");
    lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
    lua_pop(L, 1);
}

static bool is_set(lua_State *L, const char *key) {
    bool set = lua_rawgetp(L, LUA_REGISTRYINDEX, key) != LUA_TNIL;
    lua_pop(L, 1);
    return set;
}

static bool is_off(lua_State *L) { return is_set(L, &OFF); }

/* Whether the text on top of the stack (popped) is new. */
static bool is_new(lua_State *L) {
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &SEEN) == LUA_TNIL) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &SEEN);
    }
    lua_pushvalue(L, -2);
    bool fresh = lua_rawget(L, -2) == LUA_TNIL;
    lua_pop(L, 1);
    if (fresh) {
        lua_pushvalue(L, -2);
        lua_pushboolean(L, 1);
        lua_rawset(L, -3);
    }
    lua_pop(L, 2);
    return fresh;
}

/* Lists a deprecation, with the user's line. */
static void note_deprecated(lua_State *L, const char *text, const char *remedy) {
    const char *source;
    int line, top = lua_gettop(L);
    luaL_checkstack(L, 8, NULL);
    const struct complaint complaint = {"luacdk::deprecated", NULL, NULL, text, remedy, NULL};
    note_at(L, &complaint, user_location(L, &source, &line) ? push_location(L, source, line) : NULL, NULL);
    lua_settop(L, top);
}

/* Lets the line on top of the stack wait; false if lines do not. */
static bool defer(lua_State *L, const char *path) {
    int line = lua_gettop(L);
    bool deferring = lua_rawgetp(L, LUA_REGISTRYINDEX, &DEFERRED) == LUA_TTABLE;
    if (deferring) {
        lua_createtable(L, 2, 0);
        lua_pushvalue(L, line);
        lua_rawseti(L, -2, 1);
        lua_pushstring(L, path);
        lua_rawseti(L, -2, 2);
        lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
    }
    lua_settop(L, line);
    return deferring;
}

void warnings_flush(lua_State *L) {
    int top = lua_gettop(L);
    if (!lua_checkstack(L, 8)) {
        return; /* this is not protected */
    }
    lua_rawgetp(L, LUA_REGISTRYINDEX, &DEFERRED);
    for (lua_Integer i = 1; lua_istable(L, top + 1) && lua_rawgeti(L, top + 1, i) == LUA_TTABLE; i++) {
        size_t length;
        lua_rawgeti(L, -1, 1);
        const char *line = lua_tolstring(L, -1, &length);
        terminal_print(stderr, line, length);
        lua_settop(L, top + 1);
    }
    lua_pushnil(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &DEFERRED);
    lua_settop(L, top);
}

void warning_print(lua_State *L, int construct, const struct complaint *complaint) {
    if (is_off(L)) {
        return;
    }
    luaL_checkstack(L, LUA_MINSTACK, NULL);
    int top = lua_gettop(L);
    const char *text = complaint_push_text(L, complaint);
    const char *source;
    int line;
    struct node *node = construct ? node_of(L, construct) : NULL;
    bool located = user_location(L, &source, &line) || (node && (source = node->source) && (line = node->line));
    const char *location = located ? push_location(L, source, line) : NULL;
    const char *path = node && node->parent ? (node_push_path(L, node), lua_tostring(L, -1)) : NULL;
    lua_pushfstring(L, "%s %s", location ? location : "", text);
    if (is_new(L)) {
        lua_pushfstring(L, "[WARNING] %s%s%s%s%s%s\n", location ? location : "", location ? ": " : "", path ? "[" : "",
                        path ? path : "", path ? "] " : "", text);
        size_t length;
        const char *line = lua_tolstring(L, -1, &length);
        if (!is_set(L, &HELD) && !(path && defer(L, path))) {
            terminal_print(stderr, line, length);
        }
    }
    /* What a line does to several constructs is printed once, but is true of each of them. */
    lua_pushfstring(L, "%s %s %s", location ? location : "", path ? path : "", text);
    if (is_new(L)) {
        note_at(L, complaint, location, path);
    }
    lua_settop(L, top);
}

void warning_deprecated(lua_State *L, const char *name, const char *remedy) {
    const char *mode = getenv("JSII_DEPRECATED");
    if (is_off(L) || (mode && strcmp(mode, "quiet") == 0)) {
        return;
    }
    if (mode && strcmp(mode, "fail") == 0) {
        engine_fail(L, 0, "%s is deprecated and will be removed in the next major release%s%s", name,
                    remedy ? ": " : "", remedy ? remedy : "");
        return;
    }
    lua_pushstring(L, name);
    if (is_new(L)) {
        if (!is_set(L, &HELD)) {
            fprintf(stderr, "[WARNING] %s is deprecated.\n", name);
            if (remedy) {
                fprintf(stderr, "  %s\n", remedy);
            }
            fputs("  This API will be removed in the next major release.\n", stderr);
        }
        note_deprecated(L, lua_pushfstring(L, "%s is deprecated and will be removed in the next major release", name),
                        remedy);
        lua_pop(L, 1);
    }
}

/* engine.deprecated(name [, remedy]) */
static int l_deprecated(lua_State *L) {
    warning_deprecated(L, luaL_checkstring(L, 1), luaL_optstring(L, 2, NULL));
    return 0;
}

/* engine.warnings(on) → whether they were on */
static int l_warnings(lua_State *L) {
    bool on = lua_toboolean(L, 1);
    lua_pushboolean(L, !is_off(L));
    if (on) {
        lua_pushnil(L);
    } else {
        lua_pushboolean(L, 1);
    }
    lua_rawsetp(L, LUA_REGISTRYINDEX, &OFF);
    return 1;
}

/* engine.warnings_hold(): from now on warnings are only listed */
static int l_warnings_hold(lua_State *L) {
    lua_pushboolean(L, 1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &HELD);
    return 0;
}

/* engine.warnings_defer() */
static int l_warnings_defer(lua_State *L) {
    if (!is_set(L, &DEFERRED)) {
        lua_newtable(L);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &DEFERRED);
    }
    return 0;
}

/* engine.warnings_drop(told_elsewhere) */
static int l_warnings_drop(lua_State *L) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_settop(L, 1);
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &DEFERRED) != LUA_TTABLE) {
        return 0;
    }
    lua_newtable(L); /* those that stay */
    for (lua_Integer i = 1; lua_rawgeti(L, 2, i) == LUA_TTABLE; i++) {
        lua_pushvalue(L, 1);
        lua_rawgeti(L, -2, 2);
        lua_call(L, 1, 1);
        if (!lua_toboolean(L, -1)) {
            lua_pushvalue(L, -2);
            lua_rawseti(L, 3, (lua_Integer)lua_rawlen(L, 3) + 1);
        }
        lua_settop(L, 3);
    }
    lua_settop(L, 3);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &DEFERRED);
    return 0;
}

/* engine.tell(text): prints a line of unknown origin to standard error, without what controls a terminal */
static int l_tell(lua_State *L) {
    size_t length;
    const char *text = luaL_checklstring(L, 1, &length);
    struct terminal_text state = {0};
    terminal_relay(stderr, &state, text, length);
    putc('\n', stderr);
    return 0;
}

/* engine.warnings_told() → list of rows (complaint.h) with `location` and `path`: everything told so far */
static int l_warnings_told(lua_State *L) {
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &TOLD) == LUA_TNIL) {
        lua_newtable(L);
    }
    return 1;
}

void warnings_open(lua_State *L) {
    lua_pushcfunction(L, l_tell);
    lua_setfield(L, -2, "tell");
    lua_pushcfunction(L, l_warnings_told);
    lua_setfield(L, -2, "warnings_told");
    lua_pushcfunction(L, l_warnings_hold);
    lua_setfield(L, -2, "warnings_hold");
    lua_pushcfunction(L, l_warnings_defer);
    lua_setfield(L, -2, "warnings_defer");
    lua_pushcfunction(L, l_warnings_drop);
    lua_setfield(L, -2, "warnings_drop");
    lua_pushcfunction(L, l_warnings);
    lua_setfield(L, -2, "warnings");
    lua_pushcfunction(L, l_deprecated);
    lua_setfield(L, -2, "deprecated");
}
