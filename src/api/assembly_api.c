/* Binding of src/assembly: see assembly_api.h. */
#include "api/assembly_api.h"

#include "assembly/json.h"
#include "assembly/output.h"
#include "assembly/yaml.h"
#include "assets/stage.h"
#include "base/arena.h"
#include "base/strbuf.h"
#include "document/document.h"
#include "object/diagnostics.h"
#include "object/state.h"
#include "object/values.h"
#include "synth/resolve.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#define OUTPUT_TYPE "luacdk.output"

enum { MAX_DEPTH = 200 };

/* Raises the message and releases it. */
static int raise_error(lua_State *L, struct error *error) {
    lua_pushstring(L, error->message);
    error_clear(error);
    return lua_error(L);
}

/* ---- JSON to Lua ----------------------------------------------------------------------------------------------- */

/* The engine defines the marks of ordered maps and lists. */
static void need_engine(lua_State *L) {
    engine_push_global(L, "require");
    lua_pushliteral(L, "luacdk.engine");
    lua_call(L, 1, 0);
}

void assembly_push_json(lua_State *L, const cJSON *node) {
    need_engine(L);
    if (!doc_is_object(node)) {
        push_document(L, node);
        return;
    }
    luaL_checkstack(L, 8, "JSON nested too deeply");
    lua_newtable(L);
    for (const cJSON *child = node->child; child; child = child->next) {
        lua_pushstring(L, child->string);
        push_document(L, child);
        lua_rawset(L, -3);
    }
}

/* Leaves the stack unchanged: above the options there may be values that own memory. */
static bool option(lua_State *L, int idx, const char *name) {
    if (!lua_istable(L, idx)) {
        return false;
    }
    lua_getfield(L, idx, name);
    bool set = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return set;
}

#define LINES_TYPE "luacdk.lines"

static int lines_gc(lua_State *L) {
    lines_free(lua_touserdata(L, 1));
    return 0;
}

/* Pushes a userdata that owns the noted lines. */
static struct lines *push_lines(lua_State *L) {
    struct lines *lines = lua_newuserdatauv(L, sizeof *lines, 0);
    lines_init(lines);
    if (luaL_newmetatable(L, LINES_TYPE)) {
        lua_pushcfunction(L, lines_gc);
        lua_setfield(L, -2, "__gc");
    }
    lua_setmetatable(L, -2);
    return lines;
}

/* Pushes the document, and the table path -> line if requested. Returns the number of values. */
static int push_parsed(lua_State *L, const cJSON *node, const struct lines *lines) {
    need_engine(L);
    push_document(L, node);
    if (!lines) {
        return 1;
    }
    lua_createtable(L, 0, (int)lines->count);
    for (size_t i = 0; i < lines->count; i++) {
        lua_pushlstring(L, lines->entries[i].path, lines->entries[i].path_length);
        lua_pushinteger(L, (lua_Integer)lines->entries[i].line);
        lua_rawset(L, -3);
    }
    return 2;
}

enum { ARTIFACT = 3 }; /* the depth of artifacts in a manifest */

/* assembly.parse_json(text [, { lines = …, by_the_letter = …, without_metadata = … }]) -> value [, lines]; raises
 * "line:column: reason". `by_the_letter`: numbers that cannot be represented exactly become the nearest one, as in
 * JavaScript. `without_metadata`: of a manifest, without the metadata of its artifacts, which is most of it. */
static int l_parse_json(lua_State *L) {
    size_t length;
    const char *text = luaL_checklstring(L, 1, &length);
    lua_settop(L, 2);
    struct lines *lines = option(L, 2, "lines") ? push_lines(L) : NULL;
    struct arena *arena = push_arena(L);
    struct json_error error;
    const cJSON *node = option(L, 2, "without_metadata")
                            ? json_parse_without(arena, text, length, "metadata", ARTIFACT, &error)
                        : option(L, 2, "by_the_letter") ? json_parse(arena, text, length, &error)
                                                        : json_parse_exact(arena, text, length, lines, &error);
    if (!node) {
        return luaL_error(L, "line %d, column %d: %s", (int)error.line, (int)error.column, error.reason);
    }
    int results = push_parsed(L, node, lines);
    arena_free(arena);
    return results;
}

/* assembly.parse_yaml(text [, { short_forms = …, by_the_letter = …, name = …, lines = … }]) -> value [, lines] | nil,
 * "name:3:5: reason"; assembly/yaml.h says what is read and what is refused. `by_the_letter`: read short forms as
 * CfnInclude does, not as CloudFormation does; `exact`: see there, always without short forms. */
