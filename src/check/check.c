/* Checks in two passes: `accepts` answers quickly and silently; only if it says no, `explain` walks the value again to
 * report the first mistake, in an order that does not depend on how Lua hashes. While complaints are gathered, it goes
 * on and reports all. */
#include "check/check.h"

#include <ctype.h>
#include <lauxlib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check/free_form.h"
#include "check/value_rules.h"
#include "object/class.h"
#include "object/complaint.h"
#include "object/diagnostics.h"
#include "object/module.h"
#include "object/node.h"
#include "object/standin.h"
#include "object/state.h"
#include "object/token.h"
#include "object/unresolved.h"
#include "object/values.h"
#include "object/warnings.h"
#include "schema/nearest.h"

enum {
    DEEPEST = 150,    /* tables nested deeper are circular */
    SHOWN_MAKERS = 6, /* ways to make an object that an error shows */
    GATHERED = 100,   /* complaints about one call */
};

/* Set when a value passes that CloudFormation is known to refuse, or a deprecated property: the value is then walked
 * once more, for warnings. */
static _Thread_local bool doubtful;

/* Set when a library struct passes that has a field with the trailing "_" of a Lua keyword, contains null, or is an instance
 * with some of its fields, or a map with tokens as keys: the library reads only the plain names of tables, knows null only
 * in free-form values, and puts keys into order. */
static _Thread_local bool respelt;

/* --- what passes ---------------------------------------------------------------------------------------------- */

static bool accepts(lua_State *L, int idx, const struct schema_shape *shape, int depth);
static bool accepts_plain(lua_State *L, int idx, const struct schema_shape *shape, int depth);

bool check_is_intrinsic(lua_State *L, int idx) {
    idx = lua_absindex(L, idx);
    lua_pushnil(L);
    if (!lua_next(L, idx)) {
        return false;
    }
    lua_pop(L, 1);
    bool known = false;
    if (lua_type(L, -1) == LUA_TSTRING) {
        const char *key = lua_tostring(L, -1);
        known = strcmp(key, "Ref") == 0 || strncmp(key, "Fn::", 4) == 0;
    }
    if (!lua_next(L, idx)) {
        return known;
    }
    lua_pop(L, 2);
    return false;
}

/* Whether the value stands for something known only later. `idx` is absolute. */
static bool is_deferred(lua_State *L, int idx) {
    switch (lua_type(L, idx)) {
    case LUA_TUSERDATA:
        return token_is(L, idx) || standin_at(L, idx);
    case LUA_TLIGHTUSERDATA:
        return is_null(L, idx);
    case LUA_TSTRING: {
        size_t length;
        const char *s = lua_tolstring(L, idx, &length);
        return token_has_marker(s, length);
    }
    case LUA_TTABLE: {
        if (check_is_intrinsic(L, idx) || token_is_resolvable(L, idx)) {
            return true;
        }
        if (!class_is_instance(L, idx)) {
            return false;
        }
        class_push_member(L, idx, "_resolve");
        bool found = !lua_isnil(L, -1);
        lua_pop(L, 1);
        return found;
    }
    default:
        return false;
    }
}

/* Whether no entry of a list of the shape can be null: objects have members that somebody will ask for. In the
 * properties of resources, a null struct is written as it is. */
static bool needs_object(const struct schema_shape *shape) {
    for (size_t i = 0; shape->kind == SHAPE_UNION && i < shape->alternative_count; i++) {
        if (needs_object(shape->alternatives[i])) {
            return true;
        }
    }
    if (shape->kind == SHAPE_STRUCT) {
        const struct schema_fields *fields = schema_fields(schema_shape_type(shape));
        return fields->count > 0 && !fields->items[0].cfn_name;
    }
    return shape->kind == SHAPE_CLASS ||
           (shape->kind == SHAPE_INTERFACE && strcmp(schema_shape_type(shape)->full_name, "aws_cdk.IResolvable") != 0);
}

static bool accepts_entry(lua_State *L, int idx, const struct schema_shape *element, int depth) {
    return accepts(L, idx, element, depth) && !(is_null(L, idx) && needs_object(element));
}

static bool accepts_list(lua_State *L, int idx, const struct schema_shape *element, int depth) {
    lua_Integer length = (lua_Integer)lua_rawlen(L, idx);
    lua_Integer seen = 0;
    lua_pushnil(L);
    while (lua_next(L, idx)) {
        if (lua_islightuserdata(L, -2)) {
            lua_pop(L, 1);
            continue;
        }
        lua_Integer key = lua_isinteger(L, -2) ? lua_tointeger(L, -2) : 0;
        if (key < 1 || key > length || !accepts_entry(L, lua_gettop(L), element, depth)) {
            lua_pop(L, 2);
            return false;
        }
        seen++;
        lua_pop(L, 1);
    }
    return seen == length;
}

/* Whether the value is a token that stands for a string, and so can be a key: resolution sees whether it becomes one. */
static bool is_token_key(lua_State *L, int idx) {
    const struct token *token = token_test(L, idx);
    return token && (token->type == TOKEN_STRING || token->type == TOKEN_ANY);
}

static bool accepts_map(lua_State *L, int idx, const struct schema_shape *element, int depth) {
    lua_pushnil(L);
    while (lua_next(L, idx)) {
        int key = lua_gettop(L) - 1;
        if (!lua_islightuserdata(L, key) && ((lua_type(L, key) != LUA_TSTRING && !is_token_key(L, key)) ||
                                             (element && !accepts(L, key + 1, element, depth)))) {
            lua_pop(L, 2);
            return false;
        }
        respelt = respelt || lua_type(L, key) == LUA_TUSERDATA;
        lua_pop(L, 1);
    }
    return true;
}

/* Event patterns are declared as lists of strings, but EventBridge and the reference accept matchers such as { prefix =
 * "x" } instead. */
static bool is_matcher_list(lua_State *L, int idx, const struct schema_type *type, int depth) {
    static const struct schema_shape any = {.kind = SHAPE_ANY};
    return strcmp(type->full_name, "aws_cdk.aws_events.EventPattern") == 0 && lua_istable(L, idx) &&
           !class_is_instance(L, idx) && lua_rawlen(L, idx) > 0 && accepts_list(L, idx, &any, depth + 1);
}

/* The property `name` of the class, if it has a public one. */
static const struct schema_member *public_property(const struct schema_type *type, const char *name) {
    size_t count;
    const struct schema_member *members = schema_members(type, &count);
    for (size_t i = 0; i < count; i++) {
        if (!(members[i].flags & (FIELD_STATIC | FIELD_METHOD | FIELD_PROTECTED)) &&
            strcmp(members[i].name, name) == 0) {
            return &members[i];
        }
    }
    return NULL;
}

/* Whether the instance at `idx` can replace a struct: it has all of its fields, as a cdk.Tag has those of a CfnTag, or at
 * least the required ones and another, as an ecs.ServiceManagedVolume has of ecs.Volume. */
static bool has_fields_of(lua_State *L, int idx, const struct schema_type *type, int depth) {
    const struct schema_type *own = class_is_instance(L, idx) ? class_schema_of(L, idx) : NULL;
    const struct schema_fields *fields = own ? schema_fields(type) : NULL;
    size_t found = 0;
    bool good = fields && fields->count > 0;
    for (size_t i = 0; good && i < fields->count; i++) {
        const struct schema_field *field = &fields->items[i];
        bool required = (field->flags & FIELD_REQUIRED) != 0;
        if (!public_property(own, field->name)) {
            good = !required && !field->cfn_name;
            continue;
        }
        lua_getfield(L, idx, field->name);
        good = lua_isnil(L, -1) ? !required : accepts(L, lua_gettop(L), field->shape, depth);
        lua_pop(L, 1);
        found++;
    }
    if (good && found < fields->count) {
        respelt = true; /* what lacks fields is replaced by a table */
    }
    return good && (found == fields->count || found > 1);
}

/* Whether a class is just a handful of optional properties, so that a plain table with some of them is as good. */
static bool is_loose(const struct schema_type *type) {
    size_t count, properties = 0;
    const struct schema_member *members = schema_members(type, &count);
    for (size_t i = 0; i < count; i++) {
        if (members[i].flags & FIELD_STATIC) {
            continue;
        }
        if ((members[i].flags & (FIELD_METHOD | FIELD_REQUIRED)) || (type->flags & TYPE_ABSTRACT)) {
            return false;
        }
        properties++;
    }
    return properties > 0;
}

/* The struct of which the constructor is given one, if the class is just the fields of that struct; else NULL. */
static const struct schema_type *struct_alike(const struct schema_type *type) {
    const struct schema_member *constructor = schema_constructor(type);
    if (!constructor || type->base || (type->flags & TYPE_ABSTRACT) || constructor->parameter_count != 1 ||
        constructor->parameters[0].shape->kind != SHAPE_STRUCT) {
        return NULL;
    }
    const struct schema_type *given = schema_shape_type(constructor->parameters[0].shape);
    const struct schema_fields *fields = schema_fields(given);
    size_t count, properties = 0;
    const struct schema_member *members = schema_members(type, &count);
    for (size_t i = 0; i < count; i++) {
        if ((members[i].flags & (FIELD_STATIC | FIELD_METHOD)) == FIELD_METHOD) {
            return NULL;
        }
        properties += !(members[i].flags & FIELD_STATIC);
    }
    for (size_t i = 0; i < fields->count; i++) {
        if (!public_property(type, fields->items[i].name)) {
            return NULL;
        }
    }
    return properties == fields->count ? given : NULL;
}

static bool accepts_struct(lua_State *L, int idx, const struct schema_type *type, int depth);

/* Whether the plain table at `idx` can replace such a class. */
static bool is_like(lua_State *L, int idx, const struct schema_type *type, int depth) {
    if (class_is_instance(L, idx) || class_is_class(L, idx)) {
        return false;
    }
    if (!is_loose(type)) {
        const struct schema_type *alike = struct_alike(type);
        return alike && accepts_struct(L, idx, alike, depth);
    }
    lua_pushnil(L);
    size_t count = 0;
    while (lua_next(L, idx)) {
        const struct schema_member *member =
            lua_type(L, -2) == LUA_TSTRING ? public_property(type, lua_tostring(L, -2)) : NULL;
        if (!member || !accepts(L, lua_gettop(L), member->shape, depth)) {
            lua_pop(L, 2);
            return false;
        }
        count++;
        lua_pop(L, 1);
    }
    return count > 0;
}

static bool is_factory(const struct schema_member *member, const struct schema_type *type) {
    return (member->flags & FIELD_STATIC) && !(member->flags & (FIELD_DEPRECATED | FIELD_PROTECTED)) && member->shape &&
           (member->shape->kind == SHAPE_CLASS || member->shape->kind == SHAPE_INTERFACE) &&
           schema_is_a(schema_shape_type(member->shape), type);
}

/* Whether a static method makes its object from the value at `idx` alone. */
static bool takes(lua_State *L, int idx, const struct schema_member *method) {
    if (method->parameter_count == 0 || !accepts_plain(L, idx, method->parameters[0].shape, 0)) {
        return false;
    }
    for (size_t i = 1; i < method->parameter_count; i++) {
        if (!method->parameters[i].optional) {
            return false;
        }
    }
    return true;
}

/* Whether a string at `idx` is as good as what a factory of such a class makes of it. */
static bool is_told_by_text(lua_State *L, int idx, const struct schema_type *type) {
    size_t count;
    const struct schema_member *members = schema_members(type, &count);
    for (size_t i = 0; i < count; i++) {
        if (is_factory(&members[i], type) && takes(L, idx, &members[i])) {
            return is_loose(type);
        }
    }
    return false;
}

/* A value that may be anything may be absent; but what CloudFormation requires is required. */
static bool may_be_absent(const struct schema_field *field) {
    return !(field->flags & FIELD_REQUIRED) || (field->shape->kind == SHAPE_ANY && !field->cfn_name);
}

/* The number of required fields that are absent and may be. */
static size_t count_open(const struct schema_fields *fields, lua_State *L, int idx) {
    size_t count = 0;
    for (size_t i = 0; i < fields->count; i++) {
        const struct schema_field *field = &fields->items[i];
        if ((field->flags & FIELD_REQUIRED) && may_be_absent(field)) {
            lua_pushstring(L, field->name);
            count += lua_rawget(L, idx) == LUA_TNIL;
            lua_pop(L, 1);
        }
    }
    return count;
}

