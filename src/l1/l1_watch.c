/* Properties that are watched: see l1_watch.h. */
#include "l1/l1_watch.h"

#include <lauxlib.h>
#include <string.h>

#include "object/class.h"
#include "object/node.h"
#include "object/state.h"

/* registry: type → { field → function }; nil as long as nothing is watched */
static char WATCHED;

/* Pushes the functions for the fields of a type; false, and nothing, if there are none. */
static bool push_watches(lua_State *L, const struct schema_type *type) {
    int top = lua_gettop(L);
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &WATCHED) != LUA_TTABLE || lua_rawgetp(L, -1, type) != LUA_TTABLE) {
        lua_settop(L, top);
        return false;
    }
    lua_remove(L, -2);
    return true;
}

/* Calls the function at `watch` with the instance and the value on top of the stack (popped). */
static void call(lua_State *L, int watch, int self) {
    lua_pushvalue(L, watch);
    lua_insert(L, -2);
    lua_pushvalue(L, self);
    lua_insert(L, -2);
    lua_call(L, 2, 0);
}

void l1_watch_made(lua_State *L, int self, const struct schema_type *type, int props) {
    if (!push_watches(L, type)) {
        return;
    }
    self = lua_absindex(L, self);
    props = lua_absindex(L, props);
    int watches = lua_gettop(L);
    for (lua_pushnil(L); lua_next(L, watches); lua_pop(L, 1)) {
        const struct schema_field *field = lua_touserdata(L, -2);
        lua_pushstring(L, field->name);
        lua_rawget(L, props);
        call(L, lua_gettop(L) - 1, self);
    }
    lua_pop(L, 1);
}

void l1_watch_set(lua_State *L, int self, const struct schema_field *field, int value) {
    const struct node *node = node_of(L, self);
    if (node && node->element && node->element->type && push_watches(L, node->element->type)) {
        if (lua_rawgetp(L, -1, field) == LUA_TFUNCTION) {
            lua_pushvalue(L, value);
            call(L, lua_gettop(L) - 1, self);
        }
        lua_pop(L, 2);
    }
}

/* engine.l1_watch(Class, name, changed): calls changed(resource, value) for each instance of the L1 class, those that
 * are there, and later for those that are made and whenever the property is set */
static int l_watch(lua_State *L) {
    lua_settop(L, 3);
    lua_pushvalue(L, 1);
    const struct schema_type *type = class_own_schema(L);
    const struct schema_resource *resource = schema_resource(type);
    const char *name = luaL_checkstring(L, 2);
    const struct schema_field *field = schema_field(schema_fields(resource->props), name, strlen(name));
    lua_settop(L, 3);
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &WATCHED) == LUA_TNIL) {
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &WATCHED);
    }
    int watched = lua_gettop(L);
    if (!push_watches(L, type)) {
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, watched, type);
    }
    lua_pushvalue(L, 3);
    lua_rawsetp(L, -2, field);
    struct engine_state *state = engine_state(L);
    for (int i = 1; i <= state->construct_count; i++) {
        lua_settop(L, watched);
        lua_rawgeti(L, LUA_REGISTRYINDEX, state->nodes);
        lua_rawgeti(L, -1, i);
        struct node *node = lua_touserdata(L, -1);
        if (node && node->element && node->element->type == type) {
            node_push(L, node);
            lua_pushliteral(L, "_props");
            if (lua_rawget(L, -2) == LUA_TTABLE) { /* else it is being made */
                lua_pushstring(L, field->name);
                lua_rawget(L, -2);
                call(L, 3, lua_gettop(L) - 2);
            }
        }
    }
    return 0;
}

void l1_watch_open(lua_State *L) {
    lua_pushcfunction(L, l_watch);
    lua_setfield(L, -2, "l1_watch");
}
