/* The construct tree: nodes, ids, paths, context. Behaves like constructs 10.8.1. */
#include "object/node.h"

#include <lauxlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/hash.h"
#include "document/document.h"
#include "object/call.h"
#include "object/class.h"
#include "object/diagnostics.h"
#include "object/state.h"
#include "object/token.h"
#include "object/unresolved.h"
#include "object/values.h"
#include "schema/nearest.h"

#define NODE_NAME "constructs.Node"

enum { USER_CONSTRUCT = 1, USER_PARENT = 2, USER_EXTRAS = 3 };

struct node *node_expect(lua_State *L, int idx) {
    struct node *node = node_of(L, idx);
    if (!node) {
        engine_fail(L, 0, "the library expected a construct here, got %s: something has overwritten it",
                    push_display(L, idx));
    }
    return node;
}

struct node *node_check(lua_State *L, int idx) {
    struct node *node = node_of(L, idx);
    if (!node) {
        if (lua_type(L, idx) == LUA_TUSERDATA && (node = luaL_testudata(L, idx, NODE_NAME))) {
            return node;
        }
        const char *got = push_display(L, idx);
        engine_fail(L, 0, "expected a construct (a Stack, a Bucket, …) as argument %d, got %s", idx, got);
    }
    return node;
}

static void push_userdata(lua_State *L, struct node *node) {
    if (!node) { /* the stack or stage of a construct that is in none */
        engine_fail(L, 0, "the construct should be in a Stack, but no Stack was found");
    }
    lua_rawgeti(L, LUA_REGISTRYINDEX, engine_state(L)->nodes);
    lua_rawgeti(L, -1, node->index);
    lua_remove(L, -2);
}

void node_push(lua_State *L, struct node *node) {
    push_userdata(L, node);
    lua_getiuservalue(L, -1, USER_CONSTRUCT);
    lua_remove(L, -2);
}

void node_push_extras(lua_State *L, struct node *node, bool create) {
    push_userdata(L, node);
    if (lua_getiuservalue(L, -1, USER_EXTRAS) == LUA_TNIL && create) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_setiuservalue(L, -3, USER_EXTRAS);
    }
    lua_remove(L, -2);
}

/* Pushes the list `name` from the node's table of rarely used things; creates it if asked, else may push nil. */
static void push_extra(lua_State *L, struct node *node, const char *name, bool create) {
    node_push_extras(L, node, create);
    if (lua_isnil(L, -1)) {
        return;
    }
    if (lua_getfield(L, -1, name) == LUA_TNIL && create) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_setfield(L, -3, name);
    }
    lua_remove(L, -2);
}

/* --- frames ----------------------------------------------------------------------------------------------------- */

bool node_push_frames(lua_State *L, struct node *node, int entry) {
    int top = lua_gettop(L);
    entry = lua_absindex(L, entry);
    push_extra(L, node, "frames", false);
    if (lua_istable(L, -1)) {
        lua_pushvalue(L, entry);
        lua_rawget(L, -2);
        lua_replace(L, top + 1);
    }
    if (!lua_istable(L, -1) || lua_rawlen(L, -1) == 0) {
        lua_settop(L, top);
        return false;
    }
    return true;
}

/* Whether the call that made `parent` also made the node. Stacks and stages are often in one line with what is in
 * them. */
static bool is_made_with(const struct node *node, const struct node *parent) {
    return parent && !(parent->flags & (NODE_STACK | NODE_STAGE)) && parent->source && node->line == parent->line &&
           strcmp(node->source, parent->source) == 0;
}

/* What a call makes besides the construct itself has the frames of that. */
static void keep_creation(lua_State *L, struct node *node) {
    if (engine_state(L)->tool_frames && node->source && !is_made_with(node, node->parent)) {
        node_push_extras(L, node, true);
        push_frames(L, node->source, node->line);
        lua_setfield(L, -2, "creation");
        lua_pop(L, 1);
    }
}

void node_push_creation(lua_State *L, struct node *node) {
    struct node *made = node;
    while (is_made_with(made, made->parent)) {
        made = made->parent;
    }
    int top = lua_gettop(L);
    if (engine_state(L)->tool_frames) { /* else keep_creation kept none */
        push_extra(L, made, "creation", false);
        if (lua_istable(L, -1) && lua_rawlen(L, -1) > 0) {
            return;
        }
        lua_settop(L, top);
    }
    lua_newtable(L);
    node_push(L, made);
    const char *class = class_name_of(L, -1);
    add_frame(L, top + 1, class ? schema_short_name(class) : NULL, node->source, node->line);
    lua_settop(L, top + 1);
}

/* --- making nodes ---------------------------------------------------------------------------------------------- */

/* The arena of a tree is released with its root. */
static int tree_gc(lua_State *L) {
    arena_free(lua_touserdata(L, 1));
    return 0;
}

static struct arena *push_tree_arena(lua_State *L) {
    struct arena *arena = lua_newuserdatauv(L, sizeof *arena, 0);
    *arena = (struct arena)ARENA_INIT;
    if (luaL_newmetatable(L, "luacdk.tree")) {
        lua_pushcfunction(L, tree_gc);
        lua_setfield(L, -2, "__gc");
    }
    lua_setmetatable(L, -2);
    return arena;
}

