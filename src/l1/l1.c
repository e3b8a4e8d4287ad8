/* L1 classes and instances. Rendering is in l1_render.c, static helpers in l1_helpers.c. */
#include "l1/l1.h"

#include "l1/l1_helpers.h"
#include "l1/l1_overridable.h"
#include "l1/l1_reference.h"
#include "l1/l1_render.h"
#include "l1/l1_tags.h"
#include "l1/l1_watch.h"

#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

#include "check/check.h"
#include "object/class.h"
#include "object/diagnostics.h"
#include "object/node.h"
#include "object/state.h"
#include "object/token.h"
#include "object/unresolved.h"
#include "synth/element.h"
#include "synth/resource.h"

static char CLASSES; /* registry: schema type → class */

/* A row of the schema, which lives forever, as the upvalue of a function made for it. */
static const void *row(lua_State *L) { return lua_touserdata(L, lua_upvalueindex(1)); }

static void push_function(lua_State *L, lua_CFunction function, const void *row) {
    lua_pushlightuserdata(L, (void *)row);
    lua_pushcclosure(L, function, 1);
}

static void push_props(lua_State *L, int self) {
    lua_pushliteral(L, "_props");
    if (lua_rawget(L, self) != LUA_TTABLE) {
        luaL_error(L, "this resource does not exist yet; call its class's init first");
    }
}

/* --- constructs in place of names and ARNs -------------------------------------------------------------------- */

/* Pushes what represents the construct at `idx` in a property: the first of its references that the row names. Other
 * values are pushed unchanged. */
static void push_referenced(lua_State *L, int idx, const struct schema_field *field, int self) {
    idx = lua_absindex(L, idx);
    if (lua_type(L, idx) != LUA_TTABLE || (!class_is_instance(L, idx) && token_is_unresolved(L, idx))) {
        lua_pushvalue(L, idx);
        return;
    }
    for (size_t i = 0; i < field->reference_count; i++) {
        if (l1_push_reference(L, idx, field->references[i].property, field->references[i].field)) {
            return;
        }
    }
    if (!class_is_instance(L, idx)) {
        lua_pushvalue(L, idx); /* a map such as { Ref = … } */
        return;
    }
    engine_fail(L, self, "%s: %s is not possible here; -> give a string or an object with %s.%s", field->name,
                schema_short_name(class_name_of(L, idx)), field->references[0].property, field->references[0].field);
}

/* Replaces the value on top of the stack with the form that is stored. */
static void to_kept(lua_State *L, const struct schema_field *field, int self) {
    int value = lua_gettop(L);
    if (field->reference_count == 0 || lua_type(L, value) != LUA_TTABLE) {
        return;
    }
    if (field->render->kind != SHAPE_LIST || class_is_instance(L, value)) {
        push_referenced(L, value, field, self);
    } else {
        lua_Integer length = (lua_Integer)lua_rawlen(L, value);
        lua_createtable(L, (int)length, 0);
        for (lua_Integer i = 1; i <= length; i++) {
            lua_rawgeti(L, value, i);
            push_referenced(L, -1, field, self);
            lua_rawseti(L, -3, i);
            lua_pop(L, 1);
        }
        if (length == 0) {
            lua_pop(L, 1);
            return;
        }
    }
    lua_replace(L, value);
}

/* --- construction ------------------------------------------------------------------------------------------------ */

/* Pushes a table with the properties of the one at `idx` (or nil), under their plain names. */
static void push_kept_props(lua_State *L, int idx, const struct schema_resource *resource, int self) {
    lua_newtable(L);
    int kept = lua_gettop(L);
    if (resource->props == NULL || lua_type(L, idx) != LUA_TTABLE) {
        return;
    }
    const struct schema_fields *fields = schema_fields(resource->props);
    lua_pushnil(L);
    while (lua_next(L, idx)) {
        size_t length;
        const char *name = lua_type(L, -2) == LUA_TSTRING ? lua_tolstring(L, -2, &length) : NULL;
        const struct schema_field *field = name ? schema_field(fields, name, length) : NULL;
        if (field == NULL) {
            if (name && engine_state(L)->schema_open) {
                lua_setfield(L, kept, name);
            } else {
                lua_pop(L, 1);
            }
            continue;
        }
        to_kept(L, field, self);
        if (strcmp(field->name, name) == 0) {
            lua_pushvalue(L, -2);
            lua_insert(L, -2);
            lua_rawset(L, kept);
        } else {
            lua_setfield(L, kept, field->name);
        }
    }
}