/* Whether the value at `idx` means that a field or parameter of the library is not given, like Python's None. */
static bool is_none(lua_State *L, int idx, const struct schema_shape *shape) {
    return lua_islightuserdata(L, idx) && is_null(L, idx) && shape->kind != SHAPE_ANY;
}

/* Whether the string at `key` is the field's name with a trailing "_". */
static bool is_respelt(lua_State *L, int key, const struct schema_field *field) {
    size_t length;
    const char *name = lua_tolstring(L, key, &length);
    return name[length - 1] == '_' && strcmp(name, field->name) != 0;
}

static bool accepts_struct(lua_State *L, int idx, const struct schema_type *type, int depth) {
    const struct schema_fields *fields = schema_fields(type);
    size_t required = 0;
    lua_pushnil(L);
    while (lua_next(L, idx)) {
        const struct schema_field *field = NULL;
        if (lua_type(L, -2) == LUA_TSTRING) {
            size_t length;
            const char *name = lua_tolstring(L, -2, &length);
            field = schema_field(fields, name, length);
        } else if (lua_islightuserdata(L, -2)) {
            lua_pop(L, 1);
            continue;
        }
        bool none = field && !field->cfn_name && is_none(L, lua_gettop(L), field->shape);
        if (none || (field && !field->cfn_name && is_respelt(L, -2, field))) {
            respelt = true;
        }
        if (field == NULL ||
            (!accepts(L, lua_gettop(L), field->shape, depth) && !is_matcher_list(L, lua_gettop(L), type, depth))) {
            lua_pop(L, 2);
            return false;
        }
        if (field->cfn_name && ((field->flags & FIELD_DEPRECATED) ||
                                (field->rules && !doubtful && !rules_accept(L, lua_gettop(L), field->rules)))) {
            doubtful = true;
        }
        required += (field->flags & FIELD_REQUIRED) && !none;
        lua_pop(L, 1);
    }
    return required >= fields->required_count || required + count_open(fields, L, idx) >= fields->required_count;
}

static bool accepts_enum(lua_State *L, int idx, const struct schema_type *type) {
    size_t count;
    const struct schema_enum_member *members = schema_enum_members(type, &count);
    if (lua_type(L, idx) == LUA_TSTRING) {
        const char *text = lua_tostring(L, idx);
        for (size_t i = 0; i < count; i++) {
            if (members[i].text && strcmp(members[i].text, text) == 0) {
                return true;
            }
        }
    } else if (lua_type(L, idx) == LUA_TNUMBER) {
        double number = lua_tonumber(L, idx);
        for (size_t i = 0; i < count; i++) {
            if (number == HUGE_VAL && strcmp(members[i].name, "INFINITE") == 0) {
                return true; /* members of such an enumeration are amounts */
            }
            if (members[i].text == NULL && members[i].number == number) {
                return true;
            }
        }
    }
    return false;
}

/* Whether the userdata at `idx` is a node, and the type is that of nodes. */
static bool is_node(lua_State *L, int idx, const struct schema_type *type) {
    return engine_has_meta(L, idx, META_NODE) && strcmp(type->full_name, "constructs.Node") == 0;
}

/* Whether the classless table at `idx` has all methods that the abstract class `type` leaves open, and so is as good. Of
 * a class that is nothing but properties it must have the required ones. */
static bool implements(lua_State *L, int idx, const struct schema_type *type) {
    size_t count, methods = 0, properties = 0;
    bool lacks_property = false, has_code = type->base != NULL;
    const struct schema_member *members = schema_members(type, &count);
    if (!(type->flags & TYPE_ABSTRACT) || class_is_instance(L, idx) || class_is_class(L, idx)) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        const struct schema_member *member = &members[i];
        bool method = member->flags & FIELD_METHOD, open = member->flags & FIELD_ABSTRACT;
        if (!open) {
            has_code = has_code || (method && !(member->flags & FIELD_STATIC));
            continue;
        }
        if (!method && !(member->flags & FIELD_REQUIRED)) {
            continue;
        }
        class_push_member(L, idx, member->name);
        bool is_function = lua_isfunction(L, -1), is_nil = lua_isnil(L, -1);
        lua_pop(L, 1);
        if (method && !is_function) {
            return false;
        }
        methods += method;
        properties += !method;
        lacks_property = lacks_property || (!method && is_nil);
    }
    return methods > 0 || (properties > 0 && !lacks_property && !has_code);
}

/* Interfaces about a construct's environment: a stand-in table need not have these members. */
static bool is_of_constructs(const struct schema_type *interface) {
    return strcmp(interface->module, "constructs") == 0 || strcmp(interface->full_name, "aws_cdk.IResource") == 0 ||
           strcmp(interface->full_name, "aws_cdk.IEnvironmentAware") == 0;
}

/* Whether the object at `idx` has the member, as a method or as something else. */
static bool has_member(lua_State *L, int idx, const struct schema_member *member) {
    class_push_member(L, idx, member->name);
    bool there = member->flags & FIELD_METHOD ? lua_isfunction(L, -1) : !lua_isnil(L, -1);
    lua_pop(L, 1);
    return there;
}

/* The first member that every object with the interface must have and the one at `idx` lacks (with `having`: has); NULL
 * if there is none. */
static const struct schema_member *find_member(lua_State *L, int idx, const struct schema_type *interface,
                                               bool having) {
    size_t count;
    const struct schema_member *members = schema_members(interface, &count);
    luaL_checkstack(L, 8, NULL);
    for (size_t i = 0; i < count; i++) {
        if ((members[i].flags & (FIELD_METHOD | FIELD_REQUIRED)) && has_member(L, idx, &members[i]) == having) {
            return &members[i];
        }
    }
    for (size_t i = 0; i < interface->interface_count; i++) {
        const struct schema_type *base = schema_type_at(interface->interfaces[i]);
        bool derived = strncmp(base->module, "aws_cdk.interfaces.", 19) == 0; /* x_ref, derived from other members */
        const struct schema_member *found =
            is_of_constructs(base) || derived ? NULL : find_member(L, idx, base, having);
        if (found) {
            return found;
        }
    }
    return NULL;
}

/* Whether it is a construct, by its class or interface. */
static bool is_construct_type(const struct schema_type *type) {
    static _Thread_local const struct schema_type *construct;
    if (construct == NULL) {
        construct = schema_find("constructs", "IConstruct");
    }
    return schema_is_a(type, construct);
}

/* Whether luacdk has a class for resources with the interface: `iam.Role` for `iam.IRole`. */
static bool is_implemented(lua_State *L, const struct schema_type *interface) {
    return *interface->name == 'I' && module_exports(L, interface->module, interface->name + 1);
}

/* Whether the object at `idx` serves although its class does not declare the interface. If there is no class for it,
 * as for those of SageMaker, a table with any of the members may stand in. */
static bool has_interface(lua_State *L, int idx, const struct schema_type *interface) {
    if (find_member(L, idx, interface, false) == NULL) {
        return true;
    }
    return !class_is_instance(L, idx) && is_construct_type(interface) && !is_implemented(L, interface) &&
           find_member(L, idx, interface, true) != NULL;
}

/* Whether a function can stand for an object with the interface: producers of lazy values and mappers of tokens. */
static bool may_be_function(const struct schema_type *interface) {
    size_t count;
    const struct schema_member *members = schema_members(interface, &count);
    return count == 1 && (strcmp(members->name, "produce") == 0 || strcmp(members->name, "map_token") == 0);
}

/* Whether the struct is given as in the manifest, under the manifest's own names. */
static bool is_document(const struct schema_type *type) {
    return strcmp(type->full_name, "aws_cdk.cloud_assembly_schema.ArtifactManifest") == 0;
}

/* The quick answer, disregarding tokens. `idx` is absolute. */
static bool accepts_plain(lua_State *L, int idx, const struct schema_shape *shape, int depth) {
    int type = lua_type(L, idx);
    switch (shape->kind) {
    case SHAPE_ANY:
        return type != LUA_TFUNCTION && type != LUA_TTHREAD;
    case SHAPE_STRING:
        return type == LUA_TSTRING;
    case SHAPE_NUMBER:
        return type == LUA_TNUMBER;
    case SHAPE_BOOLEAN:
        return type == LUA_TBOOLEAN;
    case SHAPE_DATE:
        return type == LUA_TSTRING || type == LUA_TNUMBER;
    case SHAPE_ENUM:
        return accepts_enum(L, idx, schema_shape_type(shape));
    case SHAPE_CLASS:
        return type == LUA_TUSERDATA ? is_node(L, idx, schema_shape_type(shape))
               : type == LUA_TSTRING ? is_told_by_text(L, idx, schema_shape_type(shape))
                                     : type == LUA_TTABLE && (class_is_of_type(L, idx, schema_shape_type(shape)) ||
                                                              implements(L, idx, schema_shape_type(shape)) ||
                                                              is_like(L, idx, schema_shape_type(shape), depth + 1));
    case SHAPE_INTERFACE:
        if (type == LUA_TFUNCTION) {
            return may_be_function(schema_shape_type(shape));
        }
        return type == LUA_TTABLE && !class_is_class(L, idx) &&
               (class_is_of_type(L, idx, schema_shape_type(shape)) || has_interface(L, idx, schema_shape_type(shape)));
    case SHAPE_UNION:
        for (size_t i = 0; i < shape->alternative_count; i++) {
            if (accepts(L, idx, shape->alternatives[i], depth + 1)) {
                return true;
            }
        }
        return false;
    default:
        break;
    }
    if (type != LUA_TTABLE || depth > DEEPEST || !lua_checkstack(L, 8)) {
        return false;
    }
    if (class_is_instance(L, idx) || class_is_class(L, idx)) {
        return shape->kind == SHAPE_STRUCT && (class_is_of_type(L, idx, schema_shape_type(shape)) ||
                                               has_fields_of(L, idx, schema_shape_type(shape), depth + 1));
    }
    if (module_name_at(L, idx)) {
        return false;
    }
    if (shape->kind != SHAPE_LIST) {
        forget_empty_list(L, idx);
    }
    switch (shape->kind) {
    case SHAPE_LIST:
        if (!accepts_list(L, idx, shape->element, depth + 1)) {
            return false;
        }
        if (lua_rawlen(L, idx) == 0) {
            note_empty_list(L, idx);
        }
        return true;
    case SHAPE_MAP:
        return accepts_map(L, idx, shape->element, depth + 1);
    case SHAPE_STRUCT:
        return is_document(schema_shape_type(shape)) || accepts_struct(L, idx, schema_shape_type(shape), depth + 1);
    default:
        return true; /* free-form JSON */
    }
}

/* Whether the shape accepts a list. */
static bool takes_list(const struct schema_shape *shape) {
    for (size_t i = 0; shape->kind == SHAPE_UNION && i < shape->alternative_count; i++) {
        if (takes_list(shape->alternatives[i])) {
            return true;
        }
    }
    return shape->kind == SHAPE_LIST || shape->kind == SHAPE_ANY ||
           (shape->kind == SHAPE_INTERFACE && strcmp(schema_shape_type(shape)->full_name, "aws_cdk.IResolvable") == 0);
}

/* Whether the interface's members are all members of the class. */
static bool is_structurally(const struct schema_type *type, const struct schema_type *interface) {
    size_t count;
    const struct schema_member *members = schema_members(interface, &count);
    for (size_t i = 0; i < count; i++) {
        if ((members[i].flags & (FIELD_METHOD | FIELD_REQUIRED)) && !schema_member(type, members[i].name)) {
            return false;
        }
    }
    return true;
}

