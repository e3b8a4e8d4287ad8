/* Prints values as JSON text while some of them are known only at deployment. */
#include "synth/json_text.h"

#include <lauxlib.h>
#include <string.h>

#include "assembly/json.h"
#include "base/strbuf.h"
#include "document/join.h"
#include "object/state.h"
#include "object/token.h"
#include "synth/resolve.h"

struct text_writer {
    struct resolver *r;
    struct strbuf literal; /* text that is not in `pieces` yet */
    cJSON *pieces;
    int space;
};

static void flush(struct text_writer *w) {
    if (w->literal.length) {
        doc_add(w->pieces, doc_string(w->r->arena, w->literal.data, w->literal.length));
        strbuf_truncate(&w->literal, 0);
    }
}

static cJSON *escaped(struct resolver *r, const char *s, size_t length) {
    struct strbuf text;
    strbuf_init(&text);
    json_add_string(&text, s, length);
    cJSON *copy = doc_string(r->arena, text.data + 1, text.length - 2);
    strbuf_free(&text);
    return copy;
}

/* Inside a quoted JSON string, the strings of an intrinsic are escaped as well. */
static void escape_texts(struct resolver *r, cJSON *node) {
    if (doc_is_string(node)) {
        doc_overwrite(node, escaped(r, node->valuestring, doc_length(node)));
    }
    for (cJSON *child = node->child; child; child = child->next) {
        if (child->string) {
            child->string = escaped(r, child->string, strlen(child->string))->valuestring;
        }
        escape_texts(r, child);
    }
}

static void indent(struct text_writer *w, int depth) {
    if (w->space) {
        json_add_newline(&w->literal, (size_t)(w->space * depth));
    }
}

static void write_text(struct text_writer *w, cJSON *node, int depth);

/* Keys known only at deployment arrive as LENIENT_KEY and the JSON text of their intrinsic (resolve_key). */
static void write_key(struct text_writer *w, const char *key) {
    struct json_error error;
    cJSON *intrinsic = *key == LENIENT_KEY ? json_parse(w->r->arena, key + 1, strlen(key + 1), &error) : NULL;
    if (intrinsic) {
        intrinsic->valueint = TOKEN_STRING;
        write_text(w, intrinsic, 0);
    } else {
        json_add_string(&w->literal, key, strlen(key));
    }
}

/* True for the result of a token; a table that merely looks like an intrinsic is the user's data. */
static bool is_known_later(const cJSON *node) {
    return doc_is_intrinsic(node) && node->valueint && strcmp(node->child->string, "Condition") != 0;
}

static void write_text(struct text_writer *w, cJSON *node, int depth) {
    if (is_known_later(node)) {
        bool quoted = node->valueint != TOKEN_NUMBER && node->valueint != TOKEN_LIST;
        if (quoted) {
            strbuf_addch(&w->literal, '"');
            escape_texts(w->r, node);
        }
        flush(w);
        node->string = NULL;
        doc_add(w->pieces, node); /* itself, not a copy: references to other stacks are filled in later */
        if (quoted) {
            strbuf_addch(&w->literal, '"');
        }
        return;
    }
    bool object = doc_is_object(node);
    if (!object && !doc_is_array(node)) {
        json_print(&w->literal, node, 0);
        return;
    }
    strbuf_addch(&w->literal, object ? '{' : '[');
    cJSON *next;
    for (cJSON *child = node->child; child; child = next) {
        next = child->next;
        indent(w, depth + 1);
        if (object) {
            write_key(w, child->string);
            strbuf_adds(&w->literal, w->space ? ": " : ":");
        }
        write_text(w, child, depth + 1);
        if (next) {
            strbuf_addch(&w->literal, ',');
        }
    }
    if (node->child) {
        indent(w, depth);
    }
    strbuf_addch(&w->literal, object ? '}' : ']');
}

static char LIST_TO_TEXT; /* registry: function(stack, list) → token of its JSON text */

static bool is_list_known_later(const cJSON *node) { return is_known_later(node) && node->valueint == TOKEN_LIST; }

static bool holds_lists(const cJSON *node) {
    if (doc_is_intrinsic(node)) {
        return is_list_known_later(node);
    }
    for (const cJSON *child = node->child; child; child = child->next) {
        if (holds_lists(child)) {
            return true;
        }
    }
    return false;
}

/* No intrinsic function writes a list as JSON, so the stack provides something that does. */
static void replace_lists(struct resolver *r, cJSON *node) {
    lua_State *L = r->L;
    if (!doc_is_intrinsic(node)) {
        for (cJSON *child = node->child; child; child = child->next) {
            replace_lists(r, child);
        }
    } else if (is_list_known_later(node)) {
        luaL_checkstack(L, 8, NULL);
        lua_rawgetp(L, LUA_REGISTRYINDEX, &LIST_TO_TEXT);
        node_push(L, r->stack);
        push_document(L, node);
        lua_call(L, 2, 1);
        const cJSON *text = resolve_value(r, lua_gettop(L));
        lua_pop(L, 1);
        doc_overwrite(node, text);
        node->valueint = TOKEN_NUMBER; /* JSON as it is, without quotes */
    }
}

/* Resolves the token (TOKEN_JSON) at `token`: a string or a join; NULL if its value is absent. */
static cJSON *resolve_json_text(struct resolver *r, int token) {
    lua_State *L = r->L;
    lua_getiuservalue(L, token, 2);
    int space = (int)lua_tointeger(L, -1);
    lua_getiuservalue(L, token, 1);
    struct resolver inner = *r;
    inner.lenient_keys = "json";
    size_t noted = r->references ? r->references->count : 0;
    cJSON *value = resolve_value(&inner, lua_gettop(L));
    if (value && r->stack && holds_lists(value)) {
        if (r->references && r->references->count > noted) { /* lists of other stacks must be seen as they are here */
            inner.final = true;
            value = resolve_value(&inner, lua_gettop(L));
        }
        replace_lists(&inner, value);
    }
    lua_pop(L, 2);
    if (!value) {
        return NULL;
    }
    struct text_writer w = {.r = r, .pieces = doc_array(r->arena), .space = space};
    strbuf_init(&w.literal);
    write_text(&w, value, 0); /* no Lua from here on, so nothing can raise while the buffer is held */
    flush(&w);
    strbuf_free(&w.literal);
    return join_pieces(r->arena, "", w.pieces);
}

/* engine.list_to_text(function(stack, list) → token): sets what represents a list known only at deployment inside JSON
 * text */
static int l_list_to_text(lua_State *L) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_settop(L, 1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &LIST_TO_TEXT);
    return 0;
}

static const luaL_Reg functions[] = {{"list_to_text", l_list_to_text}, {NULL, NULL}};

void json_text_open(lua_State *L) {
    engine_state(L)->hooks.json_text = resolve_json_text;
    luaL_setfuncs(L, functions, 0);
}