/* validate(): what is wrong with a stateful resource inside an L2 construct. Upvalues: type row, resource. */
static int validate_policy(lua_State *L) {
    const struct schema_type *type = row(L);
    lua_newtable(L);
    lua_getfield(L, lua_upvalueindex(2), "cfn_options");
    if (lua_getfield(L, -1, "deletion_policy") == LUA_TNIL) {
        lua_pushfstring(L, "%s holds data, so it needs a removal policy: call apply_removal_policy on it",
                        schema_resource(type)->cfn_type);
        lua_rawseti(L, -4, 1);
    }
    lua_pop(L, 2);
    return 1;
}

static void add_policy_validation(lua_State *L, int self, int scope, const struct schema_type *type) {
    static _Thread_local const struct schema_type *l2;
    if (l2 == NULL) {
        l2 = schema_find("aws_cdk", "Resource");
    }
    const struct schema_type *around = class_schema_of(L, scope);
    if (around == NULL || !schema_is_a(around, l2)) {
        return;
    }
    lua_getfield(L, self, "node");
    lua_getfield(L, -1, "add_validation");
    lua_insert(L, -2);
    lua_createtable(L, 0, 1);
    lua_pushlightuserdata(L, (void *)type);
    lua_pushvalue(L, self);
    lua_pushcclosure(L, validate_policy, 2);
    lua_setfield(L, -2, "validate");
    lua_call(L, 2, 0);
}

static void add_transform(lua_State *L, int self, const char *transform) {
    lua_getfield(L, self, "stack");
    lua_getfield(L, -1, "add_transform");
    lua_insert(L, -2);
    lua_pushstring(L, transform);
    lua_call(L, 2, 0);
}

/* Class.init(self, scope, id, props) */
static int l1_init(lua_State *L) {
    const struct schema_type *type = row(L);
    const struct schema_resource *resource = schema_resource(type);
    lua_settop(L, 4);
    resource_init(L, 1, 2, 3, type);
    push_kept_props(L, 4, resource, 1);
    lua_pushliteral(L, "_props");
    lua_pushvalue(L, -2);
    lua_rawset(L, 1);
    l1_watch_made(L, 1, type, lua_gettop(L));
    if (resource->transform) {
        add_transform(L, 1, resource->transform);
    }
    if (resource->stateful) {
        add_policy_validation(L, 1, 2, type);
    }
    return 0;
}

/* --- properties --------------------------------------------------------------------------------------------------- */

static int get_property(lua_State *L) {
    const struct schema_field *field = row(L);
    lua_settop(L, 1);
    push_props(L, 1);
    lua_pushstring(L, field->name);
    lua_rawget(L, -2);
    return 1;
}

static int set_property(lua_State *L) {
    const struct schema_field *field = row(L);
    lua_settop(L, 2);
    if (!lua_isnil(L, 2)) {
        check_field(L, 2, field, 1);
        to_kept(L, field, 1);
    } else if (field->flags & FIELD_REQUIRED) {
        return engine_fail(L, 1, "%s is required and cannot be removed", field->name);
    }
    push_props(L, 1);
    lua_pushstring(L, field->name);
    lua_pushvalue(L, 2);
    lua_rawset(L, -3);
    l1_watch_set(L, 1, field, 2);
    return 0;
}

static int set_managed_tags(lua_State *L) {
    const struct schema_field *field = row(L);
    return engine_fail(
        L, 1, "%s is the tag manager of this resource: -> call resource.%s:set_tag(key, value), or cdk.Tags.of(…)",
        field->name, field->name);
}

static int get_attribute(lua_State *L) {
    static const enum token_type types[] = {
        [ATTRIBUTE_STRING] = TOKEN_STRING,
        [ATTRIBUTE_NUMBER] = TOKEN_NUMBER,
        [ATTRIBUTE_LIST] = TOKEN_LIST,
        [ATTRIBUTE_ANY] = TOKEN_ANY,
    };
    const struct schema_attribute *attribute = row(L);
    node_check(L, 1);
    token_push_reference(L, 1, attribute->cfn_name, types[attribute->type]);
    return 1;
}

