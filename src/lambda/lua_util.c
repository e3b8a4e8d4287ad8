/* Helpers for building constructs from C: see lua_util.h. */

#include <lauxlib.h>
#include <string.h>

#include "check/check.h"
#include "lambda/lua_util.h"
#include "object/class.h"
#include "object/diagnostics.h"
#include "object/state.h"
#include "object/token.h"
#include "object/values.h"
#include "schema/schema.h"

void push_export(lua_State *L, const char *module, const char *name) {
    lua_getfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    if (lua_getfield(L, -1, module) == LUA_TNIL) {
        lua_pop(L, 1);
        engine_push_global(L, "require");
        lua_pushstring(L, module);
        lua_call(L, 1, 1);
    }
    lua_getfield(L, -1, name);
    lua_replace(L, -3);
    lua_pop(L, 1);
}

void call_export(lua_State *L, const char *module, const char *name, int arguments) {
    push_export(L, module, name);
    lua_insert(L, -1 - arguments);
    lua_call(L, arguments, 1);
}

void call_method(lua_State *L, int object, const char *method, int arguments, int results) {
    object = lua_absindex(L, object);
    lua_getfield(L, object, method);
    lua_insert(L, -1 - arguments);
    lua_pushvalue(L, object);
    lua_insert(L, -1 - arguments);
    lua_call(L, arguments + 1, results);
}

void push_member(lua_State *L, int object, const char *field) {
    object = lua_absindex(L, object);
    class_push_member(L, object, field);
    if (!lua_isnil(L, -1)) {
        /* Again in the ordinary way, which calls a computed property. */
        lua_pop(L, 1);
        lua_getfield(L, object, field);
    }
}

void copy_member(lua_State *L, int object, const char *field, const char *name) {
    push_member(L, object, field);
    lua_setfield(L, -2, name);
}

bool member_equals(lua_State *L, int object, const char *field, const char *text) {
    push_member(L, object, field);
    bool equal = lua_type(L, -1) == LUA_TSTRING && strcmp(lua_tostring(L, -1), text) == 0;
    lua_pop(L, 1);
    return equal;
}

bool has_member(lua_State *L, int object, const char *field) {
    push_member(L, object, field);
    bool given = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return given;
}

void push_copy(lua_State *L, int from) {
    from = lua_absindex(L, from);
    lua_newtable(L);
    lua_pushnil(L);
    while (lua_next(L, from)) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, -4);
    }
}

void set_text(lua_State *L, const char *name, const char *text) {
    lua_pushstring(L, text);
    lua_setfield(L, -2, name);
}

void default_table(lua_State *L, int argument) {
    if (lua_gettop(L) < argument) {
        lua_settop(L, argument);
    }
    if (lua_isnil(L, argument)) {
        lua_newtable(L);
        lua_replace(L, argument);
    }
}

void check_options(lua_State *L, int argument, const char *structure, const char *what) {
    default_table(L, argument);
    const struct schema_type *type = schema_find_full(structure);
    if (type) {
        check_struct(L, argument, type, what, 0);
    }
}

const char *check_text(lua_State *L, int argument, const char *what) {
    if (token_is(L, argument)) {
        token_push_marker(L, argument);
        lua_replace(L, argument);
    }
    if (lua_type(L, argument) != LUA_TSTRING) {
        engine_fail(L, 0, "%s must be a string, got %s", what, push_display(L, argument));
    }
    return lua_tostring(L, argument);
}

void add_warning(lua_State *L, int construct, const char *id, const char *text) {
    construct = lua_absindex(L, construct);
    push_export(L, "aws_cdk", "Annotations");
    lua_getfield(L, -1, "of");
    lua_pushvalue(L, construct);
    lua_call(L, 1, 1);
    lua_pushstring(L, id);
    lua_pushstring(L, text);
    call_method(L, -3, "add_warning_v2", 2, 0);
    lua_pop(L, 2);
}
