/* Elements and resources. */
#include "engine/element.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/strbuf.h"
#include "engine/class.h"
#include "engine/collate.h"
#include "engine/dependency.h"
#include "engine/diagnostics.h"
#include "engine/l1.h"
#include "engine/logical_id.h"
#include "engine/merge.h"
#include "engine/state.h"
#include "engine/token.h"
#include "engine/values.h"

static char RESOURCE_CLASS; /* registry: aws_cdk.CfnResource */
static char REPLACEMENTS;   /* registry: reference token → { stack → value }, weak */

void element_freeze_ids(lua_State *L, bool frozen) { engine_state(L)->ids_frozen = frozen; }

/* --- making elements ---------------------------------------------------------------------------------------------- */

void element_init(lua_State *L, int self, int scope, int id, unsigned flags) {
    self = lua_absindex(L, self);
    scope = lua_absindex(L, scope);
    id = lua_absindex(L, id);
    lua_pushcfunction(L, node_construct_init);
    lua_pushvalue(L, self);
    lua_pushvalue(L, scope);
    lua_pushvalue(L, id);
    lua_call(L, 3, 0);
    struct node *node = node_of(L, self);
    if (!node->stack) {
        const char *class = class_name_of(L, self);
        engine_fail(L, self, "%s must be made inside of a Stack, but no Stack is around it", class ? class : "an element");
    }
    node->flags |= NODE_ELEMENT | flags;
    node->element = arena_calloc(node_arena(node), 1, sizeof *node->element);
}

void resource_init(lua_State *L, int self, int scope, int id, const struct schema_type *type) {
    element_init(L, self, scope, id, NODE_RESOURCE);
    node_of(L, self)->element->type = type;
}

void resource_push_class(lua_State *L) { lua_rawgetp(L, LUA_REGISTRYINDEX, &RESOURCE_CLASS); }

static int element_init_method(lua_State *L) {
    lua_settop(L, 3);
    element_init(L, 1, 2, 3, 0);
    return 0;
}

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

/* --- logical ids ---------------------------------------------------------------------------------------------------- */

/* Fills `out` with the id made of the path below the stack. */
static void allocate_id(lua_State *L, struct node *node, char out[UNIQUE_ID_MAX]) {
    struct id_component components[MAX_TREE_DEPTH];
    size_t depth = 0;
    for (const struct node *n = node; n && n != node->stack; n = n->parent) {
        depth++;
    }
    size_t i = depth;
    for (const struct node *n = node; i > 0; n = n->parent) {
        components[--i] = (struct id_component){n->id, n->id_length};
        if (token_has_marker(n->id, n->id_length)) {
            node_push(L, node);
            engine_fail(L, lua_gettop(L), "the id '%s' holds a value known only at deployment; ids must be plain text", n->id);
        }
    }
    const char *problem = make_unique_id(components, depth, out);
    if (problem) {
        node_push(L, node);
        engine_fail(L, lua_gettop(L), "%s", problem);
    }
}

static bool is_logical_id(const char *s) {
    size_t n = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
    return n > 0 && n <= 255 && s[n] == '\0';
}

/* Whether a user's Stack class allocates ids itself: pushes that function and returns true. */
static bool push_custom_allocator(lua_State *L, struct node *stack) {
    if (stack->flags & NODE_LIBRARY_IDS) {
        return false;
    }
    node_push(L, stack);
    class_push_member(L, -1, "_allocate_logical_id");
    lua_remove(L, -2);
    if (lua_isfunction(L, -1) && !lua_iscfunction(L, -1)) {
        lua_Debug ar;
        lua_pushvalue(L, -1);
        lua_getinfo(L, ">S", &ar);
        if (strncmp(ar.source, LIBRARY_CHUNK, sizeof LIBRARY_CHUNK - 1) != 0) {
            return true;
        }
    }
    stack->flags |= NODE_LIBRARY_IDS;
    lua_pop(L, 1);
    return false;
}

/* Pushes the id after the stack's renames. */
static const char *push_renamed(lua_State *L, struct node *node, const char *id) {
    node_push_extras(L, node->stack, false);
    if (lua_istable(L, -1) && lua_getfield(L, -1, "renames") == LUA_TTABLE) {
        if (lua_getfield(L, -1, id) == LUA_TSTRING) {
            /* Used renames are remembered, so that unknown ones can be told at the end. */
            lua_getfield(L, -3, "renames_used");
            lua_pushboolean(L, 1);
            lua_setfield(L, -2, id);
            lua_pop(L, 1);
            return lua_tostring(L, -1);
        }
    }
    return lua_pushstring(L, id);
}