/* Pushes a token for { name = argument }, with the argument (popped) on top of the stack. */
static void to_intrinsic(lua_State *L, const char *name, enum token_type type) {
    lua_createtable(L, 0, 1);
    lua_insert(L, -2);
    lua_setfield(L, -2, name);
    token_new(L, TOKEN_INTRINSIC, type);
    lua_insert(L, -2);
    lua_setiuservalue(L, -2, 1);
}

/* Pushes the part of the resource's Ref that "ref/1/|" means, for a reference with several identifiers. */
static void push_part_of_ref(lua_State *L, int self, const char *source) {
    const char *index = source + 4;
    const char *separator = strchr(index, '/');
    lua_createtable(L, 2, 0);
    lua_pushlstring(L, index, (size_t)(separator - index));
    lua_pushinteger(L, lua_tointeger(L, -1));
    lua_remove(L, -2);
    lua_rawseti(L, -2, 1);
    lua_createtable(L, 2, 0);
    lua_pushstring(L, separator + 1);
    lua_rawseti(L, -2, 1);
    token_push_reference(L, self, NULL, TOKEN_STRING);
    lua_rawseti(L, -2, 2);
    to_intrinsic(L, "Fn::Split", TOKEN_LIST);
    lua_rawseti(L, -2, 2);
    to_intrinsic(L, "Fn::Select", TOKEN_STRING);
}

/* resource.bucket_ref → { bucket_name = …, bucket_arn = … } */
static int get_ref(lua_State *L) {
    const struct schema_ref *ref = row(L);
    lua_settop(L, 1);
    node_check(L, 1);
    lua_createtable(L, 0, (int)ref->field_count);
    for (size_t i = 0; i < ref->field_count; i++) {
        const char *source = ref->fields[i].source;
        if (strcmp(source, "ref") == 0) {
            token_push_reference(L, 1, NULL, TOKEN_STRING);
        } else if (strncmp(source, "ref/", 4) == 0) {
            push_part_of_ref(L, 1, source);
        } else {
            lua_getfield(L, 1, source[0] == '=' ? source + 1 : source);
        }
        lua_setfield(L, 2, ref->fields[i].name);
    }
    return 1;
}

static int get_tag_manager(lua_State *L) {
    node_check(L, 1);
    l1_push_tag_manager(L, 1, row(L));
    return 1;
}

/* engine.l1_tag_manager(construct) → its tag manager or nil, and whether that is all there is to know: true for objects
 * of L1 classes, false for all others, whose members decide. */
static int l_tag_manager(lua_State *L) {
    const struct node *node = node_of(L, 1);
    const struct schema_type *type = node && node->element ? node->element->type : NULL;
    bool known = false;
    if (type && class_push(L, 1)) { /* not of a class that a user derived from it */
        known = class_own_schema(L) == type;
    }
    lua_settop(L, 1);
    const struct schema_resource *resource = known ? schema_resource(type) : NULL;
    if (resource && resource->tags_field) {
        l1_push_tag_manager(L, 1, resource);
    } else {
        lua_pushnil(L);
    }
    lua_pushboolean(L, known);
    return 2;
}

static void add_inspected(lua_State *L, const char *name, int value) {
    lua_getfield(L, 2, "add_attribute");
    lua_pushvalue(L, 2);
    lua_pushstring(L, name);
    lua_pushvalue(L, value);
    lua_call(L, 3, 0);
}

/* resource:inspect(inspector): its entry in tree.json */
static int inspect(lua_State *L) {
    lua_settop(L, 2);
    node_check(L, 1);
    lua_getfield(L, 1, "cfn_resource_type");
    add_inspected(L, "aws:cdk:cloudformation:type", 3);
    lua_getfield(L, 1, "logical_id");
    add_inspected(L, "aws:cdk:cloudformation:logicalId", 4);
    push_props(L, 1);
    add_inspected(L, "aws:cdk:cloudformation:props", 5);
    return 0;
}

/* Class.is_cfn_bucket(x) */
static int is_of_type(lua_State *L) {
    const struct schema_type *type = row(L);
    const struct node *node = node_of(L, 1);
    lua_pushboolean(L,
                    node && node->element && node->element->type &&
                        strcmp(schema_resource(node->element->type)->cfn_type, schema_resource(type)->cfn_type) == 0);
    return 1;
}

/* --- classes ------------------------------------------------------------------------------------------------------ */

