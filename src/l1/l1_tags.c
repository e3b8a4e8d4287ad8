/* Tags of L1 instances: see l1_tags.h. */
#include "l1/l1_tags.h"

#include <lauxlib.h>

#include "object/state.h"

void l1_push_tag_manager(lua_State *L, int self, const struct schema_resource *resource) {
    static const char *const kinds[] = {
        [TAGS_NONE] = "NotTaggable",      [TAGS_STANDARD] = "StandardTag",
        [TAGS_MAP] = "StringToStringMap", [TAGS_AUTOSCALING] = "AutoScalingGroupTag",
        [TAGS_KEY_VALUE] = "KeyValue",
    };
    self = lua_absindex(L, self);
    lua_pushliteral(L, "_tag_manager");
    if (lua_rawget(L, self) != LUA_TNIL) {
        return;
    }
    lua_pop(L, 1);
    luaL_checkstack(L, 10, NULL);
    engine_push_global(L, "require");
    lua_pushliteral(L, "aws_cdk");
    lua_call(L, 1, 1);
    lua_getfield(L, -1, "TagManager");
    lua_remove(L, -2);
    lua_pushstring(L, kinds[resource->tags]);
    lua_pushstring(L, resource->cfn_type);
    if (resource->tags_v2) {
        lua_pushnil(L);
    } else {
        lua_pushliteral(L, "_props");
        if (lua_rawget(L, self) != LUA_TTABLE) {
            luaL_error(L, "this resource does not exist yet; call its class's init first");
        }
        lua_pushstring(L, resource->tags_field->name);
        lua_rawget(L, -2);
        lua_remove(L, -2);
    }
    lua_createtable(L, 0, 1);
    lua_pushstring(L, resource->tags_field->name);
    lua_setfield(L, -2, "tag_property_name");
    lua_call(L, 4, 1);
    lua_pushliteral(L, "_tag_manager");
    lua_pushvalue(L, -2);
    lua_rawset(L, self);
}

void l1_push_tags(lua_State *L, int self, int props, const struct schema_resource *resource) {
    lua_pushstring(L, resource->tags_field->name);
    bool given = lua_rawget(L, props) != LUA_TNIL;
    lua_pushliteral(L, "_tag_manager");
    bool managed = lua_rawget(L, self) != LUA_TNIL;
    lua_pop(L, 1);
    if (!given && !managed) {
        return;
    }
    luaL_checkstack(L, 8, NULL);
    l1_push_tag_manager(L, self, resource);
    lua_getfield(L, -1, "render_tags");
    lua_insert(L, -3);
    lua_insert(L, -2); /* render_tags, manager, the given tags */
    int arguments = 2;
    if (!resource->tags_v2) {
        lua_pop(L, 1); /* the manager knew them from the start */
        arguments = 1;
    }
    lua_call(L, arguments, 1);
}