const char *element_logical_id(lua_State *L, struct node *node) {
    if (!node->element) {
        node_push(L, node);
        engine_fail(L, lua_gettop(L), "this construct has no logical id: it is no element of a template");
    }
    if (node->element->logical_id) {
        return node->element->logical_id;
    }
    int top = lua_gettop(L);
    luaL_checkstack(L, 12, NULL);
    node_push(L, node);
    bool keep = true;
    const char *id;
    char allocated[UNIQUE_ID_MAX];
    engine_push_key(L, KEY_ID_OVERRIDE);
    if (lua_rawget(L, -2) != LUA_TNIL) {
        if (lua_type(L, -1) != LUA_TSTRING) {
            if (node->element->naming) {
                engine_fail(L, top + 1, "the logical id given by override_logical_id depends on itself");
            }
            node->element->naming = true;
            keep = engine_state(L)->ids_frozen;
            struct arena *arena = push_arena(L);
            struct resolver r = resolver_for_lua(L, arena, node);
            cJSON *value = resolve_value(&r, top + 2);
            if (!doc_is_string(value)) {
                engine_fail(L, top + 1, "the logical id given by override_logical_id is no text known at synthesis");
            }
            lua_pushstring(L, value->valuestring);
            node->element->naming = false;
        }
        id = lua_tostring(L, -1);
    } else if (push_custom_allocator(L, node->stack)) {
        node_push(L, node->stack);
        node_push(L, node);
        lua_call(L, 2, 1);
        if (lua_type(L, -1) != LUA_TSTRING) {
            engine_fail(L, top + 1, "the stack's _allocate_logical_id gave no text");
        }
        id = push_renamed(L, node, lua_tostring(L, -1));
    } else {
        allocate_id(L, node, allocated);
        id = push_renamed(L, node, allocated);
        if (!is_logical_id(id)) {
            engine_fail(L, top + 1,
                        "the logical id '%s' must consist of 1 to 255 letters and digits; give the construct an id with some",
                        id);
        }
    }
    char *copy = arena_strdup(node_arena(node), id);
    lua_settop(L, top);
    if (keep) { /* otherwise the answer may differ next time */
        node->element->logical_id = copy;
    }
    return copy;
}

/* element:override_logical_id(id) */
static int element_override_logical_id(lua_State *L) {
    struct node *node = node_check(L, 1);
    luaL_checkany(L, 2);
    lua_getfield(L, 1, "_logical_id_locked");
    if (lua_toboolean(L, -1)) {
        return engine_fail(L, 1, "the logical id of this element is already used by another stack and cannot be changed to '%s'; "
                           "override it before it is referenced there",
                           luaL_tolstring(L, 2, NULL));
    }
    if (lua_type(L, 2) == LUA_TSTRING && lua_rawlen(L, 2) == 0) {
        return engine_fail(L, 1, "the logical id must not be empty");
    }
    lua_pushvalue(L, 2);
    lua_setfield(L, 1, "_logical_id_override");
    node->element->logical_id = NULL;
    return 0;
}

static int get_logical_id(lua_State *L) {
    node_check(L, 1);
    lua_pushliteral(L, "_logical_id_token");
    if (lua_rawget(L, 1) == LUA_TNIL) {
        token_new(L, TOKEN_LOGICAL_ID, TOKEN_STRING);
        lua_pushvalue(L, 1);
        lua_setiuservalue(L, -2, 1);
        lua_pushvalue(L, -1);
        lua_setfield(L, 1, "_logical_id_token");
    }
    return 1;
}