/* table[name] = function for the row; keywords of Lua are also reachable with a trailing "_". */
static void add(lua_State *L, int table, const char *name, lua_CFunction function, const void *row) {
    push_function(L, function, row);
    lua_setfield(L, table, name);
}

static void add_property(lua_State *L, int get, int set, const struct schema_field *field) {
    static const char *const keywords[] = {"end", "function", "local", "for",    "not", "and",
                                           "or",  "then",     "else",  "repeat", "in",  "if",
                                           "do",  "while",    "until", "return", "nil", "break"};
    add(L, get, field->name, get_property, field);
    add(L, set, field->name, set_property, field);
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
        if (strcmp(keywords[i], field->name) == 0) {
            char name[32];
            snprintf(name, sizeof name, "%s_", field->name);
            add(L, get, name, get_property, field);
            add(L, set, name, set_property, field);
        }
    }
}

static void add_members(lua_State *L, int cls, const struct schema_type *type, const struct schema_resource *resource) {
    lua_getfield(L, cls, "get");
    int get = lua_gettop(L);
    lua_getfield(L, cls, "set");
    int set = lua_gettop(L);
    const struct schema_fields *fields = resource->props ? schema_fields(resource->props) : NULL;
    for (size_t i = 0; fields && i < fields->count; i++) {
        add_property(L, get, set, &fields->items[i]);
    }
    for (size_t i = 0; i < resource->attribute_count; i++) {
        add(L, get, resource->attributes[i].name, get_attribute, &resource->attributes[i]);
    }
    for (size_t i = 0; i < resource->ref_count; i++) {
        add(L, get, resource->refs[i].name, get_ref, &resource->refs[i]);
    }
    const struct schema_field *tags = resource->tags_field;
    if (tags && resource->tags_v2) {
        add(L, get, "cdk_tag_manager", get_tag_manager, resource);
    } else if (tags) {
        /* `tags` is the manager, and the given tags have another name. */
        add(L, get, "tags", get_tag_manager, resource);
        add(L, set, "tags", set_managed_tags, tags);
        lua_pushfstring(L, "%s_raw", tags->name);
        add(L, get, lua_tostring(L, -1), get_property, tags);
        add(L, set, lua_tostring(L, -1), set_property, tags);
    }
    lua_settop(L, get - 1);
    /* Static test: its name is spelt in the model. */
    size_t count;
    const struct schema_member *members = schema_members(type, &count);
    for (size_t i = 0; i < count; i++) {
        if ((members[i].flags & FIELD_STATIC) && strncmp(members[i].name, "is_cfn_", 7) == 0) {
            add(L, cls, members[i].name, is_of_type, type);
        }
    }
}

void l1_push_class(lua_State *L, const struct schema_type *type) {
    luaL_checkstack(L, 16, NULL);
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &CLASSES) == LUA_TNIL) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &CLASSES);
    }
    if (lua_rawgetp(L, -1, type) != LUA_TNIL) {
        lua_remove(L, -2);
        return;
    }
    lua_pop(L, 1);
    int classes = lua_gettop(L);
    const struct schema_resource *resource = schema_resource(type);
    resource_push_class(L);
    class_new(L, type->full_name, lua_gettop(L));
    int cls = lua_gettop(L);
    add(L, cls, "init", l1_init, type);
    add(L, cls, "inspect", inspect, type);
    lua_pushstring(L, resource->cfn_type);
    lua_pushvalue(L, -1);
    lua_setfield(L, cls, "CFN_RESOURCE_TYPE_NAME");
    lua_setfield(L, cls, "cfn_resource_type");
    if (resource->transform) {
        lua_pushstring(L, resource->transform);
        lua_setfield(L, cls, "REQUIRED_TRANSFORM");
    }
    add_members(L, cls, type, resource);
    l1_add_overridable(L, cls, type);
    l1_add_helpers(L, cls, resource);
    lua_pushvalue(L, cls);
    lua_rawsetp(L, classes, type);
    lua_replace(L, classes);
    lua_settop(L, classes);
}

void l1_open(lua_State *L) {
    struct engine_hooks *hooks = &engine_state(L)->hooks;
    hooks->push_resource_class = l1_push_class;
    hooks->render_properties = l1_render;
    lua_pushcfunction(L, l_tag_manager);
    lua_setfield(L, -2, "l1_tag_manager");
    l1_watch_open(L);
}
