/* Token values. */
#include "object/token.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "object/state.h"
#include "object/tree.h"

#define MARKER_START "${Token["
#define MARKER_END "]}"

static char MARKERS; /* registry: list of tokens that have a marker */

struct token *token_test(lua_State *L, int idx) {
    if (lua_type(L, idx) != LUA_TUSERDATA || !engine_has_meta(L, idx, META_TOKEN)) {
        return NULL;
    }
    return lua_touserdata(L, idx);
}

/* Scripts can call operators directly, with any value. */
static struct token *expect_token(lua_State *L, int idx) {
    struct token *token = token_test(L, idx);
    if (!token) {
        luaL_error(L, "a value known at deployment was expected here, got a %s", luaL_typename(L, idx));
    }
    return token;
}

bool token_is(lua_State *L, int idx) { return token_test(L, idx) != NULL; }

bool token_is_list(lua_State *L, int idx) {
    const struct token *token = token_test(L, idx);
    return token && token->type == TOKEN_LIST;
}

struct token *token_new(lua_State *L, enum token_kind kind, enum token_type type) {
    struct token *token = lua_newuserdatauv(L, sizeof *token, kind == TOKEN_MIRROR ? 3 : 2);
    memset(token, 0, sizeof *token);
    token->kind = (unsigned char)kind;
    token->type = (unsigned char)type;
    engine_push_meta(L, META_TOKEN);
    lua_setmetatable(L, -2);
    return token;
}

/* References are kept in the element's field `_references`: attribute (or true for Ref) → token. An attribute that is
 * used with another type later has a token for each type. */
void token_push_reference(lua_State *L, int element, const char *attribute, enum token_type type) {
    element = lua_absindex(L, element);
    engine_push_key(L, KEY_REFERENCES);
    if (lua_rawget(L, element) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_createtable(L, 0, 1);
        engine_push_key(L, KEY_REFERENCES);
        lua_pushvalue(L, -2);
        lua_rawset(L, element);
    }
    if (attribute) {
        lua_pushstring(L, attribute);
    } else {
        lua_pushboolean(L, 1);
    }
    lua_pushvalue(L, -1);
    lua_rawget(L, -3);
    const struct token *known = token_test(L, -1);
    if (known && known->type != type) {
        lua_pop(L, 1);
        lua_pushfstring(L, "%s:%d", attribute ? attribute : "", (int)type);
        lua_replace(L, -2);
        lua_pushvalue(L, -1);
        lua_rawget(L, -3);
    }
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        token_new(L, TOKEN_REFERENCE, type);
        lua_pushvalue(L, element);
        lua_setiuservalue(L, -2, 1);
        if (attribute) {
            lua_pushstring(L, attribute);
            lua_setiuservalue(L, -2, 2);
        }
        lua_pushvalue(L, -2);
        lua_pushvalue(L, -2);
        lua_rawset(L, -5);
    }
    lua_replace(L, -3);
    lua_pop(L, 1);
}

const char *token_push_marker(lua_State *L, int idx) {
    idx = lua_absindex(L, idx);
    struct token *token = expect_token(L, idx);
    if (!token->id) {
        lua_rawgetp(L, LUA_REGISTRYINDEX, &MARKERS);
        token->id = (int)lua_rawlen(L, -1) + 1;
        lua_pushvalue(L, idx);
        lua_rawseti(L, -2, token->id);
        lua_pop(L, 1);
    }
    return lua_pushfstring(L, MARKER_START "TOKEN.%d" MARKER_END, token->id);
}

/* What comes later is kept in the slot `next` if it comes next, else in a table. */
void token_parts_begin(lua_State *L, struct token_parts *parts, int idx) {
    lua_pushvalue(L, idx);
    lua_pushnil(L);
    *parts = (struct token_parts){lua_gettop(L) - 1, true, 0};
}

