/* The schema for Lua: engine.schema.modules(), .types(module), .type(name), .resources(), .search(words), for `luacdk
 * schema`, the REPL, tools and specs. */
#include "api/schema_api.h"

#include <ctype.h>
#include <lauxlib.h>
#include <math.h>
#include <string.h>

#include "base/strbuf.h"
#include "object/scratch.h"
#include "schema/schema.h"

static void set_text(lua_State *L, const char *key, const char *value) {
    if (value) {
        lua_pushstring(L, value);
        lua_setfield(L, -2, key);
    }
}

static void set_flag(lua_State *L, const char *key, bool value) {
    if (value) {
        lua_pushboolean(L, 1);
        lua_setfield(L, -2, key);
    }
}

static void set_shape(lua_State *L, const char *key, const struct schema_shape *shape) {
    if (shape) {
        struct strbuf *text = push_strbuf(L);
        schema_add_shape_text(text, shape);
        lua_pushlstring(L, text->data, text->length);
        strbuf_free(text);
        lua_setfield(L, -3, key);
        lua_pop(L, 1);
    }
}

/* The same in the Lua language server's notation: "string[]", "table<string, s3.Bucket>". Pushes the text. */
static void push_luals(lua_State *L, const struct schema_shape *shape) {
    luaL_checkstack(L, 16, NULL);
    switch (shape->kind) {
    case SHAPE_STRING:
        lua_pushliteral(L, "string");
        break;
    case SHAPE_NUMBER:
        lua_pushliteral(L, "number");
        break;
    case SHAPE_BOOLEAN:
        lua_pushliteral(L, "boolean");
        break;
    case SHAPE_DATE:
        lua_pushliteral(L, "string|number");
        break;
    case SHAPE_JSON:
    case SHAPE_EVENT_PATTERN:
        lua_pushliteral(L, "table");
        break;
    case SHAPE_LIST:
        push_luals(L, shape->element);
        lua_pushfstring(L, strchr(lua_tostring(L, -1), '|') ? "(%s)[]" : "%s[]", lua_tostring(L, -1));
        lua_remove(L, -2);
        break;
    case SHAPE_MAP:
        push_luals(L, shape->element);
        lua_pushfstring(L, "table<string, %s>", lua_tostring(L, -1));
        lua_remove(L, -2);
        break;
    case SHAPE_UNION: {
        lua_pushliteral(L, "");
        for (size_t i = 0; i < shape->alternative_count; i++) {
            push_luals(L, shape->alternatives[i]);
            lua_pushfstring(L, "%s%s%s", lua_tostring(L, -2), i ? "|" : "", lua_tostring(L, -1));
            lua_replace(L, -3);
            lua_pop(L, 1);
        }
        break;
    }
    case SHAPE_ANY:
        lua_pushliteral(L, "any");
        break;
    default:
        if (strcmp(schema_shape_type(shape)->full_name, "aws_cdk.IResolvable") == 0) {
            lua_pushliteral(L, "any");
        } else {
            lua_pushstring(L, schema_short_name(schema_shape_type(shape)->full_name));
        }
    }
}

/* The struct that a value is, or contains in lists, in maps or as an alternative; NULL if there is none. */
static const struct schema_type *struct_inside(const struct schema_shape *shape) {
    switch (shape->kind) {
    case SHAPE_STRUCT:
        return schema_shape_type(shape);
    case SHAPE_LIST:
    case SHAPE_MAP:
        return struct_inside(shape->element);
    case SHAPE_UNION:
        for (size_t i = 0; i < shape->alternative_count; i++) {
            const struct schema_type *found = struct_inside(shape->alternatives[i]);
            if (found) {
                return found;
            }
        }
        return NULL;
    default:
        return NULL;
    }
}

static void set_types(lua_State *L, const struct schema_shape *shape) {
    set_shape(L, "type", shape);
    if (shape) {
        push_luals(L, shape);
        lua_setfield(L, -2, "luals");
    }
}

