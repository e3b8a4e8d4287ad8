/* Resolves Lua values into documents. */
#include "synth/resolve.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "assembly/json.h"
#include "check/check.h"
#include "document/join.h"
#include "object/class.h"
#include "object/diagnostics.h"
#include "object/key_order.h"
#include "object/scratch.h"
#include "object/state.h"
#include "object/token.h"
#include "object/unresolved.h"
#include "object/values.h"

enum { MAX_DEPTH = 190, FEW_KEYS = 24 };

struct resolver resolver_for(lua_State *L, struct arena *arena, struct node *scope) {
    return (struct resolver){.L = L, .arena = arena, .scope = scope, .stack = scope ? scope->stack : NULL};
}

struct resolver resolver_for_lua(lua_State *L, struct arena *arena, struct node *scope) {
    struct resolver r = resolver_for(L, arena, scope);
    r.final = scope != NULL;
    return r;
}

static int fail(struct resolver *r, const char *format, const char *what) {
    lua_State *L = r->L;
    if (r->scope) {
        node_push(L, r->scope);
    } else {
        lua_pushnil(L);
    }
    return engine_fail(L, r->scope ? lua_gettop(L) : 0, format, what);
}

static void add_place(luaL_Buffer *buffer, const struct place *place) {
    if (!place) {
        return;
    }
    add_place(buffer, place->outer);
    if (place->key || place->field) {
        luaL_addstring(buffer, place->outer ? "." : "");
        luaL_addstring(buffer, place->field ? place->field->name : place->key);
    } else {
        char index[32];
        snprintf(index, sizeof index, "[%zu]", place->index);
        luaL_addstring(buffer, index);
    }
}

const char *resolve_push_place(struct resolver *r) {
    luaL_Buffer buffer;
    luaL_checkstack(r->L, LUA_MINSTACK, NULL);
    luaL_buffinit(r->L, &buffer);
    add_place(&buffer, r->place);
    luaL_addstring(&buffer, r->place ? ": " : "");
    luaL_pushresult(&buffer);
    return lua_tostring(r->L, -1);
}

void resolve_fail_here(struct resolver *r, const char *message) {
    const char *place = resolve_push_place(r);
    fail(r, "%s", lua_pushfstring(r->L, "%s%s", place, message));
}

void resolve_fail_gap(struct resolver *r, size_t i, size_t length) {
    resolve_fail_here(
        r, lua_pushfstring(r->L, "a list without gaps is needed, but entry %d of %d is nil", (int)i, (int)length));
}

/* Resolves the value at `idx` as a piece of a string and appends it; absent values add nothing. */
static void add_piece(struct resolver *r, int idx, cJSON *pieces) {
    if (lua_type(r->L, idx) == LUA_TSTRING && lua_rawlen(r->L, idx) == 0) {
        return; /* `"" .. token` is the token */
    }
    cJSON *piece = resolve_value(r, idx);
    if (!piece) {
        return;
    }
    if (doc_is_array(piece)) {
        push_display(r->L, idx);
        fail(r, "cannot put a list into a string: %s; -> pick an element with cdk.Fn.select(0, list)",
             lua_tostring(r->L, -1));
    }
    doc_add(pieces, piece);
}

/* A string with markers: its pieces, resolved and joined. */
static cJSON *resolve_text(struct resolver *r, const char *s, size_t length) {
    lua_State *L = r->L;
    cJSON *pieces = doc_array(r->arena);
    const char *stop = s + length, *end, *start;
    while ((start = token_find_marker(L, s, (size_t)(stop - s), &end))) {
        if (start > s) {
            doc_add(pieces, doc_string(r->arena, s, (size_t)(start - s)));
        }
        if (start == s && end == stop && !pieces->child) {
            cJSON *whole = resolve_value(r, -1); /* alone, it may be of any type */
            lua_pop(L, 1);
            return whole;
        }
        add_piece(r, -1, pieces);
        lua_pop(L, 1);
        s = end;
    }
    if (s < stop || !pieces->child) {
        doc_add(pieces, doc_string(r->arena, s, (size_t)(stop - s)));
    }
    return join_pieces(r->arena, "", pieces);
}

