/* Looking for members of classes: see members.h. */
#include "object/members.h"

#include <lauxlib.h>
#include <string.h>

#include "object/ancestry.h"
#include "schema/nearest.h"

bool member_is_machinery(const char *key) {
    return (key[0] == '_' && key[1] == '_') || strcmp(key, "get") == 0 || strcmp(key, "set") == 0 ||
           strcmp(key, "super") == 0;
}

enum member_found member_find(lua_State *L, int cls, int key, enum engine_key accessors, bool *cacheable) {
    cls = lua_absindex(L, cls);
    key = lua_absindex(L, key);
    bool machinery = lua_type(L, key) == LUA_TSTRING && member_is_machinery(lua_tostring(L, key));
    *cacheable = true;
    lua_pushvalue(L, cls);
    do {
        *cacheable = *cacheable && !class_is_user(L, -1); /* users may add methods at any time */
        if (!machinery) {
            lua_pushvalue(L, key);
            if (lua_rawget(L, -2) != LUA_TNIL) {
                lua_remove(L, -2);
                return FOUND_MEMBER;
            }
            lua_pop(L, 1);
        }
        engine_push_key(L, accessors);
        lua_rawget(L, -2);
        if (lua_istable(L, -1)) {
            lua_pushvalue(L, key);
            if (lua_rawget(L, -2) != LUA_TNIL) {
                lua_replace(L, -3);
                lua_pop(L, 1);
                return FOUND_GETTER;
            }
            lua_pop(L, 1);
        }
        lua_pop(L, 1);
    } while (class_to_base(L));
    return FOUND_NOTHING;
}

const struct schema_type *member_push_model(lua_State *L, int cls) {
    lua_pushvalue(L, cls);
    do {
        const struct schema_type *type = class_own_schema(L);
        type = type ? type : class_own_interface(L);
        if (type) {
            return type;
        }
    } while (class_to_base(L));
    lua_pushnil(L);
    return NULL;
}

/* Offers the names of the string keys of the table on top of the stack. The table is popped; its keys stay alive
 * since the class does. */
static void offer_keys(lua_State *L, struct nearest *search) {
    if (lua_istable(L, -1)) {
        lua_pushnil(L);
        while (lua_next(L, -2)) {
            lua_pop(L, 1);
            if (lua_type(L, -1) == LUA_TSTRING && *lua_tostring(L, -1) != '_' &&
                !member_is_machinery(lua_tostring(L, -1))) {
                nearest_offer(search, lua_tostring(L, -1));
            }
        }
    }
    lua_pop(L, 1);
}

const char *member_nearest(lua_State *L, int cls, const char *word) {
    struct nearest search;
    nearest_begin(&search, word);
    lua_pushvalue(L, cls);
    do {
        const struct schema_type *type = class_own_schema(L);
        size_t count = 0;
        const struct schema_member *members = type ? schema_members(type, &count) : NULL;
        for (size_t i = 0; i < count; i++) {
            nearest_offer(&search, members[i].name);
        }
        lua_pushvalue(L, -1);
        offer_keys(L, &search);
        lua_getfield(L, -1, "get");
        offer_keys(L, &search);
    } while (class_to_base(L));
    return search.best;
}