/* Whether what the stand-in stands for may be of that shape. Only what a constructor makes is known for sure. */
static bool accepts_standin(const struct standin *standin, const struct schema_shape *shape) {
    static _Thread_local const struct schema_type *resolvable;
    if (resolvable == NULL) {
        resolvable = schema_find("aws_cdk", "IResolvable");
    }
    if (standin->kind != STANDIN_OBJECT || !standin->exact || schema_is_a(standin->type, resolvable)) {
        return true;
    }
    const struct schema_type *type;
    switch (shape->kind) {
    case SHAPE_STRING:
    case SHAPE_NUMBER:
    case SHAPE_BOOLEAN:
    case SHAPE_DATE:
    case SHAPE_ENUM:
        return false;
    case SHAPE_CLASS:
        return schema_is_a(standin->type, schema_shape_type(shape));
    case SHAPE_INTERFACE:
        type = schema_shape_type(shape);
        return schema_is_a(standin->type, type) || is_structurally(standin->type, type);
    case SHAPE_UNION:
        for (size_t i = 0; i < shape->alternative_count; i++) {
            if (accepts_standin(standin, shape->alternatives[i])) {
                return true;
            }
        }
        return false;
    default:
        return true;
    }
}

static bool accepts(lua_State *L, int idx, const struct schema_shape *shape, int depth) {
    if (lua_type(L, idx) == LUA_TUSERDATA && token_is_list(L, idx)) {
        return takes_list(shape);
    }
    const struct standin *standin = standin_at(L, idx);
    if (standin) {
        return accepts_standin(standin, shape);
    }
    return accepts_plain(L, idx, shape, depth) || is_deferred(L, idx);
}

/* Whether the argument at `idx` must be a table of options itself: they are read one by one while the script runs, so a
 * value that is known only later is none. `idx` is absolute. */
static bool is_options(lua_State *L, int idx, const struct schema_shape *shape) {
    return shape->kind == SHAPE_STRUCT && !is_null(L, idx) && !standin_at(L, idx);
}

static bool accepts_argument(lua_State *L, int idx, const struct schema_shape *shape) {
    return is_options(L, idx, shape) ? accepts_plain(L, idx, shape, 0) : accepts(L, idx, shape, 0);
}

bool check_accepts(lua_State *L, int idx, const struct schema_shape *shape) {
    return accepts(L, lua_absindex(L, idx), shape, 0);
}

/* --- names for people ------------------------------------------------------------------------------------------- */

static const char *short_name(const struct schema_type *type) { return schema_short_name(type->full_name); }

/* The type that people know: for interfaces.aws_events.IEventBusRef, events.IEventBus, which every such object is. */
static const struct schema_type *familiar(lua_State *L, const struct schema_type *type) {
    static const char prefix[] = "aws_cdk.interfaces.";
    size_t length = strlen(type->name);
    if (strncmp(type->module, prefix, sizeof prefix - 1) != 0 || length < 5 ||
        strcmp(type->name + length - 3, "Ref") != 0) {
        return type;
    }
    lua_pushfstring(L, "aws_cdk.%s.", type->module + sizeof prefix - 1);
    lua_pushlstring(L, type->name, length - 3);
    lua_concat(L, 2);
    const struct schema_type *found = schema_find_full(lua_tostring(L, -1));
    lua_pop(L, 1);
    return found ? found : type;
}

static void push_with_article(lua_State *L, const struct schema_type *type) {
    const char *name = short_name(familiar(L, type));
    lua_pushfstring(L, "%s %s", schema_article(name), name);
}

/* The shape that messages speak of: in a union of classes that are no constructs, the others only serve as well as the
 * first. */
static const struct schema_shape *leading(const struct schema_shape *shape) {
    if (shape->kind != SHAPE_UNION) {
        return shape;
    }
    for (size_t i = 0; i < shape->alternative_count; i++) {
        const struct schema_shape *part = shape->alternatives[i];
        if (part->kind != SHAPE_CLASS || is_construct_type(schema_shape_type(part))) {
            return shape;
        }
    }
    return shape->alternatives[0];
}

/* "a string", "a list of numbers" …: pushes the text. */
static void push_expected(lua_State *L, const struct schema_shape *shape) {
    shape = leading(shape);
    switch (shape->kind) {
    case SHAPE_ANY:
        lua_pushliteral(L, "a value");
        break;
    case SHAPE_STRING:
        lua_pushliteral(L, "a string");
        break;
    case SHAPE_NUMBER:
        lua_pushliteral(L, "a number");
        break;
    case SHAPE_BOOLEAN:
        lua_pushliteral(L, "true or false");
        break;
    case SHAPE_DATE:
        lua_pushliteral(L, "a date (ISO 8601 text, or seconds since 1970)");
        break;
    case SHAPE_LIST:
        lua_pushliteral(L, "a list");
        break;
    case SHAPE_MAP:
    case SHAPE_JSON:
    case SHAPE_EVENT_PATTERN:
        lua_pushliteral(L, "a map");
        break;
    case SHAPE_UNION: {
        luaL_Buffer buffer;
        luaL_buffinit(L, &buffer);
        for (size_t i = 0; i < shape->alternative_count; i++) {
            luaL_addstring(&buffer, i == 0 ? "" : i + 1 == shape->alternative_count ? " or " : ", ");
            push_expected(L, shape->alternatives[i]);
            luaL_addvalue(&buffer);
        }
        luaL_pushresult(&buffer);
        break;
    }
    case SHAPE_STRUCT:
        lua_pushfstring(L, "a table of %s", short_name(schema_shape_type(shape)));
        break;
    default:
        push_with_article(L, schema_shape_type(shape));
        break;
    }
}

/* "the number 3", "a list", "an instance of s3.Bucket" …: pushes the text. */
static void push_actual(lua_State *L, int idx) {
    idx = lua_absindex(L, idx);
    size_t length;
    switch (lua_type(L, idx)) {
    case LUA_TNIL:
    case LUA_TNONE:
        lua_pushliteral(L, "nil");
        return;
    case LUA_TBOOLEAN:
        lua_pushstring(L, lua_toboolean(L, idx) ? "true" : "false");
        return;
    case LUA_TNUMBER:
        push_display(L, idx);
        lua_pushfstring(L, "the number %s", lua_tostring(L, -1));
        lua_remove(L, -2);
        return;
    case LUA_TSTRING:
        push_display(L, idx);
        lua_pushfstring(L, "the string %s", lua_tostring(L, -1));
        lua_remove(L, -2);
        return;
    case LUA_TTABLE:
        break;
    default:
        if (token_is_list(L, idx)) {
            lua_pushfstring(L,
                            "the list %s; it represents a whole list, from which cdk.Fn.select(0, list) picks an entry",
                            token_push_description(L, idx));
            lua_remove(L, -2);
        } else if (standin_at(L, idx)) {
            const struct schema_type *type = standin_at(L, idx)->type;
            lua_pushfstring(L, "an instance of %s", type ? schema_short_name(type->full_name) : "another class");
        } else if (token_is(L, idx) || is_null(L, idx)) {
            push_display(L, idx);
        } else {
            lua_pushfstring(L, "a %s", luaL_typename(L, idx));
        }
        return;
    }
    if (class_is_class(L, idx)) {
        lua_pushfstring(L, "the class %s itself", schema_short_name(class_name_of(L, idx)));
        return;
    }
    const char *name = class_name_of(L, idx);
    if (name) {
        lua_pushfstring(L, "an instance of %s", schema_short_name(name));
        return;
    }
    name = module_name_at(L, idx);
    if (name) {
        lua_pushfstring(L, "%s itself", schema_short_name(name));
        return;
    }
    switch (table_kind(L, idx, &length)) {
    case TABLE_EMPTY:
        lua_pushliteral(L, "an empty table");
        break;
    case TABLE_LIST:
        lua_pushliteral(L, "a list");
        break;
    case TABLE_MIXED:
        lua_pushliteral(L, "a table that is both a list and a map");
        break;
    default:
        lua_pushliteral(L, "a table with named fields");
    }
}

/* --- telling the fault ------------------------------------------------------------------------------------------ */

/* Where in the value we are: a linked list in the stack frames of `explain`. */
struct path {
    const struct path *outer;
    const char *key;   /* field or key, NULL: index */
    lua_Integer index; /* of a list */
};

struct check {
    lua_State *L;
    const char *what; /* names the whole value, or NULL */
    int construct;
    bool of_cfn; /* the value is of a resource's properties */
};

static void add_path(luaL_Buffer *buffer, const struct path *path) {
    char digits[32];
    if (path == NULL) {
        return;
    }
    add_path(buffer, path->outer);
    if (path->key == NULL) {
        lua_Integer index = path->index;
        size_t at = sizeof digits;
        digits[--at] = '\0';
        digits[--at] = ']';
        do {
            digits[--at] = (char)('0' + index % 10);
        } while ((index /= 10) > 0 && at > 1);
        digits[--at] = '[';
        luaL_addstring(buffer, digits + at);
    } else {
        if (path->outer) {
            luaL_addchar(buffer, '.');
        }
        luaL_addstring(buffer, path->key);
    }
}

/* Pushes "environment.variables[2]"; NULL is pushed as nil. */
static const char *push_path(lua_State *L, const struct path *path) {
    luaL_checkstack(L, LUA_MINSTACK, NULL);
    if (path == NULL) {
        lua_pushnil(L);
        return NULL;
    }
    luaL_Buffer buffer;
    luaL_buffinit(L, &buffer);
    add_path(&buffer, path);
    luaL_pushresult(&buffer);
    return lua_tostring(L, -1);
}

/* Rules about arguments; where CloudFormation has the same rule, resources have its id. */
enum rule { RULE_UNKNOWN, RULE_MISSING, RULE_TYPE, RULE_ARGUMENTS };

static const char *rule_id(enum rule rule, bool of_cfn) {
    static const char *const ids[][2] = {
        [RULE_UNKNOWN] = {"luacdk::unknown-property", "F3002"},
        [RULE_MISSING] = {"luacdk::missing-property", "F3003"},
        [RULE_TYPE] = {"luacdk::type", "F3012"},
        [RULE_ARGUMENTS] = {"luacdk::arguments", "luacdk::arguments"},
    };
    return ids[rule][of_cfn];
}

/* Raises "what: path: wrong; right", or notes it; `right` may be NULL, and may begin with "; ". `place`: the property on
 * whose line the mistake is, or NULL. */
static void complain_at(struct check *check, enum rule rule, const struct path *path, const char *wrong,
                        const char *right, const struct path *place) {
    lua_State *L = check->L;
    int top = lua_gettop(L);
    right = right && strncmp(right, "; ", 2) == 0 ? right + 2 : right;
    const char *property = push_path(L, path);
    struct complaint complaint = {rule_id(rule, check->of_cfn),   check->what,        property, wrong,
                                  right && *right ? right : NULL, push_path(L, place)};
    complaint_raise(L, check->construct, &complaint);
    lua_settop(L, top);
}

static void complain(struct check *check, enum rule rule, const struct path *path, const char *wrong,
                     const char *right) {
    complain_at(check, rule, path, wrong, right, NULL);
}

/* Adds "; did you mean …" for a member of an enumeration or of a class that is used like one. */
static void add_named_values(lua_State *L, luaL_Buffer *buffer, const struct schema_type *type, const char *best) {
    lua_pushfstring(L, "; did you mean %s.%s?", short_name(type), best);
    luaL_addvalue(buffer);
}

/* A user's word as it would be spelt among constants: "python3.12" → "PYTHON3_12". */
static void as_constant(const char *word, char *buffer, size_t size) {
    size_t at = 0;
    for (; *word && at + 1 < size; word++) {
        buffer[at++] = isalnum((unsigned char)*word) ? (char)toupper((unsigned char)*word) : '_';
    }
    buffer[at] = '\0';
}

/* The hint after "expected an enum member, got …". Pushes the text. */
static void push_enum_hint(lua_State *L, int idx, const struct schema_type *type) {
    size_t count;
    const struct schema_enum_member *members = schema_enum_members(type, &count);
    luaL_Buffer buffer;
    struct nearest search;
    char constant[128] = "";
    if (lua_type(L, idx) == LUA_TSTRING) {
        as_constant(lua_tostring(L, idx), constant, sizeof constant);
    }
    nearest_begin(&search, constant);
    for (size_t i = 0; i < count && *constant; i++) {
        nearest_offer(&search, members[i].name);
    }
    const char *best = search.best;
    if (best == NULL && lua_type(L, idx) == LUA_TSTRING) {
        nearest_begin(&search, lua_tostring(L, idx));
        for (size_t i = 0; i < count; i++) {
            const char *before = search.best;
            if (members[i].text) {
                nearest_offer(&search, members[i].text);
            }
            best = search.best != before ? members[i].name : best;
        }
    }
    if (!best) {
        module_push_enum_members(L, type);
        return;
    }
    luaL_buffinit(L, &buffer);
    add_named_values(L, &buffer, type, best);
    luaL_pushresult(&buffer);
}