static void add_concat(struct resolver *r, int idx, cJSON *pieces) {
    luaL_checkstack(r->L, 8, "string made of too many parts");
    struct token_parts parts;
    token_parts_begin(r->L, &parts, idx);
    while (token_parts_next(r->L, &parts)) {
        add_piece(r, lua_gettop(r->L), pieces);
        lua_pop(r->L, 1);
    }
    lua_pop(r->L, 2);
}

/* --- tokens ---------------------------------------------------------------------------------------------------------
 */

static int ctx_resolve(lua_State *L);
static int ctx_register(lua_State *L);

/* Pushes the context table that is passed to producers: scope, stack, resolve. */
static void push_context(struct resolver *r) {
    static char CONTEXT_META;
    lua_State *L = r->L;
    lua_createtable(L, 0, 3);
    if (r->scope) {
        node_push(L, r->scope);
        lua_setfield(L, -2, "scope");
    }
    if (r->stack) {
        node_push(L, r->stack);
        lua_setfield(L, -2, "stack");
    }
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &CONTEXT_META) == LUA_TNIL) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_newtable(L);
        lua_pushcfunction(L, ctx_resolve);
        lua_setfield(L, -2, "resolve");
        lua_pushcfunction(L, ctx_register);
        lua_setfield(L, -2, "register_post_processor");
        lua_pushboolean(L, 0); /* references are found during rendering, not in a separate pass */
        lua_setfield(L, -2, "preparing");
        lua_setfield(L, -2, "__index");
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &CONTEXT_META);
    }
    lua_setmetatable(L, -2);
}

/* Whether the place is inside of a property of an L1 instance. */
static bool is_in_property(const struct place *place) {
    while (place && place->outer) {
        place = place->outer;
    }
    return place && place->field;
}

/* The list of keys that lead to the current value, like the reference's `documentPath`. */
static void push_document_path(struct resolver *r) {
    lua_State *L = r->L;
    lua_Integer count = 0, keys = 0;
    lua_newtable(L);
    const struct node *element = r->scope && r->scope->flags & NODE_ELEMENT ? r->scope : NULL;
    if (element) {
        bool resource = (element->flags & NODE_RESOURCE) != 0;
        if (resource) {
            lua_pushliteral(L, "Resources");
        } else {
            node_push(L, r->scope);
            class_push_member(L, -1, "_section");
            lua_remove(L, -2);
        }
        lua_rawseti(L, -2, ++count);
        node_push(L, r->scope);
        token_new(L, TOKEN_LOGICAL_ID, TOKEN_STRING);
        lua_insert(L, -2);
        lua_setiuservalue(L, -2, 1);
        lua_rawseti(L, -2, ++count);
        if (resource && (is_in_property(r->place) || !element->element->type)) {
            lua_pushliteral(L, "Properties");
            lua_rawseti(L, -2, ++count);
        }
    }
    for (const struct place *place = r->place; place; place = place->outer) {
        keys++;
    }
    count += keys;
    for (const struct place *place = r->place; place; place = place->outer) {
        if (place->key || place->field) {
            lua_pushstring(L, place->field ? place->field->jsii_name : place->key);
        } else {
            lua_pushfstring(L, "%I", (LUAI_UACINT)place->index - 1);
        }
        lua_rawseti(L, -2, count--);
    }
}

/* context:register_post_processor(processor): its post_process(value, context) receives the token's result. */
static int ctx_register(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checkany(L, 2);
    lua_settop(L, 2);
    lua_setfield(L, 1, "_post_processor");
    return 0;
}

/* Whether the empty document of the value on top of the stack is to be omitted. An unmarked empty table may be a
 * list. */
static bool is_omitted(lua_State *L, const struct token *token, const cJSON *value) {
    if (!doc_is_empty(value)) {
        return false;
    }
    size_t length;
    return token->flags & TOKEN_OMIT_EMPTY ||
           (token->flags & TOKEN_OMIT_EMPTY_LIST &&
            (doc_is_array(value) || (lua_istable(L, -1) && table_kind(L, lua_gettop(L), &length) == TABLE_EMPTY)));
}