/* "/" in an id becomes "--", so that paths can be split. */
static char *clean_id(struct arena *arena, const char *id, size_t *length) {
    size_t slashes = 0;
    for (size_t i = 0; i < *length; i++) {
        slashes += id[i] == '/';
    }
    char *copy = arena_alloc(arena, *length + slashes + 1), *out = copy;
    for (size_t i = 0; i < *length; i++) {
        if (id[i] == '/') {
            *out++ = '-';
            *out++ = '-';
        } else {
            *out++ = id[i];
        }
    }
    *out = '\0';
    *length = (size_t)(out - copy);
    return copy;
}

/* Registers the node by its number in its tree, which keeps the node and its construct alive. The construct's field
 * `node` is not enough: a script may assign to it. */
static void anchor_in_tree(lua_State *L, struct node *node, int userdata) {
    struct engine_state *state = engine_state(L);
    node->index = ++state->construct_count;
    lua_rawgeti(L, LUA_REGISTRYINDEX, state->nodes);
    lua_pushvalue(L, userdata);
    lua_rawseti(L, -2, node->index);
    push_extra(L, node->root, "all", true);
    lua_pushvalue(L, userdata);
    lua_rawseti(L, -2, (lua_Integer)++node->root->tree_size);
    lua_pop(L, 2);
}