/* Whether L1 resources are of the type, but no other constructs. */
static bool is_of_l1(const struct schema_type *type) {
    return type->kind == SCHEMA_RESOURCE || strcmp(type->full_name, "aws_cdk.CfnResource") == 0;
}

static bool has_default_child(lua_State *L, int idx) {
    struct node *node = node_of(L, idx);
    return node && (node_child(node, "Resource", 8) || node_child(node, "Default", 7));
}

/* Whether `new` of the class makes its object from the value at `idx` alone. */
static bool is_made_from(lua_State *L, int idx, const struct schema_type *type) {
    const struct schema_member *constructor = schema_constructor(type);
    if (constructor == NULL || constructor->parameter_count == 0 ||
        constructor->parameters[0].shape->kind == SHAPE_ANY || !takes(L, idx, constructor)) {
        return false;
    }
    return true;
}

/* Whether a static method makes its object in a scope from an id and the value at `idx` alone. */
static bool imports(lua_State *L, int idx, const struct schema_member *method) {
    size_t count = method->parameter_count;
    return count >= 3 && (count == 3 || method->parameters[3].optional) &&
           strcmp(method->parameters[0].name, "scope") == 0 && accepts_plain(L, idx, method->parameters[2].shape, 0);
}

struct makers {
    lua_State *L;
    int idx;
    const struct schema_type *interface;
    size_t found;
    luaL_Buffer text;
};

static void add_maker(struct makers *makers, const char *class, const char *dot, const char *method, const char *end) {
    if (makers->found++ < SHOWN_MAKERS) {
        const char *before = makers->found > 1 ? ", " : "; make one with ";
        lua_pushfstring(makers->L, "%s%s%s%s%s", before, class, dot, method, end);
        luaL_addvalue(&makers->text);
    }
}

/* Adds what the class offers: itself and its factories or, if `importing`, those that take a scope and an id. */
static void add_makers(struct makers *makers, const struct schema_type *type, bool importing) {
    lua_State *L = makers->L;
    const char *class = short_name(type);
    if (!importing && !(type->flags & TYPE_ABSTRACT) && schema_is_a(type, makers->interface) &&
        is_made_from(L, makers->idx, type)) {
        add_maker(makers, class, "", "", "");
    }
    size_t count;
    const struct schema_member *members = schema_members(type, &count);
    for (size_t i = 0; i < count; i++) {
        if (is_factory(&members[i], makers->interface) &&
            (importing ? imports(L, makers->idx, &members[i]) : takes(L, makers->idx, &members[i]))) {
            add_maker(makers, class, ".", members[i].name, importing ? "(scope, id, …)" : "");
        }
    }
}

/* Pushes "; make one with A, B and others": what makes an object with the interface from the value at `idx`, among the
 * classes of a module; imports count if they take a string or number. Pushes "" if nothing does. */
static void push_makers_of(lua_State *L, int idx, const struct schema_type *interface, const char *module_name) {
    int module = schema_module_find(module_name);
    bool is_construct = strcmp(module_name, "constructs") == 0; /* a root is not what is meant */
    size_t types = module < 0 || is_construct ? 0 : schema_module_type_count((size_t)module);
    struct makers makers = {L, idx, interface, 0, {0}};
    int last = lua_type(L, idx) == LUA_TTABLE ? 0 : 1;
    luaL_buffinit(L, &makers.text);
    for (int importing = 0; importing <= last; importing++) {
        for (size_t i = 0; i < types; i++) {
            const struct schema_type *type = schema_module_type((size_t)module, i);
            if (type->kind == SCHEMA_CLASS && !(type->flags & TYPE_DEPRECATED)) {
                add_makers(&makers, type, importing);
            }
        }
    }
    luaL_addstring(&makers.text, makers.found > SHOWN_MAKERS ? " and others" : "");
    luaL_pushresult(&makers.text);
}

static void push_makers(lua_State *L, int idx, const struct schema_type *interface) {
    push_makers_of(L, idx, interface, interface->module);
}

/* Whether a static method of the class makes an object with the interface from the value at `idx`. */
static bool has_maker(lua_State *L, int idx, const struct schema_type *type, const struct schema_type *interface) {
    size_t count;
    const struct schema_member *members = schema_members(type, &count);
    for (size_t i = 0; i < count; i++) {
        if ((members[i].flags & FIELD_METHOD) && is_factory(&members[i], interface) && takes(L, idx, &members[i])) {
            return true;
        }
    }
    return false;
}

/* Whether a factory is the usual one for a bare value, whatever other factories accept it. */
static bool is_usual(const struct schema_member *factory) {
    return strcmp(factory->name, "seconds") == 0 || strcmp(factory->name, "from_asset") == 0;
}

/* Whether a factory takes strings, but not this one: cdk.Duration.parse reads "PT5M". */
static bool is_misread(lua_State *L, int idx, const struct schema_member *factory) {
    return strcmp(factory->name, "parse") == 0 && *lua_tostring(L, idx) != 'P';
}

/* How to make an instance of a class, as far as the model says: first factories that accept the given value, then
 * constants with a similar name, then any factories, then the constructor. Pushes the text. */
static void push_class_hint(lua_State *L, int idx, const struct schema_type *type) {
    if (lua_type(L, idx) == LUA_TSTRING && lua_stringtonumber(L, lua_tostring(L, idx))) {
        push_class_hint(L, lua_gettop(L), type); /* as for the number in the string */
        lua_remove(L, -2);
        return;
    }
    size_t count;
    const struct schema_member *members = schema_members(type, &count);
    const struct schema_member *fit = NULL;
    const struct schema_member *shown[4];
    size_t factories = 0, constants = 0, fits = 0;
    bool is_given = lua_type(L, idx) == LUA_TNUMBER || lua_type(L, idx) == LUA_TSTRING;
    struct nearest search;
    char constant[128] = "";
    if (lua_type(L, idx) == LUA_TSTRING) {
        as_constant(lua_tostring(L, idx), constant, sizeof constant);
    }
    nearest_begin(&search, constant);
    for (size_t i = 0; i < count; i++) {
        if (!is_factory(&members[i], type)) {
            continue;
        }
        if (!(members[i].flags & FIELD_METHOD)) {
            constants++;
            if (*constant) {
                nearest_offer(&search, members[i].name);
            }
            continue;
        }
        if (factories < 4) {
            shown[factories] = &members[i];
        }
        factories++;
        if (is_given && takes(L, idx, &members[i]) && !is_misread(L, idx, &members[i])) {
            fits++;
            fit = fit == NULL || is_usual(&members[i]) ? &members[i] : fit;
        }
    }
    luaL_Buffer buffer;
    const char *name = short_name(type);
    luaL_buffinit(L, &buffer);
    if (search.best) {
        add_named_values(L, &buffer, type, search.best);
    } else if (fits > 1 && constants == 0 && !is_usual(fit)) {
        push_makers(L, idx, type);
        luaL_addvalue(&buffer);
    } else if (fit && constants == 0) {
        push_display(L, idx);
        lua_pushfstring(L, "; write %s.%s(%s)", name, fit->name, lua_tostring(L, -1));
        lua_remove(L, -2);
        luaL_addvalue(&buffer);
    } else if (is_given && !(type->flags & TYPE_ABSTRACT) && is_made_from(L, idx, type)) {
        push_display(L, idx);
        lua_pushfstring(L, "; write %s(%s)", name, lua_tostring(L, -1));
        lua_remove(L, -2);
        luaL_addvalue(&buffer);
    } else if (constants > 0) {
        luaL_addstring(&buffer, "; there are ");
        size_t listed = 0;
        for (size_t i = 0; i < count && listed < 3; i++) {
            if (is_factory(&members[i], type) && !(members[i].flags & FIELD_METHOD)) {
                luaL_addstring(&buffer, listed++ ? ", " : "");
                luaL_addstring(&buffer, name);
                luaL_addchar(&buffer, '.');
                luaL_addstring(&buffer, members[i].name);
            }
        }
        luaL_addstring(&buffer, constants > listed ? " and others" : "");
    } else if (factories > 0) {
        luaL_addstring(&buffer, "; make one with ");
        size_t listed = factories > 4 ? 3 : factories;
        for (size_t i = 0; i < listed; i++) {
            luaL_addstring(&buffer, i ? ", " : "");
            luaL_addstring(&buffer, name);
            luaL_addchar(&buffer, '.');
            luaL_addstring(&buffer, shown[i]->name);
        }
        luaL_addstring(&buffer, factories > listed ? " and others" : "");
    } else if (is_of_l1(type) && has_default_child(L, idx)) {
        luaL_addstring(&buffer, "; its L1 resource is its node.default_child");
    } else if (strcmp(type->full_name, "constructs.Node") == 0) {
        luaL_addstring(&buffer, "; give the node of a construct");
    } else if (strcmp(type->full_name, "constructs.Construct") == 0) {
        luaL_addstring(&buffer, "; give the stack or construct that it should be part of");
    } else if (schema_constructor(type) && !(type->flags & TYPE_ABSTRACT)) {
        lua_pushfstring(L, "; make one with %s(…)", name);
        luaL_addvalue(&buffer);
    }
    luaL_pushresult(&buffer);
}

static bool is_value(lua_State *L, int idx, int data) { return lua_rawequal(L, idx, data); }

/* What the table at `idx` lacks, and what may be meant instead. Pushes the text. */
static void push_lacking(lua_State *L, int idx, const struct schema_member *member) {
    const char *kind = member->flags & FIELD_METHOD ? "method" : "field";
    struct nearest search;
    nearest_begin(&search, member->name);
    lua_pushnil(L);
    while (lua_next(L, idx)) {
        lua_pop(L, 1);
        if (lua_type(L, -1) == LUA_TSTRING) {
            nearest_offer(&search, lua_tostring(L, -1));
        }
    }
    if (search.best && strcmp(search.best, member->name) != 0) {
        lua_pushfstring(L, " whose '%s' was probably meant to be '%s'", search.best, member->name);
    } else {
        lua_pushfstring(L, " without a %s '%s'", kind, member->name);
    }
}

/* How to make an object with the interface from the given value, if the classes of exactly one module do. Pushes the
 * text. */
static void push_interface_hint(lua_State *L, int idx, const struct schema_type *interface) {
    const struct schema_type *only = NULL, *offering = NULL;
    size_t count = schema_type_count();
    if (lua_type(L, idx) == LUA_TTABLE && class_is_instance(L, idx)) {
        for (size_t i = 0; i < count; i++) {
            const struct schema_type *type = schema_type_at((uint32_t)i);
            if (type->kind == SCHEMA_CLASS && !(type->flags & (TYPE_ABSTRACT | TYPE_DEPRECATED)) &&
                schema_is_a(type, interface) && is_made_from(L, idx, type)) {
                if (only) {
                    lua_pushliteral(L, "");
                    return;
                }
                only = type;
            }
        }
        int module = only ? schema_module_find(only->module) : -1;
        size_t types = module < 0 ? 0 : schema_module_type_count((size_t)module);
        for (size_t i = 0; i < types && !offering; i++) {
            const struct schema_type *type = schema_module_type((size_t)module, i);
            bool is_class = type->kind == SCHEMA_CLASS && !(type->flags & TYPE_DEPRECATED);
            offering = is_class && has_maker(L, idx, type, interface) ? type : NULL;
        }
    }
    if (lua_type(L, idx) == LUA_TTABLE && !class_is_instance(L, idx) && !class_is_class(L, idx)) {
        push_lacking(L, idx, find_member(L, idx, interface, false));
    } else if (lua_type(L, idx) == LUA_TSTRING || lua_type(L, idx) == LUA_TNUMBER) {
        push_makers(L, idx, familiar(L, interface));
    } else if (offering) {
        push_makers_of(L, idx, interface, offering->module);
    } else if (only) {
        if (!push_variable(L, is_value, idx)) {
            push_noun(L, class_name_of(L, idx));
        }
        lua_pushfstring(L, "; write %s(%s)", short_name(only), lua_tostring(L, -1));
        lua_remove(L, -2);
    } else {
        lua_pushliteral(L, "");
    }
}

