/* The reverse of l1_render.c: turns the properties of a template into those that a script would give.
 *
 *     engine.parse_properties("AWS::S3::Bucket", properties [, exact]) → class, props, extras
 *
 * Names become Lua's; numbers, booleans and strings take the type of their property, as in the reference's reader of
 * templates; whatever the row does not know is collected with its path, to be added as raw overrides. With `exact` the
 * tables keep the order of the template, and values that took another type are among the extras in their original
 * form. */
#include "l1/l1_parse.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "assembly/json.h"
#include "l1/l1.h"
#include "l1/l1_render.h"
#include "object/class.h"
#include "object/diagnostics.h"
#include "object/node.h"
#include "object/scratch.h"
#include "object/state.h"
#include "object/token.h"
#include "object/unresolved.h"
#include "object/values.h"

struct parse {
    lua_State *L;
    struct strbuf *path; /* of the current value, as add_property_override takes it */
    struct strbuf *text;
    int extras; /* stack index of the list of { path, value } */
    lua_Integer extra_count;
    bool exact;
};

static void convert(struct parse *p, int idx, const struct schema_shape *shape);

/* Appends a name to the path; pass the result to leave. Dots within the name are not separators. */
static size_t enter(struct parse *p, const char *name) {
    size_t mark = p->path->length;
    if (mark) {
        strbuf_addch(p->path, '.');
    }
    for (; *name; name++) {
        if (*name == '.') {
            strbuf_addch(p->path, '\\');
        }
        strbuf_addch(p->path, *name);
    }
    return mark;
}

static void leave(struct parse *p, size_t mark) { strbuf_truncate(p->path, mark); }

/* Notes the value on top of the stack (popped) as unknown to the row. */
static void add_extra(struct parse *p) {
    lua_State *L = p->L;
    lua_createtable(L, 2, 0);
    lua_pushlstring(L, p->path->data, p->path->length);
    lua_rawseti(L, -2, 1);
    lua_insert(L, -2);
    lua_rawseti(L, -2, 2);
    lua_rawseti(L, p->extras, ++p->extra_count);
}

static void forget_extras(struct parse *p, lua_Integer count) {
    while (p->extra_count > count) {
        lua_pushnil(p->L);
        lua_rawseti(p->L, p->extras, p->extra_count--);
    }
}

static enum table_kind kind_of(lua_State *L, int idx) {
    size_t length;
    return lua_type(L, idx) == LUA_TTABLE ? table_kind(L, idx, &length) : TABLE_OBJECT;
}

static bool is_map(lua_State *L, int idx) {
    enum table_kind kind = kind_of(L, idx);
    return kind == TABLE_ORDERED || kind == TABLE_MAP;
}

static bool is_list(lua_State *L, int idx) {
    enum table_kind kind = kind_of(L, idx);
    return (kind == TABLE_LIST || kind == TABLE_EMPTY) && !token_is_unresolved(L, idx);
}

static void push_text(struct parse *p, int idx) {
    lua_State *L = p->L;
    if (lua_type(L, idx) == LUA_TNUMBER) {
        strbuf_truncate(p->text, 0);
        json_add_number(p->text, lua_tonumber(L, idx));
        lua_pushlstring(L, p->text->data, p->text->length);
    } else if (lua_type(L, idx) == LUA_TBOOLEAN) {
        lua_pushstring(L, lua_toboolean(L, idx) ? "true" : "false");
    } else {
        lua_pushvalue(L, idx);
    }
}

/* The number at the beginning of a string; strings without one stay. */
static void push_number(struct parse *p, int idx) {
    lua_State *L = p->L;
    if (lua_type(L, idx) != LUA_TSTRING || token_is_unresolved(L, idx)) {
        lua_pushvalue(L, idx);
        return;
    }
    const char *s = lua_tostring(L, idx);
    s += strspn(s, " \t\r\n");
    const char *end = s + (*s == '-' || *s == '+');
    size_t whole = strspn(end, "0123456789");
    end += whole;
    size_t part = *end == '.' ? strspn(end + 1, "0123456789") : 0;
    if (!whole && !part) {
        lua_pushvalue(L, idx);
        return;
    }
    end += part ? part + 1 : 0;
    if (*end == 'e' || *end == 'E') {
        const char *digits = end + 1 + (end[1] == '-' || end[1] == '+');
        size_t count = strspn(digits, "0123456789");
        end = count ? digits + count : end;
    }
    strbuf_truncate(p->text, 0);
    strbuf_add(p->text, s, (size_t)(end - s));
    double number = strtod(p->text->data, NULL);
    lua_Integer integer;
    if (lua_numbertointeger(number, &integer) && (double)integer == number) {
        lua_pushinteger(L, integer);
    } else {
        lua_pushnumber(L, number);
    }
}