struct node *node_unfinished(lua_State *L) {
    struct engine_state *state = engine_state(L);
    struct node *found = NULL;
    lua_rawgeti(L, LUA_REGISTRYINDEX, state->nodes);
    for (int i = 1; i <= state->construct_count && !found; i++) {
        lua_rawgeti(L, -1, i);
        struct node *node = lua_touserdata(L, -1);
        found = node && node->flags & NODE_UNFINISHED ? node : NULL;
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return found;
}

static int fail_duplicate(lua_State *L, struct node *parent, struct node *other) {
    node_push(L, parent);
    int construct = lua_gettop(L);
    const char *class = class_name_of(L, -1);
    const char *where = parent->parent ? node_push_path(L, parent) : NULL;
    const char *first = other->source ? push_location(L, other->source, other->line) : "somewhere else";
    return engine_fail(L, construct,
                       "there is already a construct named '%s' in %s%s%s%s (made at %s); -> give this one another id",
                       other->id, class ? schema_short_name(class) : "the root", where ? " [" : "", where ? where : "",
                       where ? "]" : "", first);
}

int node_construct_init(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    struct node *parent = NULL;
    if (!lua_isnoneornil(L, 2)) {
        parent = node_of(L, 2);
        if (!parent) {
            const char *class = class_name_of(L, 1);
            class = class ? schema_short_name(class) : "a construct";
            if (class_lacks_node(L, 2)) {
                const char *scope = class_name_of(L, 2);
                return engine_fail(
                    L, 0,
                    "the scope of %s is not a construct yet: %s:init must call %s.super.init(self, scope, id) first",
                    class, scope, scope);
            }
            const char *got = push_display(L, 2);
            return engine_fail(L, 0, "the first argument of %s is the scope, a construct such as a stack; got %s",
                               class, got);
        }
    }
    size_t length = 0;
    const char *id = "";
    if (!lua_isnoneornil(L, 3)) {
        if (lua_type(L, 3) != LUA_TSTRING && lua_type(L, 3) != LUA_TNUMBER && !token_is(L, 3)) {
            const char *got = push_display(L, 3);
            return engine_fail(L, parent ? 2 : 0, "the id of a construct must be a string, got %s", got);
        }
        luaL_tolstring(L, 3, NULL);
        lua_replace(L, 3);
        id = lua_tolstring(L, 3, &length);
    }
    if (parent && length == 0) {
        return engine_fail(L, 2, "only root constructs may have an empty id; -> pass the id as the second argument");
    }
    size_t depth = 0;
    for (const struct node *n = parent; n; n = n->parent) {
        if (n->flags & NODE_LOCKED) {
            return engine_fail(L, 2, "cannot add '%s' during synthesis", id);
        }
        if (++depth >= MAX_TREE_DEPTH) {
            return engine_fail(L, 0,
                               "the construct tree is more than %d levels deep; is a construct made inside itself?",
                               MAX_TREE_DEPTH);
        }
    }

    struct node *node = lua_newuserdatauv(L, sizeof *node, 3);
    int userdata = lua_gettop(L);
    memset(node, 0, sizeof *node);
    engine_push_meta(L, META_NODE);
    lua_setmetatable(L, userdata);
    node->flags = NODE_UNFINISHED;
    node->parent = parent;
    node->root = parent ? parent->root : node;
    if (!parent) {
        node->arena = push_tree_arena(L);
        lua_setiuservalue(L, userdata, USER_PARENT); /* a root has no parent, so its arena takes the slot */
    }
    node->id_length = length;
    node->id = clean_id(node_arena(node), id, &node->id_length);
    if (!user_location_kept(L, &node->source, &node->line)) {
        user_location(L, &node->source, &node->line);
    }
    if (parent) {
        struct node *other = node_child(parent, node->id, node->id_length);
        if (other) {
            return fail_duplicate(L, parent, other);
        }
        node->stack = parent->stack;
        node->stage = parent->stage;
    }
    lua_pushvalue(L, 1);
    lua_setiuservalue(L, userdata, USER_CONSTRUCT);
    if (parent) {
        push_userdata(L, parent);
        lua_setiuservalue(L, userdata, USER_PARENT);
    }
    engine_push_key(L, KEY_NODE);
    lua_pushvalue(L, userdata);
    lua_rawset(L, 1);
    anchor_in_tree(L, node, userdata);
    if (parent) {
        tree_add_child(parent, node);
    }
    keep_creation(L, node);
    return 0;
}

/* engine.mark(construct, kind): marks the node as a stack, stage, app, nested stack, … */
static int l_mark(lua_State *L) {
    struct node *node = node_check(L, 1);
    const char *kind = luaL_checkstring(L, 2);
    if (strcmp(kind, "stack") == 0 || strcmp(kind, "nested") == 0) {
        node->flags |= NODE_STACK | (*kind == 'n' ? NODE_NESTED : 0);
        node->stack = node;
    } else if (strcmp(kind, "stage") == 0 || strcmp(kind, "app") == 0) {
        node->flags |= NODE_STAGE | (*kind == 'a' ? NODE_APP : 0);
        node->stage = node;
        node->stack = NULL; /* a stage starts anew */
    } else if (strcmp(kind, "late") == 0) {
        node->flags |= NODE_LATE;
    } else if (strcmp(kind, "inner") == 0) {
        node->flags |= NODE_INNER;
    } else if (strcmp(kind, "synthesis") == 0) {
        node->flags |= NODE_SYNTHESIS;
    } else if (strcmp(kind, "skipped") == 0) {
        node->flags |= NODE_SKIPPED;
    } else if (strcmp(kind, "kept") == 0) {
        node->flags &= ~(unsigned)NODE_SKIPPED; /* a policy is rendered once it has a statement */
    } else {
        return luaL_error(L, "engine.mark: unknown kind '%s'", kind);
    }
    return 0;
}

static int l_stack_of(lua_State *L) {
    struct node *node = node_check(L, 1);
    if (!node->stack) {
        node_push(L, node);
        const char *class = class_name_of(L, -1);
        return engine_fail(L, lua_gettop(L), "%s should be created in the scope of a Stack, but no Stack was found",
                           class ? schema_short_name(class) : "a construct");
    }
    node_push(L, node->stack);
    return 1;
}

static int l_stage_of(lua_State *L) {
    struct node *node = node_check(L, 1);
    if (!node->stage) {
        return 0;
    }
    node_push(L, node->stage);
    return 1;
}

static int l_app_of(lua_State *L) {
    struct node *node = node_check(L, 1);
    if (!(node->root->flags & NODE_APP)) {
        return 0;
    }
    node_push(L, node->root);
    return 1;
}

static int l_is_construct(lua_State *L) {
    lua_pushboolean(L, node_of(L, 1) != NULL);
    return 1;
}

/* --- context --------------------------------------------------------------------------------------------------- */

/* Pushes the nearest context value for `key` from the node upwards (nil if none). */
static void push_context(lua_State *L, struct node *node, const char *key) {
    for (; node; node = node->parent) {
        if (node->flags & NODE_CONTEXT) {
            push_extra(L, node, "context", false);
            if (lua_getfield(L, -1, key) != LUA_TNIL) {
                lua_remove(L, -2);
                return;
            }
            lua_pop(L, 2);
        }
    }
    lua_pushnil(L);
}

bool node_context_truthy(lua_State *L, struct node *node, const char *key) {
    push_context(L, node, key);
    bool truthy = lua_toboolean(L, -1);
    if (lua_type(L, -1) == LUA_TNUMBER) {
        truthy = lua_tonumber(L, -1) != 0;
    } else if (lua_type(L, -1) == LUA_TSTRING) {
        truthy = lua_rawlen(L, -1) > 0;
    } else if (is_null(L, -1)) {
        truthy = false;
    }
    lua_pop(L, 1);
    return truthy;
}

/* --- methods of Node ------------------------------------------------------------------------------------------- */

static struct node *self(lua_State *L) {
    bool ours = lua_type(L, 1) == LUA_TUSERDATA && engine_has_meta(L, 1, META_NODE);
    return ours ? lua_touserdata(L, 1) : luaL_checkudata(L, 1, NODE_NAME);
}

static int node_try_get_context(lua_State *L) {
    struct node *node = self(L);
    push_context(L, node, token_check_known(L, 2, "the key of a context value"));
    return 1;
}

static int node_get_context(lua_State *L) {
    struct node *node = self(L);
    const char *key = token_check_known(L, 2, "the key of a context value");
    push_context(L, node, key);
    if (lua_isnil(L, -1)) {
        node_push(L, node);
        return engine_fail(L, lua_gettop(L),
                           "no context value for the key '%s'; -> set one with -c %s=… or in cdk.json", key, key);
    }
    return 1;
}

static int node_set_context(lua_State *L) {
    struct node *node = self(L);
    const char *key = token_check_known(L, 2, "the key of a context value");
    if (node->child_count) {
        node_push(L, node);
        return engine_fail(L, lua_gettop(L),
                           "context must be set before children are added (they may have read it): '%s'", key);
    }
    lua_settop(L, 3);
    push_extra(L, node, "context", true);
    lua_pushvalue(L, 3);
    lua_setfield(L, -2, key);
    node->flags |= NODE_CONTEXT;
    return 0;
}

static int node_get_all_context(lua_State *L) {
    struct node *node = self(L);
    lua_newtable(L);
    int result = lua_gettop(L);
    for (; node; node = node->parent) {
        if (node->flags & NODE_CONTEXT) {
            push_extra(L, node, "context", false);
            lua_pushnil(L);
            while (lua_next(L, -2)) {
                lua_pushvalue(L, -2);
                if (lua_rawget(L, result) == LUA_TNIL) { /* nearer values win */
                    lua_pop(L, 1);
                    lua_pushvalue(L, -2);
                    lua_insert(L, -2);
                    lua_rawset(L, result);
                } else {
                    lua_pop(L, 2);
                }
            }
            lua_pop(L, 1);
        }
    }
    return 1;
}

static int node_try_find_child(lua_State *L) {
    struct node *node = self(L);
    size_t length;
    token_check_known(L, 2, "the id of a construct");
    const char *id = luaL_checklstring(L, 2, &length);
    struct node *child = node_child(node, id, length);
    if (!child && memchr(id, '/', length)) {
        const char *clean = clean_id(node_arena(node), id, &length);
        child = node_child(node, clean, length);
    }
    if (!child) {
        return 0;
    }
    node_push(L, child);
    return 1;
}

static int node_find_child(lua_State *L) {
    if (node_try_find_child(L)) {
        return 1;
    }
    struct node *node = self(L);
    struct nearest search;
    nearest_begin(&search, lua_tostring(L, 2));
    for (uint32_t i = 0; i < node->child_count; i++) {
        nearest_offer(&search, node->children[i]->id);
    }
    node_push(L, node);
    return engine_fail(L, lua_gettop(L),
                       search.best ? "no child with the id '%s'; -> did you mean '%s'?" : "no child with the id '%s'",
                       lua_tostring(L, 2), search.best);
}

static int node_try_remove_child(lua_State *L) {
    struct node *node = self(L);
    size_t length;
    token_check_known(L, 2, "the id of a construct");
    const char *id = luaL_checklstring(L, 2, &length);
    struct node *child = node_child(node, id, length);
    if (child) {
        tree_remove_child(node, child);
    }
    lua_pushboolean(L, child != NULL);
    return 1;
}

static void push_all(lua_State *L, struct node *node, int list, bool postorder) {
    luaL_checkstack(L, 4, "tree too deep");
    if (!postorder) {
        node_push(L, node);
        lua_rawseti(L, list, (lua_Integer)lua_rawlen(L, list) + 1);
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        push_all(L, node->children[i], list, postorder);
    }
    if (postorder) {
        node_push(L, node);
        lua_rawseti(L, list, (lua_Integer)lua_rawlen(L, list) + 1);
    }
}

/* node:find_all([ConstructOrder.PREORDER | POSTORDER]) */
static int node_find_all(lua_State *L) {
    struct node *node = self(L);
    bool postorder = (lua_isnumber(L, 2) && lua_tonumber(L, 2) == 1) ||
                     (lua_type(L, 2) == LUA_TSTRING && strcmp(lua_tostring(L, 2), "POSTORDER") == 0);
    lua_newtable(L);
    push_all(L, node, lua_gettop(L), postorder);
    return 1;
}

/* --- metadata ---------------------------------------------------------------------------------------------------- */

/* Pushes the number of entries of the node's metadata whose data is the value at `idx`. */
static lua_Integer push_data_count(lua_State *L, struct node *node, int idx) {
    push_extra(L, node, "metadata_counts", true);
    lua_pushvalue(L, idx);
    lua_rawget(L, -2);
    lua_remove(L, -2);
    return lua_tointeger(L, -1);
}

static void count_data(lua_State *L, struct node *node, int idx, lua_Integer change) {
    if (lua_rawequal(L, idx, idx)) { /* not NaN */
        lua_Integer count = push_data_count(L, node, idx) + change;
        push_extra(L, node, "metadata_counts", true);
        lua_pushvalue(L, idx);
        if (count > 0) {
            lua_pushinteger(L, count);
        } else {
            lua_pushnil(L);
        }
        lua_rawset(L, -3);
        lua_pop(L, 2);
    }
}

/* Messages are acknowledged by the ids in their tags. So that this costs as much as there are such messages, and not as
 * much as there are constructs, the root's table `tagged` lists those whose tag begins alike, up to a `]`, which ids
 * seldom have: { construct, entry, construct, entry, … }. An entry that is gone has the field `gone`. */
static const char TAG[] = "[ack: ";
enum { TAG_LENGTH = sizeof TAG - 1 };

/* Pushes the list for what follows a TAG, and whether there is one. */
static bool push_tagged(lua_State *L, struct node *node, const char *id, size_t length, bool create) {
    const char *end = memchr(id, ']', length);
    node_push_extras(L, node->root, create);
    if (!lua_istable(L, -1)) {
        return false;
    }
    if (lua_getfield(L, -1, "tagged") == LUA_TNIL && create) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_setfield(L, -3, "tagged");
    }
    if (!lua_istable(L, -1)) {
        return false;
    }
    lua_pushlstring(L, id, end ? (size_t)(end - id) : length);
    lua_pushvalue(L, -1);
    if (lua_rawget(L, -3) == LUA_TNIL && create) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -2);
        lua_pushvalue(L, -2);
        lua_rawset(L, -5);
    }
    return lua_istable(L, -1);
}

