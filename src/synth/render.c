/* Rendering of elements. */
#include "synth/render.h"

#include <lauxlib.h>
#include <string.h>

#include "base/arena.h"
#include "document/js_order.h"
#include "document/merge.h"
#include "object/diagnostics.h"
#include "object/node_set.h"
#include "object/state.h"
#include "object/token.h"
#include "object/values.h"
#include "synth/element.h"
#include "synth/resource.h"

/* DependsOn: logical ids, sorted by the paths of the resources. */
static cJSON *render_depends(struct resolver *r, const struct node_set *depends) {
    if (!depends || !depends->count) {
        return NULL;
    }
    size_t count = 0;
    struct js_key *paths = arena_alloc(r->arena, depends->count * sizeof *paths);
    cJSON **items = arena_alloc(r->arena, depends->count * sizeof *items);
    for (uint32_t i = 0; i < depends->length; i++) {
        struct node *target = depends->items[i];
        if (!target || target->flags & NODE_SKIPPED) {
            continue;
        }
        const char *id = element_logical_id(r->L, target);
        items[count] = doc_string(r->arena, id, strlen(id));
        if (depends->count > 1) {
            size_t length;
            const char *path = node_path_in(r->arena, target, &length);
            paths[count] = js_key(path, length, count);
        }
        count++;
    }
    if (count > 1) {
        js_sort(paths, count);
    }
    cJSON *list = doc_array(r->arena);
    for (size_t i = 0; i < count; i++) {
        doc_add(list, count > 1 ? items[paths[i].place] : items[i]);
    }
    return count ? list : NULL;
}

/* Policies in cfn_options may use Lua's or CloudFormation's spelling: first letters become capitals, and snake_case
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

/* Metadata: first the construct path, if the CLI asks for it, then the user's. */
static cJSON *render_metadata(struct resolver *r, struct node *node, int options) {
    lua_State *L = r->L;
    cJSON *metadata = NULL;
    bool replaced = resource_metadata_replaced(L, options);
    lua_settop(L, options ? options : lua_gettop(L));
    if (!replaced && node_context_truthy(L, node, "aws:cdk:enable-path-metadata")) {
        metadata = doc_object(r->arena);
        size_t length;
        char *path = node_path_in(r->arena, node, &length);
        cJSON *text = doc_literal(r->arena, path);
        text->valueint = (int)length;
        doc_set(metadata, "aws:cdk:path", text);
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

static cJSON *render_resource(struct resolver *r, struct node *node, int self) {
    lua_State *L = r->L;
    struct element *e = node->element;
    size_t noted = r->references ? r->references->count : 0;
    cJSON *entry = doc_object(r->arena);
    if (e->type) {
        doc_set(entry, "Type", doc_literal(r->arena, schema_resource(e->type)->cfn_type));
        e->properties = engine_state(L)->hooks.render_properties(r, self, e->type);
    } else {
        size_t length;
        lua_getfield(L, self, "cfn_resource_type");
        const char *type = lua_tolstring(L, -1, &length);
        if (!type) {
            engine_fail(L, self, "cfn_resource_type must be a string, got %s", push_display(L, -1));
        }
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
        properties = doc_copy(r->arena, properties); /* tree.json shows the properties before overrides */
        if (r->references && r->references->count > noted) {
            references_note_in_copy(r->references, noted, r->references->count, e->properties, properties);
        }
    }
    if (properties) {
        doc_set(entry, "Properties", properties);
    }
    cJSON *depends = render_depends(r, e->depends);
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
    if (!node->element->listed) {
        node->element->listed = true;
        node->element->listed_before = node->root->listed;
        node->root->listed = node;
    }
    luaL_checkstack(L, 20, NULL);
    int top = lua_gettop(L);
    r->scope = node;
    r->stack = node->stack;
    const struct node *outer = engine_state(L)->resolving;
    engine_state(L)->resolving = node;
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
    engine_state(L)->resolving = outer;
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

static struct node *check_resource(lua_State *L) {
    struct node *node = node_check(L, 1);
    luaL_argexpected(L, node->flags & NODE_RESOURCE && lua_istable(L, 1), 1, "resource");
    return node;
}

/* engine.resolve_properties(resource) → its properties as in the template, as plain Lua values */
static int l_resolve_properties(lua_State *L) {
    struct node *node = check_resource(L);
    lua_settop(L, 1);
    struct arena *arena = push_arena(L);
    struct resolver r = resolver_for_lua(L, arena, node);
    if (node->element->type) {
        push_document(L, engine_state(L)->hooks.render_properties(&r, 1, node->element->type));
    } else {
        lua_getfield(L, 1, "_props");
        push_document(L, resolve_value(&r, lua_gettop(L)));
    }
    arena_free(arena);
    return 1;
}

/* engine.resolve_resource(resource [, properties]) → { Resources = { id = entry } } of this resource alone, with other
 * properties if given */
static int l_resolve_resource(lua_State *L) {
    struct node *node = check_resource(L);
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
    arena_free(arena);
    return 1;
}

static const luaL_Reg functions[] = {
    {"resolve_properties", l_resolve_properties}, {"resolve_resource", l_resolve_resource}, {NULL, NULL}};

void render_open(lua_State *L) { luaL_setfuncs(L, functions, 0); }
