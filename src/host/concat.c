/* Joining strings and tokens: see concat.h. */
#include "host/concat.h"

#include <lauxlib.h>
#include <stdbool.h>

#include "object/token.h"

/* Pushes entry i; false if it cannot be joined. */
static bool push_piece(lua_State *L, lua_Integer i) {
    int type = lua_geti(L, 1, i);
    return type == LUA_TSTRING || type == LUA_TNUMBER || token_is(L, -1);
}

/* table.concat(list [, separator [, i [, j]]]). Upvalue: Lua's own. */
static int l_concat(lua_State *L) {
    lua_settop(L, 4);
    if (!lua_istable(L, 1) && luaL_getmetafield(L, 1, "__len") == LUA_TNIL) {
        return luaL_typeerror(L, 1, "table");
    }
    lua_settop(L, 4);
    lua_Integer from = luaL_optinteger(L, 3, 1);
    lua_Integer to = luaL_opt(L, luaL_checkinteger, 4, luaL_len(L, 1));
    bool has_tokens = token_is(L, 2);
    for (lua_Integer i = from; i <= to; i++) {
        if (!push_piece(L, i)) {
            return luaL_error(L, "invalid value (%s) at index %I in table for 'concat'", luaL_typename(L, -1),
                              (LUAI_UACINT)i);
        }
        has_tokens = has_tokens || lua_isuserdata(L, -1);
        lua_pop(L, 1);
        if (i == LUA_MAXINTEGER) {
            break;
        }
    }
    if (!has_tokens) {
        lua_pushvalue(L, lua_upvalueindex(1));
        lua_insert(L, 1);
        lua_call(L, 4, 1);
        return 1;
    }
    if (lua_isnil(L, 2)) {
        lua_pushliteral(L, "");
        lua_replace(L, 2);
    }
    lua_settop(L, 2);
    lua_pushliteral(L, "");
    for (lua_Integer i = from; i <= to; i++) {
        if (i > from) {
            lua_pushvalue(L, 2);
            lua_concat(L, 2);
        }
        push_piece(L, i);
        lua_concat(L, 2);
    }
    return 1;
}

void concat_push(lua_State *L) {
    lua_getglobal(L, "table");
    lua_getfield(L, -1, "concat");
    lua_remove(L, -2);
    lua_pushcclosure(L, l_concat, 1);
}
