/* Actions in policy statements, wherever they are in a resource: see policies.h. */
#include "synth/policies.h"

#include <lauxlib.h>
#include <string.h>

#include "assembly/json.h"
#include "document/document.h"

enum { DEEPEST = 100 };

/* In the registry: */
static char JUDGE; /* function(construct, logical id, property, action) → whether the action is faulty */
static char GOOD;  /* set of the actions that are not */

/* Where we are: a linked list in the stack frames of `walk`. */
struct place {
    const struct place *outer;
    const char *key; /* NULL: an item of a list */
    lua_Integer index;
};

struct walk {
    lua_State *L;
    struct arena *arena;
    const char *id;
    int construct, judge, good; /* stack indices */
};

static void walk(struct walk *w, const cJSON *node, const struct place *outer, int depth);

static void add_place(luaL_Buffer *buffer, const struct place *place) {
    if (place == NULL) {
        return;
    }
    add_place(buffer, place->outer);
    if (place->key) {
        luaL_addstring(buffer, place->outer ? "." : "");
        luaL_addstring(buffer, place->key);
    } else {
        lua_pushfstring(buffer->L, "[%I]", (LUAI_UACINT)place->index);
        luaL_addvalue(buffer);
    }
}

static void judge(struct walk *w, const cJSON *action, const struct place *place) {
    lua_State *L = w->L;
    if (!doc_is_string(action)) {
        return;
    }
    luaL_checkstack(L, LUA_MINSTACK, NULL);
    lua_pushlstring(L, action->valuestring, doc_length(action));
    lua_pushvalue(L, -1);
    bool known = lua_rawget(L, w->good) != LUA_TNIL;
    lua_pop(L, 1);
    if (!known) {
        luaL_Buffer buffer;
        lua_pushvalue(L, w->judge);
        lua_pushvalue(L, w->construct);
        lua_pushstring(L, w->id);
        luaL_buffinit(L, &buffer);
        add_place(&buffer, place);
        luaL_pushresult(&buffer);
        lua_pushvalue(L, -5);
        lua_call(L, 4, 1);
        if (!lua_toboolean(L, -1)) {
            lua_pushvalue(L, -2);
            lua_pushboolean(L, 1);
            lua_rawset(L, w->good);
        }
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

static bool is_key(const cJSON *entry, const char *key) { return strcmp(entry->string, key) == 0; }

static void judge_statement(struct walk *w, const cJSON *statement, const struct place *outer) {
    for (const cJSON *entry = statement->child; entry; entry = entry->next) {
        if (!is_key(entry, "Action") && !is_key(entry, "NotAction")) {
            continue;
        }
        struct place place = {outer, entry->string, 0};
        if (!doc_is_array(entry)) {
            judge(w, entry, &place);
            continue;
        }
        lua_Integer index = 1;
        for (const cJSON *item = entry->child; item; item = item->next) {
            struct place inner = {&place, NULL, index++};
            judge(w, item, &inner);
        }
    }
}

/* A policy that is written as a text, as in AWS::Logs::ResourcePolicy. */
static void walk_text(struct walk *w, const cJSON *node, const struct place *outer, int depth) {
    const char *text = node->valuestring;
    struct json_error error;
    if (*text == '{' && strstr(text, "\"Statement\"")) {
        cJSON *policy = json_parse(w->arena, text, doc_length(node), &error);
        if (policy) {
            walk(w, policy, outer, depth + 1);
        }
    }
}

static void walk(struct walk *w, const cJSON *node, const struct place *outer, int depth) {
    if (!node || depth > DEEPEST) {
        return;
    }
    if (doc_is_string(node)) {
        walk_text(w, node, outer, depth);
        return;
    }
    if (doc_is_array(node)) {
        lua_Integer index = 1;
        for (const cJSON *item = node->child; item; item = item->next) {
            struct place place = {outer, NULL, index++};
            walk(w, item, &place, depth + 1);
        }
    } else if (doc_is_object(node)) {
        bool effect = false, action = false;
        for (const cJSON *entry = node->child; entry; entry = entry->next) {
            struct place place = {outer, entry->string, 0};
            effect = effect || (*entry->string == 'E' && is_key(entry, "Effect"));
            action = action || is_key(entry, "Action") || is_key(entry, "NotAction");
            walk(w, entry, &place, depth + 1);
        }
        if (effect && action) {
            judge_statement(w, node, outer);
        }
    }
}

bool policies_are_judged(lua_State *L) {
    bool judged = lua_rawgetp(L, LUA_REGISTRYINDEX, &JUDGE) != LUA_TNIL;
    lua_pop(L, 1);
    return judged;
}

void policies_judge(lua_State *L, struct arena *arena, int construct, const char *id, const cJSON *entry) {
    int top = lua_gettop(L);
    luaL_checkstack(L, LUA_MINSTACK, NULL);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &JUDGE);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &GOOD);
    struct walk w = {L, arena, id, construct, top + 1, top + 2};
    walk(&w, id ? doc_get(entry, "Properties") : entry, NULL, 0);
    lua_settop(L, top);
}

/* engine.judge_actions(judge): calls judge(construct, logical id, property, action) for the actions of policy
 * statements in the templates that are made from now on; it returns whether the action is faulty. An action that is
 * not is asked about once. */
static int l_judge_actions(lua_State *L) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_settop(L, 1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &JUDGE);
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &GOOD);
    return 0;
}

void policies_open(lua_State *L) {
    lua_pushcfunction(L, l_judge_actions);
    lua_setfield(L, -2, "judge_actions");
}