/* Whether the value on top of the stack can be of that type, or stands for something known only later. */
static bool is_of_type(lua_State *L, enum token_type type) {
    int idx = lua_gettop(L);
    size_t length;
    switch (lua_type(L, idx)) {
    case LUA_TSTRING:
        return type == TOKEN_STRING || token_is_unresolved(L, idx);
    case LUA_TNUMBER:
        return type == TOKEN_NUMBER;
    case LUA_TBOOLEAN:
        return false;
    case LUA_TTABLE:
        if (type == TOKEN_LIST && table_kind(L, idx, &length) != TABLE_MAP) {
            return true;
        }
        return node_of(L, idx) || check_is_intrinsic(L, idx) || lua_getmetatable(L, idx) || token_is_resolvable(L, idx);
    default:
        return true; /* nil, a token, or something that no template can contain */
    }
}

static void check_produced(struct resolver *r, int idx, const struct token *token) {
    static const char *const expected[] = {"anything", "a string", "a number", "a list"};
    static const char *const names[] = {"any", "string", "number", "list"};
    lua_State *L = r->L;
    int top = lua_gettop(L);
    if (token->type == TOKEN_ANY || is_of_type(L, token->type)) {
        lua_settop(L, top);
        return;
    }
    lua_settop(L, top);
    const char *got = push_display(L, top), *where = "";
    lua_Debug ar;
    lua_getiuservalue(L, idx, 2);
    if (lua_isfunction(L, -1) && !lua_iscfunction(L, -1)) {
        lua_getinfo(L, ">S", &ar);
        where = lua_pushfstring(L, ", the function of %s,", push_location(L, ar.source, ar.linedefined));
    }
    if (r->scope) {
        node_push(L, r->scope);
    }
    engine_fail(L, r->scope ? lua_gettop(L) : 0, "produce of a cdk.Lazy.%s%s must return %s, got %s",
                names[token->type], where, expected[token->type], got);
}

/* Pushes what the lazy token at `idx` stands for. */
static void push_produced(struct resolver *r, int idx, struct token *token) {
    lua_State *L = r->L;
    if (token->flags & TOKEN_HAS_VALUE) {
        lua_getiuservalue(L, idx, 2);
        return;
    }
    lua_getiuservalue(L, idx, 1);
    push_context(r);
    lua_call(L, 1, 1);
    if (token->flags & TOKEN_TYPED) {
        check_produced(r, idx, token);
    }
    if (token->flags & TOKEN_CACHED) {
        lua_pushvalue(L, -1);
        lua_setiuservalue(L, idx, 2);
        token->flags |= TOKEN_HAS_VALUE;
    }
}

static cJSON *resolve_lazy(struct resolver *r, int idx, struct token *token) {
    lua_State *L = r->L;
    push_produced(r, idx, token);
    cJSON *value = resolve_value(r, lua_gettop(L));
    bool omitted = is_omitted(L, token, value);
    lua_pop(L, 1);
    return omitted ? NULL : value;
}

/* Whether the stack of the resource and the consuming stack have the same account and region. */
static bool same_environment(struct resolver *r, struct node *producer) {
    lua_State *L = r->L;
    if (!r->stack || !producer || r->stack == producer) {
        return true;
    }
    node_push(L, producer);
    node_push(L, r->stack);
    lua_getfield(L, -2, "account");
    lua_getfield(L, -2, "account");
    lua_getfield(L, -4, "region");
    lua_getfield(L, -4, "region");
    bool account = lua_compare(L, -3, -4, LUA_OPEQ);
    bool region = lua_compare(L, -1, -2, LUA_OPEQ);
    if (account && !region) {
        lua_getfield(L, -5, "_cross_region_references");
        region = lua_toboolean(L, -1);
        lua_pop(L, 1);
    }
    lua_pop(L, 6);
    return account && region;
}

static cJSON *resolve_mirror(struct resolver *r, int idx) {
    lua_State *L = r->L;
    lua_getiuservalue(L, idx, 1);
    const struct node *resource = node_expect(L, -1);
    lua_pop(L, 1);
    if (same_environment(r, resource->stack)) {
        lua_getiuservalue(L, idx, 2);
    } else {
        lua_getiuservalue(L, idx, 3);
        push_context(r);
        lua_call(L, 1, 1);
    }
    cJSON *value = resolve_value(r, lua_gettop(L));
    lua_pop(L, 1);
    return value;
}

