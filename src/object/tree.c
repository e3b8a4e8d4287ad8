/* The construct tree: see tree.h. */
#include "object/tree.h"

#include <lauxlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/fnv.h"
#include "base/strbuf.h"
#include "document/document.h"
#include "object/state.h"

/* Above this number of children a hash replaces the search. */
enum { HASH_CHILDREN_FROM = 12 };

struct node *node_of(lua_State *L, int idx) {
    if (lua_type(L, idx) != LUA_TTABLE) {
        return NULL;
    }
    idx = lua_absindex(L, idx);
    engine_push_key(L, KEY_NODE);
    struct node *node = NULL;
    if (lua_rawget(L, idx) == LUA_TUSERDATA && engine_has_meta(L, -1, META_NODE)) {
        node = lua_touserdata(L, -1);
    }
    lua_pop(L, 1);
    return node;
}

static size_t path_length(const struct node *node) {
    size_t length = 0;
    for (const struct node *n = node; n; n = n->parent) {
        length += n->id_length ? n->id_length + (length > 0) : 0;
    }
    return length;
}

/* Writes the path before `end`. */
static void fill_path(const struct node *node, char *end) {
    const char *last = end;
    for (const struct node *n = node; n; n = n->parent) {
        if (n->id_length) {
            if (end != last) {
                *--end = '/';
            }
            end -= n->id_length;
            memcpy(end, n->id, n->id_length);
        }
    }
}

const char *node_push_path(lua_State *L, const struct node *node) {
    size_t length = path_length(node);
    luaL_Buffer b;
    fill_path(node, luaL_buffinitsize(L, &b, length) + length);
    luaL_pushresultsize(&b, length);
    return lua_tostring(L, -1);
}

char *node_path_in(struct arena *a, const struct node *node, size_t *length) {
    *length = path_length(node);
    char *path = arena_alloc(a, *length + 1);
    path[*length] = '\0';
    fill_path(node, path + *length);
    return path;
}

void node_add_path(struct strbuf *out, const struct node *node) {
    size_t length = path_length(node);
    fill_path(node, strbuf_reserve(out, length) + length);
    out->length += length;
    out->data[out->length] = '\0';
}

bool node_is_below(const struct node *node, const struct node *ancestor) {
    for (; node; node = node->parent) {
        if (node == ancestor) {
            return true;
        }
    }
    return false;
}

bool node_walk(struct node *node, bool (*visit)(struct node *node, void *data), void *data) {
    if (!visit(node, data)) {
        return false;
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (!node_walk(node->children[i], visit, data)) {
            return false;
        }
    }
    return true;
}

/* --- children ----------------------------------------------------------------------------------------------------- */

struct arena *node_arena(const struct node *node) {
    return node->root->arena;
}

static bool same_id(const struct node *node, const char *id, size_t length) {
    return node->id_length == length && memcmp(node->id, id, length) == 0;
}

static void index_child(struct node *parent, struct node *child) {
    uint32_t slot = fnv_hash(child->id, child->id_length) & parent->slot_mask;
    while (parent->slots[slot]) {
        slot = (slot + 1) & parent->slot_mask;
    }
    parent->slots[slot] = child;
}

/* Doubles the hash table of the children's ids. There is none while there are few children. */
static void index_children(struct node *parent) {
    uint32_t size = 32;
    while (size < parent->child_count * 4) {
        size *= 2;
    }
    parent->slots = arena_calloc(node_arena(parent), size, sizeof(struct node *));
    parent->slot_mask = size - 1;
    for (uint32_t i = 0; i < parent->child_count; i++) {
        index_child(parent, parent->children[i]);
    }
}

/* Removes a child from the hash table, and moves up those that are behind it because its slot was taken. */
static void forget_child(struct node *parent, const struct node *child) {
    uint32_t mask = parent->slot_mask, hole = fnv_hash(child->id, child->id_length) & mask;
    while (parent->slots[hole] != child) {
        hole = (hole + 1) & mask;
    }
    for (uint32_t slot = (hole + 1) & mask; parent->slots[slot]; slot = (slot + 1) & mask) {
        uint32_t home = fnv_hash(parent->slots[slot]->id, parent->slots[slot]->id_length) & mask;
        if (((slot - home) & mask) >= ((slot - hole) & mask)) {
            parent->slots[hole] = parent->slots[slot];
            hole = slot;
        }
    }
    parent->slots[hole] = NULL;
}

struct node *node_child(const struct node *node, const char *id, size_t length) {
    if (!node->slots) {
        for (uint32_t i = 0; i < node->child_count; i++) {
            if (same_id(node->children[i], id, length)) {
                return node->children[i];
            }
        }
        return NULL;
    }
    struct node *child;
    for (uint32_t slot = fnv_hash(id, length) & node->slot_mask; (child = node->slots[slot]);
         slot = (slot + 1) & node->slot_mask) {
        if (same_id(child, id, length)) {
            return child;
        }
    }
    return NULL;
}

/* The order of children: integer-like ids first, by number, then the others in the order of creation. */
static uint64_t rank(const struct node *child) {
    uint64_t value;
    return doc_is_index(child->id, child->id_length, &value) ? value : (1ull << 32) + (uint64_t)child->index;
}

bool tree_child_precedes(const struct node *a, const struct node *b) { return rank(a) < rank(b); }

/* The position of a child, or where one of that rank belongs. */
static uint32_t place_of(const struct node *parent, uint64_t of) {
    uint32_t first = 0, end = parent->child_count;
    while (first < end) {
        uint32_t middle = first + (end - first) / 2;
        if (rank(parent->children[middle]) < of) {
            first = middle + 1;
        } else {
            end = middle;
        }
    }
    return first;
}

void tree_add_child(struct node *parent, struct node *child) {
    if (parent->child_count == parent->child_capacity) {
        parent->child_capacity = parent->child_count ? parent->child_count * 2 : 4;
        struct node **children = arena_alloc(node_arena(parent), parent->child_capacity * sizeof *children);
        if (parent->child_count) {
            memcpy(children, parent->children, parent->child_count * sizeof *children);
        }
        parent->children = children;
    }
    uint64_t value;
    uint32_t place = parent->child_count;
    if (doc_is_index(child->id, child->id_length, &value)) {
        place = place_of(parent, value);
        memmove(parent->children + place + 1, parent->children + place,
                (parent->child_count - place) * sizeof(struct node *));
    }
    parent->children[place] = child;
    parent->child_count++;
    if (parent->slots && parent->child_count * 2 <= parent->slot_mask + 1) {
        index_child(parent, child);
    } else if (parent->child_count >= HASH_CHILDREN_FROM) {
        index_children(parent);
    }
}

void tree_remove_child(struct node *parent, struct node *child) {
    uint32_t place = place_of(parent, rank(child)), behind = parent->child_count - place - 1;
    if (place < behind) { /* the shorter side moves */
        memmove(parent->children + 1, parent->children, place * sizeof(struct node *));
        parent->children++;
        parent->child_capacity--;
    } else {
        memmove(parent->children + place, parent->children + place + 1, behind * sizeof(struct node *));
    }
    parent->child_count--;
    if (parent->slots) {
        forget_child(parent, child);
    }
}