/* Lists the entry at `idx`, which has that text, for each tag in it. */
static void list_tags(lua_State *L, struct node *node, int idx, const char *text, size_t length) {
    const char *end = text + length;
    int top = lua_gettop(L);
    for (const char *tag = text; (tag = memmem(tag, (size_t)(end - tag), TAG, TAG_LENGTH)) != NULL;) {
        tag += TAG_LENGTH;
        if (!memchr(tag, ']', (size_t)(end - tag))) {
            return;
        }
        push_tagged(L, node, tag, (size_t)(end - tag), true);
        lua_Integer count = (lua_Integer)lua_rawlen(L, -1);
        node_push(L, node);
        lua_rawseti(L, -2, count + 1);
        lua_pushvalue(L, idx);
        lua_rawseti(L, -2, count + 2);
        lua_settop(L, top);
    }
}

/* node:add_metadata(type, data, options): nil data is ignored. With stack_trace the user's line is stored as
 * `trace`. */
static int node_add_metadata(lua_State *L) {
    struct node *node = self(L);
    token_check_known(L, 2, "the type of an entry");
    lua_settop(L, 4);
    if (lua_isnil(L, 3) || is_null(L, 3)) {
        return 0;
    }
    push_extra(L, node, "metadata", true);
    lua_createtable(L, 0, 3);
    lua_pushvalue(L, 2);
    lua_setfield(L, -2, "type");
    lua_pushvalue(L, 3);
    lua_setfield(L, -2, "data");
    const char *source;
    int line;
    bool traced = lua_istable(L, 4) && (lua_getfield(L, 4, "stack_trace"), lua_toboolean(L, -1));
    lua_settop(L, 6); /* the list and the new entry */
    if (traced && user_location(L, &source, &line)) {
        push_recorded_location(L, source, line);
        lua_setfield(L, -2, "trace");
        push_extra(L, node, "frames", true);
        lua_pushvalue(L, 6);
        push_frames(L, source, line);
        lua_rawset(L, -3);
        lua_settop(L, 6);
    }
    lua_pushvalue(L, -1);
    lua_rawseti(L, -3, (lua_Integer)lua_rawlen(L, -3) + 1);
    count_data(L, node, 3, 1);
    node->flags |= NODE_METADATA;
    if (lua_type(L, 3) == LUA_TSTRING) {
        size_t length;
        const char *text = lua_tolstring(L, 3, &length);
        list_tags(L, node, 6, text, length);
    }
    return 0;
}