static cJSON *resolve_reference(struct resolver *r, int idx, struct token *token) {
    lua_State *L = r->L;
    int base = lua_gettop(L);
    lua_getiuservalue(L, idx, 1);
    struct node *target = node_expect(L, -1);
    bool elsewhere = r->stack && target->stack && target->stack != r->stack;
    if (elsewhere && token->flags & TOKEN_REPLACED) {
        references_push_replacement(L, idx, r->stack);
        if (!lua_isnil(L, -1)) {
            cJSON *value = resolve_value(r, lua_gettop(L));
            lua_settop(L, base);
            return value;
        }
    }
    if (elsewhere && r->final && engine_state(L)->hooks.push_replacement(L, idx, r->scope)) {
        cJSON *value = resolve_value(r, lua_gettop(L));
        lua_settop(L, base);
        return value;
    }
    lua_getiuservalue(L, idx, 2);
    cJSON *value = doc_object(r->arena);
    value->valueint = token->type;
    const char *id = NULL;
    if (target->flags & NODE_ELEMENT) {
        id = engine_state(L)->hooks.logical_id(L, target);
    } else { /* a pseudo parameter of the stack of `target` */
        id = lua_tostring(L, -1);
        if (!id) {
            fail(r, "%s is not an element of a template and cannot be referenced", node_push_path(L, target));
        }
        lua_pushnil(L);
    }
    if (lua_isnil(L, -1)) {
        doc_set(value, "Ref", doc_string(r->arena, id, strlen(id)));
    } else {
        size_t length;
        const char *attribute = lua_tolstring(L, -1, &length);
        if (token->flags & TOKEN_DOTTED) {
            const char *text = lua_pushfstring(L, "%s.%s", id, attribute);
            doc_set(value, "Fn::GetAtt", doc_string(r->arena, text, strlen(text)));
        } else {
            cJSON *arguments = doc_array(r->arena);
            doc_add(arguments, doc_string(r->arena, id, strlen(id)));
            doc_add(arguments, doc_string(r->arena, attribute, length));
            doc_set(value, "Fn::GetAtt", arguments);
        }
    }
    lua_settop(L, base);
    if (elsewhere && r->references) {
        references_note(L, r->references, value, r->scope, idx);
    } else if (elsewhere) {
        r->left = true;
    }
    return value;
}

static cJSON *resolve_join_token(struct resolver *r, int idx) {
    lua_State *L = r->L;
    lua_getiuservalue(L, idx, 1);
    lua_getiuservalue(L, idx, 2);
    const char *delimiter = lua_tostring(L, -2);
    int list_index = lua_gettop(L);
    bool known_later = token_is_unresolved(L, list_index);
    cJSON *list = resolve_value(r, list_index);
    cJSON *result;
    if (!list) {
        fail(r, "cdk.Fn.join: the list of values turned out to be nil%s", "");
        result = NULL;
    } else if (known_later || !doc_is_array(list)) {
        result = join_call(r->arena, delimiter, list);
    } else if (!list->child && lua_rawlen(L, list_index) == 1) {
        result = NULL;
    } else {
        size_t count = 0;
        for (const cJSON *piece = list->child; piece; piece = piece->next) {
            count++;
        }
        cJSON *parts = doc_array(r->arena);
        join_minimise(r->arena, delimiter, list, parts);
        /* If values turned out to be nil, the reference joins what is left, even if that is one value or none. */
        bool alone = count == lua_rawlen(L, list_index) && !parts->child->next;
        result = alone ? parts->child : join_call(r->arena, delimiter, parts);
    }
    lua_pop(L, 2);
    return result;
}

static cJSON *resolve_token(struct resolver *r, int idx, struct token *token) {
    lua_State *L = r->L;
    cJSON *value;
    switch ((enum token_kind)token->kind) {
    case TOKEN_REFERENCE:
        return resolve_reference(r, idx, token);
    case TOKEN_LAZY:
        return resolve_lazy(r, idx, token);
    case TOKEN_MIRROR:
        return resolve_mirror(r, idx);
    case TOKEN_JOIN:
        return resolve_join_token(r, idx);
    case TOKEN_JSON:
        return engine_state(r->L)->hooks.json_text(r, idx);
    case TOKEN_CONCAT: {
        cJSON *pieces = doc_array(r->arena);
        add_concat(r, idx, pieces);
        return pieces->child ? join_pieces(r->arena, "", pieces) : doc_literal(r->arena, "");
    }
    case TOKEN_LOGICAL_ID: {
        lua_getiuservalue(L, idx, 1);
        const char *id = engine_state(L)->hooks.logical_id(L, node_expect(L, -1));
        value = doc_string(r->arena, id, strlen(id));
        lua_pop(L, 1);
        return value;
    }
    case TOKEN_INTRINSIC:
    case TOKEN_VIEW:
        break;
    }
    lua_getiuservalue(L, idx, 1);
    value = resolve_value(r, lua_gettop(L));
    lua_pop(L, 1);
    return value;
}

