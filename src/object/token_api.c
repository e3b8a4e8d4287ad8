/* Operators and constructors of tokens, for Lua. */
#include "object/token_api.h"

#include <lauxlib.h>
#include <string.h>

#include "object/diagnostics.h"
#include "object/node.h"
#include "object/standin.h"
#include "object/state.h"
#include "object/token.h"
#include "object/unresolved.h"
#include "object/values.h"

/* What to use on a string that is known only at deployment. */
#define TEXT_REMEDY "; cdk.Fn.split and cdk.Fn.select take it apart at deployment, cdk.Fn.sub puts it into a string"

/* Lua's own functions use this name in their messages: "string expected, got …". */
#define TOKEN_NAME "a value known at deployment" TEXT_REMEDY

/* --- operators -------------------------------------------------------------------------------------------------- */

static int token_concat(lua_State *L) {
    for (int i = 1; i <= 2; i++) {
        int type = lua_type(L, i);
        if (standin_at(L, i)) {
            return standin_push_unknown(L);
        }
        if (type != LUA_TSTRING && type != LUA_TNUMBER && !token_is(L, i) && !token_is_unresolved(L, i)) {
            const char *got = push_display(L, i);
            return engine_fail(L, 0, "cannot join %s to a string", got);
        }
        const struct token *token = token_test(L, i);
        if (token && token->type == TOKEN_LIST) {
            const char *what = token_push_description(L, i);
            return engine_fail(
                L, 0, "cannot join a list to a string: %s; -> pick an element with cdk.Fn.select(0, list)", what);
        }
    }
    token_new(L, TOKEN_CONCAT, TOKEN_STRING);
    lua_pushvalue(L, 1);
    lua_setiuservalue(L, -2, 1);
    lua_pushvalue(L, 2);
    lua_setiuservalue(L, -2, 2);
    return 1;
}

/* The text of a joined token is the joined text of its parts, so that equal expressions have equal texts. */
static int token_tostring(lua_State *L) {
    luaL_checkany(L, 1);
    const struct token *token = token_test(L, 1);
    if (!token || token->kind != TOKEN_CONCAT) {
        token_push_marker(L, 1);
        return 1;
    }
    struct token_parts parts;
    luaL_Buffer text;
    token_parts_begin(L, &parts, 1);
    lua_pushnil(L);
    int part = lua_gettop(L);
    luaL_buffinit(L, &text);
    while (token_parts_next(L, &parts)) {
        lua_replace(L, part);
        luaL_tolstring(L, part, NULL);
        luaL_addvalue(&text);
    }
    luaL_pushresult(&text);
    return 1;
}

/* `remedy`: what to do instead, or "". */
static int refuse(lua_State *L, const char *what, const char *remedy) {
    int idx = token_is(L, 1) ? 1 : 2;
    const char *description = token_push_description(L, idx);
    return engine_fail(L, 0, "cannot take the %s of %s: its value is not known while the script runs%s", what,
                       description, remedy);
}

static int token_len(lua_State *L) {
    return refuse(L, "length", token_is_list(L, 1) ? "; cdk.Fn.len(list) counts at deployment" : "");
}

static int token_order(lua_State *L) { return refuse(L, "order", "; cdk.Fn.condition_equals compares at deployment"); }

static int token_arithmetic(lua_State *L) {
    return refuse(L, "arithmetic result",
                  "; pass it to the script instead, as a context value or a parameter of a definition");
}

/* Python and JavaScript join strings with +. */
static int token_add(lua_State *L) {
    bool texts = true;
    for (int i = 1; i <= 2; i++) {
        const struct token *token = token_test(L, i);
        texts = texts && (token ? token->type == TOKEN_STRING : lua_type(L, i) == LUA_TSTRING);
    }
    return texts ? engine_fail(L, 0, "join strings with .., not +") : token_arithmetic(L);
}

static int token_newindex(lua_State *L) {
    const char *description = token_push_description(L, 1);
    return engine_fail(L, 0, "cannot set '%s' of %s: it is a value, not a table", luaL_tolstring(L, 2, NULL),
                       description);
}

/* `bucket.bucket_arn()` */
static int token_call(lua_State *L) {
    const char *description = token_push_description(L, 1);
    return engine_fail(L, 0, "%s is a value, not a method: -> write it without the brackets of a call", description);
}

/* token:to_string() */
static int token_to_string(lua_State *L) {
    if (!token_is(L, 1)) {
        return engine_fail(L, 0, "to_string is a method: -> write value:to_string(), with a colon");
    }
    return token_tostring(L);
}