static void set_strings(lua_State *L, const char *key, const char *const *values, size_t count) {
    if (count == 0) {
        return;
    }
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        lua_pushstring(L, values[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, key);
}

static void set_bounds(lua_State *L, const char *key, const struct schema_bounds *bounds) {
    const double ends[] = {bounds->low, bounds->high};
    static const char *const names[] = {"min", "max"};
    if (isinf(bounds->low) && isinf(bounds->high)) {
        return;
    }
    lua_createtable(L, 0, 2);
    for (int i = 0; i < 2; i++) {
        if (isfinite(ends[i])) {
            lua_Integer whole = (lua_Integer)ends[i];
            if ((double)whole == ends[i]) {
                lua_pushinteger(L, whole);
            } else {
                lua_pushnumber(L, ends[i]);
            }
            lua_setfield(L, -2, names[i]);
        }
    }
    lua_setfield(L, -2, key);
}

/* ended = list of { value =, deprecated =, no_creation =, no_updates =, successor = } */
static void set_ended(lua_State *L, const struct schema_rules *rules) {
    if (rules->ended_count == 0) {
        return;
    }
    lua_createtable(L, (int)rules->ended_count, 0);
    for (size_t i = 0; i < rules->ended_count; i++) {
        const struct schema_ended *ended = &rules->ended[i];
        lua_createtable(L, 0, 5);
        set_text(L, "value", ended->value);
        set_text(L, "deprecated", ended->deprecated);
        set_text(L, "no_creation", ended->no_creation);
        set_text(L, "no_updates", ended->no_updates);
        set_text(L, "successor", ended->successor);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "ended");
}

static void set_rules(lua_State *L, const struct schema_rules *rules) {
    static const char *const replacements[] = {[REPLACES_ALWAYS] = "always", [REPLACES_MAYBE] = "maybe"};
    set_text(L, "replacement", replacements[rules->replacement]);
    set_strings(L, "values", rules->values, rules->value_count);
    set_flag(L, "any_case", rules->any_case);
    set_strings(L, "known", rules->known, rules->known_count);
    set_bounds(L, "number", &rules->number);
    set_bounds(L, "length", &rules->length);
    set_bounds(L, "items", &rules->items);
    set_text(L, "format", rules->format);
    set_text(L, "pattern", rules->pattern);
    set_ended(L, rules);
}

/* schema.modules() → their names, sorted */
static int l_modules(lua_State *L) {
    size_t count = schema_module_count();
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        lua_pushstring(L, schema_module_name(i));
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

static const char *const kinds[] = {[SCHEMA_CLASS] = "class",
                                    [SCHEMA_RESOURCE] = "resource",
                                    [SCHEMA_STRUCT] = "struct",
                                    [SCHEMA_ENUM] = "enum",
                                    [SCHEMA_INTERFACE] = "interface"};

/* schema.types(module) → the sorted names of its types, or nil; a second list of their kinds; and the deprecated ones:
 * { name = true } */
static int l_types(lua_State *L) {
    int module = schema_module_find(luaL_checkstring(L, 1));
    if (module < 0) {
        lua_pushnil(L);
        return 1;
    }
    size_t count = schema_module_type_count((size_t)module);
    lua_createtable(L, (int)count, 0);
    lua_createtable(L, (int)count, 0);
    lua_newtable(L);
    for (size_t i = 0; i < count; i++) {
        const struct schema_type *type = schema_module_type((size_t)module, i);
        lua_pushstring(L, type->name);
        lua_rawseti(L, -4, (lua_Integer)i + 1);
        lua_pushstring(L, kinds[type->kind]);
        lua_rawseti(L, -3, (lua_Integer)i + 1);
        set_flag(L, type->name, type->flags & TYPE_DEPRECATED);
    }
    return 3;
}

static void push_fields(lua_State *L, const struct schema_type *type) {
    const struct schema_fields *fields = schema_fields(type);
    lua_createtable(L, (int)fields->count, 0);
    for (size_t i = 0; i < fields->count; i++) {
        const struct schema_field *field = &fields->items[i];
        lua_createtable(L, 0, 6);
        set_text(L, "name", field->name);
        set_text(L, "jsii_name", field->jsii_name);
        set_text(L, "cfn_name", field->cfn_name);
        set_types(L, field->shape);
        set_shape(L, "render", field->render);
        const struct schema_type *inside = struct_inside(field->shape);
        set_text(L, "struct", inside ? inside->full_name : NULL);
        if (field->rules) {
            set_rules(L, field->rules);
        }
        set_text(L, "default", field->default_text);
        set_flag(L, "required", field->flags & FIELD_REQUIRED);
        set_flag(L, "deprecated", field->flags & FIELD_DEPRECATED);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

static void push_parameters(lua_State *L, const struct schema_member *member) {
    lua_createtable(L, (int)member->parameter_count, 0);
    for (size_t i = 0; i < member->parameter_count; i++) {
        lua_createtable(L, 0, 3);
        set_text(L, "name", member->parameters[i].name);
        set_types(L, member->parameters[i].shape);
        set_flag(L, "optional", member->parameters[i].optional);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

static void push_members(lua_State *L, const struct schema_type *type) {
    size_t count;
    const struct schema_member *members = schema_members(type, &count);
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        lua_createtable(L, 0, 8);
        set_text(L, "name", members[i].name);
        set_text(L, "jsii_name", members[i].jsii_name);
        set_types(L, members[i].shape);
        set_flag(L, "required", members[i].flags & FIELD_REQUIRED);
        set_flag(L, "readonly", members[i].flags & FIELD_READONLY);
        set_flag(L, "abstract", members[i].flags & FIELD_ABSTRACT);
        set_flag(L, "static", members[i].flags & FIELD_STATIC);
        set_flag(L, "const", members[i].flags & FIELD_CONST);
        set_flag(L, "protected", members[i].flags & FIELD_PROTECTED);
        set_flag(L, "deprecated", members[i].flags & FIELD_DEPRECATED);
        set_flag(L, "variadic", members[i].flags & FIELD_VARIADIC);
        if (members[i].flags & FIELD_METHOD) {
            push_parameters(L, &members[i]);
            lua_setfield(L, -2, "parameters");
        }
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

static void push_values(lua_State *L, const struct schema_type *type) {
    size_t count;
    const struct schema_enum_member *members = schema_enum_members(type, &count);
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        lua_createtable(L, 0, 3);
        set_text(L, "name", members[i].name);
        set_flag(L, "deprecated", members[i].deprecated);
        if (members[i].text) {
            lua_pushstring(L, members[i].text);
        } else {
            lua_pushnumber(L, members[i].number);
        }
        lua_setfield(L, -2, "value");
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

static void push_resource(lua_State *L, const struct schema_resource *resource) {
    static const char *const kinds[] = {[ATTRIBUTE_STRING] = "string",
                                        [ATTRIBUTE_NUMBER] = "number",
                                        [ATTRIBUTE_LIST] = "list",
                                        [ATTRIBUTE_ANY] = "any"};
    static const char *const tags[] = {[TAGS_STANDARD] = "standard",
                                       [TAGS_MAP] = "map",
                                       [TAGS_AUTOSCALING] = "autoscaling",
                                       [TAGS_KEY_VALUE] = "key_value"};
    static const char *const retired[] = {
        [RETIRED_MAINTENANCE] = "maintenance", [RETIRED_SUNSET] = "sunset", [RETIRED_SHUTDOWN] = "shutdown"};
    lua_createtable(L, 0, 8);
    set_text(L, "cfn_type", resource->cfn_type);
    set_text(L, "props", resource->props ? resource->props->full_name : NULL);
    set_text(L, "tags", tags[resource->tags]);
    set_text(L, "tags_property", resource->tags_field ? resource->tags_field->name : NULL);
    set_flag(L, "tags_v2", resource->tags_v2);
    set_flag(L, "stateful", resource->stateful);
    set_text(L, "transform", resource->transform);
    set_text(L, "retired", retired[resource->retired]);
    lua_createtable(L, (int)resource->attribute_count, 0);
    for (size_t i = 0; i < resource->attribute_count; i++) {
        lua_createtable(L, 0, 3);
        set_text(L, "name", resource->attributes[i].name);
        set_text(L, "cfn_name", resource->attributes[i].cfn_name);
        set_text(L, "type", kinds[resource->attributes[i].type]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "attributes");
    lua_createtable(L, (int)resource->helper_count, 0);
    for (size_t i = 0; i < resource->helper_count; i++) {
        lua_pushstring(L, resource->helpers[i].name);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "helpers");
}

/* schema.type(name) → a description, or nil. `name`: Lua's full name, the model's, or "AWS::S3::Bucket". */
static int l_type(lua_State *L) {
    const char *name = luaL_checkstring(L, 1);
    const struct schema_type *type = schema_find_full(name);
    type = type ? type : schema_find_cfn_type(name);
    if (type == NULL) {
        lua_pushnil(L);
        return 1;
    }
    lua_createtable(L, 0, 12);
    set_text(L, "kind", kinds[type->kind]);
    set_text(L, "module", type->module);
    set_text(L, "name", type->name);
    set_text(L, "full_name", type->full_name);
    set_text(L, "short_name", schema_short_name(type->full_name));
    set_text(L, "fqn", type->fqn);
    set_text(L, "base", type->base ? type->base->full_name : NULL);
    lua_createtable(L, (int)type->interface_count, 0);
    for (size_t i = 0; i < type->interface_count; i++) {
        lua_pushstring(L, schema_type_at(type->interfaces[i])->full_name);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "interfaces");
    set_flag(L, "abstract", type->flags & TYPE_ABSTRACT);
    set_flag(L, "deprecated", type->flags & TYPE_DEPRECATED);
    if (type->kind == SCHEMA_STRUCT) {
        push_fields(L, type);
        lua_setfield(L, -2, "fields");
    } else if (type->kind == SCHEMA_ENUM) {
        push_values(L, type);
        lua_setfield(L, -2, "values");
    } else {
        push_members(L, type);
        lua_setfield(L, -2, "members");
    }
    const struct schema_member *constructor = schema_constructor(type);
    if (constructor) {
        push_parameters(L, constructor);
        lua_setfield(L, -2, "constructor");
        set_flag(L, "constructor_variadic", constructor->flags & FIELD_VARIADIC);
    }
    const struct schema_resource *resource = schema_resource(type);
    if (resource) {
        push_resource(L, resource);
        lua_setfield(L, -2, "resource");
    }
    return 1;
}

/* schema.resources() → CloudFormation's resource types, sorted, and a second list with their classes: some have two */
static int l_resources(lua_State *L) {
    size_t count = schema_resource_count();
    lua_createtable(L, (int)count, 0);
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        const struct schema_type *type = schema_resource_type(i);
        lua_pushstring(L, schema_resource(type)->cfn_type);
        lua_rawseti(L, -3, (lua_Integer)i + 1);
        lua_pushstring(L, type->full_name);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 2;
}

/* --- search ------------------------------------------------------------------------------------------------------ */

enum { MOST_WORDS = 8, MOST_OF_A_SCORE = 60, SCORES = 4 };

/* What a search found, besides a type. */
enum hit { HIT_TYPE, HIT_METHOD, HIT_PROPERTY, HIT_FIELD, HIT_ENUM_MEMBER, HIT_KINDS };

struct search {
    const char *words[MOST_WORDS];
    int word_count;
    size_t totals[HIT_KINDS];
    size_t kept[HIT_KINDS][SCORES];
};

/* How many characters of `name` spell `word`, in any case; 0 if they do not. An underscore in the name matches a
 * capital in the word, and the other way round: addCors is in add_cors_rule, bucket_policy in BucketPolicy. */
static size_t spelt(const char *name, const char *word) {
    const char *at = name;
    while (*word) {
        bool capital = isupper((unsigned char)*word) || isdigit((unsigned char)*word);
        if (tolower((unsigned char)*at) == tolower((unsigned char)*word)) {
            at++;
            word++;
        } else if (*at == '_' && at > name && capital) {
            at++;
        } else if (*word == '_') {
            word++;
        } else {
            return 0;
        }
    }
    return (size_t)(at - name);
}

/* How well `word` matches `name`: 0 it is the name, or the part after its last dot; 1 it begins it; 2 it begins a part
 * of it; 3 it is inside; 4 it does not match. */
static int score_of(const char *name, const char *word) {
    const char *own = strrchr(name, '.');
    own = own ? own + 1 : name;
    int best = SCORES;
    for (const char *at = name; *at && best > 0; at++) {
        size_t length = spelt(at, word);
        if (length == 0) {
            continue;
        }
        bool start = at == name || at[-1] == '.' || at[-1] == '_' ||
                     (isupper((unsigned char)*at) && !isupper((unsigned char)at[-1]));
        int score = at == own && at[length] == '\0' ? 0 : at == own ? 1 : start ? 2 : 3;
        best = score < best ? score : best;
    }
    return best;
}

/* Appends a result to the list on top of the stack, unless there are enough that are as good. */
static void add_hit(lua_State *L, struct search *search, enum hit hit, int score, const struct schema_type *type,
                    const char *name, bool deprecated) {
    static const char *const hits[] = {
        [HIT_METHOD] = "method", [HIT_PROPERTY] = "property", [HIT_FIELD] = "field", [HIT_ENUM_MEMBER] = "enum_member"};
    search->totals[hit]++;
    if (search->kept[hit][score]++ >= MOST_OF_A_SCORE) {
        return;
    }
    lua_createtable(L, 0, 6);
    set_text(L, "hit", hit == HIT_TYPE ? "type" : hits[hit]);
    lua_pushinteger(L, score);
    lua_setfield(L, -2, "score");
    set_text(L, "kind", kinds[type->kind]);
    set_text(L, "type", type->full_name);
    set_text(L, "name", name);
    set_flag(L, "deprecated", deprecated);
    lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
}

/* Scores of the words in the name of a type; members are scored together with it. */
static void search_member(lua_State *L, struct search *search, const int *type_scores, enum hit hit,
                          const struct schema_type *type, const char *name, bool deprecated) {
    int worst = 0;
    bool found = false;
    for (int i = 0; i < search->word_count; i++) {
        int score = score_of(name, search->words[i]);
        found = found || score < SCORES;
        score = score < type_scores[i] ? score : type_scores[i];
        worst = score > worst ? score : worst;
    }
    if (found && worst < SCORES) {
        add_hit(L, search, hit, worst, type, name, deprecated);
    }
}

/* True if the struct has the field from one that it extends. */
static bool is_inherited(const struct schema_type *type, const char *name) {
    for (size_t i = 0; i < type->interface_count; i++) {
        if (schema_field(schema_fields(schema_type_at(type->interfaces[i])), name, strlen(name))) {
            return true;
        }
    }
    return false;
}

static void search_type(lua_State *L, struct search *search, const struct schema_type *type) {
    int scores[MOST_WORDS], worst = 0;
    const char *short_name = schema_short_name(type->full_name);
    for (int i = 0; i < search->word_count; i++) {
        scores[i] = score_of(short_name, search->words[i]);
        worst = scores[i] > worst ? scores[i] : worst;
    }
    if (worst < SCORES) {
        add_hit(L, search, HIT_TYPE, worst, type, NULL, type->flags & TYPE_DEPRECATED);
    }
    size_t count;
    if (type->kind == SCHEMA_STRUCT) {
        const struct schema_fields *fields = schema_fields(type);
        for (size_t i = 0; i < fields->count; i++) {
            const struct schema_field *field = &fields->items[i];
            if (type->interface_count == 0 || !is_inherited(type, field->name)) {
                search_member(L, search, scores, HIT_FIELD, type, field->name, field->flags & FIELD_DEPRECATED);
            }
        }
    } else if (type->kind == SCHEMA_ENUM) {
        const struct schema_enum_member *members = schema_enum_members(type, &count);
        for (size_t i = 0; i < count; i++) {
            search_member(L, search, scores, HIT_ENUM_MEMBER, type, members[i].name, members[i].deprecated);
        }
    } else {
        const struct schema_member *members = schema_members(type, &count);
        for (size_t i = 0; i < count; i++) {
            enum hit hit = members[i].flags & FIELD_METHOD  ? HIT_METHOD
                           : members[i].flags & FIELD_CONST ? HIT_ENUM_MEMBER
                                                            : HIT_PROPERTY;
            if (!(members[i].flags & FIELD_PROTECTED)) {
                search_member(L, search, scores, hit, type, members[i].name, members[i].flags & FIELD_DEPRECATED);
            }
        }
    }
}

/* schema.search{ word, … } → list of { type =, kind =, name = (of a member), hit = "type"|"method"|"property"|"field"|
 * "enum_member", score = 0..3, deprecated = }, and the number of results of each kind. Every word must be part of the
 * type's short name or of the member's, regardless of case and underscores. At most 60 results of each kind and score
 * are listed. */
static int l_search(lua_State *L) {
    static const char *const names[] = {"type", "method", "property", "field", "enum_member"};
    struct search search = {0};
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    luaL_checkstack(L, MOST_WORDS + 8, NULL);
    for (int i = 0; i < MOST_WORDS && lua_rawgeti(L, 1, i + 1) == LUA_TSTRING; i++) {
        search.words[search.word_count++] = lua_tostring(L, -1); /* stays on the stack */
    }
    lua_newtable(L);
    for (uint32_t i = 0; search.word_count > 0 && i < schema_type_count(); i++) {
        search_type(L, &search, schema_type_at(i));
    }
    lua_createtable(L, 0, HIT_KINDS);
    for (int i = 0; i < HIT_KINDS; i++) {
        lua_pushinteger(L, (lua_Integer)search.totals[i]);
        lua_setfield(L, -2, names[i]);
    }
    return 2;
}

static const luaL_Reg functions[] = {{"modules", l_modules},     {"types", l_types},   {"type", l_type},
                                     {"resources", l_resources}, {"search", l_search}, {NULL, NULL}};

void schema_open(lua_State *L) {
    luaL_newlib(L, functions);
    lua_setfield(L, -2, "schema");
}
