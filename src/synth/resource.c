/* The class CfnResource: its options, overrides and dependencies. */
#include "synth/resource.h"

#include <lauxlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "object/class.h"
#include "object/diagnostics.h"
#include "object/node.h"
#include "object/node_set.h"
#include "object/scratch.h"
#include "object/state.h"
#include "object/token.h"
#include "object/values.h"
#include "synth/dependency.h"
#include "synth/element.h"

static char RESOURCE_CLASS; /* registry: aws_cdk.CfnResource */

void resource_init(lua_State *L, int self, int scope, int id, const struct schema_type *type) {
    element_init(L, self, scope, id, NODE_RESOURCE);
    node_expect(L, self)->element->type = type;
}

void resource_push_class(lua_State *L) { lua_rawgetp(L, LUA_REGISTRYINDEX, &RESOURCE_CLASS); }

/* CfnResource.init(self, scope, id, { type =, properties = }) */
static int resource_init_method(lua_State *L) {
    lua_settop(L, 4);
    luaL_checktype(L, 4, LUA_TTABLE);
    resource_init(L, 1, 2, 3, NULL);
    if (lua_getfield(L, 4, "type") != LUA_TSTRING || lua_rawlen(L, -1) == 0) {
        return engine_fail(L, 1, "a CfnResource needs a type such as 'AWS::S3::Bucket'");
    }
    lua_setfield(L, 1, "cfn_resource_type");
    lua_getfield(L, 4, "properties");
    lua_setfield(L, 1, "_props");
    return 0;
}

/* resource:get_att(name [, type_hint]) */
static int resource_get_att(lua_State *L) {
    node_check(L, 1);
    enum token_type type = TOKEN_STRING;
    if (lua_type(L, 3) == LUA_TSTRING) {
        const char *hint = lua_tostring(L, 3);
        type = strstr(hint, "list") ? TOKEN_LIST : strcmp(hint, "number") == 0 ? TOKEN_NUMBER : TOKEN_STRING;
    }
    token_push_reference(L, 1, luaL_checkstring(L, 2), type);
    return 1;
}

/* cfn_options is created on first use: most resources have none. */
static int resource_cfn_options(lua_State *L) {
    engine_push_key(L, KEY_CFN_OPTIONS);
    if (lua_rawget(L, 1) == LUA_TNIL) {
        class_new_object(L, "aws_cdk.ICfnResourceOptions");
        engine_push_key(L, KEY_CFN_OPTIONS);
        lua_pushvalue(L, -2);
        lua_rawset(L, 1);
    }
    return 1;
}

static char ADDED_METADATA; /* key of cfn_options: the table made by add_metadata */

/* resource:add_metadata(key, value) */
static int resource_add_metadata(lua_State *L) {
    lua_settop(L, 3);
    luaL_checkstring(L, 2);
    resource_cfn_options(L);
    if (lua_getfield(L, -1, "metadata") == LUA_TNIL) {
        lua_pop(L, 1);
        ordered_new(L);
        lua_pushvalue(L, -1);
        lua_setfield(L, -3, "metadata");
        lua_pushvalue(L, -1);
        lua_rawsetp(L, -3, &ADDED_METADATA);
    }
    lua_pushvalue(L, 2);
    lua_pushvalue(L, 3);
    lua_settable(L, -3);
    return 0;
}

bool resource_metadata_replaced(lua_State *L, int options) {
    if (!options || lua_getfield(L, options, "metadata") == LUA_TNIL) {
        return false;
    }
    lua_rawgetp(L, options, &ADDED_METADATA);
    return !lua_rawequal(L, -1, -2);
}

static int resource_get_metadata(lua_State *L) {
    luaL_checkstring(L, 2);
    resource_cfn_options(L);
    if (lua_getfield(L, -1, "metadata") == LUA_TTABLE) {
        lua_pushvalue(L, 2);
        lua_gettable(L, -2);
    }
    return 1;
}

