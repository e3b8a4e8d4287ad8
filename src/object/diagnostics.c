/* Errors with a location: the user's innermost line, or the line that made the construct. */
#include "object/diagnostics.h"

#include <ctype.h>
#include <lauxlib.h>
#include <string.h>

#include "object/state.h"
#include "object/tree.h"

static char LAST; /* registry: the row of the error that was raised last, with the message as `raised` */

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

int engine_fail_row(lua_State *L, int construct) {
    construct = construct ? lua_absindex(L, construct) : 0;
    luaL_checkstack(L, 8, NULL);
    push_prefix(L, construct);
    lua_getfield(L, -2, "text");
    lua_concat(L, 2);
    lua_pushvalue(L, -1);
    lua_setfield(L, -3, "raised");
    lua_pushvalue(L, -2);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &LAST);
    return lua_error(L);
}

static bool is_joint(char c) { return c == ';' || c == ':' || c == '.' || c == ',' || c == ' '; }

/* Raises the text on top of the stack. What is right begins at that byte of it; 0: nothing is. */
static int fail_text(lua_State *L, int construct, size_t border) {
    size_t length;
    const char *text = lua_tolstring(L, -1, &length);
    size_t end = border;
    while (end > 0 && is_joint(text[end - 1])) {
        end--;
    }
    while (border < length && is_joint(text[border])) {
        border++;
    }
    bool is_split = end > 0 && border < length;
    lua_createtable(L, 0, 4);
    lua_pushlstring(L, text, is_split ? end : length);
    lua_setfield(L, -2, "wrong");
    if (is_split) {
        lua_pushlstring(L, text + border, length - border);
        lua_setfield(L, -2, "right");
    }
    lua_pushvalue(L, -2);
    lua_setfield(L, -2, "text");
    return engine_fail_row(L, construct);
}

/* Pushes the format's part before the mark, and the format without the mark; only the format if it has none. */
static bool push_formats(lua_State *L, const char *format, size_t length) {
    const char *mark = strstr(format, FIX_MARK);
    if (!mark) {
        lua_pushlstring(L, format, length);
        return false;
    }
    lua_pushlstring(L, format, (size_t)(mark - format));
    lua_pushvalue(L, -1);
    mark += strlen(FIX_MARK);
    lua_pushlstring(L, mark, length - (size_t)(mark - format));
    lua_concat(L, 2);
    return true;
}

int engine_fail(lua_State *L, int construct, const char *format, ...) {
    construct = construct ? lua_absindex(L, construct) : 0;
    luaL_checkstack(L, 8, NULL);
    size_t border = 0;
    bool is_split = push_formats(L, format, strlen(format));
    va_list args;
    if (is_split) { /* arguments that a format does not use do no harm */
        va_start(args, format);
        lua_pushvfstring(L, lua_tostring(L, -2), args);
        va_end(args);
        border = lua_rawlen(L, -1);
        lua_pop(L, 1);
    }
    va_start(args, format);
    lua_pushvfstring(L, lua_tostring(L, -1), args);
    va_end(args);
    return fail_text(L, construct, border);
}

/* Formats by Lua's string.format, with the arguments from the third one on. Pushes the text. */
static void format_arguments(lua_State *L, int format, int last) {
    engine_push_global(L, "string");
    lua_getfield(L, -1, "format");
    lua_remove(L, -2);
    lua_pushvalue(L, format);
    for (int i = 3; i <= last; i++) {
        lua_pushvalue(L, i);
    }
    lua_call(L, last - 1, 1);
}

/* engine.fail(construct_or_nil, format, …): formats like string.format, with a mark for what would be right. */
static int l_fail(lua_State *L) {
    luaL_checkany(L, 1);
    size_t length, border = 0;
    const char *format = luaL_checklstring(L, 2, &length);
    int last = lua_gettop(L), construct = lua_isnil(L, 1) ? 0 : 1;
    luaL_checkstack(L, last + 8, NULL);
    bool is_split = push_formats(L, format, length);
    int whole = lua_gettop(L);
    if (is_split) {
        format_arguments(L, whole - 1, last);
        border = lua_rawlen(L, -1);
        lua_pop(L, 1);
    }
    if (last > 2) {
        format_arguments(L, whole, last);
    }
    return fail_text(L, construct, border);
}

/* engine.complaint_of(message) → the row of the error that was raised last, if the message is of it; nil otherwise */
static int l_complaint_of(lua_State *L) {
    size_t length, raised_length;
    const char *message = luaL_checklstring(L, 1, &length);
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &LAST) == LUA_TNIL) {
        return 1;
    }
    lua_getfield(L, -1, "raised");
    const char *raised = lua_tolstring(L, -1, &raised_length);
    if (raised_length > length || memcmp(raised, message, raised_length) != 0) {
        return 0;
    }
    lua_pop(L, 1);
    return 1;
}

static const luaL_Reg functions[] = {{"fail", l_fail}, {"complaint_of", l_complaint_of}, {NULL, NULL}};

void diagnostics_open(lua_State *L) { luaL_setfuncs(L, functions, 0); }
