/* Ordered sets of nodes: see node_set.h. */
#include "object/node_set.h"

#include <string.h>

enum { FEW = 16 }; /* found by looking at each */

static uint32_t hash_of(const struct node *node) { return (uint32_t)node->index * 0x9E3779B1u; }

/* Notes that `items[at]` is where it is. */
static void index_item(struct node_set *set, uint32_t at) {
    uint32_t i = hash_of(set->items[at]);
    while (set->slots[i & set->slot_mask]) {
        i++;
    }
    set->slots[i & set->slot_mask] = at + 1;
}

/* The position of a node, or `length`. */
static uint32_t find(const struct node_set *set, const struct node *node) {
    if (!set->slots) {
        uint32_t at = 0;
        while (at < set->length && set->items[at] != node) {
            at++;
        }
        return at;
    }
    for (uint32_t i = hash_of(node);; i++) {
        uint32_t at = set->slots[i & set->slot_mask];
        if (!at) {
            return set->length;
        }
        if (set->items[at - 1] == node) {
            return at - 1;
        }
    }
}

/* Moves the nodes to `items`, without gaps. */
static void move(struct node_set *set, struct node **items) {
    uint32_t length = 0;
    for (uint32_t i = 0; i < set->length; i++) {
        if (set->items[i]) {
            items[length++] = set->items[i];
        }
    }
    set->items = items;
    set->length = length;
    if (set->slots) {
        memset(set->slots, 0, (set->slot_mask + 1) * sizeof *set->slots);
        for (uint32_t at = 0; at < length; at++) {
            index_item(set, at);
        }
    }
}

static void grow(struct arena *arena, struct node_set *set) {
    set->capacity = set->capacity ? set->capacity * 2 : 2;
    if (set->capacity > FEW) {
        set->slots = arena_alloc(arena, 2 * (size_t)set->capacity * sizeof *set->slots);
        set->slot_mask = 2 * set->capacity - 1;
    }
    move(set, arena_alloc(arena, set->capacity * sizeof(struct node *)));
}

void node_set_add(struct arena *arena, struct node_set *set, struct node *node) {
    if (find(set, node) < set->length) {
        return;
    }
    if (set->length == set->capacity) {
        if (set->count < set->capacity / 4 * 3) {
            move(set, set->items);
        } else {
            grow(arena, set);
        }
    }
    set->items[set->length++] = node;
    set->count++;
    if (set->slots) {
        index_item(set, set->length - 1);
    }
}

void node_set_remove(struct node_set *set, const struct node *node) {
    uint32_t at = find(set, node);
    if (at == set->length) {
        return;
    }
    set->items[at] = NULL;
    set->count--;
    if (set->count < set->length / 2) {
        move(set, set->items);
    }
}
