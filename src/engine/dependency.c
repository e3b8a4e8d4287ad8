/* From dependencies between constructs to dependencies between resources and stacks. */
#include "engine/dependency.h"

#include <lauxlib.h>
#include <string.h>

#include "base/arena.h"
#include "engine/class.h"
#include "engine/diagnostics.h"
#include "engine/element.h"
#include "engine/values.h"

/* The resource by which the nested stack `stack` stands in its parent; NULL for a top-level stack. */
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

static struct node *parent_stack(lua_State *L, struct node *stack) {
    struct node *resource = nested_resource(L, stack);
    return resource ? resource->stack : NULL;
}

/* Depth of a stack below its top-level stack. */
static int stack_depth(lua_State *L, struct node *stack) {
    int depth = 0;
    while ((stack = parent_stack(L, stack))) {
        depth++;
    }
    return depth;
}

static struct node *common_stack(lua_State *L, struct node *a, struct node *b) {
    int depth_a = stack_depth(L, a), depth_b = stack_depth(L, b);
    while (a && b && a != b) {
        if (depth_a >= depth_b) {
            a = parent_stack(L, a);
            depth_a--;
        } else {
            b = parent_stack(L, b);
            depth_b--;
        }
    }
    return a == b ? a : NULL;
}

static struct node *top_level(lua_State *L, struct node *stack) {
    for (struct node *parent; (parent = parent_stack(L, stack));) {
        stack = parent;
    }
    return stack;
}

/* What stands for `node` in `common`: itself, or the resource of the nested stack that holds it. */
static struct node *resource_in(lua_State *L, struct node *node, struct node *common) {
    while (node) {
        struct node *resource = node->flags & NODE_STACK ? nested_resource(L, node) : node;
        if (!resource) {
            return NULL;
        }
        if (resource->stack == common) {
            return resource;
        }
        node = resource->stack;
    }
    return NULL;
}