/* Sets `value` (on top, popped) at the dotted path in the raw overrides; "\." is a dot inside a name. */
static void put_override(lua_State *L, int self, const char *prefix, const char *path) {
    int value = lua_gettop(L);
    struct strbuf *name = push_strbuf(L);
    lua_pushliteral(L, "_overrides");
    if (lua_rawget(L, self) == LUA_TNIL) {
        lua_pop(L, 1);
        ordered_new(L);
        lua_pushliteral(L, "_overrides");
        lua_pushvalue(L, -2);
        lua_rawset(L, self);
        node_expect(L, self)->flags |= NODE_OVERRIDES;
    }
    int level = lua_gettop(L);
    const char *parts[] = {prefix, path};
    for (size_t part = prefix ? 0 : 1; part < 2; part++) {
        for (const char *p = parts[part];; p++) {
            if (*p == '\\' && p[1] == '.') {
                strbuf_addch(name, '.');
                p++;
            } else if (*p && *p != '.') {
                strbuf_addch(name, *p);
            } else {
                lua_pushlstring(L, name->data, name->length);
                strbuf_truncate(name, 0);
                if (!*p && part == 1) {
                    lua_pushvalue(L, value);
                    ordered_set(L, level);
                    break;
                }
                lua_pushvalue(L, -1);
                size_t length;
                if (lua_rawget(L, level) != LUA_TTABLE || table_kind(L, -1, &length) != TABLE_ORDERED) {
                    lua_pop(L, 1);
                    ordered_new(L);
                    lua_pushvalue(L, -2);
                    lua_pushvalue(L, -2);
                    ordered_set(L, level);
                }
                lua_replace(L, level);
                lua_pop(L, 1);
                if (!*p) {
                    break;
                }
            }
        }
    }
    lua_settop(L, value - 1);
}

/* Notes in resource._override_places which line of the script overrides the path: { path = "app.lua:7" }. */
static void note_place(lua_State *L, int self, const char *prefix, const char *path) {
    const char *source;
    int line, top = lua_gettop(L);
    if (!user_location(L, &source, &line)) {
        return;
    }
    lua_pushliteral(L, "_override_places");
    if (lua_rawget(L, self) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushliteral(L, "_override_places");
        lua_pushvalue(L, -2);
        lua_rawset(L, self);
    }
    lua_pushfstring(L, "%s%s%s", prefix ? prefix : "", prefix ? "." : "", path);
    push_location(L, source, line);
    lua_rawset(L, top + 1);
    lua_settop(L, top);
}

static int add_override(lua_State *L, const char *prefix) {
    node_check(L, 1);
    const char *path = luaL_checkstring(L, 2);
    lua_settop(L, 3);
    if (engine_state(L)->tolerant) {
        note_place(L, 1, prefix, path); /* luacdk check will tell what is wrong with it */
    }
    if (lua_isnil(L, 3)) {
        push_deleted(L);
        lua_replace(L, 3);
    }
    put_override(L, 1, prefix, path);
    return 0;
}

static int resource_add_override(lua_State *L) { return add_override(L, NULL); }
static int resource_add_property_override(lua_State *L) { return add_override(L, "Properties"); }

static int resource_add_deletion_override(lua_State *L) {
    lua_settop(L, 2);
    return add_override(L, NULL);
}

static int resource_add_property_deletion_override(lua_State *L) {
    lua_settop(L, 2);
    return add_override(L, "Properties");
}

static bool supports_snapshot(const char *type) {
    static const char *const types[] = {"AWS::DocDB::DBCluster",          "AWS::EC2::Volume",
                                        "AWS::ElastiCache::CacheCluster", "AWS::ElastiCache::ReplicationGroup",
                                        "AWS::Neptune::DBCluster",        "AWS::RDS::DBCluster",
                                        "AWS::RDS::DBInstance",           "AWS::Redshift::Cluster"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (strcmp(types[i], type) == 0) {
            return true;
        }
    }
    return false;
}

static void check_snapshot(lua_State *L, struct node *node) {
    lua_getfield(L, 1, "cfn_resource_type");
    const char *type = lua_tostring(L, -1);
    if (!type) {
        engine_fail(L, 1, "cfn_resource_type must be a string, got %s", push_display(L, -1));
        return;
    }
    if (supports_snapshot(type)) {
        return;
    }
    const char *flag = "@aws-cdk/core:validateSnapshotRemovalPolicy";
    if (node_context_truthy(L, node, flag)) {
        engine_fail(L, 1, "%s does not support the removal policy SNAPSHOT", type);
    }
    engine_push_global(L, "require");
    lua_pushliteral(L, "aws_cdk");
    lua_call(L, 1, 1);
    lua_getfield(L, -1, "Annotations");
    lua_getfield(L, -1, "of");
    lua_pushvalue(L, 1);
    lua_call(L, 1, 1);
    lua_getfield(L, -1, "add_warning_v2");
    lua_insert(L, -2);
    lua_pushfstring(L, "@aws-cdk/core:%sSnapshotRemovalPolicyIgnored", type);
    lua_pushfstring(L, "%s does not support snapshot removal policy. This policy will be ignored.", type);
    lua_call(L, 3, 0);
}