static int get_stack(lua_State *L) {
    node_push(L, node_check(L, 1)->stack);
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

static int get_creation_stack(lua_State *L) {
    const struct node *node = node_check(L, 1);
    lua_newtable(L);
    if (node->source) {
        push_location(L, node->source, node->line);
        lua_rawseti(L, -2, 1);
    }
    return 1;
}

static int element_is_cfn_element(lua_State *L) {
    const struct node *node = node_of(L, 1);
    lua_pushboolean(L, node && node->flags & NODE_ELEMENT);
    return 1;
}

/* engine.rename_logical_id(stack, old, new) */
static int l_rename_logical_id(lua_State *L) {
    struct node *stack = node_check(L, 1);
    luaL_checkstring(L, 2);
    luaL_checkstring(L, 3);
    node_push_extras(L, stack, true);
    if (lua_getfield(L, -1, "renames") == LUA_TNIL) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_setfield(L, -2, "renames_used");
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_setfield(L, -3, "renames");
    }
    lua_pushvalue(L, 2);
    if (lua_rawget(L, -2) != LUA_TNIL) {
        return engine_fail(L, 1, "the logical id '%s' is already renamed to '%s'", lua_tostring(L, 2), lua_tostring(L, -1));
    }
    lua_pop(L, 1);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, 3);
    lua_rawset(L, -3);
    return 0;
}

/* engine.allocate_logical_id(stack, element): what the library would allocate */
static int l_allocate_logical_id(lua_State *L) {
    char id[UNIQUE_ID_MAX];
    allocate_id(L, node_check(L, 2), id);
    lua_pushstring(L, id);
    return 1;
}

/* engine.logical_id_text(element) → the id as it is now */
static int l_logical_id_text(lua_State *L) {
    lua_pushstring(L, element_logical_id(L, node_check(L, 1)));
    return 1;
}

/* engine.unique_id(list of ids) */
static int l_unique_id(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    struct id_component components[MAX_TREE_DEPTH];
    size_t count = lua_rawlen(L, 1);
    luaL_argcheck(L, count <= MAX_TREE_DEPTH, 1, "too many components");
    luaL_checkstack(L, (int)count + 8, NULL);
    for (size_t i = 0; i < count; i++) {
        lua_rawgeti(L, 1, (lua_Integer)i + 1);
        components[i].text = luaL_checklstring(L, -1, &components[i].length);
    }
    char id[UNIQUE_ID_MAX];
    const char *problem = make_unique_id(components, count, id);
    if (problem) {
        return engine_fail(L, 0, "%s", problem);
    }
    lua_pushstring(L, id);
    return 1;
}

/* engine.node_unique_id(construct): all ids below the root */
static int l_node_unique_id(lua_State *L) {
    struct node *node = node_check(L, 1);
    struct id_component components[MAX_TREE_DEPTH];
    size_t depth = 0;
    for (const struct node *n = node; n->parent; n = n->parent) {
        depth++;
    }
    size_t i = depth;
    for (const struct node *n = node; i > 0; n = n->parent) {
        components[--i] = (struct id_component){n->id, n->id_length};
    }
    char id[UNIQUE_ID_MAX];
    const char *problem = make_unique_id(components, depth, id);
    if (problem) {
        return engine_fail(L, 1, "%s", problem);
    }
    lua_pushstring(L, id);
    return 1;
}

/* --- resources --------------------------------------------------------------------------------------------------------- */

bool resource_depend(struct node *source, struct node *target) {
    struct element *e = source->element;
    for (uint32_t i = 0; i < e->depend_count; i++) {
        if (e->depends[i] == target) {
            return false;
        }
    }
    if (e->depend_count == e->depend_capacity) {
        e->depend_capacity = e->depend_capacity ? e->depend_capacity * 2 : 2;
        struct node **depends = arena_alloc(node_arena(source), e->depend_capacity * sizeof *depends);
        if (e->depend_count) {
            memcpy(depends, e->depends, e->depend_count * sizeof *depends);
        }
        e->depends = depends;
    }
    e->depends[e->depend_count++] = target;
    return true;
}

