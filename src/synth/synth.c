/* The current synthesis: its documents, and the references to other stacks that are filled in at its end. */
#include "synth/synth.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "object/state.h"
#include "synth/element.h"
#include "synth/render.h"

#define SYNTHESIS_NAME "luacdk.synthesis"

static char SYNTHESIS; /* registry: the current synthesis */

static char FAULTS; /* registry: messages about values that turned out not to fit their properties */

struct synthesis {
    struct arena arena;
    struct references references;
    size_t placed; /* references before this one are filled in */
    int producer;  /* registry reference of the function that finds the replacement of a reference */
    struct node *root;
};

static int synthesis_gc(lua_State *L) {
    struct synthesis *s = lua_touserdata(L, 1);
    luaL_unref(L, LUA_REGISTRYINDEX, s->references.tokens);
    luaL_unref(L, LUA_REGISTRYINDEX, s->producer);
    s->references.tokens = s->producer = LUA_NOREF;
    free(s->references.items);
    s->references.items = NULL;
    arena_free(&s->arena);
    return 0;
}

static void forget_faults(lua_State *L) {
    lua_pushnil(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &FAULTS);
}

/* Not by a pass over the tree, which would make many syntheses of parts of it cost as much as their number squared. */
static void forget_rendered(struct node *root) {
    for (struct node *node = root->listed; node; node = node->element->listed_before) {
        node->element->rendered = NULL;
        node->element->properties = NULL;
        node->element->listed = false;
    }
    root->listed = NULL;
}

/* Pushes the current synthesis (nil if there is none), so that it outlives whatever Lua code does. */
static struct synthesis *push_current(lua_State *L) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, &SYNTHESIS);
    return lua_touserdata(L, -1);
}

/* Pushes a new synthesis of the tree; the previous one continues when it ends. */
static struct synthesis *push_new(lua_State *L, struct node *root) {
    struct synthesis *s = lua_newuserdatauv(L, sizeof *s, 2);
    memset(s, 0, sizeof *s);
    s->references.tokens = s->producer = LUA_NOREF;
    s->root = root;
    if (luaL_newmetatable(L, SYNTHESIS_NAME)) {
        lua_pushcfunction(L, synthesis_gc);
        lua_setfield(L, -2, "__gc");
    }
    lua_setmetatable(L, -2);
    node_push(L, root); /* keeps the tree whose elements point into the arena alive */
    lua_setiuservalue(L, -2, 1);
    const struct synthesis *outer = push_current(L);
    if (outer && outer->root == root) { /* left behind by an error */
        lua_getiuservalue(L, -1, 2);
        lua_remove(L, -2);
    }
    lua_setiuservalue(L, -2, 2);
    lua_newtable(L);
    s->references.tokens = luaL_ref(L, LUA_REGISTRYINDEX);
    forget_rendered(root);
    forget_faults(L);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &SYNTHESIS);
    return s;
}

/* Collects garbage if more than `from` kilobytes are in use, and `times` as many as the last time left. */
static void collect(lua_State *L, int from, double times) {
    struct engine_state *state = engine_state(L);
    int used = lua_gc(L, LUA_GCCOUNT);
    if (used > from && used > state->collected * times && lua_gc(L, LUA_GCISRUNNING)) {
        lua_gc(L, LUA_GCCOLLECT);
        state->collected = lua_gc(L, LUA_GCCOUNT);
    }
}

/* The script's garbage is collected before synthesis needs room: for 3,000 functions that takes 9 ms of 130, and saves
 * 4 MB of 52. Collected again when as much has accumulated, because a program may synthesise many apps. */
static void collect_leftovers(lua_State *L) { collect(L, 8 * 1024, 2); }

/* engine.collect_between(): the same between steps of a synthesis, which leaves garbage too. With little memory in use
 * that takes more time than it is worth. */
static int l_collect_between(lua_State *L) {
    collect(L, 64 * 1024, 1.5);
    return 0;
}

