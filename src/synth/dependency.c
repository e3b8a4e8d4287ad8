/* Turns dependencies between constructs into dependencies between resources and stacks. */
#include "synth/dependency.h"

#include <lauxlib.h>
#include <string.h>

#include "base/arena.h"
#include "object/class.h"
#include "object/diagnostics.h"
#include "object/node.h"
#include "object/node_set.h"
#include "object/scratch.h"
#include "synth/element.h"

/* The resource that represents the nested stack `stack` in its parent; NULL for a top-level stack. */
static struct node *nested_resource(lua_State *L, struct node *stack) {
    if (!(stack->flags & NODE_NESTED)) {
        return NULL;
    }
    node_push(L, stack);
    lua_getfield(L, -1, "nested_stack_resource");
    struct node *resource = node_of(L, -1);
    lua_pop(L, 2);
    return resource;
}

/* --- from one construct to another ---------------------------------------------------------------------------------
 */

/* What contains a construct, outermost first: stages, then the top-level stack, then nested stacks, then itself. */
struct containers {
    struct node *items[MAX_TREE_DEPTH + 1];
    size_t count;
};

static bool is_top_level(const struct node *node) { return (node->flags & (NODE_STACK | NODE_NESTED)) == NODE_STACK; }

/* Whether `container` is of a kind that can contain `inner`. */
static bool may_hold(const struct node *container, const struct node *inner) {
    if (inner->flags & NODE_STAGE || is_top_level(inner)) {
        return container->flags & NODE_STAGE;
    }
    if (inner->flags & NODE_NESTED) {
        return container->flags & NODE_STACK;
    }
    return container->flags & (NODE_STAGE | NODE_STACK);
}

static void find_containers(struct node *node, struct containers *found) {
    size_t at = MAX_TREE_DEPTH + 1;
    found->items[--at] = node;
    for (struct node *n = node->parent; n; n = n->parent) {
        if (may_hold(n, found->items[at])) {
            found->items[--at] = n;
        }
    }
    found->count = MAX_TREE_DEPTH + 1 - at;
    memmove(found->items, found->items + at, found->count * sizeof *found->items);
}

static struct node *stage_in(const struct containers *path) {
    struct node *stage = NULL;
    for (size_t i = 0; i < path->count; i++) {
        stage = path->items[i]->flags & NODE_STAGE ? path->items[i] : stage;
    }
    return stage;
}

struct resources {
    struct arena *arena;
    struct node **items;
    size_t count, capacity;
};

static void add_resource(struct resources *all, struct node *node) {
    if (all->count == all->capacity) {
        size_t capacity = all->capacity ? all->capacity * 2 : 8;
        struct node **items = arena_alloc(all->arena, capacity * sizeof *items);
        if (all->count) {
            memcpy(items, all->items, all->count * sizeof *items);
        }
        all->items = items;
        all->capacity = capacity;
    }
    all->items[all->count++] = node;
}

/* The resources of a construct in its template: there a nested stack is one resource. */
static void collect_resources(lua_State *L, struct resources *all, struct node *node) {
    if (node->flags & NODE_NESTED) {
        struct node *resource = nested_resource(L, node);
        if (resource) {
            add_resource(all, resource);
        }
    } else if (!(node->flags & (NODE_STACK | NODE_STAGE))) {
        if (node->flags & NODE_RESOURCE) {
            add_resource(all, node);
        }
        for (uint32_t i = 0; i < node->child_count; i++) {
            collect_resources(L, all, node->children[i]);
        }
    }
}

/* Makes `source` wait for `target`. */
static void depend(struct node *source, struct node *target) {
    struct element *e = source->element;
    struct arena *arena = node_arena(source);
    if (!e->depends) {
        e->depends = arena_calloc(arena, 1, sizeof *e->depends);
    }
    node_set_add(arena, e->depends, target);
}

static void forget(struct node *source, const struct node *target) {
    if (source->element->depends) {
        node_set_remove(source->element->depends, target);
    }
}

static void change_resource(struct node *source, struct node *target, bool add) {
    if (source == target) {
        return;
    }
    if (add) {
        depend(source, target);
    } else {
        forget(source, target);
    }
}

/* Makes all resources of `from` wait for all of `to`, both in one template. */
static void change_resources(lua_State *L, struct node *from, struct node *to, bool add) {
    if (from->flags & to->flags & NODE_RESOURCE && !from->child_count && !to->child_count) {
        change_resource(from, to, add);
        return;
    }
    struct arena *arena = push_arena(L);
    struct resources sources = {.arena = arena}, targets = {.arena = arena};
    collect_resources(L, &sources, from);
    if (sources.count) {
        collect_resources(L, &targets, to);
    }
    for (size_t t = 0; t < targets.count; t++) {
        for (size_t s = 0; s < sources.count; s++) {
            change_resource(sources.items[s], targets.items[t], add);
        }
    }
    arena_free(arena); /* one for each dependency: not left to the collector */
    lua_pop(L, 1);
}

