/* The properties of L1 instances in CloudFormation's form.
 *
 * There are two ways to a document. Tables as users write them are walked directly by their row. Whatever must be
 * resolved first (tokens, objects) becomes a document with Lua names, which the same row then renames. */
#include "l1/l1_render.h"

#include <lauxlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/strbuf.h"
#include "check/check.h"
#include "l1/l1_tags.h"
#include "object/diagnostics.h"
#include "object/node.h"
#include "object/scratch.h"
#include "object/state.h"
#include "object/token.h"
#include "object/unresolved.h"
#include "object/values.h"
#include "schema/nearest.h"
#include "schema/schema_image.h"
#include "synth/synth.h"

enum { MOST_FIELDS = SCHEMA_MOST_FIELDS };

static cJSON *render(struct resolver *r, int idx, const struct schema_shape *shape);

/* --- properties that no row knows (--no-schema-check)
 * ------------------------------------------------------------------
 */

static bool is_open(const struct resolver *r) { return engine_state(r->L)->schema_open; }

/* "new_property" → "NewProperty", in the arena. */
static const char *open_name(struct resolver *r, const char *name) {
    size_t length = strlen(name);
    char *out = arena_alloc(r->arena, length + 1);
    image_camel(name, length, out);
    *out = image_upper(*out);
    return out;
}