/* engine.synthesis_begin(root): forgets what was rendered before. */
static int l_synthesis_begin(lua_State *L) {
    collect_leftovers(L);
    push_new(L, node_check(L, 1));
    element_freeze_ids(L, true);
    return 0;
}

/* engine.release_documents(): releases them before the end, when the last file that needs them is written. */
static int l_release_documents(lua_State *L) {
    struct synthesis *s = push_current(L);
    if (s && s->placed == s->references.count) {
        forget_rendered(s->root);
        arena_free(&s->arena);
    }
    return 0;
}

/* engine.synthesis_end(): releases all documents. */
static int l_synthesis_end(lua_State *L) {
    lua_settop(L, 0);
    struct synthesis *s = push_current(L);
    element_freeze_ids(L, false);
    if (s) {
        forget_rendered(s->root);
        lua_getiuservalue(L, 1, 2);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &SYNTHESIS);
        synthesis_gc(L);
        s->placed = s->references.count = s->references.capacity = 0;
    }
    return 0;
}

/* Pushes the current synthesis of the tree of `node`, or a new one if a template is needed outside any. */
static struct synthesis *push_synthesis_for(lua_State *L, struct node *node, bool *own) {
    struct synthesis *s = push_current(L);
    *own = !s || s->root != node->root;
    if (*own) {
        lua_pop(L, 1);
        s = push_new(L, node->root);
    }
    return s;
}

/* --- values that came to something else than their properties take ------------------------------------------------ */

void synth_note_fault(lua_State *L) {
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &FAULTS) == LUA_TNIL) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &FAULTS);
    }
    lua_insert(L, -2);
    lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
    lua_pop(L, 1);
}

void synth_raise_fault(lua_State *L) {
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &FAULTS) != LUA_TNIL) {
        lua_rawgeti(L, -1, 1);
        forget_faults(L);
        lua_error(L);
    }
    lua_pop(L, 1);
}

/* engine.faults() → list of messages about values that turned out not to fit their properties, found since the last
 * template was written. They are then forgotten: the next template is written nevertheless. */
static int l_faults(lua_State *L) {
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &FAULTS) == LUA_TNIL) {
        lua_newtable(L);
    }
    forget_faults(L);
    return 1;
}

/* --- rendering --------------------------------------------------------------------------------------------------- */

/* Renders the elements of the stage at `node`, parents first, but not those of nested stages. */
static void render_below(struct resolver *r, struct node *node) {
    for (uint32_t i = 0; i < node->child_count; i++) {
        struct node *child = node->children[i];
        if (child->flags & NODE_STAGE) {
            continue;
        }
        if (child->flags & NODE_ELEMENT && !(child->flags & NODE_LATE)) {
            element_render(r, child);
        }
        render_below(r, child);
    }
}

struct resolver synth_push_resolver(lua_State *L, struct node *node, bool *own) {
    struct synthesis *s = push_synthesis_for(L, node, own);
    struct resolver r = resolver_for(L, &s->arena, node);
    r.references = &s->references;
    return r;
}

void synth_end(lua_State *L) {
    lua_pushcfunction(L, l_synthesis_end);
    lua_call(L, 0, 0);
}

/* engine.render(construct [, anew]): renders all elements below, or one element even if it should be rendered late;
 * `anew`: although it is rendered already, because what it resolves to has changed. */
static int l_render(lua_State *L) {
    struct node *node = node_check(L, 1);
    bool own, anew = lua_toboolean(L, 2);
    engine_state(L)->resolving = NULL; /* an error may have left one behind */
    struct resolver r = synth_push_resolver(L, node, &own);
    if (node->flags & NODE_ELEMENT) {
        node->flags &= ~(unsigned)NODE_LATE;
        if (anew) {
            node->element->rendered = NULL; /* the old document stays where it is until the synthesis ends */
        }
        element_render(&r, node);
    } else {
        render_below(&r, node);
    }
    return 0;
}