/* Complains "expected X, got Y" with a hint. */
static void complain_of_type(struct check *check, int idx, const struct schema_shape *shape, const struct path *path) {
    lua_State *L = check->L;
    int top = lua_gettop(L);
    luaL_checkstack(L, 16, NULL);
    push_expected(L, shape);
    push_actual(L, idx);
    lua_pushfstring(L, "expected %s, got %s", lua_tostring(L, -2), lua_tostring(L, -1));
    shape = leading(shape);
    const struct schema_shape *hinted = shape;
    for (size_t i = 0; shape->kind == SHAPE_UNION && i < shape->alternative_count; i++) {
        enum schema_shape_kind kind = shape->alternatives[i]->kind;
        hinted = kind == SHAPE_CLASS || kind == SHAPE_ENUM || kind == SHAPE_INTERFACE ? shape->alternatives[i] : hinted;
    }
    if (hinted->kind == SHAPE_CLASS) {
        push_class_hint(L, idx, schema_shape_type(hinted));
    } else if (hinted->kind == SHAPE_ENUM) {
        push_enum_hint(L, idx, schema_shape_type(hinted));
    } else if (hinted->kind == SHAPE_INTERFACE) {
        push_interface_hint(L, idx, schema_shape_type(hinted));
    } else if (shape->kind == SHAPE_LIST && accepts(L, idx, shape->element, 0) && !lua_istable(L, idx)) {
        push_display(L, idx);
        lua_pushfstring(L, "; write { %s }", lua_tostring(L, -1));
    } else if (shape->kind == SHAPE_STRING && lua_type(L, idx) == LUA_TNUMBER) {
        push_display(L, idx);
        lua_pushfstring(L, "; write '%s'", lua_tostring(L, -1));
    } else {
        lua_pushliteral(L, "");
    }
    const char *hint = lua_tostring(L, -1), *wrong = lua_tostring(L, top + 3);
    const char *right = strncmp(hint, "; ", 2) == 0 ? hint : NULL;
    if (!right) { /* what follows describes the value further */
        wrong = lua_pushfstring(L, "%s%s", wrong, hint);
    }
    complain(check, RULE_TYPE, path, wrong, right);
    lua_settop(L, top);
}

static void explain(struct check *check, int idx, const struct schema_shape *shape, const struct path *path, int depth);

/* Pushes the first key, by bytes, that is not a field of the struct, and comes after the one at `after` unless that is
 * nil; false (nothing pushed) if there is none. Keys that are not strings come first. */
static bool push_unknown_key(lua_State *L, int idx, const struct schema_fields *fields, int after) {
    lua_pushnil(L); /* best so far */
    int best = lua_gettop(L);
    lua_pushnil(L);
    while (lua_next(L, idx)) {
        lua_pop(L, 1);
        if (lua_islightuserdata(L, -1)) {
            continue;
        }
        if (lua_type(L, -1) != LUA_TSTRING) {
            if (lua_isnil(L, after)) {
                lua_replace(L, best);
                return true;
            }
            continue;
        }
        size_t length;
        const char *name = lua_tolstring(L, -1, &length);
        if ((lua_isnil(L, after) || strcmp(name, lua_tostring(L, after)) > 0) &&
            schema_field(fields, name, length) == NULL &&
            (lua_isnil(L, best) || strcmp(name, lua_tostring(L, best)) < 0)) {
            lua_pushvalue(L, -1);
            lua_replace(L, best);
        }
    }
    if (lua_isnil(L, best)) {
        lua_pop(L, 1);
        return false;
    }
    return true;
}

/* Where a property that the struct lacks may belong, judging by its name. Pushes the text, or "". */
static void push_other_home(lua_State *L, const struct schema_type *type, const char *name) {
    const struct schema_fields *fields = schema_fields(type);
    for (size_t i = 0; i < fields->count; i++) {
        const struct schema_field *field = &fields->items[i];
        const struct schema_type *inner = field->shape->kind == SHAPE_STRUCT ? schema_shape_type(field->shape) : NULL;
        if (inner && schema_field(schema_fields(inner), name, strlen(name))) {
            lua_pushfstring(L, "it belongs into '%s': %s = { %s = … }", field->name, field->name, name);
            return;
        }
    }
    const struct schema_type *stack = schema_find("aws_cdk", "StackProps");
    bool around = strcmp(type->full_name, "aws_cdk.AppProps") == 0;
    if (around && schema_field(schema_fields(stack), name, strlen(name))) {
        lua_pushliteral(L, "it is one of cdk.Stack's");
    } else if (strcmp(name, "tags") == 0 && !(fields->count > 0 && fields->items[0].cfn_name)) {
        lua_pushliteral(L, "cdk.Tags.of(construct):add(key, value) adds tags");
    } else {
        lua_pushliteral(L, "");
    }
}

/* Whether one of the names is the beginning of the other, and no shorter than "env". */
static bool is_shortened(const char *a, const char *b) {
    size_t a_length = strlen(a), b_length = strlen(b), shared = a_length < b_length ? a_length : b_length;
    return shared >= 3 && strncmp(a, b, shared) == 0;
}

/* The field of which the name is short for the given one, or the other way round, or NULL; of several the one with which
 * all of them begin. */
static const char *shortened_field(const struct schema_fields *fields, const char *name) {
    const char *found = NULL;
    for (size_t i = 0; i < fields->count; i++) {
        const char *other = fields->items[i].name;
        if (is_shortened(name, other)) {
            if (found && !is_shortened(found, other)) {
                return NULL;
            }
            found = found && strlen(found) < strlen(other) ? found : other;
        }
    }
    return found;
}

/* The field that was probably meant by the name of an unknown one, or NULL. */
static const char *field_like(const struct schema_fields *fields, const char *name) {
    struct nearest search;
    nearest_begin(&search, name);
    for (size_t i = 0; i < fields->count; i++) {
        nearest_offer(&search, fields->items[i].name);
    }
    if (search.best == NULL) {
        /* Copied from TypeScript or CloudFormation? */
        for (size_t i = 0; i < fields->count; i++) {
            const struct schema_field *field = &fields->items[i];
            if (strcmp(name, field->jsii_name) == 0 || (field->cfn_name && strcmp(name, field->cfn_name) == 0)) {
                search.best = field->name;
            }
        }
    }
    return search.best ? search.best : shortened_field(fields, name);
}

/* Complains of the key on top of the stack, which is that of the table at `idx`. */
static void complain_of_unknown(struct check *check, int idx, const struct schema_type *type, const struct path *path) {
    lua_State *L = check->L;
    const struct schema_fields *fields = schema_fields(type);
    int key = lua_gettop(L);
    luaL_checkstack(L, 8, NULL);
    if (lua_type(L, key) != LUA_TSTRING) {
        push_display(L, key);
        const char *wrong = lua_pushfstring(L, "unexpected entry %s", lua_tostring(L, -1));
        wrong = lua_pushfstring(L, "%s; the properties of %s have names", wrong, short_name(type));
        complain(check, RULE_UNKNOWN, path, wrong, NULL);
        lua_settop(L, key);
        return;
    }
    const char *name = lua_tostring(L, key), *wrong = lua_pushfstring(L, "unknown property '%s'", name);
    const char *best = field_like(fields, name);
    if (best) {
        lua_pushfstring(L, "did you mean '%s'?", best);
    } else if (push_other_home(L, type, name), !*lua_tostring(L, -1)) {
        bool in_template = fields->count > 0 && fields->items[0].cfn_name;
        wrong = lua_pushfstring(L, "%s; %s has no property with a similar name%s", wrong, short_name(type),
                                in_template ? " (if it is new, pass --no-schema-check)" : "");
        lua_pushliteral(L, ""); /* nothing is known to be right */
    }
    struct path place = {path, name, 0};
    complain_at(check, RULE_UNKNOWN, path, wrong, lua_tostring(L, -1), &place);
    if (best && complaints_are_gathered(L) && lua_istable(L, idx) && nearest_is_sure(name, best)) {
        lua_pushvalue(L, key);
        lua_rawget(L, idx);
        if (lua_istable(L, -1)) { /* its parts were meant for the same property */
            explain(check, lua_gettop(L), schema_field(fields, best, strlen(best))->shape, &place, 1);
        }
    }
    lua_settop(L, key);
}

/* Pushes the value of a field, which may be given under the name with a trailing "_". */
static bool push_given(lua_State *L, int idx, const struct schema_field *field) {
    for (int bare = 1; bare >= 0; bare--) {
        bare ? lua_pushstring(L, field->name) : lua_pushfstring(L, "%s_", field->name);
        if (lua_rawget(L, idx) != LUA_TNIL && (field->cfn_name || !is_none(L, lua_gettop(L), field->shape))) {
            return true;
        }
        lua_pop(L, 1);
    }
    return false;
}

/* Complains of all keys that are not fields of the struct, in order; of the first, unless complaints are gathered. */
static void complain_of_unknown_keys(struct check *check, int idx, const struct schema_type *type,
                                     const struct path *path) {
    lua_State *L = check->L;
    bool gathered = complaints_are_gathered(L);
    int top = lua_gettop(L);
    lua_pushnil(L);
    while (push_unknown_key(L, idx, schema_fields(type), top + 1)) {
        complain_of_unknown(check, idx, type, path);
        if (!gathered || lua_type(L, -1) != LUA_TSTRING || complaints_gathered(L) >= GATHERED) {
            break;
        }
        lua_replace(L, top + 1); /* the next one comes after it */
    }
    lua_settop(L, top);
}

/* Whether an absent field is given under a wrong name, of which there is a complaint already. */
static bool is_misspelt(lua_State *L, int idx, const struct schema_fields *fields, const struct schema_field *field) {
    bool found = false;
    lua_pushnil(L);
    while (!found && lua_next(L, idx)) {
        lua_pop(L, 1);
        size_t length;
        const char *name = lua_type(L, -1) == LUA_TSTRING ? lua_tolstring(L, -1, &length) : NULL;
        if (name && !schema_field(fields, name, length)) {
            const char *meant = field_like(fields, name);
            found = meant && strcmp(meant, field->name) == 0;
        }
    }
    if (found) {
        lua_pop(L, 1);
    }
    return found;
}

static void explain_struct(struct check *check, int idx, const struct schema_type *type, const struct path *path,
                           int depth) {
    lua_State *L = check->L;
    const struct schema_fields *fields = schema_fields(type);
    check->of_cfn = fields->count > 0 && fields->items[0].cfn_name;
    complain_of_unknown_keys(check, idx, type, path);
    for (size_t i = 0; i < fields->count; i++) {
        const struct schema_field *field = &fields->items[i];
        check->of_cfn = field->cfn_name != NULL;
        if (push_given(L, idx, field)) {
            struct path inner = {path, field->name, 0};
            explain(check, lua_gettop(L), field->shape, &inner, depth);
            lua_pop(L, 1);
        } else if (!may_be_absent(field) && !is_misspelt(L, idx, fields, field)) {
            push_expected(L, field->shape);
            const char *wrong =
                lua_pushfstring(L, "missing required property '%s': %s", field->name, lua_tostring(L, -1));
            complain(check, RULE_MISSING, path, wrong, NULL);
            lua_pop(L, 2);
        }
    }
}

/* Raises the error for the first mistake in a list; entries outside 1…n are a mistake of the whole. */
static void explain_list(struct check *check, int idx, const struct schema_shape *shape, const struct path *path,
                         int depth) {
    lua_State *L = check->L;
    lua_Integer length = (lua_Integer)lua_rawlen(L, idx), entries = 0;
    lua_pushnil(L);
    while (lua_next(L, idx)) {
        entries += !lua_islightuserdata(L, -2);
        lua_pop(L, 1);
    }
    for (lua_Integer i = 1; i <= length; i++) {
        if (lua_rawgeti(L, idx, i) == LUA_TNIL) {
            complain(
                check, RULE_TYPE, path,
                lua_pushfstring(L, "a list without gaps is needed, but entry %d of %d is nil", (int)i, (int)length),
                NULL);
            lua_pop(L, 2);
            return;
        }
        struct path inner = {path, NULL, i};
        if (is_null(L, -1) && needs_object(shape->element)) {
            complain_of_type(check, lua_gettop(L), shape->element, &inner);
        } else {
            explain(check, lua_gettop(L), shape->element, &inner, depth);
        }
        lua_pop(L, 1);
    }
    if (entries != length) {
        complain_of_type(check, idx, shape, path);
    }
}