static int l_parse_yaml(lua_State *L) {
    size_t length;
    const char *text = luaL_checklstring(L, 1, &length);
    lua_settop(L, 2);
    struct yaml_options options = {.short_forms = option(L, 2, "short_forms")};
    options.by_the_letter = option(L, 2, "by_the_letter");
    options.exact = !options.short_forms || option(L, 2, "exact");
    options.lines = option(L, 2, "lines") ? push_lines(L) : NULL;
    struct arena *arena = push_arena(L);
    struct yaml_error error;
    const cJSON *node = yaml_read(arena, text, length, &options, &error);
    if (!node) {
        const char *name = "yaml";
        if (lua_istable(L, 2) && lua_getfield(L, 2, "name") == LUA_TSTRING) {
            name = lua_tostring(L, -1);
        }
        lua_pushnil(L);
        lua_pushfstring(L, "%s:%d:%d: %s", name, (int)error.line, (int)error.column, error.reason);
        return 2;
    }
    int results = push_parsed(L, node, options.lines);
    arena_free(arena);
    return results;
}

/* ---- Lua to JSON ----------------------------------------------------------------------------------------------- */

struct printer {
    lua_State *L;
    struct strbuf *out;
    size_t indent;
    size_t depth;
};

static void print_value(struct printer *p, int idx);

static void break_line(struct printer *p) {
    if (p->indent) {
        json_add_newline(p->out, p->indent * p->depth);
    }
}

static void open_bracket(struct printer *p, char bracket) {
    strbuf_addch(p->out, bracket);
    if (++p->depth > MAX_DEPTH) {
        engine_fail(p->L, 0, "a value nested more than %d levels deep (or inside itself) cannot be written as JSON",
                    MAX_DEPTH);
    }
    luaL_checkstack(p->L, 8, "JSON nested too deeply");
}

static void close_bracket(struct printer *p, char bracket, bool filled) {
    p->depth--;
    if (filled) {
        break_line(p);
    }
    strbuf_addch(p->out, bracket);
}

/* A hole is printed as null, as JavaScript does with undefined in a list. */
static void print_list(struct printer *p, int idx, size_t length) {
    open_bracket(p, '[');
    for (size_t i = 1; i <= length; i++) {
        if (i > 1) {
            strbuf_addch(p->out, ',');
        }
        break_line(p);
        lua_rawgeti(p->L, idx, (lua_Integer)i);
        print_value(p, -1);
        lua_pop(p->L, 1);
    }
    close_bracket(p, ']', length > 0);
}

struct key {
    const char *text;
    size_t length;
};

static int by_bytes(const void *a, const void *b) {
    const struct key *x = a, *y = b;
    int order = memcmp(x->text, y->text, x->length < y->length ? x->length : y->length);
    return order ? order : (x->length > y->length) - (x->length < y->length);
}

/* Pushes a list of the map's keys in the order of printing, and returns their number. */
static size_t push_keys(lua_State *L, int idx, enum table_kind kind) {
    if (kind == TABLE_ORDERED) {
        ordered_push_keys(L, idx);
        return lua_rawlen(L, -1);
    }
    lua_newtable(L);
    int list = lua_gettop(L);
    size_t count = 0;
    lua_pushnil(L);
    while (lua_next(L, idx)) {
        lua_pop(L, 1);
        if (lua_type(L, -1) != LUA_TSTRING) {
            luaL_error(L, "a map whose key is %s cannot be written as JSON", luaL_tolstring(L, -1, NULL));
        }
        lua_pushvalue(L, -1);
        lua_rawseti(L, list, (lua_Integer)++count);
    }
    struct key *keys = lua_newuserdatauv(L, (count + 1) * sizeof *keys, 0);
    for (size_t i = 0; i < count; i++) {
        lua_rawgeti(L, list, (lua_Integer)i + 1);
        keys[i].text = lua_tolstring(L, -1, &keys[i].length); /* kept alive by the map */
        lua_pop(L, 1);
    }
    qsort(keys, count, sizeof *keys, by_bytes);
    for (size_t i = 0; i < count; i++) {
        lua_pushlstring(L, keys[i].text, keys[i].length);
        lua_rawseti(L, list, (lua_Integer)i + 1);
    }
    lua_pop(L, 1);
    return count;
}