/* What messages are removed. */
struct removal {
    struct node *scope;
    const char *tag;
    size_t length;
    lua_Integer budget; /* of a walk over the nodes */
};

/* Arguments of engine.remove_messages. */
enum { SCOPE = 1, LEVEL = 2, ID = 3, MATCHES = 4 };

/* Removes the entry on top of the stack if it is such a message of the node; returns whether it is gone then. */
static bool remove_message(lua_State *L, struct node *node, const struct removal *r) {
    int entry = lua_gettop(L);
    size_t length;
    lua_getfield(L, entry, "gone");
    bool gone = lua_toboolean(L, -1);
    lua_getfield(L, entry, "type");
    lua_getfield(L, entry, "data");
    const char *text = lua_type(L, -1) == LUA_TSTRING ? lua_tolstring(L, -1, &length) : NULL;
    if (!gone && text && lua_rawequal(L, entry + 2, LEVEL) && memmem(text, length, r->tag, r->length)) {
        gone = true;
        if (!lua_isnil(L, MATCHES)) {
            lua_pushvalue(L, MATCHES);
            node_push(L, node);
            lua_pushvalue(L, entry + 3);
            lua_call(L, 2, 1);
            gone = lua_toboolean(L, -1);
        }
        if (gone) {
            count_data(L, node, entry + 3, -1);
            lua_pushboolean(L, true);
            lua_setfield(L, entry, "gone");
            node_push_extras(L, node, true);
            lua_pushboolean(L, true);
            lua_setfield(L, -2, "has_gone");
        }
    }
    lua_settop(L, entry);
    return gone;
}

/* Removes such messages of a node by looking at all of its metadata. */
static void remove_messages_of(lua_State *L, struct node *node, const struct removal *r) {
    if (!(node->flags & NODE_METADATA)) {
        return;
    }
    push_extra(L, node, "metadata", true);
    lua_Integer count = (lua_Integer)lua_rawlen(L, -1);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, -1, i);
        remove_message(L, node, r);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

static void remove_messages_below(lua_State *L, struct node *node, const struct removal *r) {
    remove_messages_of(L, node, r);
    for (uint32_t i = 0; i < node->child_count; i++) {
        remove_messages_below(L, node->children[i], r);
    }
}

/* Whether so few constructs and metadata are below the node that the budget is enough for them. */
static bool is_small(lua_State *L, struct node *node, lua_Integer *budget) {
    if (node->flags & NODE_METADATA) {
        push_extra(L, node, "metadata", true);
        *budget -= (lua_Integer)lua_rawlen(L, -1);
        lua_pop(L, 1);
    }
    *budget -= 1;
    for (uint32_t i = 0; i < node->child_count && *budget >= 0; i++) {
        is_small(L, node->children[i], budget);
    }
    return *budget >= 0;
}

/* engine.remove_messages(construct, level, id [, function(construct, text) → boolean]): removes the messages of that
 * level with that id, of the construct and all below it; with a function, those for which it returns true. */
