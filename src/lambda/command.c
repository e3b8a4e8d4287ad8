/* The program of Code.from_custom_command. */

#include <string.h>

#include "lambda/code.h"
#include "lambda/lua_util.h"
#include "object/diagnostics.h"
#include "object/values.h"

/* Options of Node's spawnSync, under Node's names, and their names in our own process.run. */
static const struct option {
    const char *node, *ours;
} passed_options[] = {
    {"cwd", "cwd"},
    {"env", "env"},
    {"input", "input"},
    {"timeout", "timeout"},
    {"maxBuffer", "max_buffer"},
    {"max_buffer", "max_buffer"},
    {"killSignal", "kill_signal"},
    {"kill_signal", "kill_signal"},
    {"uid", "uid"},
    {"gid", "gid"},
};

static const char *const streams[] = {"stdin", "stdout", "stderr"};

/* Pushes the argument vector of the command at `command`: the words, or with `shell` the shell's. [-0, +1] */
static void push_argv(lua_State *L, int command, int options) {
    lua_Integer count = (lua_Integer)lua_rawlen(L, command);
    lua_createtable(L, (int)count, 0);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, command, i);
        if (lua_type(L, -1) != LUA_TSTRING) {
            engine_fail(L, 0, "command[%I] must be a string, got %s", (LUAI_UACINT)i, push_display(L, -1));
        }
        lua_rawseti(L, -2, i);
    }
    if (!has_member(L, options, "shell")) {
        return;
    }
    /* As in Node: the words, joined by blanks, are a command line for the shell. */
    luaL_Buffer line;
    int argv = lua_gettop(L);
    luaL_buffinit(L, &line);
    for (lua_Integer i = 1; i <= count; i++) {
        if (i > 1) {
            luaL_addchar(&line, ' ');
        }
        lua_rawgeti(L, argv, i);
        luaL_addvalue(&line);
    }
    luaL_pushresult(&line);
    lua_createtable(L, 3, 0);
    lua_getfield(L, options, "shell");
    if (lua_type(L, -1) != LUA_TSTRING) {
        lua_pop(L, 1);
        lua_pushliteral(L, "/bin/sh");
    }
    lua_rawseti(L, -2, 1);
    lua_pushliteral(L, "-c");
    lua_rawseti(L, -2, 2);
    lua_insert(L, -2);
    lua_rawseti(L, -2, 3);
    lua_replace(L, argv);
}

/* Sets the streams of the request on top from `stdio`: one word for all, or a list of up to three. [-0, +0] */
static void set_streams(lua_State *L, int options) {
    int request = lua_gettop(L);
    int type = lua_getfield(L, options, "stdio");
    for (int i = 0; i < 3; i++) {
        if (type == LUA_TTABLE) {
            lua_rawgeti(L, -1, i + 1);
        } else {
            lua_pushvalue(L, -1);
        }
        if (lua_type(L, -1) == LUA_TSTRING) {
            lua_setfield(L, request, streams[i]);
        } else {
            lua_pop(L, 1);
        }
    }
    lua_settop(L, request);
    /* A stream that nobody writes to is at its end. */
    if (member_equals(L, request, "stdin", "pipe")) {
        lua_pushnil(L);
        lua_setfield(L, request, "stdin");
    }
}

/* Adds "<label><text trimmed of blanks>" for the string result[name]. [-0, +0] */
static void add_output(lua_State *L, luaL_Buffer *b, int result, const char *name) {
    static const char blanks[] = " \t\r\n\v\f";
    size_t length;
    luaL_addstring(b, "\n\n");
    luaL_addstring(b, name);
    luaL_addstring(b, ": ");
    lua_getfield(L, result, name); /* on top of the buffer's own slot, until its bytes are copied */
    const char *text = lua_tolstring(L, -1, &length);
    size_t start = strspn(text, blanks);
    while (length > start && strchr(blanks, text[length - 1])) {
        length--;
    }
    /* A table keeps the string alive, so the slot can go before the buffer grows. */
    lua_pop(L, 1);
    luaL_addlstring(b, text + start, length - start);
}

static int fail_with_status(lua_State *L, int argv, int result) {
    luaL_Buffer b;
    luaL_buffinit(L, &b);
    lua_Integer count = (lua_Integer)lua_rawlen(L, argv);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, argv, i);
        luaL_addvalue(&b);
        luaL_addchar(&b, ' ');
    }
    if (lua_getfield(L, result, "signal") == LUA_TNIL) {
        lua_pop(L, 1);
        luaL_addstring(&b, "exited with status: ");
        lua_getfield(L, result, "status");
    } else {
        lua_pop(L, 1);
        luaL_addstring(&b, "was killed by signal: ");
        lua_getfield(L, result, "signal");
    }
    luaL_addvalue(&b);
    add_output(L, &b, result, "stdout");
    add_output(L, &b, result, "stderr");
    luaL_pushresult(&b);
    return engine_fail(L, 0, "%s", lua_tostring(L, -1));
}

/* The result of a library module's function without arguments, as a boolean. [-0, +0] */
static bool says(lua_State *L, const char *module, const char *question) {
    call_export(L, module, question, 0);
    bool yes = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return yes;
}

/* Runs a request; upvalues: the request and its argument vector. */
static int run_request(lua_State *L) {
    lua_settop(L, 0);
    lua_pushvalue(L, lua_upvalueindex(2));
    lua_pushvalue(L, lua_upvalueindex(1));
    call_export(L, "luacdk.process", "run", 1);
    if (lua_getfield(L, 2, "reason") != LUA_TNIL) {
        lua_rawgeti(L, 1, 1);
        engine_fail(L, 0, "failed to execute custom command %s: %s", lua_tostring(L, -1), lua_tostring(L, -2));
    }
    lua_getfield(L, 2, "status");
    if (!lua_isinteger(L, -1) || lua_tointeger(L, -1) != 0) {
        fail_with_status(L, 1, 2);
    }
    return 0;
}

void run_custom_command(lua_State *L, int output, int command, int options) {
    int top = lua_gettop(L);
    if (lua_rawlen(L, command) == 0) {
        engine_fail(L, 0, "command must name a program, for example { \"node\", \"build_file.js\" }");
    }
    push_argv(L, command, options);
    int argv = lua_gettop(L);
    if (says(L, "aws_cdk.private.dry_run", "makes_nothing")) {
        lua_pushvalue(L, output);
        lua_pushvalue(L, argv);
        call_export(L, "aws_cdk.private.dry_run", "note_future", 2);
        lua_settop(L, top);
        return;
    }
    lua_newtable(L);
    for (size_t i = 0; i < sizeof passed_options / sizeof *passed_options; i++) {
        lua_getfield(L, options, passed_options[i].node);
        if (lua_isnil(L, -1)) {
            lua_pop(L, 1);
        } else {
            lua_setfield(L, -2, passed_options[i].ours);
        }
    }
    lua_pushvalue(L, argv);
    lua_setfield(L, -2, "argv");
    lua_pushboolean(L, 1);
    lua_setfield(L, -2, "capture");
    set_streams(L, options);
    lua_pushvalue(L, argv);
    lua_pushcclosure(L, run_request, 2);
    if (says(L, "aws_cdk.private.pending", "is_on")) {
        lua_pushvalue(L, output);
        lua_pushvalue(L, argv);
        lua_pushvalue(L, argv + 1);
        call_export(L, "aws_cdk.private.pending", "add", 3);
    } else {
        lua_call(L, 0, 0);
    }
    lua_settop(L, top);
}