static void print_map(struct printer *p, int idx, enum table_kind kind) {
    lua_State *L = p->L;
    open_bracket(p, '{');
    size_t count = push_keys(L, idx, kind), printed = 0;
    for (size_t i = 1; i <= count; i++) {
        lua_rawgeti(L, -1, (lua_Integer)i);
        lua_pushvalue(L, -1);
        if (lua_rawget(L, idx) != LUA_TNIL) {
            if (printed++) {
                strbuf_addch(p->out, ',');
            }
            break_line(p);
            size_t length;
            const char *key = luaL_tolstring(L, -2, &length);
            json_add_string(p->out, key, length);
            lua_pop(L, 1);
            strbuf_add(p->out, ": ", p->indent ? 2 : 1);
            print_value(p, -1);
        }
        lua_pop(L, 2);
    }
    lua_pop(L, 1);
    close_bracket(p, '}', printed > 0);
}

static void print_table(struct printer *p, int idx) {
    size_t length;
    enum table_kind kind = table_kind(p->L, idx, &length);
    switch (kind) {
    case TABLE_LIST:
        print_list(p, idx, length);
        break;
    case TABLE_EMPTY:
    case TABLE_MAP:
    case TABLE_ORDERED:
        print_map(p, idx, kind);
        break;
    default:
        luaL_error(p->L, "%s cannot be written as JSON", push_display(p->L, idx));
    }
}

static void print_value(struct printer *p, int idx) {
    lua_State *L = p->L;
    idx = lua_absindex(L, idx);
    size_t length;
    const char *text;
    switch (lua_type(L, idx)) {
    case LUA_TSTRING:
        text = lua_tolstring(L, idx, &length);
        json_add_string(p->out, text, length);
        break;
    case LUA_TNUMBER:
        json_add_number(p->out, lua_tonumber(L, idx));
        break;
    case LUA_TBOOLEAN:
        strbuf_adds(p->out, lua_toboolean(L, idx) ? "true" : "false");
        break;
    case LUA_TTABLE:
        print_table(p, idx);
        break;
    case LUA_TNIL:
    case LUA_TLIGHTUSERDATA:
        strbuf_adds(p->out, "null");
        break;
    case LUA_TUSERDATA: /* a token: its marker */
        text = luaL_tolstring(L, idx, &length);
        json_add_string(p->out, text, length);
        lua_pop(L, 1);
        break;
    default:
        luaL_error(L, "a %s cannot be written as JSON", luaL_typename(L, idx));
    }
}

/* assembly.print_json(value [, indent]) -> the text of JSON.stringify(value, null, indent) */
static int l_print_json(lua_State *L) {
    lua_Integer indent = luaL_optinteger(L, 2, 0);
    luaL_argcheck(L, indent >= 0 && indent <= 10, 2, "expected 0 to 10");
    lua_settop(L, 1);
    struct strbuf *out = push_strbuf(L);
    struct printer printer = {.L = L, .out = out, .indent = (size_t)indent};
    print_value(&printer, 1);
    lua_pushlstring(L, out->data, out->length);
    strbuf_free(out);
    return 1;
}

/* ---- YAML ------------------------------------------------------------------------------------------------------ */

static int push_yaml(lua_State *L, const char *json, size_t length) {
    struct arena *arena = push_arena(L);
    struct json_error error;
    const cJSON *node = json_parse(arena, json, length, &error);
    if (!node) {
        return luaL_error(L, "line %d, column %d: %s", (int)error.line, (int)error.column, error.reason);
    }
    struct strbuf *out = push_strbuf(L);
    yaml_print(out, node);
    lua_pushlstring(L, out->data, out->length);
    strbuf_free(out);
    arena_free(arena);
    return 1;
}

/* assembly.yaml_from_json(text) -> text; raises if it is not JSON */
static int l_yaml_from_json(lua_State *L) {
    size_t length;
    const char *text = luaL_checklstring(L, 1, &length);
    return push_yaml(L, text, length);
}

/* assembly.print_yaml(value) -> text; accepts the values that print_json accepts */
static int l_print_yaml(lua_State *L) {
    lua_settop(L, 1);
    struct strbuf *json = push_strbuf(L);
    struct printer printer = {.L = L, .out = json};
    print_value(&printer, 1);
    push_yaml(L, json->data, json->length);
    strbuf_free(json);
    return 1;
}

/* ---- the output folder ----------------------------------------------------------------------------------------- */

/* Empty once committed or abandoned. */
struct output_handle {
    struct output *output;
};