static int l_remove_messages(lua_State *L) {
    struct removal r = {.scope = node_check(L, SCOPE)};
    size_t id_length;
    const char *id = luaL_checklstring(L, ID, &id_length);
    lua_settop(L, MATCHES);
    lua_pushstring(L, TAG);
    lua_pushvalue(L, ID);
    lua_pushliteral(L, "]");
    lua_concat(L, 3);
    r.tag = lua_tolstring(L, -1, &r.length);
    if (!push_tagged(L, r.scope, id, id_length, false)) {
        return 0;
    }
    int list = lua_gettop(L);
    lua_Integer count = (lua_Integer)lua_rawlen(L, list), kept = 0, budget = count;
    if (is_small(L, r.scope, &budget)) {
        remove_messages_below(L, r.scope, &r);
        return 0;
    }
    for (lua_Integer i = 1; i < count; i += 2) {
        lua_rawgeti(L, list, i);
        struct node *node = node_expect(L, list + 1);
        lua_rawgeti(L, list, i + 1);
        lua_getfield(L, -1, "gone");
        bool gone = lua_toboolean(L, -1);
        lua_pop(L, 1);
        if (!gone && (!node_is_below(node, r.scope) || !remove_message(L, node, &r))) {
            lua_rawseti(L, list, kept + 2);
            lua_rawseti(L, list, kept + 1);
            kept += 2;
        }
        lua_settop(L, list);
    }
    for (lua_Integer i = kept + 1; i <= count; i++) {
        lua_pushnil(L);
        lua_rawseti(L, list, i);
    }
    return 0;
}

/* engine.has_metadata(construct, data) → whether one of its entries has such data */
static int l_has_metadata(lua_State *L) {
    struct node *node = node_check(L, 1);
    luaL_checkany(L, 2);
    lua_pushboolean(L, (node->flags & NODE_METADATA) && push_data_count(L, node, 2) > 0);
    return 1;
}

void node_push_metadata(lua_State *L, struct node *node) {
    node_push_extras(L, node, false);
    if (lua_isnil(L, -1)) {
        return;
    }
    int extras = lua_gettop(L);
    lua_getfield(L, extras, "has_gone");
    bool has_gone = lua_toboolean(L, -1);
    lua_getfield(L, extras, "metadata");
    if (has_gone) {
        lua_Integer count = (lua_Integer)lua_rawlen(L, -1), kept = 0;
        lua_newtable(L);
        for (lua_Integer i = 1; i <= count; i++) {
            lua_rawgeti(L, extras + 2, i);
            lua_getfield(L, -1, "gone");
            bool gone = lua_toboolean(L, -1);
            lua_pop(L, 1);
            if (gone) {
                lua_pop(L, 1);
            } else {
                lua_rawseti(L, -2, ++kept);
            }
        }
        lua_pushvalue(L, -1);
        lua_setfield(L, extras, "metadata");
        lua_pushnil(L);
        lua_setfield(L, extras, "has_gone");
    }
    lua_replace(L, extras);
    lua_settop(L, extras);
}

/* ------------------------------------------------------------------------------------------------------------------ */

static int node_add_validation(lua_State *L) {
    struct node *node = self(L);
    luaL_checkany(L, 2);
    push_extra(L, node, "validations", true);
    lua_pushvalue(L, 2);
    lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
    node->flags |= NODE_VALIDATIONS;
    return 0;
}

/* Raises unless a validation, whose function is at `function`, returned a list of strings or nothing (on top of the
 * stack). */
static void check_messages(lua_State *L, struct node *node, int function) {
    int given = lua_gettop(L);
    size_t length;
    enum table_kind kind = lua_istable(L, given) ? table_kind(L, given, &length) : TABLE_EMPTY;
    bool fits = lua_isnil(L, given) || (lua_istable(L, given) && (kind == TABLE_EMPTY || kind == TABLE_LIST));
    const char *what = fits ? NULL : push_display(L, given);
    for (size_t i = 1; fits && kind == TABLE_LIST && i <= length; i++) {
        fits = lua_rawgeti(L, given, (lua_Integer)i) == LUA_TSTRING;
        what = fits ? NULL : lua_pushfstring(L, "a list with %s", push_display(L, -1));
        lua_settop(L, fits ? given : lua_gettop(L));
    }
    if (fits) {
        return;
    }
    lua_Debug ar;
    lua_pushvalue(L, function);
    lua_getinfo(L, ">S", &ar);
    const char *where = "";
    if (ar.linedefined > 0) {
        where = lua_pushfstring(L, ", the function of %s,", push_location(L, ar.source, ar.linedefined));
    }
    node_push(L, node);
    engine_fail(L, lua_gettop(L), "validate%s must return a list of strings, one for each error, got %s", where, what);
}

/* node:validate() → list of messages of this node's validations */
static int node_validate(lua_State *L) {
    struct node *node = self(L);
    lua_newtable(L);
    int result = lua_gettop(L);
    if (!(node->flags & NODE_VALIDATIONS)) {
        return 1;
    }
    push_extra(L, node, "validations", false);
    lua_Integer count = (lua_Integer)lua_rawlen(L, -1);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, -1, i);
        int function = lua_gettop(L);
        if (lua_isfunction(L, -1)) {
            lua_pushvalue(L, -1);
            lua_call(L, 0, 1);
        } else {
            lua_getfield(L, -1, "validate");
            lua_insert(L, -2);
            lua_pushvalue(L, function);
            lua_insert(L, -2);
            lua_call(L, 1, 1);
        }
        check_messages(L, node, function);
        lua_Integer messages = lua_istable(L, -1) ? (lua_Integer)lua_rawlen(L, -1) : 0;
        for (lua_Integer m = 1; m <= messages; m++) {
            lua_rawgeti(L, -1, m);
            lua_rawseti(L, result, (lua_Integer)lua_rawlen(L, result) + 1);
        }
        lua_settop(L, function - 1);
    }
    lua_settop(L, result);
    return 1;
}