static int token_index(lua_State *L) {
    const char *description = token_push_description(L, 1);
    const char *key = luaL_tolstring(L, 2, NULL);
    if (strcmp(key, "to_string") == 0) {
        lua_pushcfunction(L, token_to_string);
        return 1;
    }
    const char *remedy = lua_isinteger(L, 2) || token_is_list(L, 1)
                             ? "; cdk.Fn.select(0, list) picks an entry at deployment"
                             : TEXT_REMEDY;
    return engine_fail(L, 0, "cannot read '%s' of %s: its value is not known while the script runs%s", key, description,
                       remedy);
}

/* --- constructors ----------------------------------------------------------------------------------------------- */

/* Stores the argument at `idx` in the token on top of the stack, as its user value `slot`. */
static void keep(lua_State *L, int idx, int slot) {
    lua_pushvalue(L, idx);
    lua_setiuservalue(L, -2, slot);
}

static enum token_type check_type(lua_State *L, const char *name) {
    static const struct {
        const char *name;
        enum token_type type;
    } types[] = {{"any", TOKEN_ANY}, {"string", TOKEN_STRING}, {"number", TOKEN_NUMBER}, {"list", TOKEN_LIST}};
    for (size_t i = 0; name && i < sizeof types / sizeof *types; i++) {
        if (strcmp(types[i].name, name) == 0) {
            return types[i].type;
        }
    }
    if (name) {
        luaL_error(L, "unknown kind of token: '%s'", name);
    }
    return TOKEN_STRING;
}

/* engine.intrinsic(value [, kind]) */
static int l_intrinsic(lua_State *L) {
    luaL_checkany(L, 1);
    token_new(L, TOKEN_INTRINSIC, check_type(L, luaL_optstring(L, 2, NULL)));
    keep(L, 1, 1);
    return 1;
}

/* engine.fn(name, argument [, kind]) = intrinsic({ [name] = argument }) */
static int l_fn(lua_State *L) {
    luaL_checkstring(L, 1);
    lua_settop(L, 3);
    token_new(L, TOKEN_INTRINSIC, check_type(L, lua_tostring(L, 3)))->flags |= TOKEN_FUNCTION;
    lua_createtable(L, 0, 1);
    lua_pushvalue(L, 1);
    lua_pushvalue(L, 2);
    lua_rawset(L, -3);
    lua_setiuservalue(L, -2, 1);
    return 1;
}

/* engine.ref(element [, kind]) */
static int l_ref(lua_State *L) {
    node_check(L, 1);
    token_push_reference(L, 1, NULL, check_type(L, luaL_optstring(L, 2, NULL)));
    return 1;
}

/* engine.get_att(resource, attribute [, kind]) */
static int l_get_att(lua_State *L) {
    node_check(L, 1);
    token_push_reference(L, 1, luaL_checkstring(L, 2), check_type(L, luaL_optstring(L, 3, NULL)));
    return 1;
}

/* engine.get_att_text(resource, attribute): the same, written { "Fn::GetAtt": "id.attribute" } */
static int l_get_att_text(lua_State *L) {
    node_check(L, 1);
    luaL_checkstring(L, 2);
    token_new(L, TOKEN_REFERENCE, TOKEN_STRING)->flags |= TOKEN_DOTTED;
    keep(L, 1, 1);
    keep(L, 2, 2);
    return 1;
}

/* engine.lazy(producer, { kind, omit_empty, omit_empty_list, cached, is_function, typed }). `typed`: the function comes
 * from a user, and its results must be of that kind. */
static int l_lazy(lua_State *L) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    struct token *token;
    if (lua_istable(L, 2)) {
        lua_getfield(L, 2, "kind");
        token = token_new(L, TOKEN_LAZY, check_type(L, lua_tostring(L, -1)));
        lua_getfield(L, 2, "omit_empty");
        token->flags |= lua_toboolean(L, -1) ? TOKEN_OMIT_EMPTY : 0;
        lua_getfield(L, 2, "omit_empty_list");
        token->flags |= lua_toboolean(L, -1) ? TOKEN_OMIT_EMPTY_LIST : 0;
        lua_getfield(L, 2, "cached");
        token->flags |= lua_toboolean(L, -1) ? TOKEN_CACHED : 0;
        lua_getfield(L, 2, "is_function");
        token->flags |= lua_toboolean(L, -1) ? TOKEN_FUNCTION : 0;
        lua_pop(L, 4);
        if (lua_getfield(L, 2, "typed") != LUA_TNIL) {
            token->flags |= TOKEN_TYPED;
            lua_setiuservalue(L, -2, 2); /* until the value replaces it */
        } else {
            lua_pop(L, 1);
        }
    } else {
        token = token_new(L, TOKEN_LAZY, check_type(L, luaL_optstring(L, 2, NULL)));
    }
    keep(L, 1, 1);
    return 1;
}

/* engine.join(delimiter, list) = Fn::Join, minimised when resolved */
static int l_join(lua_State *L) {
    luaL_checkstring(L, 1);
    luaL_checkany(L, 2);
    token_new(L, TOKEN_JOIN, TOKEN_STRING);
    keep(L, 1, 1);
    keep(L, 2, 2);
    return 1;
}

