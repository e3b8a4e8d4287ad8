/* Values of free form: see free_form.h. */
#include "check/free_form.h"

#include <lauxlib.h>
#include <string.h>

#include "object/class.h"
#include "object/values.h"

enum { DEEPEST = 150 };

/* Like free_form_push_fault. `idx` is absolute. */
static bool push_fault(lua_State *L, int idx, int depth);

/* The place on the stack below its message begins with `key`, or with [index] if that is NULL. */
static void lengthen_place(lua_State *L, const char *key, lua_Integer index) {
    int place = lua_gettop(L) - 1;
    if (key) {
        lua_pushfstring(L, ".%s%s", key, lua_tostring(L, place));
    } else {
        lua_pushfstring(L, "[%I]%s", (LUAI_UACINT)index, lua_tostring(L, place));
    }
    lua_replace(L, place);
}

static bool push_fault_of_list(lua_State *L, int idx, size_t length, int depth) {
    for (size_t i = 1; i <= length; i++) {
        if (lua_rawgeti(L, idx, (lua_Integer)i) == LUA_TNIL) {
            lua_pop(L, 1);
            lua_pushliteral(L, "");
            lua_pushfstring(L, "a list without gaps is needed, but entry %d of %d is nil", (int)i, (int)length);
            return true;
        }
        if (push_fault(L, lua_gettop(L), depth)) {
            lengthen_place(L, NULL, (lua_Integer)i);
            lua_remove(L, -3);
            return true;
        }
        lua_pop(L, 1);
    }
    return false;
}

/* Userdata are tokens, light ones marks of the library. */
static bool may_be_key(lua_State *L, int idx) {
    return lua_type(L, idx) == LUA_TSTRING || lua_isinteger(L, idx) || lua_isuserdata(L, idx);
}

/* The fault of the entry whose key comes first, so that messages do not depend on how Lua hashes. */
static bool push_fault_of_map(lua_State *L, int idx, int depth) {
    int top = lua_gettop(L), first = top + 1;
    lua_pushnil(L); /* the key of the fault found so far, then its place and message */
    lua_pushnil(L);
    lua_pushnil(L);
    lua_pushnil(L);
    while (lua_next(L, idx)) {
        int value = lua_gettop(L);
        if (!may_be_key(L, value - 1)) {
            lua_pushliteral(L, "");
            push_key_fault(L, value - 1);
            lua_replace(L, first + 1);
            lua_replace(L, first);
            lua_settop(L, first + 1);
            return true;
        }
        bool comes_first = lua_type(L, value - 1) == LUA_TSTRING &&
                           (lua_isnil(L, first) || strcmp(lua_tostring(L, value - 1), lua_tostring(L, first)) < 0);
        if (comes_first && push_fault(L, value, depth)) {
            lengthen_place(L, lua_tostring(L, value - 1), 0);
            lua_replace(L, first + 2);
            lua_replace(L, first + 1);
            lua_pushvalue(L, value - 1);
            lua_replace(L, first);
        }
        lua_settop(L, value - 1);
    }
    lua_remove(L, first);
    if (lua_isnil(L, first)) {
        lua_settop(L, top);
        return false;
    }
    return true;
}

static bool push_fault(lua_State *L, int idx, int depth) {
    luaL_checkstack(L, LUA_MINSTACK, NULL);
    if (lua_type(L, idx) == LUA_TNUMBER) {
        const char *fault = number_fault(L, idx);
        if (fault) {
            lua_pushliteral(L, "");
            lua_pushfstring(L, "%s %s", push_display(L, idx), fault);
            lua_remove(L, -2);
        }
        return fault != NULL;
    }
    if (lua_type(L, idx) != LUA_TTABLE || depth > DEEPEST || class_is_class(L, idx)) {
        return false;
    }
    size_t length;
    switch (table_kind(L, idx, &length)) {
    case TABLE_LIST:
        return push_fault_of_list(L, idx, length, depth + 1);
    case TABLE_MAP:
    case TABLE_ORDERED:
        return push_fault_of_map(L, idx, depth + 1);
    case TABLE_MIXED:
        lua_pushliteral(L, "");
        lua_pushliteral(L, "a table is either a list or a map; this one has both numbered and named entries");
        return true;
    default:
        return false;
    }
}

bool free_form_push_fault(lua_State *L, int idx) { return push_fault(L, lua_absindex(L, idx), 0); }