static int element_ref(lua_State *L) {
    node_check(L, 1);
    token_push_reference(L, 1, NULL, TOKEN_STRING);
    return 1;
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

/* cfn_options is made when first asked for: most resources have none. */
static int resource_cfn_options(lua_State *L) {
    engine_push_key(L, KEY_CFN_OPTIONS);
    if (lua_rawget(L, 1) == LUA_TNIL) {
        lua_newtable(L);
        engine_push_key(L, KEY_CFN_OPTIONS);
        lua_pushvalue(L, -2);
        lua_rawset(L, 1);
    }
    return 1;
}

static char ADDED_METADATA; /* key of cfn_options: the table that add_metadata made */

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

static int resource_get_metadata(lua_State *L) {
    luaL_checkstring(L, 2);
    resource_cfn_options(L);
    if (lua_getfield(L, -1, "metadata") == LUA_TTABLE) {
        lua_pushvalue(L, 2);
        lua_gettable(L, -2);
    }
    return 1;
}

/* Sets `value` (on top, popped) at the dotted path in the raw overrides; "\." is a dot inside of a name. */
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
        node_of(L, self)->flags |= NODE_OVERRIDES;
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

static int add_override(lua_State *L, const char *prefix) {
    node_check(L, 1);
    const char *path = luaL_checkstring(L, 2);
    lua_settop(L, 3);
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
    static const char *const types[] = {"AWS::DocDB::DBCluster",        "AWS::EC2::Volume",
                                        "AWS::ElastiCache::CacheCluster", "AWS::ElastiCache::ReplicationGroup",
                                        "AWS::Neptune::DBCluster",      "AWS::RDS::DBCluster",
                                        "AWS::RDS::DBInstance",         "AWS::Redshift::Cluster"};
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
    if (supports_snapshot(type)) {
        return;
    }
    const char *flag = "@aws-cdk/core:validateSnapshotRemovalPolicy";
    if (node_context_truthy(L, node, flag)) {
        engine_fail(L, 1, "%s does not support the removal policy SNAPSHOT", type);
    }
    lua_getglobal(L, "require");
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
    return engine_fail(L, 1, "'%s' is no removal policy; there are cdk.RemovalPolicy.DESTROY, RETAIN, SNAPSHOT and "
                       "RETAIN_ON_UPDATE_OR_DELETE", policy);
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

/* resource:obtain_dependencies() → resources of the same stack that this one waits for */
static int resource_obtain_dependencies(lua_State *L) {
    const struct node *node = node_check(L, 1);
    lua_newtable(L);
    for (uint32_t i = 0; node->element && i < node->element->depend_count; i++) {
        node_push(L, node->element->depends[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
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

/* --- rendering ----------------------------------------------------------------------------------------------------------- */

static int compare_paths(const void *a, const void *b) {
    const cJSON *x = *(const cJSON *const *)a, *y = *(const cJSON *const *)b;
    /* `string` holds the path while sorting; siblings in other trees cannot meet here */
    return collate_compare(x->string, strlen(x->string), y->string, strlen(y->string));
}

/* DependsOn: logical ids, ordered by the paths of the resources. */
static cJSON *render_depends(struct resolver *r, const struct element *e) {
    if (!e->depend_count) {
        return NULL;
    }
    size_t count = 0;
    cJSON **items = arena_alloc(r->arena, e->depend_count * sizeof *items);
    for (uint32_t i = 0; i < e->depend_count; i++) {
        struct node *target = e->depends[i];
        if (target->flags & NODE_SKIPPED) {
            continue;
        }
        const char *id = element_logical_id(r->L, target);
        cJSON *item = doc_string(r->arena, id, strlen(id));
        size_t length;
        const char *path = (node_push_path(r->L, target), lua_tolstring(r->L, -1, &length));
        item->string = e->depend_count > 1 ? (char *)doc_key(r->arena, path, length) : NULL;
        lua_pop(r->L, 1);
        items[count++] = item;
    }
    if (count > 1) {
        qsort(items, count, sizeof *items, compare_paths);
    }
    cJSON *list = doc_array(r->arena);
    for (size_t i = 0; i < count; i++) {
        items[i]->string = NULL;
        doc_add(list, items[i]);
    }
    return count ? list : NULL;
}

/* Policies of cfn_options are written in Lua's or CloudFormation's spelling: first letters become capitals, snake_case
 * words are joined. */
static void capitalise_keys(struct arena *a, cJSON *node) {
    for (cJSON *child = node->child; child; child = child->next) {
        if (doc_is_object(node) && child->string && strncmp(child->string, "Fn::", 4) != 0) {
            char *key = (char *)doc_key(a, child->string, strlen(child->string)), *out = key;
            bool upper = true;
            for (const char *p = child->string; *p; p++) {
                if (*p == '_') {
                    upper = true;
                    continue;
                }
                *out++ = upper && *p >= 'a' && *p <= 'z' ? (char)(*p - 'a' + 'A') : *p;
                upper = false;
            }
            *out = '\0';
            child->string = key;
        }
        capitalise_keys(a, child);
    }
}

static const struct {
    const char *option, *key;
    bool capitalise;
} option_keys[] = {{"creation_policy", "CreationPolicy", true},
                   {"update_policy", "UpdatePolicy", true},
                   {"update_replace_policy", "UpdateReplacePolicy", true},
                   {"deletion_policy", "DeletionPolicy", true},
                   {"version", "Version", false},
                   {"description", "Description", false}};

/* Whether the user gave metadata as a whole: it takes the place of what the library put there. */
static bool metadata_replaced(lua_State *L, int options) {
    if (!options || lua_getfield(L, options, "metadata") == LUA_TNIL) {
        return false;
    }
    lua_rawgetp(L, options, &ADDED_METADATA);
    return !lua_rawequal(L, -1, -2);
}

/* Metadata: the construct path first, when the CLI asks for it, then the user's. */
static cJSON *render_metadata(struct resolver *r, struct node *node, int options) {
    lua_State *L = r->L;
    cJSON *metadata = NULL;
    bool replaced = metadata_replaced(L, options);
    lua_settop(L, options ? options : lua_gettop(L));
    if (!replaced && node_context_truthy(L, node, "aws:cdk:enable-path-metadata")) {
        metadata = doc_object(r->arena);
        size_t length;
        const char *path = (node_push_path(L, node), lua_tolstring(L, -1, &length));
        doc_set(metadata, "aws:cdk:path", doc_string(r->arena, path, length));
        lua_pop(L, 1);
    }
    if (options && lua_getfield(L, options, "metadata") != LUA_TNIL) {
        cJSON *own = resolve_value(r, lua_gettop(L));
        if (!metadata) {
            metadata = own;
        } else if (own) {
            cJSON *next;
            for (cJSON *child = own->child; child; child = next) {
                next = child->next;
                doc_put(r->arena, metadata, child->string, child);
            }
        }
    }
    lua_settop(L, options ? options : lua_gettop(L));
    return metadata && !doc_is_empty(metadata) ? metadata : NULL;
}

static void note_pending(struct references *refs, struct pending pending) {
    if (refs->count == refs->capacity) {
        refs->capacity = refs->capacity ? refs->capacity * 2 : 64;
        refs->items = mem_resize(refs->items, refs->capacity, sizeof *refs->items);
    }
    refs->items[refs->count++] = pending;
}

/* References noted in a document, from number `first` on, are noted in its copy too. */
static void note_in_copy(struct references *refs, size_t first, size_t end, cJSON *original, cJSON *copy) {
    for (size_t i = first; i < end; i++) {
        if (refs->items[i].place == original) {
            note_pending(refs, (struct pending){copy, refs->items[i].consumer, refs->items[i].token});
        }
    }
    cJSON *other = copy->child;
    for (cJSON *child = original->child; child; child = child->next, other = other->next) {
        note_in_copy(refs, first, end, child, other);
    }
}

static cJSON *render_resource(struct resolver *r, struct node *node, int self) {
    lua_State *L = r->L;
    struct element *e = node->element;
    size_t noted = r->references ? r->references->count : 0;
    cJSON *entry = doc_object(r->arena);
    if (e->type) {
        doc_set(entry, "Type", doc_literal(r->arena, schema_resource(e->type)->cfn_type));
        e->properties = l1_render(r, self, e->type);
    } else {
        size_t length;
        lua_getfield(L, self, "cfn_resource_type");
        const char *type = lua_tolstring(L, -1, &length);
        doc_set(entry, "Type", doc_string(r->arena, type, length));
        lua_getfield(L, self, "_props");
        e->properties = resolve_value(r, lua_gettop(L));
        lua_pop(L, 2);
    }
    if (e->properties && doc_is_empty(e->properties)) {
        e->properties = NULL;
    }
    cJSON *properties = e->properties;
    if (properties && node->flags & NODE_OVERRIDES) {
        properties = doc_copy(r->arena, properties); /* tree.json shows what was there before */
        if (r->references && r->references->count > noted) {
            note_in_copy(r->references, noted, r->references->count, e->properties, properties);
        }
    }
    if (properties) {
        doc_set(entry, "Properties", properties);
    }
    cJSON *depends = render_depends(r, e);
    if (depends) {
        doc_set(entry, "DependsOn", depends);
    }
    engine_push_key(L, KEY_CFN_OPTIONS);
    int options = lua_rawget(L, self) == LUA_TTABLE ? lua_gettop(L) : 0;
    for (size_t i = 0; options && i < sizeof option_keys / sizeof *option_keys; i++) {
        if (lua_getfield(L, options, option_keys[i].option) != LUA_TNIL) {
            cJSON *value = resolve_value(r, lua_gettop(L));
            if (value) {
                if (option_keys[i].capitalise) {
                    capitalise_keys(r->arena, value);
                }
                doc_set(entry, option_keys[i].key, value);
            }
        }
        lua_pop(L, 1);
    }
    cJSON *metadata = render_metadata(r, node, options);
    if (metadata) {
        doc_set(entry, "Metadata", metadata);
    }
    if (options && lua_getfield(L, options, "condition") != LUA_TNIL) {
        struct node *condition = node_of(L, -1);
        if (!condition || !condition->element) {
            engine_fail(L, self, "cfn_options.condition must be a cdk.CfnCondition, got %s", push_display(L, -1));
        }
        const char *id = element_logical_id(L, condition);
        doc_set(entry, "Condition", doc_string(r->arena, id, strlen(id)));
    }
    lua_settop(L, self);
    if (node->flags & NODE_OVERRIDES) {
        lua_getfield(L, self, "_overrides");
        cJSON *overrides = resolve_value(r, lua_gettop(L));
        merge_overrides(r->arena, entry, overrides, e->type ? schema_resource(e->type)->props : NULL);
        lua_pop(L, 1);
    }
    return entry;
}

cJSON *element_render(struct resolver *r, struct node *node) {
    lua_State *L = r->L;
    if (node->element->rendered) {
        return node->element->rendered;
    }
    if (node->flags & NODE_SKIPPED) {
        return NULL;
    }
    luaL_checkstack(L, 20, NULL);
    int top = lua_gettop(L);
    r->scope = node;
    r->stack = node->stack;
    node_push(L, node);
    cJSON *entry;
    if (node->flags & NODE_RESOURCE) {
        entry = render_resource(r, node, top + 1);
    } else {
        lua_getfield(L, top + 1, "_render");
        lua_pushvalue(L, top + 1);
        lua_call(L, 1, 1);
        entry = resolve_value(r, lua_gettop(L));
    }
    lua_settop(L, top);
    node->element->rendered = entry;
    return entry;
}

void element_push_section(lua_State *L, struct node *node) {
    if (node->flags & NODE_RESOURCE) {
        lua_pushliteral(L, "Resources");
        return;
    }
    node_push(L, node);
    lua_getfield(L, -1, "_section");
    lua_remove(L, -2);
}

/* engine.resolve_properties(resource) → its properties as in the template, as plain Lua values */
static int l_resolve_properties(lua_State *L) {
    struct node *node = node_check(L, 1);
    lua_settop(L, 1);
    struct arena *arena = push_arena(L);
    struct resolver r = resolver_for_lua(L, arena, node);
    if (node->element->type) {
        push_document(L, l1_render(&r, 1, node->element->type));
    } else {
        lua_getfield(L, 1, "_props");
        push_document(L, resolve_value(&r, lua_gettop(L)));
    }
    return 1;
}

/* engine.resolve_resource(resource [, properties]) → { Resources = { id = entry } } of this resource alone, with other
 * properties if given */
static int l_resolve_resource(lua_State *L) {
    struct node *node = node_check(L, 1);
    lua_settop(L, 2);
    struct arena *arena = push_arena(L);
    struct resolver r = resolver_for_lua(L, arena, node);
    cJSON *kept = node->element->properties;
    lua_pushvalue(L, 1);
    cJSON *entry = render_resource(&r, node, lua_gettop(L));
    node->element->properties = kept;
    if (!lua_isnil(L, 2)) {
        cJSON *properties = resolve_value(&r, 2);
        if (properties) {
            doc_put(arena, entry, "Properties", properties);
        }
    }
    cJSON *resources = doc_object(arena), *template = doc_object(arena);
    doc_set(resources, element_logical_id(L, node), entry);
    doc_set(template, "Resources", resources);
    push_document(L, template);
    return 1;
}

/* --- references into other stacks -------------------------------------------------------------------------------------------- */

void element_note_reference(struct resolver *r, cJSON *place, int idx) {
    struct references *refs = r->references;
    lua_State *L = r->L;
    lua_rawgeti(L, LUA_REGISTRYINDEX, refs->tokens);
    int n = (int)lua_rawlen(L, -1) + 1;
    lua_pushvalue(L, idx);
    lua_rawseti(L, -2, n);
    lua_pop(L, 1);
    note_pending(refs, (struct pending){place, r->scope, n});
}

void element_push_replacement(lua_State *L, int idx, struct node *stack) {
    idx = lua_absindex(L, idx);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &REPLACEMENTS);
    lua_pushvalue(L, idx);
    if (lua_rawget(L, -2) == LUA_TTABLE) {
        node_push(L, stack);
        lua_rawget(L, -2);
        lua_replace(L, -3);
        lua_pop(L, 1);
    } else {
        lua_replace(L, -2);
    }
}

void element_set_replacement(lua_State *L, int idx, struct node *stack) {
    idx = lua_absindex(L, idx);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &REPLACEMENTS);
    lua_pushvalue(L, idx);
    if (lua_rawget(L, -2) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, idx);
        lua_pushvalue(L, -2);
        lua_rawset(L, -4);
    }
    node_push(L, stack);
    lua_pushvalue(L, -4);
    lua_rawset(L, -3);
    lua_pop(L, 3);
    token_test(L, idx)->flags |= TOKEN_REPLACED;
}

/* --- classes ------------------------------------------------------------------------------------------------------------------- */

static const luaL_Reg element_methods[] = {{"init", element_init_method},
                                           {"override_logical_id", element_override_logical_id},
                                           {"is_cfn_element", element_is_cfn_element},
                                           {NULL, NULL}};

static const luaL_Reg element_getters[] = {
    {"logical_id", get_logical_id}, {"stack", get_stack}, {"creation_stack", get_creation_stack}, {NULL, NULL}};

static const luaL_Reg resource_methods[] = {
    {"init", resource_init_method},
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

static const luaL_Reg no_methods[] = {{NULL, NULL}};

static const luaL_Reg ref_getters[] = {{"ref", element_ref}, {NULL, NULL}};

static const luaL_Reg resource_getters[] = {
    {"cfn_options", resource_cfn_options}, {"env", get_env}, {NULL, NULL}};

static const luaL_Reg functions[] = {{"rename_logical_id", l_rename_logical_id},
                                     {"allocate_logical_id", l_allocate_logical_id},
                                     {"logical_id_text", l_logical_id_text},
                                     {"unique_id", l_unique_id},
                                     {"node_unique_id", l_node_unique_id},
                                     {"resolve_properties", l_resolve_properties},
                                     {"resolve_resource", l_resolve_resource},
                                     {NULL, NULL}};

/* Fills the class on top of the stack. */
static void fill_class(lua_State *L, const luaL_Reg *methods, const luaL_Reg *getters) {
    for (const luaL_Reg *m = methods; m->name; m++) {
        lua_pushcfunction(L, m->func);
        lua_setfield(L, -2, m->name);
    }
    lua_getfield(L, -1, "get");
    luaL_setfuncs(L, getters, 0);
    lua_pop(L, 1);
}

void element_open(lua_State *L) {
    luaL_setfuncs(L, functions, 0);
    lua_newtable(L);
    lua_newtable(L);
    lua_pushliteral(L, "k");
    lua_setfield(L, -2, "__mode");
    lua_setmetatable(L, -2);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &REPLACEMENTS);

    lua_getfield(L, -1, "Construct");
    class_new(L, "aws_cdk.CfnElement", -1);
    fill_class(L, element_methods, element_getters);
    class_new(L, "aws_cdk.CfnRefElement", -1);
    fill_class(L, no_methods, ref_getters);
    class_new(L, "aws_cdk.CfnResource", -1);
    fill_class(L, resource_methods, resource_getters);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &RESOURCE_CLASS);
    lua_setfield(L, -5, "CfnResource");
    lua_setfield(L, -4, "CfnRefElement");
    lua_setfield(L, -3, "CfnElement");
    lua_pop(L, 1);
}