/* The same for a map, in order of its keys. */
static void explain_map(struct check *check, int idx, const struct schema_shape *shape, const struct path *path,
                        int depth) {
    lua_State *L = check->L;
    int top = lua_gettop(L), key = top + 1;
    lua_pushnil(L); /* the last key that was found faulty */
    do {
        lua_pushnil(L); /* the next one */
        lua_pushnil(L);
        while (lua_next(L, idx)) {
            if (lua_islightuserdata(L, -2)) {
                lua_pop(L, 1);
                continue;
            }
            bool known_later = is_token_key(L, lua_gettop(L) - 1);
            if (lua_type(L, -2) != LUA_TSTRING && !known_later) {
                complain_of_type(check, idx, shape, path);
                lua_settop(L, top);
                return;
            }
            bool good = accepts(L, lua_gettop(L), shape->element, depth);
            if (known_later) {
                int value = lua_gettop(L);
                struct path inner = {path, luaL_tolstring(L, value - 1, NULL), 0};
                if (!good) {
                    explain(check, value, shape->element, &inner, depth);
                }
                lua_settop(L, value - 1);
                continue;
            }
            lua_pop(L, 1);
            const char *name = lua_tostring(L, -1);
            if (!good && (lua_isnil(L, key) || strcmp(name, lua_tostring(L, key)) > 0) &&
                (lua_isnil(L, key + 1) || strcmp(name, lua_tostring(L, key + 1)) < 0)) {
                lua_pushvalue(L, -1);
                lua_replace(L, key + 1);
            }
        }
        lua_replace(L, key);
        if (!lua_isnil(L, key)) {
            struct path inner = {path, lua_tostring(L, key), 0};
            lua_pushvalue(L, key);
            lua_rawget(L, idx);
            explain(check, lua_gettop(L), shape->element, &inner, depth);
            lua_pop(L, 1);
        }
    } while (!lua_isnil(L, key) && complaints_gathered(L) < GATHERED);
    lua_settop(L, top);
}

/* The alternative of a union that the value was most likely meant for: the only one that a table like it can be. */
static const struct schema_shape *intended(lua_State *L, int idx, const struct schema_shape *shape) {
    if (lua_type(L, idx) != LUA_TTABLE || class_is_instance(L, idx)) {
        return NULL;
    }
    size_t length;
    enum table_kind kind = table_kind(L, idx, &length);
    const struct schema_shape *only = NULL;
    for (size_t i = 0; i < shape->alternative_count; i++) {
        const struct schema_shape *part = shape->alternatives[i];
        bool fits =
            kind == TABLE_LIST ? part->kind == SHAPE_LIST : part->kind == SHAPE_STRUCT || part->kind == SHAPE_MAP;
        if (fits) {
            if (only) {
                return NULL;
            }
            only = part;
        }
    }
    return only;
}

/* Raises the error for the first mistake in a value, or notes all; returns if there is none. `idx` is absolute. */
static void explain(struct check *check, int idx, const struct schema_shape *shape, const struct path *path,
                    int depth) {
    lua_State *L = check->L;
    luaL_checkstack(L, 16, NULL);
    lua_Unsigned known = complaints_gathered(L);
    if (known >= GATHERED || accepts(L, idx, shape, depth)) {
        return;
    }
    if (depth > DEEPEST) {
        complain(check, RULE_TYPE, path, "tables are nested too deeply here", "is one inside itself?");
        return;
    }
    bool table = lua_type(L, idx) == LUA_TTABLE && !class_is_instance(L, idx) && !class_is_class(L, idx);
    if (table && shape->kind == SHAPE_STRUCT) {
        explain_struct(check, idx, schema_shape_type(shape), path, depth + 1);
    } else if (table && shape->kind == SHAPE_LIST) {
        explain_list(check, idx, shape, path, depth + 1);
    } else if (table && shape->kind == SHAPE_MAP) {
        explain_map(check, idx, shape, path, depth + 1);
    } else if (shape->kind == SHAPE_UNION) {
        const struct schema_shape *meant = intended(L, idx, shape);
        if (meant) {
            explain(check, idx, meant, path, depth + 1);
        }
    }
    if (complaints_gathered(L) == known) {
        complain_of_type(check, idx, shape, path);
    }
}

/* Whether the rows do not say what values of the shape hold. */
static bool is_free_form(const struct schema_shape *shape) {
    for (size_t i = 0; shape->kind == SHAPE_UNION && i < shape->alternative_count; i++) {
        if (is_free_form(shape->alternatives[i])) {
            return true;
        }
    }
    return shape->kind == SHAPE_ANY || shape->kind == SHAPE_JSON ||
           ((shape->kind == SHAPE_LIST || shape->kind == SHAPE_MAP) && is_free_form(shape->element));
}

/* Whether an accepted value could be part of a document, or is not meant to. */
static bool fits_document(lua_State *L, int idx, const struct schema_shape *shape) {
    if (!is_free_form(shape) || !free_form_push_fault(L, idx)) {
        return true;
    }
    lua_pop(L, 2);
    return false;
}

/* Complains of a value that does not. */
static void complain_of_document(struct check *check, int idx, const char *name) {
    lua_State *L = check->L;
    int top = lua_gettop(L);
    if (free_form_push_fault(L, idx)) {
        struct path path = {NULL, lua_pushfstring(L, "%s%s", name, lua_tostring(L, top + 1)), 0};
        complain(check, RULE_TYPE, &path, lua_tostring(L, top + 2), NULL);
    }
    lua_settop(L, top);
}

/* --- keywords as names -------------------------------------------------------------------------------------------- */

static bool push_bare(lua_State *L, int idx, const struct schema_shape *shape, int depth);

/* Copies the entries of the table at `idx` to the one at `copy` under plain names and without null; false if nothing
 * changes. */
static bool copy_bare(lua_State *L, int idx, int copy, const struct schema_shape *shape, int depth) {
    const struct schema_fields *fields = shape->kind == SHAPE_STRUCT ? schema_fields(schema_shape_type(shape)) : NULL;
    bool changed = false;
    lua_pushnil(L);
    while (lua_next(L, idx)) {
        int key = lua_gettop(L) - 1;
        const struct schema_field *field = NULL;
        if (fields && lua_type(L, key) == LUA_TSTRING) {
            size_t length;
            const char *name = lua_tolstring(L, key, &length);
            field = schema_field(fields, name, length);
        }
        const struct schema_shape *inner = fields ? (field ? field->shape : NULL) : shape->element;
        bool respelt_here = field && is_respelt(L, key, field);
        if (field && is_none(L, key + 1, field->shape)) {
            changed = true;
            lua_settop(L, key);
            continue;
        }
        if (inner && push_bare(L, key + 1, inner, depth + 1)) {
            lua_replace(L, key + 1);
            changed = true;
        }
        if (respelt_here) {
            changed = true;
            lua_pushstring(L, field->name);
            bool both = lua_rawget(L, idx) != LUA_TNIL;
            lua_pop(L, 1);
            if (!both) {
                lua_pushstring(L, field->name);
                lua_pushvalue(L, key + 1);
                lua_rawset(L, copy);
            }
        } else if (token_is(L, key)) {
            changed = true;
            luaL_tolstring(L, key, NULL);
            lua_pushvalue(L, key + 1);
            lua_rawset(L, copy);
        } else {
            lua_pushvalue(L, key);
            lua_pushvalue(L, key + 1);
            lua_rawset(L, copy);
        }
        lua_settop(L, key);
    }
    return changed;
}

/* Pushes a table with the fields of a struct that the instance at `idx` has, unless it has all (nothing pushed). */
static bool push_fields_of(lua_State *L, int idx, const struct schema_type *type) {
    const struct schema_type *own = class_schema_of(L, idx);
    const struct schema_fields *fields = schema_fields(type);
    size_t found = 0;
    lua_newtable(L);
    for (size_t i = 0; own && i < fields->count; i++) {
        if (public_property(own, fields->items[i].name)) {
            lua_getfield(L, idx, fields->items[i].name);
            lua_setfield(L, -2, fields->items[i].name);
            found++;
        }
    }
    if (found == 0 || found == fields->count) {
        lua_pop(L, 1);
        return false;
    }
    return true;
}

/* Pushes a copy of an accepted value in which the fields of structs have their plain names, none is null, and tokens that
 * are keys are their markers; false (nothing pushed) if that changes nothing. `idx` is absolute. */
static bool push_bare(lua_State *L, int idx, const struct schema_shape *shape, int depth) {
    if (lua_type(L, idx) != LUA_TTABLE || depth > DEEPEST || is_deferred(L, idx)) {
        return false;
    }
    if (class_is_instance(L, idx)) {
        return shape->kind == SHAPE_STRUCT && push_fields_of(L, idx, schema_shape_type(shape));
    }
    luaL_checkstack(L, LUA_MINSTACK, NULL);
    if (shape->kind == SHAPE_UNION) {
        for (size_t i = 0; i < shape->alternative_count; i++) {
            if (accepts(L, idx, shape->alternatives[i], depth)) {
                return push_bare(L, idx, shape->alternatives[i], depth);
            }
        }
        return false;
    }
    if ((shape->kind != SHAPE_STRUCT && shape->kind != SHAPE_LIST && shape->kind != SHAPE_MAP) ||
        (shape->kind == SHAPE_STRUCT && schema_fields(schema_shape_type(shape))->count > 0 &&
         schema_fields(schema_shape_type(shape))->items[0].cfn_name)) {
        return false; /* L1 classes know both spellings */
    }
    lua_newtable(L);
    int copy = lua_gettop(L);
    if (!copy_bare(L, idx, copy, shape, depth)) {
        lua_pop(L, 1);
        return false;
    }
    if (lua_getmetatable(L, idx)) {
        lua_setmetatable(L, copy);
    }
    return true;
}

/* Does the same to an argument, in place, if one that was accepted since `respelt` was cleared needs it. */
static void make_bare(lua_State *L, int idx, const struct schema_shape *shape) {
    if (respelt && push_bare(L, idx, shape, 0)) {
        lua_replace(L, idx);
    }
}

/* Replaces a null argument with nil. */
static void make_nil(lua_State *L, int idx, const struct schema_shape *shape) {
    if (lua_gettop(L) >= idx && is_none(L, idx, shape)) {
        lua_pushnil(L);
        lua_replace(L, idx);
    }
}

/* --- warnings ----------------------------------------------------------------------------------------------------- */

/* Walks an accepted value and warns of what CloudFormation is likely to reject. `idx` is absolute. */
static void advise(struct check *check, int idx, const struct schema_shape *shape, const struct path *path, int depth);

/* Warns of what is wrong, with what would be right (or nil) on top of it; pops both. */
static void warn(struct check *check, const char *id, const struct path *path) {
    lua_State *L = check->L;
    const char *right = lua_tostring(L, -1), *wrong = lua_tostring(L, -2);
    struct complaint complaint = {id, check->what, push_path(L, path), wrong, right, NULL};
    warning_print(L, check->construct, &complaint);
    lua_pop(L, 3);
}

static void advise_struct(struct check *check, int idx, const struct schema_type *type, const struct path *path,
                          int depth) {
    lua_State *L = check->L;
    const struct schema_fields *fields = schema_fields(type);
    for (size_t i = 0; i < fields->count; i++) {
        const struct schema_field *field = &fields->items[i];
        if (!push_given(L, idx, field)) {
            continue;
        }
        int value = lua_gettop(L);
        struct path inner = {path, field->name, 0};
        if (field->cfn_name && (field->flags & FIELD_DEPRECATED)) {
            warning_deprecated(L, lua_pushfstring(L, "%s#%s", type->full_name, field->name), NULL);
            lua_pop(L, 1);
        }
        bool passes = !complaints_are_gathered(L) || accepts(L, value, field->shape, depth);
        if (passes && field->cfn_name && field->rules && !rules_accept(L, value, field->rules)) {
            const char *id = rules_push_complaint(L, value, field->rules);
            warn(check, id, &inner);
        }
        advise(check, value, field->shape, &inner, depth);
        lua_pop(L, 1);
    }
}