/* The outermost token says what an intrinsic will be; otherwise it is a string. */
static cJSON *of_type(cJSON *value, enum token_type type) {
    if (value && doc_is_object(value)) {
        value->valueint = type == TOKEN_ANY ? TOKEN_STRING : (int)type;
    }
    return value;
}

/* --- tables
 * ------------------------------------------------------------------------------------------------------------ */

static cJSON *resolve_list(struct resolver *r, int idx, size_t length) {
    lua_State *L = r->L;
    cJSON *list = doc_array(r->arena);
    for (size_t i = 1; i <= length; i++) {
        lua_rawgeti(L, idx, (lua_Integer)i);
        if (lua_isnil(L, -1)) {
            resolve_fail_gap(r, i, length);
        }
        struct place here = {.outer = r->place, .index = i};
        r->place = &here;
        cJSON *item = resolve_value(r, lua_gettop(L));
        r->place = here.outer;
        lua_pop(L, 1);
        if (item) {
            doc_add(list, item);
        }
    }
    return list;
}

/* The key on top of the stack as a document key. Tokens in keys must resolve to a string. */
static const char *resolve_key(struct resolver *r, int idx) {
    lua_State *L = r->L;
    size_t length;
    if (lua_isinteger(L, idx)) {
        lua_pushvalue(L, idx);
        const char *s = lua_tolstring(L, -1, &length);
        const char *key = doc_key(r->arena, s, length);
        lua_pop(L, 1);
        return key;
    }
    if (lua_type(L, idx) == LUA_TSTRING) {
        const char *s = lua_tolstring(L, idx, &length);
        if (!token_has_marker(s, length)) {
            return doc_key(r->arena, s, length);
        }
    } else if (!token_is(L, idx)) {
        resolve_fail_here(r, push_key_fault(L, idx));
    }
    size_t noted = r->references ? r->references->count : 0;
    cJSON *key = resolve_value(r, idx);
    if (doc_is_string(key)) {
        return key->valuestring;
    }
    if (r->lenient_keys) {
        if (r->references && r->references->count > noted) { /* text has no place where one could be filled in later */
            struct resolver inner = *r;
            inner.final = true;
            key = resolve_value(&inner, idx);
        }
        struct strbuf text;
        strbuf_init(&text);
        if (key) {
            strbuf_addch(&text, LENIENT_KEY);
            json_print(&text, key, 0);
        }
        const char *copy = doc_key(r->arena, text.data, text.length);
        strbuf_free(&text);
        return copy;
    }
    if (key) {
        struct strbuf *text = push_strbuf(L);
        json_print(text, key, 0);
        lua_pushlstring(L, text->data, text->length);
    } else {
        push_display(L, idx);
    }
    fail(r, "the key of a map must be a string known at synthesis, got %s; -> use cdk.CfnJson for such maps",
         lua_tostring(L, -1));
    return NULL;
}

/* Adds a key and its value, which is on top; when all have been added, doc_order is called. */
static void add_entry(struct resolver *r, cJSON *map, int key) {
    lua_State *L = r->L;
    struct place here = {.outer = r->place};
    if (lua_type(L, key) == LUA_TSTRING) {
        here.key = lua_tostring(L, key);
    } else if (lua_isinteger(L, key)) {
        here.index = (size_t)lua_tointeger(L, key);
    }
    r->place = &here;
    cJSON *value = resolve_value(r, lua_gettop(L));
    r->place = here.outer;
    if (value) {
        doc_append(map, resolve_key(r, key), value);
    }
}

