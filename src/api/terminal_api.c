/* The Lua module luacdk.terminal: how output is to look, and what is safe to print. lua/luacdk/screen.lua and
 * lua/luacdk/columns.lua are made of it. */
#include "base/terminal.h"
#include "base/terminal_look.h"

#include <lauxlib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int luaopen_luacdk_terminal(lua_State *L);

static const char *const streams[] = {"stdout", "stderr", NULL};

static void set_flag(lua_State *L, const char *name, bool value) {
    lua_pushboolean(L, value);
    lua_setfield(L, -2, name);
}

/* terminal.look(stream) → { is_terminal, colour, unicode, watched, brief, width, columns, rows, utf8 } of "stdout" or "stderr",
 * as struct terminal_look has it; `columns` and `rows` are never 0; `utf8`: of the locale, whatever the stream is */
static int l_look(lua_State *L) {
    int fd = luaL_checkoption(L, 1, "stdout", streams) == 0 ? STDOUT_FILENO : STDERR_FILENO;
    const struct terminal_look look = terminal_look(fd);
    lua_createtable(L, 0, 9);
    set_flag(L, "is_terminal", look.is_terminal);
    set_flag(L, "colour", look.colour);
    set_flag(L, "unicode", look.unicode);
    set_flag(L, "watched", look.watched);
    set_flag(L, "brief", look.brief);
    set_flag(L, "utf8", terminal_locale_is_utf8());
    lua_pushinteger(L, look.width);
    lua_setfield(L, -2, "width");
    lua_pushinteger(L, terminal_columns(fd));
    lua_setfield(L, -2, "columns");
    lua_pushinteger(L, terminal_rows(fd));
    lua_setfield(L, -2, "rows");
    return 1;
}

/* terminal.columns(text) → the columns that it takes */
static int l_columns(lua_State *L) {
    size_t length;
    const char *text = luaL_checklstring(L, 1, &length);
    lua_pushinteger(L, (lua_Integer)terminal_text_columns(text, length));
    return 1;
}

/* terminal.prefix(text, columns) → the longest beginning that takes no more */
static int l_prefix(lua_State *L) {
    size_t length;
    const char *text = luaL_checklstring(L, 1, &length);
    lua_Integer columns = luaL_checkinteger(L, 2);
    lua_pushlstring(L, text, terminal_text_prefix(text, length, columns > 0 ? (size_t)columns : 0));
    return 1;
}

/* terminal.plain(text, colours) → the text made safe for printing: without anything that controls a terminal, except for
 * our own colours if `colours` */
static int l_plain(lua_State *L) {
    size_t length;
    const char *text = luaL_checklstring(L, 1, &length);
    bool colours = lua_toboolean(L, 2);
    lua_settop(L, 1);
    char *copy = lua_newuserdatauv(L, length + 1, 0);
    memcpy(copy, text, length);
    lua_pushlstring(L, copy, terminal_make_plain(copy, length, colours));
    return 1;
}

/* terminal.say(stream, text): prints our own text on "stdout" or "stderr". Its colours stay, nothing else that controls a
 * terminal does. */
static int l_say(lua_State *L) {
    FILE *stream = luaL_checkoption(L, 1, NULL, streams) == 0 ? stdout : stderr;
    luaL_checkstring(L, 2);
    lua_settop(L, 2);
    lua_replace(L, 1);
    lua_pushboolean(L, 1);
    (void)l_plain(L);
    size_t length;
    const char *text = luaL_checklstring(L, -1, &length);
    terminal_let_pass(true);
    fwrite(text, 1, length, stream);
    terminal_let_pass(false);
    return 0;
}

static const luaL_Reg functions[] = {
    {"look", l_look}, {"columns", l_columns}, {"prefix", l_prefix}, {"plain", l_plain}, {"say", l_say}, {NULL, NULL},
};

int luaopen_luacdk_terminal(lua_State *L) {
    luaL_newlib(L, functions);
    return 1;
}