static struct output *check_output(lua_State *L) {
    struct output_handle *handle = luaL_checkudata(L, 1, OUTPUT_TYPE);
    luaL_argcheck(L, handle->output, 1, "the output is already finished");
    return handle->output;
}

/* assembly.output(dir) -> handle. Nothing is written before the commit, see assembly/output.h. */
static int l_output(lua_State *L) {
    const char *path = luaL_checkstring(L, 1);
    struct output_handle *handle = lua_newuserdatauv(L, sizeof *handle, 0);
    handle->output = NULL;
    luaL_setmetatable(L, OUTPUT_TYPE);
    struct error error = ERROR_INIT;
    handle->output = output_new(path, &error);
    return handle->output ? 1 : raise_error(L, &error);
}

/* handle:write(name, text) */
static int l_output_write(lua_State *L) {
    struct output *output = check_output(L);
    size_t length;
    const char *name = luaL_checkstring(L, 2);
    const struct strbuf *buffer = test_strbuf(L, 3);
    const char *text = buffer ? (length = buffer->length, buffer->data) : luaL_checklstring(L, 3, &length);
    struct error error = ERROR_INIT;
    return output_write(output, name, text, length, &error) == 0 ? 0 : raise_error(L, &error);
}

/* handle:mkdir(name) */
static int l_output_mkdir(lua_State *L) {
    struct error error = ERROR_INIT;
    return output_mkdir(check_output(L), luaL_checkstring(L, 2), &error) == 0 ? 0 : raise_error(L, &error);
}

/* handle:stage(name) -> path to fill | nil if it is already there */
static int l_output_stage(lua_State *L) {
    struct error error = ERROR_INIT;
    const char *path = output_stage(check_output(L), luaL_checkstring(L, 2), &error);
    if (!path && error.message) {
        return raise_error(L, &error);
    }
    lua_pushstring(L, path);
    return 1;
}

/* handle:scratch() -> path of a folder that is removed with the output */
static int l_output_scratch(lua_State *L) {
    struct error error = ERROR_INIT;
    const char *path = output_scratch(check_output(L), &error);
    if (!path) {
        return raise_error(L, &error);
    }
    lua_pushstring(L, path);
    return 1;
}

/* handle:commit() */
static int l_output_commit(lua_State *L) {
    struct output *output = check_output(L);
    ((struct output_handle *)lua_touserdata(L, 1))->output = NULL;
    struct error error = ERROR_INIT;
    int status = output_commit(output, stage_keep, &error); /* its assets must not be removed any more */
    return status == 0 ? 0 : raise_error(L, &error);
}

/* handle:abandon(), __gc, __close: also fine on a finished output. */
static int l_output_abandon(lua_State *L) {
    struct output_handle *handle = luaL_checkudata(L, 1, OUTPUT_TYPE);
    output_abandon(handle->output);
    handle->output = NULL;
    return 0;
}

/* handle.path, or a method */
static int l_output_index(lua_State *L) {
    struct output_handle *handle = luaL_checkudata(L, 1, OUTPUT_TYPE);
    if (strcmp(luaL_checkstring(L, 2), "path") == 0) {
        lua_pushstring(L, handle->output ? output_path(handle->output) : NULL);
    } else {
        lua_getfield(L, lua_upvalueindex(1), lua_tostring(L, 2));
    }
    return 1;
}

static const luaL_Reg functions[] = {
    {"parse_json", l_parse_json},
    {"print_json", l_print_json},
    {"parse_yaml", l_parse_yaml},
    {"print_yaml", l_print_yaml},
    {"yaml_from_json", l_yaml_from_json},
    {"output", l_output},
    {NULL, NULL},
};

static const luaL_Reg output_methods[] = {
    {"write", l_output_write},
    {"mkdir", l_output_mkdir},
    {"stage", l_output_stage},
    {"commit", l_output_commit},
    {"abandon", l_output_abandon},
    {"scratch", l_output_scratch},
    {NULL, NULL},
};

static const luaL_Reg output_metamethods[] = {{"__gc", l_output_abandon}, {"__close", l_output_abandon}, {NULL, NULL}};

int luaopen_luacdk_assembly(lua_State *L) {
    luaL_newmetatable(L, OUTPUT_TYPE);
    luaL_setfuncs(L, output_metamethods, 0);
    luaL_newlib(L, output_methods);
    lua_pushcclosure(L, l_output_index, 1);
    lua_setfield(L, -2, "__index");
    luaL_newlib(L, functions);
    lua_pushlightuserdata(L, NULL);
    lua_setfield(L, -2, "NULL");
    return 1;
}
