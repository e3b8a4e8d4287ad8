/* Errors with a location: the user's innermost line, or the line that made the construct. */
#include "object/diagnostics.h"

#include <ctype.h>
#include <lauxlib.h>
#include <string.h>

#include "object/state.h"
#include "object/tree.h"

const char *push_noun(lua_State *L, const char *type_name) {
    const char *name = strrchr(type_name, '.') ? strrchr(type_name, '.') + 1 : type_name;
    size_t length = strlen(name);
    if (length > 4 && strcmp(name + length - 4, "Base") == 0) {
        length -= 4;
    }
    luaL_Buffer buffer;
    luaL_buffinit(L, &buffer);
    for (size_t i = 0; i < length; i++) {
        if (i > 0 && isupper((unsigned char)name[i]) && islower((unsigned char)name[i - 1])) {
            luaL_addchar(&buffer, '_');
        }
        luaL_addchar(&buffer, (char)tolower((unsigned char)name[i]));
    }
    luaL_pushresult(&buffer);
    return lua_tostring(L, -1);
}

/* The construct that the user passed first in the innermost call of a library function, as `self` or as scope; NULL if
 * there is none. */
static struct node *called_construct(lua_State *L) {
    lua_Debug ar;
    int level = 0;
    struct node *node = NULL;
    while (lua_getstack(L, level, &ar) && !is_user_at(L, level)) {
        level++;
    }
    while (--level > 0 && lua_getstack(L, level, &ar)) { /* pcall and the like may be in between */
        lua_getinfo(L, "fS", &ar);
        bool is_checked = lua_tocfunction(L, -1) == engine_state(L)->hooks.checked_function;
        lua_pop(L, 1);
        if (is_checked && lua_getlocal(L, &ar, 1)) {
            node = node_of(L, lua_gettop(L)); /* the tree keeps it alive */
            lua_pop(L, 1);
        }
        if (is_checked || *ar.what != 'C') {
            return node;
        }
    }
    return NULL;
}

/* Pushes the prefix `file:line: [path] ` of a message about `construct` (0: none). */
static void push_prefix(lua_State *L, int construct) {
    const char *source;
    int line;
    struct node *node = construct ? node_of(L, construct) : called_construct(L);
    int pieces = 0;
    if (user_location(L, &source, &line) || (node && (source = node->source) && (line = node->line))) {
        push_location(L, source, line);
        lua_pushliteral(L, ": ");
        pieces += 2;
    }
    if (node && node->parent) {
        lua_pushliteral(L, "[");
        node_push_path(L, node);
        lua_pushliteral(L, "] ");
        pieces += 3;
    }
    lua_concat(L, pieces);
}

int engine_fail(lua_State *L, int construct, const char *format, ...) {
    construct = construct ? lua_absindex(L, construct) : 0;
    va_list args;
    va_start(args, format);
    lua_pushvfstring(L, format, args);
    va_end(args);
    push_prefix(L, construct);
    lua_insert(L, -2);
    lua_concat(L, 2);
    return lua_error(L);
}

/* engine.fail(construct_or_nil, format, …): formats like string.format. */
static int l_fail(lua_State *L) {
    luaL_checkany(L, 1);
    luaL_checkstring(L, 2);
    if (lua_gettop(L) > 2) {
        engine_push_global(L, "string");
        lua_getfield(L, -1, "format");
        lua_remove(L, -2);
        lua_insert(L, 2);
        lua_call(L, lua_gettop(L) - 2, 1);
    }
    return engine_fail(L, lua_isnil(L, 1) ? 0 : 1, "%s", lua_tostring(L, 2));
}

static const luaL_Reg functions[] = {{"fail", l_fail}, {NULL, NULL}};

void diagnostics_open(lua_State *L) { luaL_setfuncs(L, functions, 0); }