static cJSON *resolve_map(struct resolver *r, int idx) {
    lua_State *L = r->L;
    cJSON *map = doc_object(r->arena);
    size_t count = 0;
    bool tokens = false;
    lua_pushnil(L);
    while (lua_next(L, idx)) {
        lua_pop(L, 1);
        count++;
        tokens = tokens || lua_type(L, -1) == LUA_TUSERDATA;
    }
    struct key few[FEW_KEYS];
    struct key *keys = count <= FEW_KEYS ? few : arena_alloc(r->arena, count * sizeof *keys);
    count = 0;
    lua_pushnil(L);
    while (lua_next(L, idx)) {
        lua_pop(L, 1);
        if (lua_type(L, -1) == LUA_TSTRING || lua_isinteger(L, -1)) {
            keys[count] = key_read(L, -1, count);
            count++;
        } else if (!token_is(L, -1)) {
            resolve_key(r, lua_gettop(L));
        }
    }
    keys_sort(keys, count);
    for (size_t i = 0; i < count; i++) {
        if (keys[i].is_integer) {
            lua_pushinteger(L, keys[i].integer);
        } else {
            lua_pushlstring(L, keys[i].text, keys[i].length);
        }
        lua_pushvalue(L, -1);
        lua_rawget(L, idx);
        add_entry(r, map, lua_gettop(L) - 1);
        lua_pop(L, 2);
    }
    if (tokens) { /* keys that are tokens come last, in no particular order */
        lua_pushnil(L);
        while (lua_next(L, idx)) {
            if (token_is(L, -2)) {
                add_entry(r, map, lua_gettop(L) - 1);
            }
            lua_pop(L, 1);
        }
    }
    doc_order(r->arena, map);
    return map;
}

static cJSON *resolve_ordered(struct resolver *r, int idx) {
    lua_State *L = r->L;
    cJSON *map = doc_object(r->arena);
    ordered_push_keys(L, idx);
    int keys = lua_gettop(L);
    lua_Integer count = (lua_Integer)lua_rawlen(L, keys);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, keys, i);
        lua_pushvalue(L, -1);
        lua_rawget(L, idx);
        add_entry(r, map, lua_gettop(L) - 1);
        lua_pop(L, 2);
    }
    lua_pop(L, 1);
    doc_order(r->arena, map);
    return map;
}

/* Instances are resolved by their own `_resolve(self, ctx)`, users' objects by `resolve(self, ctx)`. */
static cJSON *resolve_object(struct resolver *r, int idx) {
    lua_State *L = r->L;
    class_push_member(L, idx, "_resolve");
    if (!lua_isfunction(L, -1) && !node_of(L, idx)) {
        lua_pop(L, 1);
        class_push_member(L, idx, "resolve");
    }
    if (!lua_isfunction(L, -1)) {
        lua_pop(L, 1);
        if (!class_is_instance(L, idx)) {
            return resolve_map(r, idx); /* a table with some metatable: its own entries */
        }
        push_display(L, idx);
        fail(r,
             node_of(L, idx)
                 ? "%s is a construct and cannot be a value; use one of its attributes, such as its name or ARN"
                 : "%s cannot be a value in a template",
             lua_tostring(L, -1));
    }
    lua_pushvalue(L, idx);
    push_context(r);
    int context = lua_gettop(L);
    push_document_path(r);
    lua_setfield(L, context, "document_path");
    lua_pushvalue(L, context);
    lua_insert(L, context - 2); /* context, function, object, context */
    context -= 2;
    lua_call(L, 2, 1);
    cJSON *value = resolve_value(r, lua_gettop(L));
    if (lua_getfield(L, context, "_post_processor") != LUA_TNIL) {
        class_push_member(L, lua_gettop(L), "post_process");
        lua_insert(L, -2);
        push_document(L, value);
        lua_pushvalue(L, context);
        lua_call(L, 3, 1);
        value = resolve_value(r, lua_gettop(L));
    }
    lua_settop(L, context - 1);
    return of_type(value, TOKEN_STRING);
}

static cJSON *resolve_table(struct resolver *r, int idx) {
    size_t length;
    enum table_kind kind = table_kind(r->L, idx, &length);
    switch (kind) {
    case TABLE_LIST:
        if (token_is_resolvable(r->L, idx)) {
            return resolve_object(r, idx);
        }
        return resolve_list(r, idx, length);
    case TABLE_EMPTY:
        return doc_object(r->arena);
    case TABLE_ORDERED:
        return resolve_ordered(r, idx);
    case TABLE_OBJECT:
        return resolve_object(r, idx);
    case TABLE_MIXED:
        fail(r, "a table is either a list or a map; this one has both numbered and named entries%s", "");
        return NULL;
    case TABLE_MAP:
        break;
    }
    if (token_is_resolvable(r->L, idx)) {
        return resolve_object(r, idx);
    }
    return resolve_map(r, idx);
}