struct change {
    struct node *source, *target; /* as the user gave them */
    const char *reason;           /* NULL: computed when needed */
    bool add;
};

static void change_stacks(lua_State *L, struct node *from, struct node *to, const struct change *change) {
    node_push(L, from);
    lua_getfield(L, -1, change->add ? "_add_stack_dependency" : "_remove_stack_dependency");
    lua_insert(L, -2);
    node_push(L, to);
    lua_createtable(L, 0, 3);
    if (change->reason) {
        lua_pushstring(L, change->reason);
    } else {
        const char *target = node_push_path(L, change->target), *source = node_push_path(L, change->source);
        lua_pushfstring(L, "{%s}.addDependency({%s})", source, target);
        lua_replace(L, -3);
        lua_pop(L, 1);
    }
    lua_setfield(L, -2, "reason");
    node_push(L, change->source);
    lua_setfield(L, -2, "source");
    node_push(L, change->target);
    lua_setfield(L, -2, "target");
    lua_call(L, 3, 0);
}

static const char *push_stage_name(lua_State *L, const struct node *stage) {
    if (!stage) {
        return lua_pushliteral(L, "an unrooted construct");
    }
    if (!stage->parent) {
        return lua_pushliteral(L, "the App");
    }
    const char *path = node_push_path(L, stage);
    return lua_pushfstring(L, "Stage '%s'", path);
}

/* The common containers decide: the outermost containers that differ depend on each other. */
static void change_dependency(lua_State *L, const struct change *change) {
    if (change->source == change->target) {
        return;
    }
    int top = lua_gettop(L);
    luaL_checkstack(L, 16, NULL);
    node_push(L, change->source);
    struct containers from, to;
    find_containers(change->source, &from);
    find_containers(change->target, &to);
    const struct node *here = stage_in(&from), *there = stage_in(&to);
    if (here != there) {
        const char *path = node_push_path(L, change->target);
        const char *target_stage = push_stage_name(L, there), *source_stage = push_stage_name(L, here);
        engine_fail(L, top + 1, "cannot depend on '%s' (in %s) from here (in %s): dependencies cannot cross stages",
                    path, target_stage, source_stage);
    }
    size_t shared = from.count < to.count ? from.count : to.count;
    while (shared > 0 && from.items[shared - 1] != to.items[shared - 1]) {
        shared--;
    }
    if (shared > 0 && shared == to.count) {
        const char *path = node_push_path(L, change->target);
        engine_fail(L, top + 1, "cannot depend on the parent %s '%s': it is complete only after this construct",
                    change->target->flags & NODE_STAGE ? "stage" : "stack", path);
    }
    if (shared < from.count) { /* otherwise the target is inside the source and created with it */
        struct node *waiting = from.items[shared], *first = to.items[shared];
        if (!is_top_level(waiting)) {
            change_resources(L, waiting, first, change->add);
        } else if (is_top_level(first)) {
            change_stacks(L, waiting, first, change);
        }
    }
    lua_settop(L, top);
}

static int change_by_method(lua_State *L, bool add) {
    struct node *source = node_check(L, 1), *target = node_check(L, 2);
    if (!(target->flags & (NODE_RESOURCE | NODE_STACK))) {
        return engine_fail(L, 1,
                           "a resource can depend only on an L1 resource, got %s; for other constructs use "
                           "construct.node:add_dependency(other)",
                           luaL_tolstring(L, 2, NULL));
    }
    if (!(target->flags & NODE_SKIPPED)) {
        change_dependency(L, &(struct change){source, target, NULL, add});
    }
    return 0;
}

int dependency_add_method(lua_State *L) { return change_by_method(L, true); }
int dependency_remove_method(lua_State *L) { return change_by_method(L, false); }

/* engine.add_dependency(source, target [, reason]) */
static int l_add_dependency(lua_State *L) {
    change_dependency(L, &(struct change){node_check(L, 1), node_check(L, 2), luaL_optstring(L, 3, NULL), true});
    return 0;
}

/* --- dependencies between constructs --------------------------------------------------------------------------------
 */

/* Makes `source` wait for what a dependable at `idx` stands for: itself, or the list returned by its
 * `_dependency_roots(self)`. */