static void add_between_stacks(lua_State *L, struct node *source, struct node *target, const char *reason) {
    struct node *from = top_level(L, source->stack), *to = top_level(L, target->stack);
    node_push(L, from);
    lua_getfield(L, -1, "_add_stack_dependency");
    lua_insert(L, -2);
    node_push(L, to);
    lua_createtable(L, 0, 3);
    lua_pushstring(L, reason);
    lua_setfield(L, -2, "reason");
    node_push(L, source);
    lua_setfield(L, -2, "source");
    node_push(L, target);
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

void dependency_add(lua_State *L, struct node *source, struct node *target, const char *reason) {
    if (source == target) {
        return;
    }
    if (source->stack == target->stack && source->flags & target->flags & NODE_RESOURCE) {
        resource_depend(source, target);
        return;
    }
    int top = lua_gettop(L);
    luaL_checkstack(L, 12, NULL);
    node_push(L, source);
    if (!reason) {
        const char *to = node_push_path(L, target), *from = node_push_path(L, source);
        reason = lua_pushfstring(L, "{%s}.addDependency({%s})", from, to);
    }
    if (source->stack->stage != target->stack->stage) {
        const char *path = node_push_path(L, target);
        const char *there = push_stage_name(L, target->stack->stage), *here = push_stage_name(L, source->stack->stage);
        engine_fail(L, top + 1,
                    "cannot depend on '%s' (in %s) from here (in %s): dependencies cannot cross stages", path, there, here);
    }
    struct node *common = common_stack(L, source->stack, target->stack);
    if (!common) {
        add_between_stacks(L, source, target, reason);
    } else {
        struct node *from = resource_in(L, source, common), *to = resource_in(L, target, common);
        if (!to || common == target) {
            const char *path = node_push_path(L, target);
            engine_fail(L, top + 1, "cannot depend on the parent stack '%s': it is ready only after this construct", path);
        }
        /* Nothing to do for a stack inside of the source's own: it is made with it. */
        if (from && common != source && from != to) {
            resource_depend(from, to);
        }
    }
    lua_settop(L, top);
}

int dependency_add_method(lua_State *L) {
    struct node *source = node_check(L, 1), *target = node_check(L, 2);
    if (!(target->flags & (NODE_RESOURCE | NODE_STACK))) {
        return engine_fail(L, 1, "a resource can depend on an L1 resource only, got %s; for other constructs use "
                           "construct.node:add_dependency(other)", luaL_tolstring(L, 2, NULL));
    }
    if (!(source->flags & NODE_SKIPPED)) {
        dependency_add(L, source, target, NULL);
    }
    return 0;
}

int dependency_remove_method(lua_State *L) {
    struct node *source = node_check(L, 1), *target = node_check(L, 2);
    struct element *e = source->element;
    for (uint32_t i = 0; e && i < e->depend_count; i++) {
        if (e->depends[i] == target) {
            memmove(e->depends + i, e->depends + i + 1, (e->depend_count - i - 1) * sizeof *e->depends);
            e->depend_count--;
            return 0;
        }
    }
    if (source->stack != target->stack) {
        node_push(L, top_level(L, source->stack));
        lua_getfield(L, -1, "_remove_stack_dependency");
        lua_insert(L, -2);
        node_push(L, top_level(L, target->stack));
        lua_createtable(L, 0, 2);
        lua_pushvalue(L, 1);
        lua_setfield(L, -2, "source");
        lua_pushvalue(L, 2);
        lua_setfield(L, -2, "target");
        lua_call(L, 3, 0);
    }
    return 0;
}

/* engine.add_dependency(source, target [, reason]) */
static int l_add_dependency(lua_State *L) {
    dependency_add(L, node_check(L, 1), node_check(L, 2), luaL_optstring(L, 3, NULL));
    return 0;
}

/* --- dependencies between constructs -------------------------------------------------------------------------------- */

struct resources {
    struct arena *arena;
    struct node **items;
    size_t count, capacity;
};

static bool collect_resource(struct node *node, void *data) {
    struct resources *all = data;
    if (node->flags & NODE_RESOURCE) {
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
    return true;
}

static struct resources resources_below(struct arena *arena, struct node *node) {
    struct resources all = {.arena = arena};
    node_walk(node, collect_resource, &all);
    return all;
}

static void depend_on(lua_State *L, struct arena *arena, const struct resources *sources, struct node *target) {
    struct resources targets = resources_below(arena, target);
    for (size_t t = 0; t < targets.count; t++) {
        for (size_t s = 0; s < sources->count; s++) {
            if (!(sources->items[s]->flags & NODE_SKIPPED)) {
                dependency_add(L, sources->items[s], targets.items[t], NULL);
            }
        }
    }
}

/* The constructs that a dependable at `idx` stands for: itself, or what its `_dependency_roots(self)` lists. */
static void depend_on_roots(lua_State *L, struct arena *arena, const struct resources *sources, int idx) {
    class_push_member(L, idx, "_dependency_roots");
    if (lua_isfunction(L, -1)) {
        lua_pushvalue(L, idx);
        lua_call(L, 1, 1);
        lua_Integer count = (lua_Integer)luaL_len(L, -1);
        for (lua_Integer i = 1; i <= count; i++) {
            lua_rawgeti(L, -1, i);
            struct node *target = node_of(L, -1);
            if (target) {
                depend_on(L, arena, sources, target);
            }
            lua_pop(L, 1);
        }
    } else {
        depend_on(L, arena, sources, node_check(L, idx));
    }
    lua_pop(L, 1);
}

struct reify {
    lua_State *L;
    struct arena *arena;
};

static bool reify_node(struct node *node, void *data) {
    const struct reify *r = data;
    lua_State *L = r->L;
    if (!(node->flags & NODE_DEPENDENCIES)) {
        return true;
    }
    int top = lua_gettop(L);
    luaL_checkstack(L, 12, NULL);
    struct resources sources = resources_below(r->arena, node);
    node_push_extras(L, node, false);
    lua_getfield(L, -1, "dependencies");
    lua_Integer count = (lua_Integer)lua_rawlen(L, -1);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, top + 2, i);
        depend_on_roots(L, r->arena, &sources, lua_gettop(L));
        lua_settop(L, top + 2);
    }
    lua_settop(L, top);
    return true;
}

/* engine.reify_dependencies(root): node:add_dependency of the whole tree becomes dependencies of resources. */
static int l_reify_dependencies(lua_State *L) {
    struct node *root = node_check(L, 1);
    struct reify r = {L, push_arena(L)};
    node_walk(root, reify_node, &r);
    return 0;
}

static const luaL_Reg functions[] = {
    {"add_dependency", l_add_dependency}, {"reify_dependencies", l_reify_dependencies}, {NULL, NULL}};

void dependency_open(lua_State *L) { luaL_setfuncs(L, functions, 0); }