static int compare_keys(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Adds what the table at `idx` has besides the fields, after them and sorted by name; values stay unchanged. */
static void add_open(struct resolver *r, int idx, const struct schema_fields *fields, cJSON *object) {
    lua_State *L = r->L;
    size_t count = 0, room = 0, length;
    for (lua_pushnil(L); lua_next(L, idx); lua_pop(L, 1)) {
        room++;
    }
    const char **keys = arena_calloc(r->arena, room, sizeof *keys);
    for (lua_pushnil(L); lua_next(L, idx); lua_pop(L, 1)) {
        const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tolstring(L, -2, &length) : NULL;
        if (key && schema_field(fields, key, length) == NULL) {
            keys[count++] = key; /* the table keeps it alive */
        }
    }
    qsort(keys, count, sizeof *keys, compare_keys);
    for (size_t i = 0; i < count; i++) {
        lua_pushstring(L, keys[i]);
        lua_rawget(L, idx);
        cJSON *value = resolve_value(r, lua_gettop(L));
        lua_pop(L, 1);
        if (value) {
            doc_set(object, open_name(r, keys[i]), value);
        }
    }
}

/* --- documents, named by the row ------------------------------------------------------------------------------------
 */

static cJSON *name_document(struct resolver *r, cJSON *doc, const struct schema_shape *shape);

/* CloudFormation replaces such a string with a value of any type. */
static bool is_dynamic_reference(const cJSON *doc) {
    return doc_is_string(doc) && strncmp(doc->valuestring, "{{resolve:", 10) == 0;
}

/* Values written in scripts were checked when they were given; this checks what tokens turned out to be. */
static bool fits(const cJSON *doc, const struct schema_shape *shape) {
    int type = doc->type & 0xFF;
    if (type == cJSON_NULL || type == cJSON_Raw || doc_is_intrinsic(doc) || is_dynamic_reference(doc)) {
        return true;
    }
    switch (shape->kind) {
    case SHAPE_STRING:
        return type == cJSON_String;
    case SHAPE_NUMBER:
        return type == cJSON_Number;
    case SHAPE_BOOLEAN:
        return type == cJSON_True || type == cJSON_False;
    case SHAPE_LIST:
        return type == cJSON_Array || (type == cJSON_Object && !doc->child);
    case SHAPE_MAP:
        return type == cJSON_Object || type == cJSON_Array;
    case SHAPE_STRUCT:
        return type == cJSON_Object || (type == cJSON_Array && !doc->child);
    default:
        return true;
    }
}

static int raise_text(lua_State *L) { return engine_fail(L, lua_isnil(L, 1) ? 0 : 1, "%s", lua_tostring(L, 2)); }

/* Raises the message on top of the stack. While a whole app is rendered, that waits until templates are written: the
 * constructs' own validations come first. */
static void report(struct resolver *r) {
    lua_State *L = r->L;
    if (is_open(r)) {
        lua_pop(L, 1);
        return;
    }
    luaL_checkstack(L, 8, NULL);
    lua_pushcfunction(L, raise_text);
    lua_insert(L, -2);
    if (r->scope) {
        node_push(L, r->scope);
    } else {
        lua_pushnil(L);
    }
    lua_insert(L, -2);
    if (!r->references) {
        lua_call(L, 2, 0);
        return;
    }
    lua_pcall(L, 2, 0, 0);
    synth_note_fault(L);
}

/* Pushes a shape as text. */
static const char *push_shape(lua_State *L, const struct schema_shape *shape) {
    struct strbuf *text = push_strbuf(L);
    schema_add_shape_text(text, shape);
    lua_pushlstring(L, text->data, text->length);
    strbuf_free(text);
    lua_remove(L, -2);
    return lua_tostring(L, -1);
}

static void expect(struct resolver *r, const cJSON *doc, const struct schema_shape *shape) {
    if (!fits(doc, shape)) {
        const char *expected = push_shape(r->L, shape);
        push_document(r->L, doc);
        const char *got = push_display(r->L, -1), *place = resolve_push_place(r);
        lua_pushfstring(r->L, "%smust be %s, but this value turned out to be %s", place, expected, got);
        lua_replace(r->L, -5);
        lua_pop(r->L, 3);
        report(r);
    }
}

/* Checks a required property whose value turned out to be absent. */
static void expect_given(struct resolver *r, const struct schema_field *field, const cJSON *value,
                         const struct schema_type *type) {
    if (!value && field->flags & FIELD_REQUIRED) {
        const char *place = resolve_push_place(r);
        lua_pushfstring(r->L, "%sthe required property '%s' of %s is missing: its value turned out to be nil", place,
                        field->name, schema_short_name(type->full_name));
        lua_remove(r->L, -2);
        report(r);
    }
}

/* Raises for a property that the type does not have. */
static void fail_unknown(struct resolver *r, const char *key, const struct schema_fields *fields,
                         const struct schema_type *type) {
    struct nearest search;
    nearest_begin(&search, key);
    for (size_t i = 0; i < fields->count; i++) {
        nearest_offer(&search, fields->items[i].name);
    }
    const char *name = schema_short_name(type->full_name);
    resolve_fail_here(
        r, search.best ? lua_pushfstring(r->L, "%s has no property '%s'; did you mean '%s'?", name, key, search.best)
                       : lua_pushfstring(r->L, "%s has no property '%s'", name, key));
}

static cJSON *name_struct(struct resolver *r, cJSON *doc, const struct schema_type *type, bool lenient) {
    const struct schema_fields *fields = schema_fields(type);
    cJSON *slots[MOST_FIELDS];
    memset(slots, 0, fields->count * sizeof *slots);
    cJSON *object = doc_object(r->arena), *unknown = doc_object(r->arena), *next;
    for (cJSON *child = doc->child; child; child = next) {
        next = child->next;
        const struct schema_field *field = schema_field(fields, child->string, strlen(child->string));
        if (field) {
            slots[field->index] = child;
        } else if (is_open(r)) {
            doc_add(unknown, child);
        } else if (!lenient) {
            fail_unknown(r, child->string, fields, type);
        }
    }
    struct place here = {.outer = r->place};
    for (size_t i = 0; i < fields->count; i++) {
        const struct schema_field *field = here.field = &fields->items[i];
        r->place = slots[i] ? &here : here.outer;
        if (slots[i]) {
            doc_set(object, field->cfn_name ? field->cfn_name : field->name, name_document(r, slots[i], field->render));
        } else if (!lenient) {
            expect_given(r, field, NULL, type);
        }
    }
    r->place = here.outer;
    for (cJSON *child = unknown->child; child; child = next) {
        next = child->next;
        doc_set(object, open_name(r, child->string), child);
    }
    return object;
}

/* The alternative that fits a document: the first struct whose required properties are there, or the list. */
static const struct schema_shape *alternative_of_document(const cJSON *doc, const struct schema_shape *shape) {
    for (size_t i = 0; i < shape->alternative_count; i++) {
        const struct schema_shape *part = shape->alternatives[i];
        if (doc_is_array(doc) ? part->kind == SHAPE_LIST : part->kind == SHAPE_MAP) {
            return part;
        }
        if (part->kind != SHAPE_STRUCT || doc_is_array(doc)) {
            continue;
        }
        const struct schema_fields *fields = schema_fields(schema_shape_type(part));
        bool complete = true;
        for (size_t k = 0; k < fields->count; k++) {
            complete = complete && (!(fields->items[k].flags & FIELD_REQUIRED) || doc_get(doc, fields->items[k].name));
        }
        if (complete) {
            return part;
        }
    }
    return NULL;
}

/* An object as an event pattern: its API has its own spelling of one key. */
static cJSON *name_event_pattern(cJSON *doc) {
    for (cJSON *child = doc->child; doc_is_object(doc) && child; child = child->next) {
        if (strcmp(child->string, "detailType") == 0) {
            doc_remove(doc, child);
            doc_set(doc, "detail-type", child);
            break;
        }
    }
    return doc;
}

/* Names a part of a document, which is at that place. */
static cJSON *name_inside(struct resolver *r, cJSON *doc, const struct schema_shape *shape, const struct place *here) {
    r->place = here;
    cJSON *named = name_document(r, doc, shape);
    r->place = here->outer;
    return named;
}

static cJSON *name_document(struct resolver *r, cJSON *doc, const struct schema_shape *shape) {
    bool object = doc_is_object(doc), array = doc_is_array(doc);
    expect(r, doc, shape);
    if ((!object && !array) || (object && doc_is_intrinsic(doc))) {
        return doc;
    }
    cJSON *result, *next;
    struct place here = {.outer = r->place};
    switch (shape->kind) {
    case SHAPE_STRUCT:
        return object ? name_struct(r, doc, schema_shape_type(shape), false) : doc;
    case SHAPE_LIST:
        if (object && doc->child) {
            return doc;
        }
        result = doc_array(r->arena);
        for (cJSON *child = doc->child; child; child = next) {
            next = child->next;
            here.index++;
            doc_add(result, name_inside(r, child, shape->element, &here));
        }
        return result;
    case SHAPE_MAP:
        if (array) {
            return doc;
        }
        result = doc_object(r->arena);
        for (cJSON *child = doc->child; child; child = next) {
            next = child->next;
            here.key = child->string;
            doc_set(result, child->string, name_inside(r, child, shape->element, &here));
        }
        return result;
    case SHAPE_UNION: {
        const struct schema_shape *part = alternative_of_document(doc, shape);
        if (part && part->kind == SHAPE_STRUCT) {
            return name_struct(r, doc, schema_shape_type(part), true);
        }
        return part ? name_document(r, doc, part) : doc;
    }
    case SHAPE_EVENT_PATTERN:
        return name_event_pattern(doc);
    default:
        return doc;
    }
}

/* --- tables, walked by the row ---------------------------------------------------------------------------------------
 */

/* The value of a field, which is on top of the stack and is popped. */
static cJSON *render_field(struct resolver *r, const struct schema_field *field) {
    struct place here = {.outer = r->place, .field = field};
    r->place = &here;
    cJSON *value = render(r, lua_gettop(r->L), field->render);
    r->place = here.outer;
    lua_pop(r->L, 1);
    return value;
}

static void add_value(cJSON *object, const struct schema_field *field, cJSON *value) {
    if (value) {
        doc_set(object, field->cfn_name ? field->cfn_name : field->name, value);
    }
}

/* Which fields the table at `idx` has, and under which key: a Lua string that the table keeps alive. Unknown keys are
 * errors, or dropped if `lenient`. */
static void collect_keys(struct resolver *r, int idx, const struct schema_type *type, const char **keys, bool lenient) {
    lua_State *L = r->L;
    const struct schema_fields *fields = schema_fields(type);
    memset(keys, 0, fields->count * sizeof *keys);
    lua_pushnil(L);
    while (lua_next(L, idx)) {
        lua_pop(L, 1);
        if (lua_type(L, -1) == LUA_TSTRING) {
            size_t length;
            const char *key = lua_tolstring(L, -1, &length);
            const struct schema_field *field = schema_field(fields, key, length);
            if (field) {
                keys[field->index] = key;
            } else if (!lenient) {
                fail_unknown(r, key, fields, type);
            }
        } else if (!lua_islightuserdata(L, -1) && !lenient) {
            resolve_fail_here(
                r, lua_pushfstring(L, "%s has named properties, got a list", schema_short_name(type->full_name)));
        }
    }
}

/* Renders the values of an ordered map in its order, in which references to other stacks count: values[] of its fields. */
static void render_ordered(struct resolver *r, int idx, const struct schema_fields *fields, cJSON **values) {
    lua_State *L = r->L;
    ordered_push_keys(L, idx);
    int keys = lua_gettop(L);
    for (lua_Integer i = 1; lua_rawgeti(L, keys, i) == LUA_TSTRING; i++) {
        size_t length;
        const char *key = lua_tolstring(L, -1, &length);
        const struct schema_field *field = schema_field(fields, key, length);
        lua_rawget(L, idx);
        if (field && !lua_isnil(L, -1)) {
            values[field->index] = render_field(r, field);
        } else {
            lua_pop(L, 1);
        }
    }
    lua_settop(L, keys - 1);
}

static cJSON *render_struct(struct resolver *r, int idx, const struct schema_type *type, bool lenient) {
    lua_State *L = r->L;
    const struct schema_fields *fields = schema_fields(type);
    const char *keys[MOST_FIELDS];
    cJSON *values[MOST_FIELDS];
    size_t length;
    bool open = is_open(r), ordered = table_kind(L, idx, &length) == TABLE_ORDERED;
    memset(values, 0, fields->count * sizeof *values);
    collect_keys(r, idx, type, keys, lenient || open);
    if (ordered) {
        render_ordered(r, idx, fields, values);
    }
    cJSON *object = doc_object(r->arena);
    for (size_t i = 0; i < fields->count; i++) {
        if (keys[i]) {
            if (!ordered) {
                lua_pushstring(L, keys[i]);
                lua_rawget(L, idx);
                values[i] = render_field(r, &fields->items[i]);
            }
            add_value(object, &fields->items[i], values[i]);
            if (!lenient) {
                expect_given(r, &fields->items[i], values[i], type);
            }
        }
    }
    if (open) {
        add_open(r, idx, fields, object);
    }
    return object;
}

static cJSON *render_list(struct resolver *r, int idx, const struct schema_shape *shape) {
    lua_State *L = r->L;
    lua_Integer length = (lua_Integer)lua_rawlen(L, idx);
    cJSON *list = doc_array(r->arena);
    struct place here = {.outer = r->place};
    for (lua_Integer i = 1; i <= length; i++) {
        lua_rawgeti(L, idx, i);
        if (lua_isnil(L, -1)) {
            resolve_fail_gap(r, (size_t)i, (size_t)length);
        }
        here.index = (size_t)i;
        r->place = &here;
        cJSON *item = render(r, lua_gettop(L), shape->element);
        r->place = here.outer;
        lua_pop(L, 1);
        if (item) {
            doc_add(list, item);
        }
    }
    return list;
}

/* Whether the reference's validators would accept the value as this shape: known properties are checked, unknown ones
 * are not. */
static bool passes(struct resolver *r, int idx, const struct schema_shape *shape) {
    lua_State *L = r->L;
    luaL_checkstack(L, 8, NULL);
    idx = lua_absindex(L, idx);
    int type = lua_type(L, idx);
    if (type == LUA_TUSERDATA || type == LUA_TLIGHTUSERDATA || token_is_unresolved(L, idx)) {
        return true;
    }
    size_t length = 0;
    enum table_kind kind = type == LUA_TTABLE ? table_kind(L, idx, &length) : TABLE_EMPTY;
    bool good = true;
    switch (shape->kind) {
    case SHAPE_STRING:
        return type == LUA_TSTRING;
    case SHAPE_NUMBER:
        return type == LUA_TNUMBER;
    case SHAPE_BOOLEAN:
        return type == LUA_TBOOLEAN;
    case SHAPE_ANY:
        return type == LUA_TTABLE;
    case SHAPE_LIST:
        if (type != LUA_TTABLE || (kind != TABLE_LIST && kind != TABLE_EMPTY)) {
            return false;
        }
        for (size_t i = 1; good && i <= length; i++) {
            lua_rawgeti(L, idx, (lua_Integer)i);
            good = passes(r, -1, shape->element);
            lua_pop(L, 1);
        }
        return good;
    case SHAPE_UNION:
        for (size_t i = 0; i < shape->alternative_count; i++) {
            if (passes(r, idx, shape->alternatives[i])) {
                return true;
            }
        }
        return false;
    case SHAPE_STRUCT: {
        if (type != LUA_TTABLE || kind == TABLE_LIST) {
            return false;
        }
        const struct schema_type *row = schema_shape_type(shape);
        const struct schema_fields *fields = schema_fields(row);
        const char *keys[MOST_FIELDS];
        collect_keys(r, idx, row, keys, true);
        for (size_t i = 0; good && i < fields->count; i++) {
            if (keys[i]) {
                lua_pushstring(L, keys[i]);
                lua_rawget(L, idx);
                good = passes(r, -1, fields->items[i].render);
                lua_pop(L, 1);
            } else {
                good = !(fields->items[i].flags & FIELD_REQUIRED);
            }
        }
        return good;
    }
    default:
        return type == LUA_TTABLE;
    }
}

bool l1_passes(lua_State *L, int idx, const struct schema_shape *shape) {
    struct resolver r = resolver_for(L, NULL, NULL);
    return passes(&r, idx, shape);
}

static cJSON *render_union(struct resolver *r, int idx, const struct schema_shape *shape) {
    for (size_t i = 0; i < shape->alternative_count; i++) {
        const struct schema_shape *part = shape->alternatives[i];
        if (!passes(r, idx, part)) {
            continue;
        }
        if (part->kind == SHAPE_STRUCT) {
            return render_struct(r, idx, schema_shape_type(part), true);
        }
        return render(r, idx, part);
    }
    if (is_open(r)) {
        return resolve_value(r, idx);
    }
    const char *expected = push_shape(r->L, shape);
    resolve_fail_here(r, lua_pushfstring(r->L, "%s is not one of %s", push_display(r->L, idx), expected));
    return NULL;
}

/* --- dates
 * --------------------------------------------------------------------------------------------------------------- */

static cJSON *date_text(struct resolver *r, double seconds) {
    time_t time = (time_t)seconds;
    struct tm tm;
    char text[64];
    gmtime_r(&time, &tm);
    snprintf(text, sizeof text, "%d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
             tm.tm_hour, tm.tm_min, tm.tm_sec);
    return doc_string(r->arena, text, strlen(text));
}

/* ISO 8601 in any of its usual forms, or seconds since 1970, as the reference writes dates; other strings stay. */
static cJSON *render_date(struct resolver *r, int idx) {
    lua_State *L = r->L;
    if (lua_type(L, idx) == LUA_TNUMBER) {
        return date_text(r, lua_tonumber(L, idx));
    }
    cJSON *doc = resolve_value(r, idx);
    if (doc == NULL || !doc_is_string(doc)) {
        return doc;
    }
    struct tm tm = {.tm_mday = 1};
    int read = 0, offset = 0;
    if (sscanf(doc->valuestring, "%4d-%2d-%2d%n", &tm.tm_year, &tm.tm_mon, &tm.tm_mday, &read) != 3) {
        return doc;
    }
    const char *rest = doc->valuestring + read;
    if ((*rest == 'T' || *rest == ' ') && sscanf(rest + 1, "%2d:%2d%n", &tm.tm_hour, &tm.tm_min, &read) == 2) {
        rest += 1 + read;
        if (*rest == ':' && sscanf(rest + 1, "%2d%n", &tm.tm_sec, &read) == 1) {
            rest += 1 + read;
        }
        if (*rest == '.') {
            rest += 1 + strspn(rest + 1, "0123456789");
        }
    }
    int hours, minutes;
    if ((*rest == '+' || *rest == '-') && sscanf(rest + 1, "%2d:%2d", &hours, &minutes) == 2) {
        offset = (hours * 60 + minutes) * (*rest == '-' ? -60 : 60);
    } else if (*rest != '\0' && strcmp(rest, "Z") != 0) {
        return doc;
    }
    tm.tm_year -= 1900;
    tm.tm_mon -= 1;
    return date_text(r, (double)(timegm(&tm) - offset));
}

/* --- values
 * ---------------------------------------------------------------------------------------------------------------- */

/* A value with the shape of its row; NULL if it is absent. `idx` is absolute. */
static cJSON *render(struct resolver *r, int idx, const struct schema_shape *shape) {
    lua_State *L = r->L;
    int type = lua_type(L, idx);
    if (shape->kind == SHAPE_DATE) {
        return render_date(r, idx);
    }
    if (type != LUA_TTABLE) {
        cJSON *doc = resolve_value(r, idx);
        return doc ? name_document(r, doc, shape) : NULL;
    }
    luaL_checkstack(L, 16, "properties nested too deeply");
    if (++r->depth > 150) {
        resolve_fail_here(r, "properties contain themselves (nested more than 150 levels deep)");
    }
    size_t length;
    enum table_kind kind = table_kind(L, idx, &length);
    bool resolved_first = kind == TABLE_OBJECT || token_is_resolvable(L, idx) || check_is_intrinsic(L, idx);
    cJSON *doc;
    if (!resolved_first && shape->kind == SHAPE_STRUCT && kind != TABLE_LIST) {
        doc = render_struct(r, idx, schema_shape_type(shape), false);
    } else if (!resolved_first && shape->kind == SHAPE_LIST && (kind == TABLE_LIST || kind == TABLE_EMPTY)) {
        doc = render_list(r, idx, shape);
    } else if (!resolved_first && shape->kind == SHAPE_UNION) {
        doc = render_union(r, idx, shape);
    } else {
        doc = resolve_value(r, idx);
        doc = doc ? name_document(r, doc, shape) : NULL;
    }
    r->depth--;
    return doc;
}

cJSON *l1_render_table(struct resolver *r, int idx, const struct schema_type *type) {
    return render_struct(r, lua_absindex(r->L, idx), type, true);
}

/* What the class of an instance overrides, if it is derived from an L1 class. */
struct overrides {
    bool properties, render;
};

/* Finds what the class of the instance at `self` overrides of the L1 class of `type`; false: nothing. */
static bool find_overrides(lua_State *L, int self, const struct schema_type *type, struct overrides *found) {
    *found = (struct overrides){false, false};
    int top = lua_gettop(L);
    luaL_checkstack(L, 8, NULL);
    engine_state(L)->hooks.push_resource_class(L, type);
    if (!lua_getmetatable(L, self)) {
        lua_settop(L, top);
        return false;
    }
    /* From the class of the instance up to the L1 class. */
    while (lua_istable(L, -1) && !lua_rawequal(L, -1, top + 1)) {
        lua_pushliteral(L, "_render_properties");
        found->render |= lua_rawget(L, -2) != LUA_TNIL;
        lua_pop(L, 1);
        lua_pushliteral(L, "get");
        if (lua_rawget(L, -2) == LUA_TTABLE) {
            lua_pushliteral(L, "_cfn_properties");
            found->properties |= lua_rawget(L, -2) != LUA_TNIL;
            lua_pop(L, 1);
        }
        lua_pop(L, 1);
        lua_pushliteral(L, "__base");
        lua_rawget(L, -2);
        lua_remove(L, -2);
    }
    lua_settop(L, top);
    return found->render || found->properties;
}

/* The properties of an instance whose class overrides how they are computed. */
static cJSON *render_overridden(struct resolver *r, int self, const struct schema_type *props,
                                struct overrides overrides) {
    lua_State *L = r->L;
    int top = lua_gettop(L);
    lua_getfield(L, self, "_cfn_properties");
    luaL_checktype(L, -1, LUA_TTABLE);
    cJSON *object;
    if (overrides.render) {
        push_document(L, resolve_value(r, top + 1));
        lua_getfield(L, self, "_render_properties");
        lua_pushvalue(L, self);
        lua_pushvalue(L, top + 2);
        lua_call(L, 2, 1);
        object = resolve_value(r, lua_gettop(L));
    } else {
        object = l1_render_table(r, top + 1, props);
    }
    lua_settop(L, top);
    return object ? object : doc_object(r->arena);
}

cJSON *l1_render(struct resolver *r, int self, const struct schema_type *type) {
    lua_State *L = r->L;
    const struct schema_resource *resource = schema_resource(type);
    struct overrides overrides;
    self = lua_absindex(L, self);
    luaL_checkstack(L, 16, NULL);
    if (resource->props && find_overrides(L, self, type, &overrides)) {
        return render_overridden(r, self, resource->props, overrides);
    }
    cJSON *object = doc_object(r->arena);
    r->place = NULL;
    lua_pushliteral(L, "_props");
    if (lua_rawget(L, self) != LUA_TTABLE || resource->props == NULL) {
        lua_pop(L, 1);
        return object;
    }
    int props = lua_gettop(L);
    const struct schema_fields *fields = schema_fields(resource->props);
    const char *keys[MOST_FIELDS];
    collect_keys(r, props, resource->props, keys, true);
    for (size_t i = 0; i < fields->count; i++) {
        const struct schema_field *field = &fields->items[i];
        if (field == resource->tags_field) {
            l1_push_tags(L, self, props, resource);
            add_value(object, field, render_field(r, field));
        } else if (keys[i]) {
            lua_pushstring(L, keys[i]);
            lua_rawget(L, props);
            cJSON *value = render_field(r, field);
            add_value(object, field, value);
            expect_given(r, field, value, resource->props);
        }
    }
    if (is_open(r)) {
        add_open(r, props, fields, object);
    }
    lua_settop(L, props - 1);
    return object;
}
