/* References of constructs: see l1_reference.h. */
#include "l1/l1_reference.h"

#include <lauxlib.h>

#include "object/class.h"

/* Pushes object[key] if the object has it; false (nothing pushed) if not. Does not raise for unknown members. */
static bool push_if_there(lua_State *L, int object, const char *key) {
    class_push_member(L, object, key);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        return false;
    }
    lua_pop(L, 1);
    if (lua_getfield(L, object, key) == LUA_TNIL) {
        lua_pop(L, 1);
        return false;
    }
    return true;
}

bool l1_push_reference(lua_State *L, int object, const char *ref, const char *field) {
    object = lua_absindex(L, object);
    if (lua_type(L, object) != LUA_TTABLE) {
        return false;
    }
    if (push_if_there(L, object, ref)) {
        if (lua_type(L, -1) == LUA_TTABLE && lua_getfield(L, -1, field) != LUA_TNIL) {
            lua_remove(L, -2);
            return true;
        }
        lua_pop(L, lua_type(L, -1) == LUA_TNIL ? 2 : 1);
    }
    return push_if_there(L, object, field);
}
