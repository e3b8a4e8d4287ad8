/* Stand-ins for what failed calls would have returned: see standin.h. */
#include "object/standin.h"

#include <lauxlib.h>

#include "object/ancestry.h"
#include "object/state.h"

static char UNKNOWN; /* registry: the stand-in of whatever */

const struct standin *standin_at(lua_State *L, int idx) {
    if (!engine_state(L)->tolerant || lua_type(L, idx) != LUA_TUSERDATA || !engine_has_meta(L, idx, META_STANDIN)) {
        return NULL;
    }
    return lua_touserdata(L, idx);
}

int standin_push_unknown(lua_State *L) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &UNKNOWN);
    return 1;
}

/* Pushes a stand-in with one user value. */
static int push(lua_State *L, const struct standin *made) {
    luaL_checkstack(L, 4, NULL);
    *(struct standin *)lua_newuserdatauv(L, sizeof *made, 1) = *made;
    engine_push_meta(L, META_STANDIN);
    lua_setmetatable(L, -2);
    return 1;
}

int standin_push_object(lua_State *L, int cls) {
    cls = lua_absindex(L, cls);
    const struct schema_type *type = class_schema_of(L, cls);
    if (!type) {
        return standin_push_unknown(L);
    }
    bool exact = !class_is_user(L, cls); /* users' classes have members that nobody declares */
    push(L, &(struct standin){STANDIN_OBJECT, exact, type, NULL, NULL});
    lua_pushvalue(L, cls);
    lua_setiuservalue(L, -2, 1);
    return 1;
}

int standin_push_made(lua_State *L, const struct schema_type *type) {
    return push(L, &(struct standin){STANDIN_OBJECT, true, type, NULL, NULL});
}

int standin_push_class(lua_State *L, const struct schema_type *type) {
    if (!type || (type->kind != SCHEMA_CLASS && type->kind != SCHEMA_RESOURCE)) {
        return standin_push_unknown(L);
    }
    return push(L, &(struct standin){STANDIN_CLASS, true, type, NULL, NULL});
}

int standin_push_value(lua_State *L, const struct schema_shape *shape) {
    if (!shape || shape->kind == SHAPE_ANY || shape->kind == SHAPE_UNION) {
        return standin_push_unknown(L);
    }
    if (shape->kind == SHAPE_CLASS || shape->kind == SHAPE_INTERFACE) {
        return push(L, &(struct standin){STANDIN_OBJECT, false, schema_shape_type(shape), NULL, NULL});
    }
    return push(L, &(struct standin){STANDIN_VALUE, false, NULL, NULL, shape});
}

int standin_push_member(lua_State *L, const struct schema_type *type, const struct schema_member *member) {
    if (!type || !member) {
        return standin_push_unknown(L);
    }
    if (!(member->flags & FIELD_METHOD)) {
        return standin_push_value(L, member->shape);
    }
    return push(L, &(struct standin){STANDIN_METHOD, false, type, member, NULL});
}

bool standin_push_class_of(lua_State *L, int idx) {
    if (lua_getiuservalue(L, idx, 1) == LUA_TTABLE) {
        return true;
    }
    lua_pop(L, 1);
    return false;
}

bool standin_may_be(lua_State *L, int idx, const struct schema_type *type) {
    const struct standin *standin = standin_at(L, idx);
    if (!standin) {
        return false;
    }
    return standin->kind == STANDIN_UNKNOWN ||
           (standin->kind == STANDIN_OBJECT && (!standin->exact || schema_is_a(standin->type, type)));
}

void standin_begin(lua_State *L) {
    engine_set_meta(L, META_STANDIN);
    engine_state(L)->tolerant = true;
    push(L, &(struct standin){STANDIN_UNKNOWN, false, NULL, NULL, NULL});
    lua_rawsetp(L, LUA_REGISTRYINDEX, &UNKNOWN);
}

bool standin_is_on(lua_State *L) { return engine_state(L)->tolerant; }
