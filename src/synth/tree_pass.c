/* Passes over the tree for synthesis. */
#include "synth/tree_pass.h"

#include <lauxlib.h>
#include <string.h>

#include "object/node.h"
#include "object/state.h"

struct finder {
    lua_State *L;
    unsigned flag;
    bool found;
};

static bool has_aspects(struct node *node, void *data) {
    struct finder *f = data;
    lua_State *L = f->L;
    node_push(L, node);
    lua_pushliteral(L, "_aspects");
    if (lua_rawget(L, -2) == LUA_TTABLE) {
        lua_pushliteral(L, "awake");
        f->found = lua_rawget(L, -2) == LUA_TNIL;
        lua_pop(L, 1);
    }
    lua_pop(L, 2);
    return !f->found;
}

/* engine.has_aspects(root): whether any construct of the tree has aspects that are not idle (aspects.lua) */
static int l_has_aspects(lua_State *L) {
    struct finder f = {.L = L};
    node_walk(node_check(L, 1), has_aspects, &f);
    lua_pushboolean(L, f.found);
    return 1;
}

/* Appends the construct to the list on top of the stack. */
static void append(lua_State *L, struct node *node) {
    node_push(L, node);
    lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
}

static bool list_flagged(struct node *node, void *data) {
    const struct finder *f = data;
    if (node->flags & f->flag) {
        append(f->L, node);
    }
    return true;
}

/* engine.find(root, kind) → constructs of the tree that have validations, are stacks, …; parents first */
static int l_find(lua_State *L) {
    static const char *const kinds[] = {"validation", "stack",   "stage",    "nested",
                                        "resource",   "element", "metadata", NULL};
    static const unsigned flags[] = {NODE_VALIDATIONS, NODE_STACK,   NODE_STAGE,   NODE_NESTED,
                                     NODE_RESOURCE,    NODE_ELEMENT, NODE_METADATA};
    struct node *root = node_check(L, 1);
    struct finder f = {.L = L, .flag = flags[luaL_checkoption(L, 2, NULL, kinds)]};
    lua_newtable(L);
    node_walk(root, list_flagged, &f);
    return 1;
}

/* engine.made_since(count, text) → constructs of all trees whose ids hold the text and that were made after the first
 * `count`; how many have been made */
static int l_made_since(lua_State *L) {
    struct engine_state *state = engine_state(L);
    const char *text = luaL_checkstring(L, 2);
    lua_rawgeti(L, LUA_REGISTRYINDEX, state->nodes);
    lua_newtable(L);
    for (int i = (int)luaL_checkinteger(L, 1) + 1; i <= state->construct_count; i++) {
        lua_rawgeti(L, -2, i);
        struct node *node = lua_touserdata(L, -1);
        lua_pop(L, 1);
        if (node && strstr(node->id, text)) {
            append(L, node);
        }
    }
    lua_pushinteger(L, state->construct_count);
    return 2;
}

static size_t depth_of(const struct node *node) {
    size_t depth = 0;
    while ((node = node->parent)) {
        depth++;
    }
    return depth;
}

/* engine.precedes(a, b) → whether `a` comes first in its tree, parents before what is below them */
static int l_precedes(lua_State *L) {
    const struct node *a = node_check(L, 1), *b = node_check(L, 2);
    size_t a_depth = depth_of(a), b_depth = depth_of(b);
    bool is_above = a_depth < b_depth;
    for (; a_depth > b_depth; a_depth--) {
        a = a->parent;
    }
    for (; b_depth > a_depth; b_depth--) {
        b = b->parent;
    }
    if (a == b) {
        lua_pushboolean(L, is_above);
        return 1;
    }
    while (a->parent != b->parent) {
        a = a->parent;
        b = b->parent;
    }
    lua_pushboolean(L, tree_child_precedes(a, b));
    return 1;
}

/* engine.inner_children(construct) → its children that are no stages */
static int l_inner_children(lua_State *L) {
    const struct node *node = node_check(L, 1);
    lua_createtable(L, (int)node->child_count, 0);
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (!(node->children[i]->flags & NODE_STAGE)) {
            append(L, node->children[i]);
        }
    }
    return 1;
}