static void advise_list(struct check *check, int idx, const struct schema_shape *shape, const struct path *path,
                        int depth) {
    lua_State *L = check->L;
    lua_Integer length = (lua_Integer)lua_rawlen(L, idx);
    for (lua_Integer i = 1; i <= length; i++) {
        struct path inner = {path, NULL, i};
        lua_rawgeti(L, idx, i);
        advise(check, lua_gettop(L), shape->element, &inner, depth);
        lua_pop(L, 1);
    }
}

static void advise(struct check *check, int idx, const struct schema_shape *shape, const struct path *path, int depth) {
    lua_State *L = check->L;
    if (lua_type(L, idx) != LUA_TTABLE || depth > DEEPEST || class_is_instance(L, idx) || is_deferred(L, idx)) {
        return;
    }
    luaL_checkstack(L, 16, NULL);
    switch (shape->kind) {
    case SHAPE_STRUCT:
        advise_struct(check, idx, schema_shape_type(shape), path, depth + 1);
        break;
    case SHAPE_LIST:
        advise_list(check, idx, shape, path, depth + 1);
        break;
    case SHAPE_MAP:
        lua_pushnil(L);
        while (lua_next(L, idx)) {
            if (lua_type(L, -2) == LUA_TSTRING) {
                struct path inner = {path, lua_tostring(L, -2), 0};
                advise(check, lua_gettop(L), shape->element, &inner, depth + 1);
            }
            lua_pop(L, 1);
        }
        break;
    case SHAPE_UNION:
        for (size_t i = 0; i < shape->alternative_count; i++) {
            if (accepts(L, idx, shape->alternatives[i], depth + 1)) {
                advise(check, idx, shape->alternatives[i], path, depth + 1);
                break;
            }
        }
        break;
    default:
        break;
    }
}

/* Warns of resource types that are being retired. */
static void advise_type(struct check *check, const struct schema_type *type) {
    static const struct {
        const char *id, *wrong;
    } texts[] = {
        [RETIRED_MAINTENANCE] = {"W3697", "%s is of a service in maintenance"},
        [RETIRED_SUNSET] = {"W3696", "%s is of a service that AWS will shut down"},
        [RETIRED_SHUTDOWN] = {"E3710", "%s is of a service that AWS has shut down"},
    };
    lua_State *L = check->L;
    const struct schema_resource *resource = schema_resource(type);
    if (type->flags & TYPE_DEPRECATED) {
        warning_deprecated(L, type->full_name, NULL);
    }
    if (resource->retired) {
        lua_pushfstring(L, texts[resource->retired].wrong, resource->cfn_type);
        lua_pushnil(L);
        warn(check, texts[resource->retired].id, NULL);
    }
}

/* --- entries ------------------------------------------------------------------------------------------------------ */

void check_value(lua_State *L, int idx, const struct schema_shape *shape, const char *what, int construct) {
    idx = lua_absindex(L, idx);
    if (!accepts(L, idx, shape, 0)) {
        struct check check = {L, what, construct, false};
        explain(&check, idx, shape, NULL, 0);
    } else if (!fits_document(L, idx, shape)) {
        struct check check = {L, NULL, construct, false};
        complain_of_document(&check, idx, what);
    }
}

void check_field(lua_State *L, int idx, const struct schema_field *field, int construct) {
    idx = lua_absindex(L, idx);
    if (engine_state(L)->schema_open) {
        return;
    }
    doubtful = false;
    check_value(L, idx, field->shape, field->name, construct);
    struct check check = {L, NULL, construct, true};
    struct path path = {NULL, field->name, 0};
    if (field->rules && !rules_accept(L, idx, field->rules)) {
        const char *id = rules_push_complaint(L, idx, field->rules);
        warn(&check, id, &path);
    }
    if (doubtful) {
        advise(&check, idx, field->shape, &path, 0);
    }
}

void check_struct(lua_State *L, int idx, const struct schema_type *type, const char *what, int construct) {
    idx = lua_absindex(L, idx);
    luaL_checkstack(L, 8, NULL);
    bool plain = lua_type(L, idx) == LUA_TTABLE && !class_is_instance(L, idx);
    if (plain ? accepts_struct(L, idx, type, 0) : class_is_of_type(L, idx, type)) {
        return;
    }
    struct schema_shape shape = {.kind = SHAPE_STRUCT, .type_index = type->index};
    struct check check = {L, what, construct, false};
    explain(&check, idx, &shape, NULL, 0);
}

static bool is_construct_class(const struct schema_type *type) {
    static _Thread_local const struct schema_type *construct;
    if (construct == NULL) {
        construct = schema_find("constructs", "Construct");
    }
    return schema_is_a(type, construct);
}

/* Pushes the name that errors use for the thing being made: lambda.Function 'Handler', or cdk.Duration. */
static const char *push_what(lua_State *L, const struct schema_type *type, int first) {
    bool has_id = is_construct_class(type) && lua_type(L, first + 1) == LUA_TSTRING;
    if (has_id) {
        return lua_pushfstring(L, "%s '%s'", short_name(type), lua_tostring(L, first + 1));
    }
    return lua_pushstring(L, short_name(type));
}

/* Complains of argument number `i` (from 0), which is at `idx`. */
static void explain_argument(struct check *check, int idx, const struct schema_parameter *parameter, size_t i) {
    lua_State *L = check->L;
    if (is_options(L, idx, parameter->shape) && is_deferred(L, idx)) {
        struct path path = {NULL, lua_pushfstring(L, "argument %d (%s)", (int)i + 1, parameter->name), 0};
        push_expected(L, parameter->shape);
        push_actual(L, idx);
        complain(check, RULE_TYPE, &path,
                 lua_pushfstring(L, "expected %s, got %s", lua_tostring(L, -2), lua_tostring(L, -1)),
                 "write a table; its fields may be known only later");
        lua_pop(L, 4);
        return;
    }
    if (parameter->shape->kind == SHAPE_STRUCT && !lua_isnil(L, idx)) {
        explain(check, idx, parameter->shape, NULL, 0);
        return;
    }
    struct path path = {NULL, lua_pushfstring(L, "argument %d (%s)", (int)i + 1, parameter->name), 0};
    if (lua_isnil(L, idx)) {
        complain_of_type(check, idx, parameter->shape, &path);
    } else {
        explain(check, idx, parameter->shape, &path, 0);
    }
    lua_pop(L, 1);
}

/* `first` if it is a construct, else 0. */
static int scope_at(lua_State *L, int first) {
    const struct schema_type *scope = class_is_instance(L, first) ? class_schema_of(L, first) : NULL;
    return scope && is_construct_class(scope) ? first : 0;
}

/* Raises for argument number `i` (from 0), or notes it. */
static void bad_argument(lua_State *L, const struct schema_type *type, const struct schema_member *constructor,
                         int first, size_t i) {
    const struct schema_parameter *parameter = &constructor->parameters[i];
    int idx = first + (int)i;
    if (lua_gettop(L) < idx) {
        lua_settop(L, idx);
    }
    int top = lua_gettop(L);
    struct check check = {L, push_what(L, type, first), scope_at(L, first), false};
    explain_argument(&check, idx, parameter, i);
    lua_settop(L, top);
}

/* `s3:Bucket(…)` passes the module itself as the first argument. */
static void refuse_module(lua_State *L, const struct schema_type *type, int first) {
    if (lua_istable(L, first) && !class_is_instance(L, first) && luaL_getmetafield(L, first, "__name") == LUA_TSTRING) {
        const char *name = lua_tostring(L, -1);
        if (strncmp(type->full_name, name, strlen(name)) == 0 && type->full_name[strlen(name)] == '.') {
            const char *shown = short_name(type);
            engine_fail(L, 0, "call %s with a dot, not a colon: %s(…)", shown, shown);
        }
        lua_pop(L, 1);
    }
}

/* Complains of too many arguments. */
static void refuse_count(lua_State *L, int construct, const char *what, size_t count, size_t given) {
    const char *wrong =
        lua_pushfstring(L, "%s takes %d argument%s, got %d", what, (int)count, count == 1 ? "" : "s", (int)given);
    complaint_raise(L, construct, &(struct complaint){rule_id(RULE_ARGUMENTS, false), NULL, NULL, wrong, NULL, NULL});
    lua_pop(L, 1);
}

/* Raises what was gathered; before that, warns of values in a resource's properties, as if they had been accepted. */
static void raise_gathered(lua_State *L, const struct schema_type *type, const struct schema_member *constructor,
                           int first) {
    if (complaints_gathered(L) == 0) {
        return;
    }
    int construct = scope_at(L, first);
    if (type->kind == SCHEMA_RESOURCE && constructor->parameter_count == 3 && lua_istable(L, first + 2)) {
        struct check check = {L, push_what(L, type, first), construct, true};
        advise_type(&check, type);
        advise(&check, first + 2, constructor->parameters[2].shape, NULL, 0);
    }
    complaints_raise(L, construct);
}

void check_constructor_arguments(lua_State *L, const struct schema_type *type, int first) {
    const struct schema_member *constructor = schema_constructor(type);
    if (constructor == NULL) {
        return;
    }
    refuse_module(L, type, first);
    size_t count = constructor->parameter_count;
    size_t given = (size_t)(lua_gettop(L) - first + 1);
    bool variadic = (constructor->flags & FIELD_VARIADIC) != 0;
    bool is_resource = type->kind == SCHEMA_RESOURCE;
    bool open = is_resource && engine_state(L)->schema_open;
    if (given > count && !variadic) {
        push_what(L, type, first);
        refuse_count(L, 0, lua_tostring(L, -1), count, given);
        lua_settop(L, first + (int)count - 1);
    }
    luaL_checkstack(L, (int)count + 8, NULL);
    doubtful = respelt = false;
    for (size_t i = 0; i < count; i++) {
        const struct schema_parameter *parameter = &constructor->parameters[i];
        int idx = first + (int)i;
        make_nil(L, idx, parameter->shape);
        if (!lua_isnoneornil(L, idx)) {
            if (open && i == 2 && lua_type(L, idx) == LUA_TTABLE) {
                continue;
            }
            if (!accepts_argument(L, idx, parameter->shape)) {
                bad_argument(L, type, constructor, first, i);
            }
        } else if (parameter->shape->kind == SHAPE_STRUCT && i + 1 == count) {
            lua_settop(L, idx - 1);
            lua_newtable(L);
            if (!parameter->optional && !open && !accepts(L, idx, parameter->shape, 0)) {
                bad_argument(L, type, constructor, first, i);
            }
        } else if (!parameter->optional && !(variadic && i + 1 == count)) {
            bad_argument(L, type, constructor, first, i);
        }
        if (lua_gettop(L) < idx && i + 1 < count) {
            lua_settop(L, idx);
        }
    }
    for (size_t i = count; variadic && i < given; i++) {
        struct check check = {L, NULL, 0, false};
        explain(&check, first + (int)i, constructor->parameters[count - 1].shape, NULL, 0);
    }
    raise_gathered(L, type, constructor, first);
    for (size_t i = 0; respelt && i < given; i++) {
        make_bare(L, first + (int)i, constructor->parameters[i < count ? i : count - 1].shape);
    }
    if (is_resource && !open && (doubtful || (type->flags & TYPE_DEPRECATED) || schema_resource(type)->retired)) {
        bool in_tree = class_is_instance(L, first) && class_schema_of(L, first);
        struct check check = {L, push_what(L, type, first), in_tree ? first : 0, true};
        advise_type(&check, type);
        if (doubtful && count == 3) {
            advise(&check, first + 2, constructor->parameters[2].shape, NULL, 0);
        }
        lua_pop(L, 1);
    }
}

/* Whether objects of the class are never made: everything in it is static. */
static bool is_namespace(const struct schema_type *type) {
    size_t count;
    const struct schema_member *members = schema_members(type, &count);
    for (size_t i = 0; i < count; i++) {
        if (!(members[i].flags & FIELD_STATIC)) {
            return false;
        }
    }
    return count > 0;
}

