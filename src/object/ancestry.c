/* Which classes a value belongs to: see ancestry.h. */
#include "object/ancestry.h"

#include <string.h>

#include "object/state.h"
#include "object/tree.h"

bool class_is_class(lua_State *L, int idx) {
    return lua_type(L, idx) == LUA_TTABLE && engine_has_meta(L, idx, META_CLASS);
}

bool class_push(lua_State *L, int idx) {
    if (lua_type(L, idx) != LUA_TTABLE || !lua_getmetatable(L, idx)) {
        return false;
    }
    if (lua_getmetatable(L, -1)) {
        const void *meta = lua_topointer(L, -1);
        const struct engine_state *state = engine_state(L);
        lua_pop(L, 1);
        if (meta == state->meta[META_CLASS]) {
            return true;
        }
        if (meta == state->meta[META_MAKING]) {
            engine_push_key(L, KEY_CLASS);
            lua_rawget(L, -2);
            lua_replace(L, -2);
            return true;
        }
    }
    lua_pop(L, 1);
    return false;
}

bool class_is_instance(lua_State *L, int idx) {
    if (!class_push(L, idx)) {
        return false;
    }
    lua_pop(L, 1);
    return true;
}

bool class_to_base(lua_State *L) {
    engine_push_key(L, KEY_BASE);
    lua_rawget(L, -2);
    lua_remove(L, -2);
    if (lua_istable(L, -1)) {
        return true;
    }
    lua_pop(L, 1);
    return false;
}

bool class_is_a(lua_State *L, int idx, int cls) {
    cls = lua_absindex(L, cls);
    if (!class_push(L, idx)) {
        return false;
    }
    do {
        if (lua_rawequal(L, -1, cls)) {
            lua_pop(L, 1);
            return true;
        }
    } while (class_to_base(L));
    return false;
}

/* The type whose number is stored under the key in the class on top of the stack; NULL if none. */
static const struct schema_type *noted_type(lua_State *L, enum engine_key key) {
    engine_push_key(L, key);
    lua_rawget(L, -2);
    int found;
    lua_Integer index = lua_tointegerx(L, -1, &found); /* a number: whatever a script puts there does no harm */
    lua_pop(L, 1);
    return found && index >= 0 && (size_t)index < schema_type_count() ? schema_type_at((uint32_t)index) : NULL;
}

const struct schema_type *class_own_schema(lua_State *L) { return noted_type(L, KEY_SCHEMA); }

const struct schema_type *class_own_interface(lua_State *L) {
    const struct schema_type *type = noted_type(L, KEY_INTERFACE);
    return type ? type : noted_type(L, KEY_MODEL);
}

const struct schema_type *class_schema_of(lua_State *L, int idx) {
    if (class_is_class(L, idx)) {
        lua_pushvalue(L, idx);
    } else if (!class_push(L, idx)) {
        return NULL;
    }
    do {
        const struct schema_type *type = class_own_schema(L);
        if (type) {
            lua_pop(L, 1);
            return type;
        }
    } while (class_to_base(L));
    return NULL;
}

bool class_is_of_type(lua_State *L, int idx, const struct schema_type *type) {
    if (!class_push(L, idx)) {
        return false;
    }
    bool is_public; /* bases of a public type are in the model */
    do {
        const struct schema_type *own = class_own_schema(L);
        const struct schema_type *interface = own ? NULL : class_own_interface(L);
        is_public = own != NULL;
        if ((own && schema_is_a(own, type)) || (interface && schema_is_a(interface, type))) {
            lua_pop(L, 1);
            return true;
        }
    } while (!is_public && class_to_base(L));
    if (is_public) {
        lua_pop(L, 1);
    }
    return false;
}

const struct schema_member *class_row_of(lua_State *L, int cls, const char *name) {
    const struct schema_type *type = class_schema_of(L, cls);
    const struct schema_member *member = type ? schema_member(type, name) : NULL;
    if (class_is_class(L, cls)) {
        lua_pushvalue(L, cls);
    } else if (!class_push(L, cls)) {
        return member;
    }
    do {
        const struct schema_type *interface = member ? NULL : class_own_interface(L);
        member = interface ? schema_member(interface, name) : member;
    } while (class_to_base(L));
    return member;
}

const char *class_name_of(lua_State *L, int idx) {
    if (class_is_class(L, idx)) {
        lua_pushvalue(L, idx);
    } else if (!class_push(L, idx)) {
        return NULL;
    }
    lua_pushliteral(L, "__name");
    /* Any other value would give a string that nobody keeps alive. */
    const char *name = lua_rawget(L, -2) == LUA_TSTRING ? lua_tostring(L, -1) : NULL;
    lua_pop(L, 2);
    return name;
}

bool class_is_user(lua_State *L, int cls) {
    cls = lua_absindex(L, cls);
    engine_push_key(L, KEY_USER);
    lua_rawget(L, cls);
    bool user = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return user;
}

bool class_lacks_node(lua_State *L, int idx) {
    if (lua_type(L, idx) != LUA_TTABLE || !class_push(L, idx)) {
        return false;
    }
    int top = lua_gettop(L);
    bool constructs = false;
    if (class_is_user(L, top) && !node_of(L, idx)) {
        do {
            const char *name = class_name_of(L, -1);
            constructs = name && strcmp(name, "constructs.Construct") == 0 && !class_is_user(L, -1);
        } while (!constructs && class_to_base(L));
    }
    lua_settop(L, top - 1);
    return constructs;
}