/* node:add_dependency(construct, …) */
static int node_add_dependency(lua_State *L) {
    struct node *node = self(L);
    int top = lua_gettop(L);
    push_extra(L, node, "dependencies", true);
    int list = lua_gettop(L);
    for (int i = 2; i <= top; i++) {
        class_push_member(L, i, "_dependency_roots"); /* objects other than constructs list what they stand for */
        if (!node_of(L, i) && !lua_isfunction(L, -1)) {
            node_push(L, node);
            const char *got = push_display(L, i);
            return engine_fail(L, lua_gettop(L) - 1, "add_dependency expects constructs, got %s", got);
        }
        lua_pop(L, 1);
        lua_pushvalue(L, i);
        lua_rawseti(L, list, (lua_Integer)lua_rawlen(L, list) + 1);
    }
    node->flags |= NODE_DEPENDENCIES;
    return 0;
}

static int node_lock(lua_State *L) {
    self(L)->flags |= NODE_LOCKED;
    return 0;
}

static int node_unlock(lua_State *L) {
    self(L)->flags &= ~(unsigned)NODE_LOCKED;
    return 0;
}

static const luaL_Reg methods[] = {{"try_get_context", node_try_get_context},
                                   {"get_context", node_get_context},
                                   {"set_context", node_set_context},
                                   {"get_all_context", node_get_all_context},
                                   {"try_find_child", node_try_find_child},
                                   {"find_child", node_find_child},
                                   {"try_remove_child", node_try_remove_child},
                                   {"find_all", node_find_all},
                                   {"add_metadata", node_add_metadata},
                                   {"add_validation", node_add_validation},
                                   {"validate", node_validate},
                                   {"add_dependency", node_add_dependency},
                                   {"lock", node_lock},
                                   {"_unlock", node_unlock},
                                   {NULL, NULL}};

/* --- fields of Node -------------------------------------------------------------------------------------------- */

static void get_id(lua_State *L, struct node *node) { lua_pushlstring(L, node->id, node->id_length); }

static void get_path(lua_State *L, struct node *node) { node_push_path(L, node); }

static void get_children(lua_State *L, struct node *node) {
    lua_createtable(L, (int)node->child_count, 0);
    for (uint32_t i = 0; i < node->child_count; i++) {
        node_push(L, node->children[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

static void get_scope(lua_State *L, struct node *node) {
    if (node->parent) {
        node_push(L, node->parent);
    } else {
        lua_pushnil(L);
    }
}

static void get_root(lua_State *L, struct node *node) { node_push(L, node->root); }

static void get_scopes(lua_State *L, struct node *node) {
    lua_Integer depth = 0;
    for (const struct node *n = node; n; n = n->parent) {
        depth++;
    }
    lua_createtable(L, (int)depth, 0);
    for (struct node *n = node; n; n = n->parent) {
        node_push(L, n);
        lua_rawseti(L, -2, depth--);
    }
}

static void get_locked(lua_State *L, struct node *node) {
    bool locked = false;
    for (const struct node *n = node; n; n = n->parent) {
        locked = locked || n->flags & NODE_LOCKED;
    }
    lua_pushboolean(L, locked);
}

/* Copies the list on top of the stack, or nil, so that callers cannot change the node. */
static void copy_list(lua_State *L) {
    lua_newtable(L);
    lua_insert(L, -2);
    lua_Integer count = lua_istable(L, -1) ? (lua_Integer)lua_rawlen(L, -1) : 0;
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, -1, i);
        lua_rawseti(L, -3, i);
    }
    lua_pop(L, 1);
}

static void get_metadata(lua_State *L, struct node *node) {
    node_push_metadata(L, node);
    copy_list(L);
}

static void get_dependencies(lua_State *L, struct node *node) {
    push_extra(L, node, "dependencies", false);
    copy_list(L);
}

static void get_default_child(lua_State *L, struct node *node) {
    node_push_extras(L, node, false);
    if (lua_istable(L, -1) && lua_getfield(L, -1, "default_child") != LUA_TNIL) {
        return;
    }
    struct node *resource = node_child(node, "Resource", 8), *standard = node_child(node, "Default", 7);
    if (resource && standard) {
        node_push(L, node);
        engine_fail(L, lua_gettop(L), "there is no single default child: both 'Resource' and 'Default' exist");
    }
    struct node *child = resource ? resource : standard;
    if (child) {
        node_push(L, child);
    } else {
        lua_pushnil(L);
    }
}

/* "c8" and the SHA-1 of the ids from the root down, each followed by a newline, `Default` left out. */
static void get_addr(lua_State *L, struct node *node) {
    const struct node *chain[MAX_TREE_DEPTH + 1];
    size_t depth = 0;
    for (const struct node *n = node; n; n = n->parent) {
        chain[depth++] = n;
    }
    luaL_Buffer b;
    luaL_buffinit(L, &b);
    while (depth--) {
        if (strcmp(chain[depth]->id, "Default") != 0) {
            luaL_addlstring(&b, chain[depth]->id, chain[depth]->id_length);
            luaL_addchar(&b, '\n');
        }
    }
    luaL_pushresult(&b);
    size_t length;
    const char *text = lua_tolstring(L, -1, &length);
    char hex[HASH_MAX_HEX];
    hash_hex(HASH_SHA1, text, length, hex);
    lua_pushfstring(L, "c8%s", hex);
}

static const struct {
    const char *name;
    void (*get)(lua_State *L, struct node *node);
} fields[] = {{"id", get_id},
              {"path", get_path},
              {"children", get_children},
              {"scope", get_scope},
              {"root", get_root},
              {"scopes", get_scopes},
              {"locked", get_locked},
              {"metadata", get_metadata},
              {"dependencies", get_dependencies},
              {"default_child", get_default_child},
              {"addr", get_addr}};

/* Upvalues: table of methods, table of fields (name → number in `fields`). */
static int node_index(lua_State *L) {
    struct node *node = self(L);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(2)) != LUA_TNIL) {
        fields[lua_tointeger(L, -1)].get(L, node);
        return 1;
    }
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL) {
        call_unwrap(L);
        return 1;
    }
    const char *key = luaL_tolstring(L, 2, NULL);
    struct nearest search;
    nearest_begin(&search, key);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        nearest_offer(&search, fields[i].name);
    }
    for (const luaL_Reg *m = methods; m->name; m++) {
        nearest_offer(&search, m->name);
    }
    return engine_fail(L, 0, search.best ? "node has no member '%s'; -> did you mean '%s'?" : "node has no member '%s'",
                       key, search.best);
}