/* engine.construct_count() → how many constructs have been made */
static int l_construct_count(lua_State *L) {
    lua_pushinteger(L, engine_state(L)->construct_count);
    return 1;
}

static void list_stages(lua_State *L, struct node *node) {
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (node->children[i]->flags & NODE_STAGE) {
            append(L, node->children[i]);
        } else {
            list_stages(L, node->children[i]);
        }
    }
}

/* engine.nested_stages(stage) → the stages directly inside it */
static int l_nested_stages(lua_State *L) {
    struct node *node = node_check(L, 1);
    lua_newtable(L);
    list_stages(L, node);
    return 1;
}

static void list_writers(lua_State *L, struct node *node) {
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (!(node->children[i]->flags & NODE_STAGE)) {
            list_writers(L, node->children[i]);
        }
    }
    if (node->flags & (NODE_STACK | NODE_SYNTHESIS)) {
        append(L, node);
    }
}

/* engine.writers(stage) → stacks and other constructs that write files, children first */
static int l_writers(lua_State *L) {
    struct node *node = node_check(L, 1);
    lua_newtable(L);
    list_writers(L, node);
    return 1;
}

static void list_nested_stacks(lua_State *L, struct node *node) {
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (!(node->children[i]->flags & NODE_STAGE)) {
            list_nested_stacks(L, node->children[i]);
        }
    }
    if (node->flags & NODE_NESTED) {
        append(L, node);
    }
}

/* engine.nested_stacks(stage) → its nested stacks, innermost first */
static int l_nested_stacks(lua_State *L) {
    struct node *node = node_check(L, 1);
    lua_newtable(L);
    list_nested_stacks(L, node);
    return 1;
}

static bool set_seen(struct node *node, void *data) {
    (void)data;
    node->flags |= NODE_SEEN;
    return true;
}

/* engine.remember_tree(stage): notes which constructs exist now */
static int l_remember_tree(lua_State *L) {
    node_walk(node_check(L, 1), set_seen, NULL);
    return 0;
}

/* Appends "+path" for the topmost constructs that did not exist when the tree was remembered. */
static void list_added(lua_State *L, struct node *node) {
    if (!(node->flags & NODE_SEEN)) {
        const char *path = node_push_path(L, node);
        lua_pushfstring(L, "+%s", path);
        lua_remove(L, -2);
        lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
        return;
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        list_added(L, node->children[i]);
    }
}

/* Appends "-path" for remembered constructs that are no longer children of their parent. */
static void list_removed(lua_State *L, struct node *root) {
    int list = lua_gettop(L);
    node_push_extras(L, root->root, false);
    lua_getfield(L, -1, "all");
    lua_Integer count = (lua_Integer)lua_rawlen(L, -1);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, list + 2, i);
        struct node *node = lua_touserdata(L, -1);
        lua_pop(L, 1);
        if (node->flags & NODE_SEEN && node->parent && node_is_below(node, root) &&
            node_child(node->parent, node->id, node->id_length) != node) {
            const char *path = node_push_path(L, node);
            lua_pushfstring(L, "-%s", path);
            lua_rawseti(L, list, (lua_Integer)lua_rawlen(L, list) + 1);
            lua_pop(L, 1);
        }
    }
    lua_settop(L, list);
}

/* engine.tree_changes(stage) → list of "+path" and "-path" since the tree was remembered */
static int l_tree_changes(lua_State *L) {
    struct node *node = node_check(L, 1);
    lua_newtable(L);
    list_added(L, node);
    list_removed(L, node);
    return 1;
}

static const luaL_Reg functions[] = {{"has_aspects", l_has_aspects},
                                     {"find", l_find},
                                     {"made_since", l_made_since},
                                     {"precedes", l_precedes},
                                     {"inner_children", l_inner_children},
                                     {"construct_count", l_construct_count},
                                     {"nested_stages", l_nested_stages},
                                     {"nested_stacks", l_nested_stacks},
                                     {"writers", l_writers},
                                     {"remember_tree", l_remember_tree},
                                     {"tree_changes", l_tree_changes},
                                     {NULL, NULL}};

void tree_pass_open(lua_State *L) { luaL_setfuncs(L, functions, 0); }