/* Moves the value on top of the stack to those that come later, as the next one. */
static void put_off(lua_State *L, struct token_parts *parts) {
    if (parts->has_next) {
        if (!parts->count && lua_isnil(L, parts->next + 1)) {
            lua_newtable(L);
            lua_replace(L, parts->next + 1);
        }
        lua_pushvalue(L, parts->next);
        lua_rawseti(L, parts->next + 1, ++parts->count);
    }
    lua_replace(L, parts->next);
    parts->has_next = true;
}

bool token_parts_next(lua_State *L, struct token_parts *parts) {
    if (parts->has_next) {
        lua_pushvalue(L, parts->next);
        parts->has_next = false;
    } else if (parts->count) {
        lua_rawgeti(L, parts->next + 1, parts->count--);
    } else {
        return false;
    }
    for (const struct token *t; (t = token_test(L, -1)) && t->kind == TOKEN_CONCAT;) {
        lua_getiuservalue(L, -1, 2);
        put_off(L, parts);
        lua_getiuservalue(L, -1, 1);
        lua_remove(L, -2);
    }
    return true;
}

bool token_has_marker(const char *s, size_t length) {
    return length > sizeof MARKER_START && memmem(s, length, MARKER_START, sizeof MARKER_START - 1) != NULL;
}

const char *token_find_marker(lua_State *L, const char *s, size_t length, const char **end) {
    const char *stop = s + length;
    while (s < stop) {
        const char *start = memmem(s, (size_t)(stop - s), MARKER_START, sizeof MARKER_START - 1);
        if (!start) {
            return NULL;
        }
        const char *inner = start + sizeof MARKER_START - 1;
        const char *close = memmem(inner, (size_t)(stop - inner), MARKER_END, sizeof MARKER_END - 1);
        if (!close) {
            return NULL;
        }
        const char *dot = memrchr(inner, '.', (size_t)(close - inner));
        char *number_end;
        long id = dot ? strtol(dot + 1, &number_end, 10) : 0;
        if (dot && id > 0 && number_end == close) {
            lua_rawgetp(L, LUA_REGISTRYINDEX, &MARKERS);
            lua_rawgeti(L, -1, id);
            lua_remove(L, -2);
            if (!lua_isnil(L, -1)) {
                *end = close + sizeof MARKER_END - 1;
                return start;
            }
            lua_pop(L, 1);
        }
        s = inner;
    }
    return NULL;
}

const char *token_push_description(lua_State *L, int idx) {
    idx = lua_absindex(L, idx);
    const struct token *token = expect_token(L, idx);
    int top = lua_gettop(L);
    switch (token->kind) {
    case TOKEN_REFERENCE:
    case TOKEN_LOGICAL_ID: {
        lua_getiuservalue(L, idx, 1);
        struct node *node = node_of(L, -1);
        lua_getiuservalue(L, idx, 2);
        const char *attribute = token->kind == TOKEN_LOGICAL_ID ? "the logical id" : lua_tostring(L, -1);
        const char *path = node ? node_push_path(L, node) : "?";
        lua_pushfstring(L, "%s of %s (known at deployment)", attribute ? attribute : "Ref", path);
        break;
    }
    case TOKEN_INTRINSIC:
        lua_getiuservalue(L, idx, 1);
        if (lua_istable(L, -1)) {
            lua_pushnil(L);
            if (lua_next(L, -2)) {
                const char *name = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : "an intrinsic";
                const char *value = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "…";
                lua_pushfstring(L, "{%s: %s} (known at deployment)", name, value);
                break;
            }
        }
        lua_pushliteral(L, "a value known at deployment");
        break;
    case TOKEN_LAZY:
        lua_pushliteral(L, "a lazy value (known at synthesis)");
        break;
    case TOKEN_MIRROR:
        lua_getiuservalue(L, idx, 2);
        if (token_is(L, -1)) {
            token_push_description(L, -1);
            break;
        }
        /* fall through */
    default:
        lua_pushliteral(L, "a string with values known at deployment");
    }
    lua_pushvalue(L, -1); /* it may be the only value pushed */
    lua_replace(L, top + 1);
    lua_settop(L, top + 1);
    return lua_tostring(L, -1);
}

void token_open(lua_State *L) {
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &MARKERS);
}