cJSON *resolve_value(struct resolver *r, int idx) {
    lua_State *L = r->L;
    size_t length;
    engine_go_on(L);
    switch (lua_type(L, idx)) {
    case LUA_TSTRING: {
        const char *s = lua_tolstring(L, idx, &length);
        if (!token_has_marker(s, length)) {
            return doc_string(r->arena, s, length);
        }
        break;
    }
    case LUA_TNUMBER: {
        const char *fault = number_fault(L, idx);
        if (fault) {
            resolve_fail_here(r, lua_pushfstring(L, "%s %s", push_display(L, idx), fault));
        }
        return doc_number(r->arena, lua_tonumber(L, idx));
    }
    case LUA_TBOOLEAN:
        return doc_bool(r->arena, lua_toboolean(L, idx));
    case LUA_TNIL:
    case LUA_TNONE:
        return NULL;
    case LUA_TLIGHTUSERDATA:
        return is_deleted(L, idx) ? doc_deleted(r->arena) : doc_null(r->arena);
    default:
        break;
    }
    idx = lua_absindex(L, idx);
    if (++r->depth > MAX_DEPTH) {
        fail(r, "this value contains itself (nested more than %s levels deep)", "190");
    }
    luaL_checkstack(L, 16, "value nested too deeply");
    cJSON *value = NULL;
    struct token *token;
    switch (lua_type(L, idx)) {
    case LUA_TSTRING: {
        const char *s = lua_tolstring(L, idx, &length);
        value = resolve_text(r, s, length);
        break;
    }
    case LUA_TTABLE:
        value = resolve_table(r, idx);
        break;
    case LUA_TUSERDATA:
        token = token_test(L, idx);
        if (token) {
            value = of_type(resolve_token(r, idx, token), token->type);
            break;
        }
        if (test_strbuf(L, idx)) { /* already JSON, which its owner keeps alive until it is printed */
            value = doc_literal(r->arena, test_strbuf(L, idx)->data);
            value->type = cJSON_Raw;
            break;
        }
        /* fall through */
    default:
        push_display(L, idx);
        fail(r, "%s cannot be written in a template; values are strings, numbers, booleans, tables and tokens",
             lua_tostring(L, -1));
    }
    r->depth--;
    return value;
}

/* --- Lua side
 * -------------------------------------------------------------------------------------------------------------- */

void push_scalar(lua_State *L, const cJSON *doc) {
    lua_Integer integer;
    if (doc_is_string(doc)) {
        lua_pushlstring(L, doc->valuestring, doc_length(doc));
    } else if ((doc->type & 0xFF) != cJSON_Number) {
        lua_pushboolean(L, (doc->type & 0xFF) == cJSON_True);
    } else if (lua_numbertointeger(doc->valuedouble, &integer) && (lua_Number)integer == doc->valuedouble) {
        lua_pushinteger(L, integer);
    } else {
        lua_pushnumber(L, doc->valuedouble);
    }
}

void push_document(lua_State *L, const cJSON *doc) {
    luaL_checkstack(L, 8, "document nested too deeply");
    switch (doc ? doc->type & 0xFF : cJSON_Invalid) {
    case cJSON_NULL:
        lua_pushlightuserdata(L, NULL);
        break;
    case cJSON_False:
    case cJSON_True:
    case cJSON_Number:
    case cJSON_String:
        push_scalar(L, doc);
        break;
    case cJSON_Array: {
        lua_newtable(L);
        lua_Integer i = 0;
        for (const cJSON *child = doc->child; child; child = child->next) {
            push_document(L, child);
            lua_rawseti(L, -2, ++i);
        }
        if (i == 0) {
            mark_list(L, -1);
        }
        break;
    }
    case cJSON_Object:
        ordered_new(L);
        for (const cJSON *child = doc->child; child; child = child->next) {
            lua_pushstring(L, child->string);
            push_document(L, child);
            ordered_set(L, -3);
        }
        break;
    default:
        lua_pushnil(L);
    }
}

