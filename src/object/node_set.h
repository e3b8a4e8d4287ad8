/* Nodes in the order in which they were added, each of them once. Adding and taking away cost the same however many
 * there are. */
#ifndef LUACDK_OBJECT_NODE_SET_H
#define LUACDK_OBJECT_NODE_SET_H

#include <stdint.h>

#include "base/arena.h"
#include "object/tree.h"

struct node_set {
    struct node **items; /* NULL: one that was taken away */
    uint32_t length;     /* of `items` */
    uint32_t count;      /* of nodes */
    uint32_t capacity;
    uint32_t *slots; /* hash of positions in `items`, from 1; NULL while there are few */
    uint32_t slot_mask;
};

/* Memory comes from the arena. All zero is empty. */
void node_set_add(struct arena *arena, struct node_set *set, struct node *node);
void node_set_remove(struct node_set *set, const struct node *node);

#endif
