/* References to other stacks: see references.h. */
#include "synth/references.h"

#include "base/arena.h"
#include "object/token.h"

static char REPLACEMENTS; /* registry: reference token → { stack → value }, weak */

/* --- those that wait ---------------------------------------------------------------------------------------------- */

static void note_pending(struct references *refs, struct pending pending) {
    if (refs->count == refs->capacity) {
        refs->capacity = refs->capacity ? refs->capacity * 2 : 64;
        refs->items = mem_resize(refs->items, refs->capacity, sizeof *refs->items);
    }
    refs->items[refs->count++] = pending;
}

void references_note_in_copy(struct references *refs, size_t first, size_t end, cJSON *original, cJSON *copy) {
    for (size_t i = first; i < end; i++) {
        if (refs->items[i].place == original) {
            note_pending(refs, (struct pending){copy, refs->items[i].consumer, refs->items[i].token});
        }
    }
    cJSON *other = copy->child;
    for (cJSON *child = original->child; child; child = child->next, other = other->next) {
        references_note_in_copy(refs, first, end, child, other);
    }
}

void references_note(lua_State *L, struct references *refs, cJSON *place, struct node *consumer, int idx) {
    lua_rawgeti(L, LUA_REGISTRYINDEX, refs->tokens);
    int n = (int)lua_rawlen(L, -1) + 1;
    lua_pushvalue(L, idx);
    lua_rawseti(L, -2, n);
    lua_pop(L, 1);
    note_pending(refs, (struct pending){place, consumer, n});
}

/* --- what stands for them ----------------------------------------------------------------------------------------- */

void references_push_replacement(lua_State *L, int idx, struct node *stack) {
    idx = lua_absindex(L, idx);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &REPLACEMENTS);
    lua_pushvalue(L, idx);
    if (lua_rawget(L, -2) == LUA_TTABLE) {
        node_push(L, stack);
        lua_rawget(L, -2);
        lua_replace(L, -3);
        lua_pop(L, 1);
    } else {
        lua_replace(L, -2);
    }
}

void references_set_replacement(lua_State *L, int idx, struct node *stack) {
    idx = lua_absindex(L, idx);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &REPLACEMENTS);
    lua_pushvalue(L, idx);
    if (lua_rawget(L, -2) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, idx);
        lua_pushvalue(L, -2);
        lua_rawset(L, -4);
    }
    node_push(L, stack);
    lua_pushvalue(L, -4);
    lua_rawset(L, -3);
    lua_pop(L, 3);
    token_test(L, idx)->flags |= TOKEN_REPLACED;
}

void references_open(lua_State *L) {
    lua_newtable(L);
    lua_newtable(L);
    lua_pushliteral(L, "k");
    lua_setfield(L, -2, "__mode");
    lua_setmetatable(L, -2);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &REPLACEMENTS);
}
