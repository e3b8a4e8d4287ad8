/* The resource provider schemas: what CloudFormation expects of the properties of a resource type beyond what classes say,
 * such as properties of which there must be one, and alternatives.
 *
 * Nodes are decoded when asked for and live as long as the thread; their strings are in the image, so equal texts may have
 * equal addresses. */
#ifndef LUACDK_SCHEMA_PROVIDER_H
#define LUACDK_SCHEMA_PROVIDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct schema_rules;

enum provider_kind {
    PROVIDER_STRING = 1,
    PROVIDER_INTEGER = 2,
    PROVIDER_NUMBER = 4,
    PROVIDER_BOOLEAN = 8,
    PROVIDER_OBJECT = 16,
    PROVIDER_ARRAY = 32,
    PROVIDER_NULL = 64,
};

struct provider_names {
    const char **items;
    size_t count;
};

struct provider_nodes {
    const uint32_t *items; /* for provider_node */
    size_t count;
};

/* `name` excludes or requires the others. */
struct provider_link {
    const char *name;
    struct provider_names others;
};

struct provider_bounds {
    double low, high; /* infinite if there is none */
};

/* What obeys the node needs these. */
struct provider_condition {
    uint32_t node;
    struct provider_names needs;
};

/* A schema. What is not said is 0 or NULL. */
struct provider_node {
    unsigned kinds;                 /* PROVIDER_… */
    unsigned first;                 /* that of these which is named first: what others are made into */
    bool closed;                    /* no other properties */
    uint32_t like;                  /* node +1 that the value must obey, too */
    uint32_t items;                 /* node +1 */
    struct provider_names names;    /* properties, sorted */
    const uint32_t *values;         /* their nodes */
    struct provider_names patterns; /* of further names */
    const uint32_t *pattern_values; /* their nodes, for rules of their own: the others do not look at them */
    struct provider_names needs, one_of, some_of, absent;
    const struct provider_link *with, *without;
    size_t with_count, without_count;
    struct provider_nodes one, any, all;
    const struct provider_condition *conditions;
    size_t condition_count;
    const char *rule; /* of its own, by which the value must obey the node */
    uint32_t obeys;
    const char *distinct; /* a property in which items differ */
    /* what single values must be: */
    struct provider_names listed;
    bool any_case, unique;
    const char *pattern, *format;
    const struct provider_bounds *length, *number, *count;
    const struct schema_rules *rules; /* the same, without `unique`; NULL if there are none */
};

struct provider_type {
    uint32_t node;
    struct provider_names identifiers; /* properties that together identify a resource; none: the service does */
};

/* The node with that number. */
const struct provider_node *provider_node(uint32_t number);

/* Whether there is such a resource type. */
bool provider_find(const char *name, struct provider_type *type);

/* The node of a property, or NULL. */
const struct provider_node *provider_property(const struct provider_node *node, const char *name);

/* Frees what this thread has decoded, before it ends. */
void provider_end_thread(void);

#endif