/* engine.mirror(resource, token, alternative): the token, or the alternative where the resource is in another
 * environment */
static int l_mirror(lua_State *L) {
    node_check(L, 1);
    luaL_checkany(L, 2);
    luaL_checktype(L, 3, LUA_TFUNCTION);
    const struct token *inner = token_test(L, 2);
    token_new(L, TOKEN_MIRROR, inner ? inner->type : TOKEN_STRING);
    for (int i = 1; i <= 3; i++) {
        keep(L, i, i);
    }
    return 1;
}

/* engine.to_json_string(scope, value [, space]): `scope` may be nil; it is there for symmetry with resolve. */
static int l_to_json_string(lua_State *L) {
    luaL_checkany(L, 2);
    lua_settop(L, 3);
    token_new(L, TOKEN_JSON, TOKEN_STRING);
    keep(L, 2, 1);
    keep(L, 3, 2);
    return 1;
}

/* engine.view(value, kind): a token that resolves to `value`, but counts as a string, number, list or anything. */
static int l_view(lua_State *L) {
    luaL_checkany(L, 1);
    token_new(L, TOKEN_VIEW, check_type(L, luaL_optstring(L, 2, NULL)));
    keep(L, 1, 1);
    return 1;
}

/* engine.viewed(value) → what a token made by engine.view stands for; nil for anything else */
static int l_viewed(lua_State *L) {
    const struct token *token = token_test(L, 1);
    if (!token || token->kind != TOKEN_VIEW) {
        return 0;
    }
    lua_getiuservalue(L, 1, 1);
    return 1;
}

static int l_is_unresolved(lua_State *L) {
    luaL_checkany(L, 1);
    lua_pushboolean(L, token_is_unresolved(L, 1));
    return 1;
}

/* engine.is_token(value): a token itself, not a string that contains one */
static int l_is_token(lua_State *L) {
    lua_pushboolean(L, token_is(L, 1));
    return 1;
}

/* engine.token_type(token) → "string", "number", "list", "any" */
static int l_token_type(lua_State *L) {
    static const char *const names[] = {"any", "string", "number", "list"};
    const struct token *token = token_test(L, 1);
    lua_pushstring(L, token ? names[token->type] : NULL);
    return 1;
}

/* engine.token_location(token) → "app.lua:12", the line that made it, or nil if unknown */
static int l_token_location(lua_State *L) {
    const struct token *token = token_test(L, 1);
    if (!token || !token->source) {
        return 0;
    }
    push_location(L, token->source, token->line);
    return 1;
}

/* Pushes the reference that the token at `idx` is, or mirrors; false (nothing pushed) if it is not a reference. */
static bool push_reference_of(lua_State *L, int idx) {
    const struct token *token = token_test(L, idx);
    if (token && token->kind == TOKEN_REFERENCE) {
        lua_pushvalue(L, idx);
        return true;
    }
    if (token && token->kind == TOKEN_MIRROR) {
        lua_getiuservalue(L, idx, 2);
        token = token_test(L, -1);
        if (token && token->kind == TOKEN_REFERENCE) {
            return true;
        }
        lua_pop(L, 1);
    }
    if (token && token->kind == TOKEN_VIEW) { /* another type's view of the same attribute */
        lua_getiuservalue(L, idx, 1);
        token = token_test(L, -1);
        if (token && token->kind == TOKEN_REFERENCE) {
            return true;
        }
        lua_pop(L, 1);
    }
    return false;
}

/* engine.is_reference(value): whether it is an attribute of an element */
static int l_is_reference(lua_State *L) {
    lua_pushboolean(L, push_reference_of(L, 1));
    return 1;
}

/* engine.reference_target(token) → element and attribute (nil for Ref) of a reference; nothing for other values. */
static int l_reference_target(lua_State *L) {
    if (!push_reference_of(L, 1)) {
        return 0;
    }
    lua_getiuservalue(L, -1, 1);
    lua_getiuservalue(L, -2, 2);
    return 2;
}

/* engine.copy_reference(token) → a separate reference to the same attribute, distinguishable from the shared one */
static int l_copy_reference(lua_State *L) {
    if (!push_reference_of(L, 1)) {
        return 0;
    }
    const struct token *token = token_test(L, -1);
    token_new(L, TOKEN_REFERENCE, token->type);
    for (int i = 1; i <= 2; i++) {
        lua_getiuservalue(L, -2, i);
        lua_setiuservalue(L, -2, i);
    }
    return 1;
}

/* engine.pseudo_ref(scope, name): a pseudo parameter of the stack of `scope`, even if used in another stack */
static int l_pseudo_ref(lua_State *L) {
    node_check(L, 1);
    token_push_reference(L, 1, luaL_checkstring(L, 2), TOKEN_STRING);
    return 1;
}