static int node_newindex(lua_State *L) {
    struct node *node = self(L);
    const char *key = token_check_known(L, 2, "the name of a field");
    if (strcmp(key, "default_child") != 0) {
        return engine_fail(L, 0, "the node's field '%s' cannot be set", key);
    }
    if (!lua_isnil(L, 3) && !node_of(L, 3)) {
        return engine_fail(L, 0, "the node's default_child must be a construct, got %s", push_display(L, 3));
    }
    node_push_extras(L, node, true);
    lua_pushvalue(L, 3);
    lua_setfield(L, -2, "default_child");
    return 0;
}

static int node_tostring(lua_State *L) {
    struct node *node = self(L);
    const char *path = node_push_path(L, node);
    lua_pushfstring(L, "node %s", *path ? path : "<root>");
    return 1;
}

/* construct:to_string() → its path, "<root>" for a root */
static int construct_to_string(lua_State *L) {
    if (!*node_push_path(L, node_check(L, 1))) {
        lua_pushliteral(L, "<root>");
    }
    return 1;
}

/* construct:with(mixin, …) → construct: applies the mixins to it and everything below */
static int construct_with(lua_State *L) {
    node_check(L, 1);
    int count = lua_gettop(L);
    engine_push_global(L, "require");
    lua_pushliteral(L, "aws_cdk.private.with_mixins");
    lua_call(L, 1, 1);
    lua_insert(L, 1);
    lua_call(L, count, 1);
    return 1;
}

/* construct.node: kept under a private name, so that no user sets it. What is read for every resource reads that. */
static int construct_node(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    engine_push_key(L, KEY_NODE);
    lua_rawget(L, 1);
    return 1;
}

/* The class constructs.Construct itself. */
static void open_construct(lua_State *L) {
    class_new(L, "constructs.Construct", 0);
    lua_pushcfunction(L, node_construct_init);
    lua_setfield(L, -2, "init");
    lua_pushcfunction(L, l_is_construct);
    lua_setfield(L, -2, "is_construct");
    lua_pushcfunction(L, construct_to_string);
    lua_setfield(L, -2, "to_string");
    lua_pushcfunction(L, construct_with);
    lua_setfield(L, -2, "with");
    lua_getfield(L, -1, "get");
    lua_pushcfunction(L, construct_node);
    lua_setfield(L, -2, "node");
    lua_pop(L, 1);
    lua_setfield(L, -2, "Construct");
}

/* engine.location([construct]) → "app.lua:12" of the user's innermost frame, or of the line that made the construct;
 * nil if there is none. */
static int l_location(lua_State *L) {
    const char *source = NULL;
    int line;
    if (lua_isnoneornil(L, 1)) {
        if (!user_location(L, &source, &line)) {
            return 0;
        }
    } else {
        const struct node *node = node_check(L, 1);
        source = node->source;
        line = node->line;
    }
    if (!source) {
        return 0;
    }
    push_location(L, source, line);
    return 1;
}

static const luaL_Reg functions[] = {{"mark", l_mark},
                                     {"stack_of", l_stack_of},
                                     {"stage_of", l_stage_of},
                                     {"app_of", l_app_of},
                                     {"is_construct", l_is_construct},
                                     {"remove_messages", l_remove_messages},
                                     {"has_metadata", l_has_metadata},
                                     {"location", l_location},
                                     {NULL, NULL}};

void node_open(lua_State *L) {
    struct engine_state *state = engine_state(L);
    lua_newtable(L);
    lua_newtable(L);
    lua_pushliteral(L, "v");
    lua_setfield(L, -2, "__mode");
    lua_setmetatable(L, -2);
    state->nodes = luaL_ref(L, LUA_REGISTRYINDEX);

    luaL_newmetatable(L, NODE_NAME);
    lua_newtable(L);
    luaL_setfuncs(L, methods, 0);
    call_check_methods(L, "constructs.Node");
    lua_newtable(L);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        lua_pushinteger(L, (lua_Integer)i);
        lua_setfield(L, -2, fields[i].name);
    }
    lua_pushcclosure(L, node_index, 2);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, node_newindex);
    lua_setfield(L, -2, "__newindex");
    lua_pushcfunction(L, node_tostring);
    lua_setfield(L, -2, "__tostring");
    engine_set_meta(L, META_NODE);

    luaL_setfuncs(L, functions, 0);
    open_construct(L);
}
