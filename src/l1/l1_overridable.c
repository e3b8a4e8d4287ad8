/* What users' subclasses of L1 classes may override: `_cfn_properties` (what is rendered, with Lua names) and
 * `_render_properties` (the same with CloudFormation's names). */
#include "l1/l1_overridable.h"

#include <lauxlib.h>
#include <string.h>

#include "l1/l1_render.h"
#include "l1/l1_tags.h"
#include "object/class.h"
#include "object/node.h"

static const struct schema_type *row(lua_State *L) { return lua_touserdata(L, lua_upvalueindex(1)); }

static void push_own_props(lua_State *L) {
    node_check(L, 1);
    lua_pushliteral(L, "_props");
    if (lua_rawget(L, 1) != LUA_TTABLE) {
        luaL_error(L, "this resource does not exist yet; call its class's init first");
    }
}

/* Pushes a copy of the properties as given and as set since. */
static int get_updated_properties(lua_State *L) {
    push_own_props(L);
    int props = lua_gettop(L);
    lua_newtable(L);
    for (lua_pushnil(L); lua_next(L, props);) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, -4);
    }
    return 1;
}

/* The same, with the tags that the tag manager has now. */
static int get_cfn_properties(lua_State *L) {
    const struct schema_resource *resource = schema_resource(row(L));
    get_updated_properties(L);
    if (resource->tags_field) {
        lua_pushliteral(L, "_props");
        lua_rawget(L, 1);
        l1_push_tags(L, 1, lua_gettop(L), resource);
        lua_setfield(L, -3, resource->tags_field->name);
        lua_pop(L, 1);
    }
    return 1;
}

/* { bucket_name = "BucketName", … } */
static int get_cfn_property_names(lua_State *L) {
    const struct schema_resource *resource = schema_resource(row(L));
    lua_newtable(L);
    const struct schema_fields *fields = resource->props ? schema_fields(resource->props) : NULL;
    for (size_t i = 0; fields && i < fields->count; i++) {
        lua_pushstring(L, fields->items[i].cfn_name);
        lua_setfield(L, -2, fields->items[i].name);
    }
    return 1;
}

/* resource:cfn_property_name("bucket_name") → "BucketName", or nil */
static int cfn_property_name(lua_State *L) {
    const struct schema_resource *resource = schema_resource(row(L));
    const char *name = luaL_checkstring(L, 2);
    const struct schema_field *field =
        resource->props ? schema_field(schema_fields(resource->props), name, strlen(name)) : NULL;
    lua_pushstring(L, field ? field->cfn_name : NULL);
    return 1;
}

/* resource:_render_properties(properties) → the same with CloudFormation's names at every depth */
static int render_properties(lua_State *L) {
    const struct schema_type *type = row(L);
    const struct schema_resource *resource = schema_resource(type);
    struct node *node = node_check(L, 1);
    lua_settop(L, 2);
    luaL_checktype(L, 2, LUA_TTABLE);
    if (resource->props == NULL) {
        return 1;
    }
    struct arena *arena = push_arena(L);
    struct resolver r = resolver_for_lua(L, arena, node);
    push_document(L, l1_render_table(&r, 2, resource->props));
    arena_free(arena);
    return 1;
}

static void add(lua_State *L, int table, const char *name, lua_CFunction function, const struct schema_type *type) {
    lua_pushlightuserdata(L, (void *)type);
    lua_pushcclosure(L, function, 1);
    lua_setfield(L, table, name);
}

void l1_add_overridable(lua_State *L, int cls, const struct schema_type *type) {
    add(L, cls, "cfn_property_name", cfn_property_name, type);
    add(L, cls, "_render_properties", render_properties, type);
    lua_getfield(L, cls, "get");
    int get = lua_gettop(L);
    add(L, get, "_cfn_properties", get_cfn_properties, type);
    add(L, get, "_cfn_property_names", get_cfn_property_names, type);
    add(L, get, "_updated_properties", get_updated_properties, type);
    lua_pop(L, 1);
}