/* engine.reverse(value) → the token behind a value, which may be a marker string; nil if there is none */
static int l_reverse(lua_State *L) {
    size_t length;
    const char *end;
    if (token_is(L, 1)) {
        lua_settop(L, 1);
        return 1;
    }
    if (lua_type(L, 1) == LUA_TSTRING) {
        const char *s = lua_tolstring(L, 1, &length);
        if (token_find_marker(L, s, length, &end) == s && end == s + length) {
            return 1;
        }
    }
    return 0;
}

/* engine.starts_with_fn(value) → whether the value is the result of one of Fn's functions, or a string that begins with
 * one */
static int l_starts_with_fn(lua_State *L) {
    lua_settop(L, 1);
    for (;;) {
        if (lua_type(L, 1) == LUA_TSTRING) {
            size_t length;
            const char *end, *s = lua_tolstring(L, 1, &length);
            const char *start = token_find_marker(L, s, length, &end);
            if (start != s) {
                return 0;
            }
        } else {
            const struct token *token = token_test(L, 1);
            if (!token || (token->kind != TOKEN_VIEW && token->kind != TOKEN_CONCAT)) {
                lua_pushboolean(L, token && (token->flags & TOKEN_FUNCTION));
                return 1;
            }
            lua_getiuservalue(L, 1, 1);
        }
        lua_replace(L, 1);
    }
}

/* engine.fragments(string) → list of the literal strings and tokens in a string */
static int l_fragments(lua_State *L) {
    lua_newtable(L);
    int list = lua_gettop(L);
    if (lua_type(L, 1) != LUA_TSTRING) {
        lua_pushvalue(L, 1);
        lua_rawseti(L, list, 1);
        return 1;
    }
    size_t length;
    const char *s = lua_tolstring(L, 1, &length), *stop = s + length, *end, *start;
    lua_Integer n = 0;
    while ((start = token_find_marker(L, s, (size_t)(stop - s), &end))) {
        if (start > s) {
            lua_pushlstring(L, s, (size_t)(start - s));
            lua_rawseti(L, list, ++n);
        }
        lua_rawseti(L, list, ++n);
        s = end;
    }
    if (s < stop) {
        lua_pushlstring(L, s, (size_t)(stop - s));
        lua_rawseti(L, list, ++n);
    }
    return 1;
}

static const luaL_Reg functions[] = {{"intrinsic", l_intrinsic},
                                     {"fn", l_fn},
                                     {"ref", l_ref},
                                     {"get_att", l_get_att},
                                     {"get_att_text", l_get_att_text},
                                     {"lazy", l_lazy},
                                     {"join", l_join},
                                     {"mirror", l_mirror},
                                     {"view", l_view},
                                     {"viewed", l_viewed},
                                     {"to_json_string", l_to_json_string},
                                     {"is_unresolved", l_is_unresolved},
                                     {"is_token", l_is_token},
                                     {"token_type", l_token_type},
                                     {"token_location", l_token_location},
                                     {"is_reference", l_is_reference},
                                     {"reference_target", l_reference_target},
                                     {"copy_reference", l_copy_reference},
                                     {"pseudo_ref", l_pseudo_ref},
                                     {"reverse", l_reverse},
                                     {"starts_with_fn", l_starts_with_fn},
                                     {"fragments", l_fragments},
                                     {NULL, NULL}};

static const luaL_Reg metamethods[] = {{"__concat", token_concat},
                                       {"__tostring", token_tostring},
                                       {"__len", token_len},
                                       {"__lt", token_order},
                                       {"__le", token_order},
                                       {"__add", token_add},
                                       {"__sub", token_arithmetic},
                                       {"__mul", token_arithmetic},
                                       {"__div", token_arithmetic},
                                       {"__mod", token_arithmetic},
                                       {"__pow", token_arithmetic},
                                       {"__unm", token_arithmetic},
                                       {"__idiv", token_arithmetic},
                                       {"__index", token_index},
                                       {"__newindex", token_newindex},
                                       {"__call", token_call},
                                       {"__band", token_arithmetic},
                                       {"__bor", token_arithmetic},
                                       {"__bxor", token_arithmetic},
                                       {"__shl", token_arithmetic},
                                       {"__shr", token_arithmetic},
                                       {"__bnot", token_arithmetic},
                                       {NULL, NULL}};

void token_api_open(lua_State *L) {
    token_open(L);
    lua_newtable(L);
    lua_pushliteral(L, TOKEN_NAME);
    lua_setfield(L, -2, "__name");
    luaL_setfuncs(L, metamethods, 0);
    engine_set_meta(L, META_TOKEN);
    luaL_setfuncs(L, functions, 0);
}
