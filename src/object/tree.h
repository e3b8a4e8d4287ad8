/* The construct tree.
 *
 * A construct is an instance whose field `node` is a Node userdata; the tree itself is C:
 *
 *     root ── children[] ── children[] …        parent, root, stack and stage point upwards
 *
 * User values of a Node: 1 the construct, 2 the parent's userdata (keeps it alive), 3 table of rarely used things
 * (context, metadata, dependencies, validations), or nil. The root's table also lists all constructs of its tree, so
 * that holding one keeps all of them. What nodes point to (ids, lists of children) is in the tree's arena, which is
 * released with the root. */
#ifndef LUACDK_OBJECT_TREE_H
#define LUACDK_OBJECT_TREE_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct cJSON;
struct node_set;
struct schema_type;
struct strbuf;

enum {
    NODE_STACK = 1 << 0,
    NODE_STAGE = 1 << 1,
    NODE_APP = 1 << 2,
    NODE_NESTED = 1 << 3,   /* a nested stack (also NODE_STACK) */
    NODE_ELEMENT = 1 << 4,  /* renders into a template */
    NODE_RESOURCE = 1 << 5, /* an element that is a resource */
    NODE_CONTEXT = 1 << 6,  /* has its own context values */
    NODE_DEPENDENCIES = 1 << 7,
    NODE_METADATA = 1 << 8,
    NODE_VALIDATIONS = 1 << 9,
    NODE_LOCKED = 1 << 10,
    NODE_OVERRIDES = 1 << 11,   /* resource with raw overrides */
    NODE_LATE = 1 << 12,        /* rendered only when its template is written (nested stack resources) */
    NODE_SKIPPED = 1 << 13,     /* resource that is not synthesised */
    NODE_LIBRARY_IDS = 1 << 14, /* stack whose logical ids are allocated by the library, not by a user's class */
    NODE_SYNTHESIS = 1 << 15,   /* takes part in synthesis with a method _on_synthesize(session) */
    NODE_SEEN = 1 << 16,        /* existed when the tree was synthesised */
    NODE_UNFINISHED = 1 << 17,  /* its initialiser still runs, or failed */
    NODE_INNER = 1 << 18        /* stack without an artifact, whose metadata are those of the stack around it */
};

/* The deepest nesting of constructs; passes over the tree recurse. */
enum { MAX_TREE_DEPTH = 1000 };

/* What an element adds to its node. */
struct element {
    char *logical_id;               /* NULL until first asked for, or while it may still change */
    bool naming;                    /* the id given to override_logical_id is being resolved */
    struct node_set *depends;       /* DependsOn, in the order in which they were added, or NULL */
    struct cJSON *rendered;         /* the template's entry, owned by the synthesis arena; NULL until rendered */
    struct cJSON *properties;       /* resource: Properties before overrides, for tree.json */
    bool listed;                    /* among those rendered since the last synthesis of the tree began */
    struct node *listed_before;     /* the one that was listed before it */
    const struct schema_type *type; /* L1 class, NULL for a generic resource */
};

struct node {
    struct node *parent, *root;
    struct node *stack, *stage; /* nearest, possibly the node itself; NULL if none */
    struct node **children;
    uint32_t child_count, child_capacity;
    struct node **slots; /* hash table of child ids, once there are many */
    uint32_t slot_mask;
    uint32_t mark; /* scratch value for passes over the tree */
    char *id;
    size_t id_length;
    unsigned flags;
    int index;           /* number among all constructs of the Lua state */
    unsigned tree_size;  /* root: number of constructs made in the tree so far */
    struct node *listed; /* root: the element that was listed last */
    struct arena *arena; /* root: memory of the tree */
    const char *source;  /* the user's line that made it */
    int line;
    struct element *element;
};

/* The node of the construct at `idx`; NULL if the value is not a construct. */
struct node *node_of(lua_State *L, int idx);

/* The first construct whose initialiser failed, or still runs; NULL if there is none. */
struct node *node_unfinished(lua_State *L);

/* Pushes the path "Stack/Bucket/Resource". */
const char *node_push_path(lua_State *L, const struct node *node);

/* The same for passes over all constructs, which would leave Lua a string for each: NUL-terminated in the arena, or
 * appended to the buffer. */
char *node_path_in(struct arena *a, const struct node *node, size_t *length);
void node_add_path(struct strbuf *out, const struct node *node);

/* Memory that lives as long as the node's tree. */
struct arena *node_arena(const struct node *node);

/* The child with this id, or NULL. */
struct node *node_child(const struct node *node, const char *id, size_t length);

/* True if `node` is `ancestor` or below it. */
bool node_is_below(const struct node *node, const struct node *ancestor);

/* Calls `visit` for the node and everything below it, parents first; stops when it returns false. */
bool node_walk(struct node *node, bool (*visit)(struct node *node, void *data), void *data);

/* Whether one of two children of a node comes first. */
bool tree_child_precedes(const struct node *a, const struct node *b);

/* Adds a child, whose id must be new; removes one. */
void tree_add_child(struct node *parent, struct node *child);
void tree_remove_child(struct node *parent, struct node *child);

#endif