static void push_boolean(struct parse *p, int idx) {
    lua_State *L = p->L;
    if (lua_type(L, idx) != LUA_TSTRING || token_is_unresolved(L, idx)) {
        lua_pushvalue(L, idx);
        return;
    }
    const char *s = lua_tostring(L, idx);
    bool yes = strcmp(s, "true") == 0;
    if (!yes && strcmp(s, "false") != 0) {
        luaL_error(L, "the property %s takes true or false, not '%s'", p->path->data, s);
    }
    lua_pushboolean(L, yes);
}

static void push_list(struct parse *p, int idx, const struct schema_shape *element) {
    lua_State *L = p->L;
    lua_Integer length = (lua_Integer)lua_rawlen(L, idx);
    lua_createtable(L, (int)length, 0);
    if (length == 0) {
        mark_list(L, -1);
    }
    for (lua_Integer i = 1; i <= length; i++) {
        char number[24];
        snprintf(number, sizeof number, "%lld", (long long)i - 1);
        size_t mark = enter(p, number);
        lua_rawgeti(L, idx, i);
        convert(p, lua_gettop(L), element);
        lua_remove(L, -2);
        lua_rawseti(L, -2, i);
        leave(p, mark);
    }
}

/* Pushes the key and value after the one at `i` of the ordered or plain map; false at its end. The list of keys of an
 * ordered one is at `keys`. */
static bool next_entry(lua_State *L, int idx, int keys, lua_Integer *i) {
    for (;;) {
        if (lua_rawgeti(L, keys, ++*i) == LUA_TNIL) {
            lua_pop(L, 1);
            return false;
        }
        lua_pushvalue(L, -1);
        if (lua_rawget(L, idx) != LUA_TNIL) {
            return true;
        }
        lua_pop(L, 2);
    }
}

/* Pushes a list of the map's keys in their order. */
static void push_keys(lua_State *L, int idx) {
    size_t length;
    if (table_kind(L, idx, &length) == TABLE_ORDERED) {
        ordered_push_keys(L, idx);
        return;
    }
    lua_newtable(L);
    int list = lua_gettop(L);
    lua_Integer n = 0;
    lua_pushnil(L);
    while (lua_next(L, idx)) {
        lua_pop(L, 1);
        lua_pushvalue(L, -1);
        lua_rawseti(L, list, ++n);
    }
}

static void push_map(struct parse *p, int idx, const struct schema_shape *element) {
    lua_State *L = p->L;
    ordered_new(L);
    int map = lua_gettop(L);
    push_keys(L, idx);
    lua_Integer i = 0;
    while (next_entry(L, idx, map + 1, &i)) { /* map, keys, key, value */
        size_t mark = enter(p, luaL_tolstring(L, -2, NULL));
        lua_pop(L, 1);
        convert(p, lua_gettop(L), element);
        lua_remove(L, -2);
        ordered_set(L, map);
        leave(p, mark);
    }
    lua_settop(L, map);
}

static void new_struct(const struct parse *p) {
    if (p->exact) {
        ordered_new(p->L);
    } else {
        lua_newtable(p->L);
    }
}

/* Sets the field to the value on top of the stack (popped). */
static void set_field(const struct parse *p, int props, const char *name) {
    if (!p->exact || lua_isnil(p->L, -1)) {
        lua_setfield(p->L, props, name);
        return;
    }
    lua_pushstring(p->L, name);
    lua_insert(p->L, -2);
    ordered_set(p->L, props);
}

/* For tags the reference keeps only key and value. */
static void push_tag(struct parse *p, int idx) {
    lua_State *L = p->L;
    static const char *const names[][2] = {{"Key", "key"}, {"Value", "value"}};
    new_struct(p);
    for (int i = 0; i < 2; i++) {
        lua_pushstring(L, names[i][0]);
        lua_rawget(L, idx);
        push_text(p, lua_gettop(L));
        lua_remove(L, -2);
        set_field(p, lua_gettop(L) - 1, names[i][1]);
    }
}