/* engine.resolve(scope_or_nil, value) → value without tokens */
static int l_resolve(lua_State *L) {
    struct node *scope = lua_isnoneornil(L, 1) ? NULL : node_check(L, 1);
    lua_settop(L, 2);
    struct arena *arena = push_arena(L);
    struct resolver r = resolver_for_lua(L, arena, scope);
    push_document(L, resolve_value(&r, 2));
    arena_free(arena);
    return 1;
}

/* engine.unwrap(scope, token) → true and the value of which the token is made, its own tokens unresolved; nothing if it
 * is made of none, as a reference */
static int l_unwrap(lua_State *L) {
    struct resolver r = resolver_for_lua(L, NULL, node_check(L, 1));
    struct token *token = token_test(L, 2);
    lua_settop(L, 2);
    if (!token) {
        return 0;
    }
    lua_pushboolean(L, 1);
    switch ((enum token_kind)token->kind) {
    case TOKEN_LAZY:
        push_produced(&r, 2, token);
        return 2;
    case TOKEN_INTRINSIC:
    case TOKEN_VIEW:
        lua_getiuservalue(L, 2, 1);
        return 2;
    case TOKEN_MIRROR:
        lua_getiuservalue(L, 2, 2);
        return 2;
    case TOKEN_JOIN:
        lua_createtable(L, 0, 1);
        lua_createtable(L, 2, 0);
        for (int i = 1; i <= 2; i++) {
            lua_getiuservalue(L, 2, i);
            lua_rawseti(L, -2, i);
        }
        lua_setfield(L, -2, "Fn::Join");
        return 2;
    case TOKEN_REFERENCE:
    case TOKEN_LOGICAL_ID:
    case TOKEN_CONCAT:
    case TOKEN_JSON:
        break;
    }
    return 0;
}

/* ctx:resolve(value) */
static int ctx_resolve(lua_State *L) {
    lua_settop(L, 2);
    lua_getfield(L, 1, "scope");
    lua_replace(L, 1);
    return l_resolve(L);
}

/* engine.json(value [, indent [, scope [, as_is]]]) → the text of JSON.stringify(value, null, indent), with tokens
 * resolved. With `as_is`, a reference into another stack is an import only if this stack imports it anyway, and a second
 * result says whether there is one that is none. */
static int l_json(lua_State *L) {
    lua_settop(L, 4);
    struct node *scope = lua_isnil(L, 3) ? NULL : node_check(L, 3);
    int spaces = (int)luaL_optinteger(L, 2, 0);
    struct arena *arena = push_arena(L);
    struct resolver r = resolver_for_lua(L, arena, scope);
    r.final = r.final && !lua_toboolean(L, 4);
    cJSON *doc = resolve_value(&r, 1);
    if (!doc) {
        return 0;
    }
    struct strbuf *out = push_strbuf(L);
    json_print(out, doc, spaces);
    lua_pushlstring(L, out->data, out->length);
    strbuf_free(out);
    arena_free(arena);
    if (!lua_toboolean(L, 4)) {
        return 1;
    }
    lua_pushboolean(L, r.left);
    return 2;
}

/* engine.json_buffer(value, indent, depth) → the same text as a buffer, which an output accepts as it is, and which
 * engine.json accepts inside other values: then `depth` is the number of levels around it. Values are resolved. */
static int l_json_buffer(lua_State *L) {
    lua_settop(L, 3);
    size_t spaces = (size_t)luaL_checkinteger(L, 2), depth = (size_t)luaL_checkinteger(L, 3);
    struct arena *arena = push_arena(L);
    struct resolver r = resolver_for_lua(L, arena, NULL);
    const cJSON *doc = resolve_value(&r, 1);
    struct strbuf *out = push_strbuf(L);
    json_print_inside(out, doc, spaces, depth);
    strbuf_fit(out);
    arena_free(arena);
    return 1;
}

static const luaL_Reg functions[] = {
    {"resolve", l_resolve}, {"unwrap", l_unwrap}, {"json", l_json}, {"json_buffer", l_json_buffer}, {NULL, NULL}};

void resolve_open(lua_State *L) { luaL_setfuncs(L, functions, 0); }