void check_refuse_making(lua_State *L, const struct schema_type *type, int first) {
    const char *name = short_name(type);
    const struct schema_type *scope = class_is_instance(L, first) ? class_schema_of(L, first) : NULL;
    int construct = scope && is_construct_class(scope) ? first : 0;
    if (lua_gettop(L) < first) {
        lua_settop(L, first);
    }
    push_class_hint(L, first, type);
    const char *hint = lua_tostring(L, -1);
    if (type->flags & TYPE_ABSTRACT) {
        engine_fail(L, construct, "%s is abstract-> %s", name, *hint ? hint : "; call a class that extends it");
    }
    engine_fail(L, construct, "%s cannot be called%s", name,
                *hint                ? hint
                : is_namespace(type) ? "; use a dot for its members"
                                     : "; the library makes its objects");
}

/* Raises the error for the argument at `idx`, number `i` (from 0) of the call `what`. */
static void refuse_argument(struct check *check, int idx, const struct schema_member *member, size_t i) {
    lua_State *L = check->L;
    size_t last = member->parameter_count - 1;
    const struct schema_parameter *parameter = &member->parameters[i < last ? i : last];
    struct path path = {NULL, lua_pushfstring(L, "argument %d (%s)", (int)i + 1, parameter->name), 0};
    if ((member->flags & FIELD_VARIADIC) && i >= last && lua_istable(L, idx) && !class_is_instance(L, idx) &&
        accepts_list(L, idx, parameter->shape, 0)) {
        push_expected(L, parameter->shape);
        complain(check, RULE_TYPE, &path, lua_pushfstring(L, "expected %s, got a list", lua_tostring(L, -1)),
                 "give its entries one by one: table.unpack(list)");
        return;
    }
    if (accepts(L, idx, parameter->shape, 0) && !fits_document(L, idx, parameter->shape)) {
        complain_of_document(check, idx, path.key);
        return;
    }
    explain_argument(check, idx, parameter, i);
}

/* Whether the parameter is required, and has options that could all be left out. */
static bool may_be_empty(const struct schema_parameter *parameter) {
    return !parameter->optional && parameter->shape->kind == SHAPE_STRUCT &&
           schema_fields(schema_shape_type(parameter->shape))->required_count == 0;
}

/* Whether the parameter may be omitted. */
static bool accepts_none(const struct schema_parameter *parameter) {
    return parameter->optional || parameter->shape->kind == SHAPE_ANY || may_be_empty(parameter);
}

/* Gives an empty table for each required argument that was left out because it may be empty. */
static void fill_in(lua_State *L, const struct schema_member *member, int first) {
    size_t count = member->parameter_count - ((member->flags & FIELD_VARIADIC) ? 1 : 0);
    for (size_t i = 0; i < count; i++) {
        int idx = first + (int)i;
        if (may_be_empty(&member->parameters[i]) && lua_isnoneornil(L, idx)) {
            luaL_checkstack(L, (int)count + 1, NULL);
            if (lua_gettop(L) < idx) {
                lua_settop(L, idx);
            }
            lua_newtable(L);
            lua_replace(L, idx);
        }
    }
}

/* CloudFormation's functions accept numbers for strings and the other way round, and any token for a string. */
static bool is_of_fn(const struct schema_member *member) {
    static _Thread_local const struct schema_type *fn;
    if (fn == NULL) {
        fn = schema_find("aws_cdk", "Fn");
    }
    size_t count;
    const struct schema_member *members = schema_members(fn, &count);
    return member >= members && member < members + count;
}

static bool accepts_loosely(lua_State *L, int idx, const struct schema_shape *shape) {
    if (accepts(L, idx, shape, 0)) {
        return true;
    }
    if (shape->kind == SHAPE_STRING || shape->kind == SHAPE_NUMBER) {
        return lua_isnumber(L, idx) || token_is(L, idx);
    }
    bool container = shape->kind == SHAPE_LIST || shape->kind == SHAPE_MAP;
    if (!container || lua_type(L, idx) != LUA_TTABLE || class_is_instance(L, idx)) {
        return false;
    }
    int wanted = shape->kind == SHAPE_LIST ? LUA_TNUMBER : LUA_TSTRING;
    lua_pushnil(L);
    while (lua_next(L, idx)) {
        bool fits = lua_islightuserdata(L, -2) ||
                    (lua_type(L, -2) == wanted && accepts_loosely(L, lua_gettop(L), shape->element));
        lua_pop(L, fits ? 1 : 2);
        if (!fits) {
            return false;
        }
    }
    return true;
}

/* The number of arguments from stack index `first` to the top, without trailing nils. */
static size_t count_given(lua_State *L, int first) {
    int top = lua_gettop(L);
    while (top >= first && lua_isnil(L, top)) {
        top--;
    }
    return (size_t)(top - first + 1);
}

/* The number (from 0) of the first argument from number `from` on that does not fit; if all do, the greater one of
 * `given` and the number of parameters. */
static size_t first_misfit(lua_State *L, const struct schema_member *member, int first, size_t given, size_t from) {
    size_t count = member->parameter_count;
    bool variadic = (member->flags & FIELD_VARIADIC) != 0;
    bool is_question = member->shape && member->shape->kind == SHAPE_BOOLEAN; /* may be asked about anything */
    size_t last = given > count ? given : count;
    luaL_checkstack(L, 12, NULL);
    for (size_t i = from; i < last; i++) {
        const struct schema_parameter *parameter = &member->parameters[i < count ? i : count - 1];
        int idx = first + (int)i;
        bool fits;
        if (i < count && !is_of_fn(member)) {
            make_nil(L, idx, parameter->shape);
        }
        if (i >= given || lua_isnil(L, idx)) {
            fits = accepts_none(parameter) || (variadic && i + 1 >= count && i >= given);
        } else {
            fits = (parameter->shape->kind == SHAPE_ANY && is_question) ||
                   (accepts_argument(L, idx, parameter->shape) && fits_document(L, idx, parameter->shape)) ||
                   (is_of_fn(member) && accepts_loosely(L, idx, parameter->shape));
        }
        if (!fits) {
            return i;
        }
    }
    return last;
}

static bool takes_as_many(const struct schema_member *member, size_t given) {
    return given <= member->parameter_count || (member->flags & FIELD_VARIADIC);
}

bool check_accepts_call(lua_State *L, const struct schema_member *member, int first) {
    size_t given = count_given(L, first), count = member->parameter_count;
    respelt = false;
    if (!takes_as_many(member, given) || first_misfit(L, member, first, given, 0) < (given > count ? given : count)) {
        return false;
    }
    for (size_t i = 0; respelt && i < given; i++) {
        make_bare(L, first + (int)i, member->parameters[i < count ? i : count - 1].shape);
    }
    fill_in(L, member, first);
    return true;
}

void check_refuse_call(lua_State *L, const struct schema_type *type, const struct schema_member *member, int first,
                       int self) {
    size_t given = count_given(L, first), count = member->parameter_count;
    const char *what = lua_pushfstring(L, "%s%s%s", short_name(type), self ? ":" : ".", member->name);
    struct check check = {L, what, self && node_of(L, self) ? self : 0, false};
    if (!takes_as_many(member, given)) {
        refuse_count(L, check.construct, what, count, given);
        given = count;
    }
    size_t last = given > count ? given : count;
    for (size_t i = first_misfit(L, member, first, given, 0); i < last;
         i = first_misfit(L, member, first, given, i + 1)) {
        int top = lua_gettop(L), idx = first + (int)i;
        if (i >= given) {
            lua_pushnil(L);
            idx = lua_gettop(L);
        }
        refuse_argument(&check, idx, member, i);
        lua_settop(L, top);
    }
    complaints_raise(L, check.construct);
}

/* --- Lua ---------------------------------------------------------------------------------------------------------- */

/* engine.check_struct(name, table, what) → table, or {} for nil */
static int l_check_struct(lua_State *L) {
    const char *name = luaL_checkstring(L, 1);
    const char *what = luaL_optstring(L, 3, NULL);
    const struct schema_type *type = schema_find_full(name);
    if (type == NULL || type->kind != SCHEMA_STRUCT) {
        return luaL_error(L, "the model has no struct %s", name);
    }
    if (lua_isnoneornil(L, 2)) {
        lua_settop(L, 1);
        lua_newtable(L);
    }
    if (!is_deferred(L, 2)) {
        check_struct(L, 2, type, what, 0);
    }
    lua_pushvalue(L, 2);
    return 1;
}

/* Whether the function at `idx` is the user's; if so, pushes "what bind, the function of app.lua:3, returns". */
static bool push_result_name(lua_State *L, int idx, const char *method) {
    lua_Debug ar;
    if (!lua_isfunction(L, idx) || lua_iscfunction(L, idx)) {
        return false;
    }
    lua_pushvalue(L, idx);
    lua_getinfo(L, ">S", &ar);
    if (strncmp(ar.source, LIBRARY_CHUNK, sizeof LIBRARY_CHUNK - 1) == 0) {
        return false;
    }
    lua_pushfstring(L, "what %s, the function of %s, returns", method, push_location(L, ar.source, ar.linedefined));
    lua_remove(L, -2);
    return true;
}

/* engine.ask(construct, type, method, object, …) → the result of object:method(…), checked against the type's row if
 * the method is the user's. Errors name the construct. */
static int l_ask(lua_State *L) {
    const char *type_name = luaL_checkstring(L, 2), *method = luaL_checkstring(L, 3);
    lua_getfield(L, 4, method);
    bool by_user = push_result_name(L, lua_gettop(L), method);
    const char *what = by_user ? lua_tostring(L, -1) : NULL;
    if (by_user) {
        lua_replace(L, 3); /* the text replaces the name */
    }
    lua_insert(L, 4); /* the method goes before the object */
    lua_call(L, lua_gettop(L) - 4, 1);
    if (by_user) {
        const struct schema_type *type = schema_find_full(type_name);
        const struct schema_member *member = type ? schema_member(type, method) : NULL;
        if (member && member->shape) {
            int result = lua_gettop(L);
            lua_pushvalue(L, result);
            if (member->shape->kind == SHAPE_STRUCT && lua_istable(L, result) && !class_is_instance(L, result)) {
                class_drop_own_fields(L, result + 1, schema_shape_type(member->shape));
            }
            check_value(L, result + 1, member->shape, what, 1);
            lua_settop(L, result);
        }
    }
    return 1;
}

/* engine.nearest(word, names) → the best suggestion, or nil */
static int l_nearest(lua_State *L) {
    struct nearest search;
    nearest_begin(&search, luaL_checkstring(L, 1));
    luaL_checktype(L, 2, LUA_TTABLE);
    for (lua_Integer i = 1; lua_rawgeti(L, 2, i) == LUA_TSTRING; i++) {
        nearest_offer(&search, lua_tostring(L, -1));
        lua_pop(L, 1); /* the list keeps it alive */
    }
    lua_pushstring(L, search.best);
    return 1;
}

static const luaL_Reg functions[] = {
    {"check_struct", l_check_struct}, {"ask", l_ask}, {"nearest", l_nearest}, {NULL, NULL}};

static const char *const OPEN_KEY = "luacdk.schema_open"; /* registry: set before the engine exists */

void check_no_schema(lua_State *L) {
    lua_pushboolean(L, 1);
    lua_setfield(L, LUA_REGISTRYINDEX, OPEN_KEY);
}

void check_open(lua_State *L) {
    const char *setting = getenv("LUACDK_NO_SCHEMA_CHECK");
    bool chosen = lua_getfield(L, LUA_REGISTRYINDEX, OPEN_KEY) == LUA_TBOOLEAN;
    engine_state(L)->schema_open = chosen || (setting && *setting && strcmp(setting, "0") != 0);
    lua_pop(L, 1);
    struct engine_hooks *hooks = &engine_state(L)->hooks;
    hooks->check_constructor = check_constructor_arguments;
    hooks->refuse_making = check_refuse_making;
    hooks->accepts_call = check_accepts_call;
    hooks->refuse_call = check_refuse_call;
    hooks->check_value = check_value;
    hooks->check_struct = check_struct;
    luaL_setfuncs(L, functions, 0);
    warnings_open(L);
}