static void push_struct(struct parse *p, int idx, const struct schema_type *type) {
    lua_State *L = p->L;
    const struct schema_fields *fields = schema_fields(type);
    if (strcmp(type->full_name, "aws_cdk.CfnTag") == 0) {
        push_tag(p, idx);
        return;
    }
    new_struct(p);
    int props = lua_gettop(L);
    push_keys(L, idx);
    lua_Integer i = 0;
    while (next_entry(L, idx, props + 1, &i)) { /* props, keys, key, value */
        const char *key = luaL_tolstring(L, -2, NULL);
        const struct schema_field *field = schema_field_by_cfn_name(fields, key);
        size_t mark = enter(p, key);
        lua_pop(L, 1);
        if (field) {
            convert(p, lua_gettop(L), field->render);
            set_field(p, props, field->name);
        } else {
            lua_pushvalue(L, -1);
            add_extra(p);
        }
        lua_pop(L, 2);
        leave(p, mark);
    }
    lua_settop(L, props);
}

/* The first alternative that accepts the converted value; the value itself if there is none. */
static void push_union(struct parse *p, int idx, const struct schema_shape *shape) {
    lua_State *L = p->L;
    lua_Integer known = p->extra_count;
    for (size_t i = 0; i < shape->alternative_count; i++) {
        convert(p, idx, shape->alternatives[i]);
        if (l1_passes(L, lua_gettop(L), shape->alternatives[i])) {
            return;
        }
        lua_pop(L, 1);
        forget_extras(p, known);
    }
    lua_pushvalue(L, idx);
}

/* The converted value is on top of the stack. */
static void note_change(struct parse *p, int idx) {
    if (p->exact && lua_type(p->L, idx) != lua_type(p->L, -1)) {
        lua_pushvalue(p->L, idx);
        add_extra(p);
    }
}

/* Pushes the value at `idx` in the form that the shape wants; a value of another kind stays unchanged, for the checks
 * to find. */
static void convert(struct parse *p, int idx, const struct schema_shape *shape) {
    lua_State *L = p->L;
    luaL_checkstack(L, 16, "properties nested too deeply");
    switch (shape->kind) {
    case SHAPE_STRING:
        push_text(p, idx);
        note_change(p, idx);
        return;
    case SHAPE_NUMBER:
        push_number(p, idx);
        note_change(p, idx);
        return;
    case SHAPE_BOOLEAN:
        push_boolean(p, idx);
        note_change(p, idx);
        return;
    case SHAPE_LIST:
        if (is_list(L, idx)) {
            push_list(p, idx, shape->element);
            return;
        }
        break;
    case SHAPE_MAP:
        if (is_map(L, idx)) {
            push_map(p, idx, shape->element);
            return;
        }
        break;
    case SHAPE_STRUCT:
        if (is_map(L, idx)) {
            push_struct(p, idx, schema_shape_type(shape));
            return;
        }
        break;
    case SHAPE_UNION:
        push_union(p, idx, shape);
        return;
    default:
        break;
    }
    lua_pushvalue(L, idx);
}

/* engine.parse_properties(cfn_type, properties [, exact]) → class, props, extras; nothing for a type without a row.
 * `extras` is a list of { path, value } for add_property_override. Raises a message without location for an impossible
 * value. */
static int l_parse_properties(lua_State *L) {
    const struct schema_type *type = schema_find_cfn_type(luaL_checkstring(L, 1));
    if (!type) {
        return 0;
    }
    struct parse p = {.L = L, .exact = lua_toboolean(L, 3)};
    lua_settop(L, 2);
    l1_push_class(L, type);
    const struct schema_resource *resource = schema_resource(type);
    p.path = push_strbuf(L);
    p.text = push_strbuf(L);
    lua_newtable(L);
    p.extras = lua_gettop(L);
    if (resource->props && is_map(L, 2)) {
        push_struct(&p, 2, resource->props);
    } else if (is_map(L, 2)) { /* a type without properties */
        push_keys(L, 2);
        int keys = lua_gettop(L);
        lua_Integer i = 0;
        while (next_entry(L, 2, keys, &i)) {
            size_t mark = enter(&p, luaL_tolstring(L, -2, NULL));
            lua_pop(L, 1);
            add_extra(&p);
            lua_pop(L, 1);
            leave(&p, mark);
        }
        lua_newtable(L);
    } else {
        lua_pushvalue(L, 2);
    }
    lua_pushvalue(L, 3);
    lua_insert(L, -2);
    lua_pushvalue(L, p.extras);
    strbuf_free(p.path);
    strbuf_free(p.text);
    return 3;
}

void l1_parse_open(lua_State *L) {
    lua_pushcfunction(L, l_parse_properties);
    lua_setfield(L, -2, "parse_properties");
}