/* resource:apply_removal_policy(policy, { default, apply_to_update_replace_policy }) */
static int resource_apply_removal_policy(lua_State *L) {
    static const struct {
        const char *policy, *deletion, *update;
    } policies[] = {{"destroy", "Delete", "Delete"},
                    {"retain", "Retain", "Retain"},
                    {"snapshot", "Snapshot", "Snapshot"},
                    {"retain-on-update-or-delete", "RetainExceptOnCreate", "Retain"}};
    struct node *node = node_check(L, 1);
    lua_settop(L, 3);
    bool both = true;
    if (lua_istable(L, 3)) {
        lua_getfield(L, 3, "apply_to_update_replace_policy");
        both = lua_isnil(L, -1) || lua_toboolean(L, -1);
        lua_pop(L, 1);
        if (lua_isnil(L, 2)) {
            lua_getfield(L, 3, "default");
            lua_replace(L, 2);
        }
    }
    const char *policy = luaL_optstring(L, 2, "retain");
    for (size_t i = 0; i < sizeof policies / sizeof *policies; i++) {
        if (strcmp(policies[i].policy, policy) == 0) {
            if (i == 2) {
                check_snapshot(L, node);
            }
            resource_cfn_options(L);
            lua_pushstring(L, policies[i].deletion);
            lua_setfield(L, -2, "deletion_policy");
            if (both) {
                lua_pushstring(L, policies[i].update);
                lua_setfield(L, -2, "update_replace_policy");
            }
            return 0;
        }
    }
    return engine_fail(L, 1,
                       "'%s' is not a removal policy; -> use cdk.RemovalPolicy.DESTROY, RETAIN, SNAPSHOT or "
                       "RETAIN_ON_UPDATE_OR_DELETE",
                       policy);
}

/* resource:apply_cross_stack_reference_strength("strong" | "weak" | "both"): how other stacks depend on this one */
static int resource_apply_strength(lua_State *L) {
    node_check(L, 1);
    lua_settop(L, 2);
    lua_setfield(L, 1, "_reference_strength");
    return 0;
}

static int resource_is_cfn_resource(lua_State *L) {
    const struct node *node = node_of(L, 1);
    lua_pushboolean(L, node && node->flags & NODE_RESOURCE);
    return 1;
}

static int resource_should_synthesize(lua_State *L) {
    lua_pushboolean(L, !(node_check(L, 1)->flags & NODE_SKIPPED));
    return 1;
}

/* resource:obtain_dependencies() → the resources of the same stack that this one waits for */
static int resource_obtain_dependencies(lua_State *L) {
    const struct node *node = node_check(L, 1);
    const struct node_set *depends = node->element ? node->element->depends : NULL;
    lua_newtable(L);
    lua_Integer count = 0;
    for (uint32_t i = 0; depends && i < depends->length; i++) {
        if (depends->items[i]) {
            node_push(L, depends->items[i]);
            lua_rawseti(L, -2, ++count);
        }
    }
    return 1;
}

static int resource_tostring(lua_State *L) {
    const struct node *node = node_check(L, 1);
    lua_getfield(L, 1, "cfn_resource_type");
    node_push_path(L, node);
    lua_pushfstring(L, "%s [%s]", lua_tostring(L, -1), lua_tostring(L, -2));
    return 1;
}

/* resource.env → { account, region } of its stack */
static int get_env(lua_State *L) {
    lua_createtable(L, 0, 2);
    node_push(L, node_check(L, 1)->stack);
    lua_getfield(L, -1, "account");
    lua_setfield(L, -3, "account");
    lua_getfield(L, -1, "region");
    lua_setfield(L, -3, "region");
    lua_pop(L, 1);
    return 1;
}

static const luaL_Reg resource_methods[] = {{"init", resource_init_method},
                                            {"get_att", resource_get_att},
                                            {"add_metadata", resource_add_metadata},
                                            {"get_metadata", resource_get_metadata},
                                            {"add_override", resource_add_override},
                                            {"add_property_override", resource_add_property_override},
                                            {"add_deletion_override", resource_add_deletion_override},
                                            {"add_property_deletion_override", resource_add_property_deletion_override},
                                            {"apply_removal_policy", resource_apply_removal_policy},
                                            {"add_dependency", dependency_add_method},
                                            {"add_depends_on", dependency_add_method},
                                            {"remove_dependency", dependency_remove_method},
                                            {"obtain_dependencies", resource_obtain_dependencies},
                                            {"apply_cross_stack_reference_strength", resource_apply_strength},
                                            {"_should_synthesize", resource_should_synthesize},
                                            {"is_cfn_resource", resource_is_cfn_resource},
                                            {"to_string", resource_tostring},
                                            {NULL, NULL}};

static const luaL_Reg resource_getters[] = {{"cfn_options", resource_cfn_options}, {"env", get_env}, {NULL, NULL}};

void resource_open(lua_State *L) {
    lua_getfield(L, -1, "CfnRefElement");
    class_new(L, "aws_cdk.CfnResource", -1);
    class_fill(L, resource_methods, resource_getters);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &RESOURCE_CLASS);
    lua_setfield(L, -3, "CfnResource");
    lua_pop(L, 1);
}