static void depend_on_roots(lua_State *L, struct node *source, int idx) {
    class_push_member(L, idx, "_dependency_roots");
    if (lua_isfunction(L, -1)) {
        lua_pushvalue(L, idx);
        lua_call(L, 1, 1);
        lua_Integer count = (lua_Integer)luaL_len(L, -1);
        for (lua_Integer i = 1; i <= count; i++) {
            lua_rawgeti(L, -1, i);
            struct node *target = node_of(L, -1);
            if (target) {
                change_dependency(L, &(struct change){source, target, NULL, true});
            }
            lua_pop(L, 1);
        }
    } else {
        change_dependency(L, &(struct change){source, node_check(L, idx), NULL, true});
    }
    lua_pop(L, 1);
}

static void reify_below(lua_State *L, struct node *node) {
    if (node->flags & NODE_DEPENDENCIES) {
        int top = lua_gettop(L);
        luaL_checkstack(L, 12, NULL);
        node_push_extras(L, node, false);
        lua_getfield(L, -1, "dependencies");
        lua_Integer count = (lua_Integer)lua_rawlen(L, -1);
        for (lua_Integer i = 1; i <= count; i++) {
            lua_rawgeti(L, top + 2, i);
            depend_on_roots(L, node, lua_gettop(L));
            lua_settop(L, top + 2);
        }
        lua_settop(L, top);
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (!(node->children[i]->flags & NODE_STAGE)) {
            reify_below(L, node->children[i]);
        }
    }
}

/* engine.reify_dependencies(stage): turns the dependencies of node:add_dependency in this stage into dependencies of
 * resources and stacks. */
static int l_reify_dependencies(lua_State *L) {
    reify_below(L, node_check(L, 1));
    return 0;
}

/* --- circles --------------------------------------------------------------------------------------------------------
 */

enum { NOT_SEEN, ON_THE_WAY, DONE };

/* A resource on the path of the search, and which of its dependencies comes next. */
struct step {
    struct node *node;
    uint32_t next;
};

struct search {
    lua_State *L;
    struct step *steps;
    size_t count, capacity; /* capacity: all resources of the tree */
};

static bool count_resource(struct node *node, void *data) {
    node->mark = NOT_SEEN;
    *(size_t *)data += node->flags & NODE_RESOURCE ? 1 : 0;
    return true;
}

/* The path ends at a resource that is already on it: CloudFormation would refuse the template. */
static int fail_circle(const struct search *search, const struct node *again) {
    lua_State *L = search->L;
    size_t first = search->count;
    while (search->steps[first - 1].node != again) {
        first--;
    }
    node_push(L, search->steps[first - 1].node);
    int construct = lua_gettop(L);
    luaL_Buffer path;
    luaL_buffinit(L, &path);
    for (size_t i = first - 1; i < search->count; i++) {
        node_push_path(L, search->steps[i].node);
        luaL_addvalue(&path);
        luaL_addstring(&path, " → ");
    }
    node_push_path(L, again);
    luaL_addvalue(&path);
    luaL_pushresult(&path);
    return engine_fail(L, construct, "circular dependency between resources: %s; -> remove one of these dependencies",
                       lua_tostring(L, -1));
}

static void visit(struct search *search, struct node *node) {
    node->mark = ON_THE_WAY;
    search->steps[search->count++] = (struct step){node, 0};
}

/* Follows all dependencies from a resource, with its own stack instead of the C stack: chains may be long. */
static void follow(struct search *search, struct node *start) {
    visit(search, start);
    while (search->count) {
        struct step *step = &search->steps[search->count - 1];
        const struct node_set *depends = step->node->element->depends;
        if (!depends || step->next == depends->length) {
            step->node->mark = DONE;
            search->count--;
            continue;
        }
        struct node *target = depends->items[step->next++];
        if (target && target->mark == ON_THE_WAY) {
            fail_circle(search, target);
        } else if (target && target->mark == NOT_SEEN) {
            visit(search, target);
        }
    }
}

static bool follow_from(struct node *node, void *data) {
    if (node->flags & NODE_RESOURCE && node->mark == NOT_SEEN && node->element->depends) {
        follow(data, node);
    }
    return true;
}

/* engine.check_circles(root): raises if resources of a template depend on each other in a circle */
static int l_check_circles(lua_State *L) {
    struct node *root = node_check(L, 1);
    struct search search = {.L = L};
    node_walk(root, count_resource, &search.capacity);
    struct arena *arena = push_arena(L);
    search.steps = arena_alloc(arena, (search.capacity + 1) * sizeof *search.steps);
    node_walk(root, follow_from, &search);
    arena_free(arena);
    return 0;
}

static const luaL_Reg functions[] = {{"add_dependency", l_add_dependency},
                                     {"reify_dependencies", l_reify_dependencies},
                                     {"check_circles", l_check_circles},
                                     {NULL, NULL}};

void dependency_open(lua_State *L) { luaL_setfuncs(L, functions, 0); }