const char *synth_push_resolving(lua_State *L) {
    const struct node *node = engine_state(L)->resolving;
    lua_Debug ar;
    for (int level = 0; node && lua_getstack(L, level, &ar); level++) {
        lua_getinfo(L, "f", &ar);
        bool found = lua_tocfunction(L, -1) == l_render;
        lua_pop(L, 1);
        if (found) {
            return node_push_path(L, node);
        }
    }
    return NULL;
}

/* Pushes the replacement of the reference at `token` in the consumer's stack, which the function at `function`
 * provides. */
static void push_stand_in(lua_State *L, int function, int token, struct node *consumer) {
    struct node *stack = consumer->stack;
    references_push_replacement(L, token, stack);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_pushvalue(L, function);
        node_push(L, stack);
        lua_pushvalue(L, token);
        node_push(L, consumer);
        lua_call(L, 3, 1);
        lua_pushvalue(L, -1);
        references_set_replacement(L, token, stack);
    }
}

/* Fills in the references noted so far. The function at stack index `function` provides their replacements; it may note
 * and fill in others. */
static void place_references(lua_State *L, struct synthesis *s, int function) {
    int top = lua_gettop(L);
    while (s->placed < s->references.count) {
        struct pending pending = s->references.items[s->placed++];
        lua_rawgeti(L, LUA_REGISTRYINDEX, s->references.tokens);
        lua_rawgeti(L, -1, pending.token);
        push_stand_in(L, function, top + 2, pending.consumer);
        struct resolver r = resolver_for(L, &s->arena, pending.consumer);
        cJSON *value = resolve_value(&r, lua_gettop(L));
        if (value) {
            doc_overwrite(pending.place, value);
        }
        lua_settop(L, top);
    }
}

/* Pushes the replacement of the reference at `token` where `consumer` uses it, after filling in it and all references
 * noted before. False (nothing pushed) if no synthesis is at its references. */
static bool push_replacement(lua_State *L, int token, struct node *consumer) {
    token = lua_absindex(L, token);
    struct synthesis *s = push_current(L);
    if (!s || s->producer == LUA_NOREF || s->root != consumer->root) {
        lua_pop(L, 1);
        return false;
    }
    lua_rawgeti(L, LUA_REGISTRYINDEX, s->producer);
    int function = lua_gettop(L);
    place_references(L, s, function); /* in order, which is that of the exports */
    push_stand_in(L, function, token, consumer);
    lua_replace(L, function - 1);
    lua_pop(L, 1);
    return true;
}

/* engine.place_references(): fills in all noted references. */
static int l_place_references(lua_State *L) {
    struct synthesis *s = push_current(L);
    if (s && s->producer != LUA_NOREF) {
        lua_rawgeti(L, LUA_REGISTRYINDEX, s->producer);
        place_references(L, s, lua_gettop(L));
    }
    return 0;
}

/* engine.resolve_references_by(function(stack, reference, consumer) → value): sets the function that provides the
 * replacements of references to other stacks. From then on Lua code that resolves values sees them; nil ends that. */
static int l_resolve_references_by(lua_State *L) {
    lua_settop(L, 1);
    struct synthesis *s = push_current(L);
    if (s) {
        luaL_unref(L, LUA_REGISTRYINDEX, s->producer);
        lua_pushvalue(L, 1);
        s->producer = lua_isnil(L, 1) ? LUA_NOREF : luaL_ref(L, LUA_REGISTRYINDEX);
    }
    return 0;
}

static const luaL_Reg functions[] = {{"synthesis_begin", l_synthesis_begin},
                                     {"collect_between", l_collect_between},
                                     {"release_documents", l_release_documents},
                                     {"synthesis_end", l_synthesis_end},
                                     {"render", l_render},
                                     {"place_references", l_place_references},
                                     {"resolve_references_by", l_resolve_references_by},
                                     {"faults", l_faults},
                                     {NULL, NULL}};

void synth_open(lua_State *L) {
    engine_state(L)->hooks.push_replacement = push_replacement;
    luaL_setfuncs(L, functions, 0);
}
