/* Unresolved values: see unresolved.h. */
#include "object/unresolved.h"

#include "object/class.h"
#include "object/diagnostics.h"
#include "object/token.h"
#include "object/tree.h"
#include "object/values.h"

#include <lauxlib.h>

bool token_is_resolvable(lua_State *L, int idx) {
    if (class_is_class(L, idx)) {
        return false;
    }
    class_push_member(L, idx, "resolve");
    bool yes = lua_isfunction(L, -1);
    lua_pop(L, 1);
    return yes && !node_of(L, idx);
}

bool token_is_unresolved(lua_State *L, int idx) {
    size_t length;
    switch (lua_type(L, idx)) {
    case LUA_TUSERDATA:
        return token_is(L, idx);
    case LUA_TSTRING: {
        const char *s = lua_tolstring(L, idx, &length);
        return token_has_marker(s, length);
    }
    case LUA_TTABLE:
        return token_is_resolvable(L, idx);
    default:
        return false;
    }
}

const char *token_check_known(lua_State *L, int arg, const char *what) {
    if (token_is(L, arg)) {
        engine_fail(L, 0, "%s must be known while the script runs, got %s", what, push_display(L, arg));
    }
    return luaL_checkstring(L, arg);
}
