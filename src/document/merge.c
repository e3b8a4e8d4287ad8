/* Deep merge of raw overrides. */
#include "document/merge.h"

#include "base/key_index.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* An object with one such key is one value: merging into it would make nonsense of it. */
static bool is_whole(const cJSON *node) {
    static const char *const keys[] = {"Ref",        "Fn::Base64",    "Fn::Cidr",        "Fn::FindInMap", "Fn::GetAtt",
                                       "Fn::GetAZs", "Fn::Join",      "Fn::ImportValue", "Fn::Select",    "Fn::Split",
                                       "Fn::Sub",    "Fn::Transform", "Fn::And",         "Fn::Equals",    "Fn::If",
                                       "Fn::Not",    "Fn::Or"};
    if (!doc_is_object(node) || !node->child || node->child->next) {
        return false;
    }
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        if (strcmp(node->child->string, keys[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* The position of the last override in a list: they come in ascending order. */
struct cursor {
    cJSON *item; /* NULL: nowhere */
    long index;
};

/* The item of a list by its index. */
static cJSON *item(const cJSON *list, const char *key, struct cursor *cursor) {
    char *end;
    long index = strtol(key, &end, 10);
    if (*end || index < 0) {
        return NULL;
    }
    if (!cursor->item || index < cursor->index) {
        *cursor = (struct cursor){list->child, 0};
    }
    while (cursor->item && cursor->index < index) {
        if (!cursor->item->next) {
            return NULL;
        }
        cursor->item = cursor->item->next;
        cursor->index++;
    }
    return cursor->item;
}

static void remove_entry(cJSON *target, cJSON *old, struct cursor *cursor) {
    if (cursor->item == old) { /* what follows it takes its place */
        *cursor = cursor->index > 0 ? (struct cursor){old->prev, cursor->index - 1} : (struct cursor){NULL, 0};
    }
    doc_remove(target, old);
}

static const struct schema_field *field_of(const struct schema_type *type, const char *cfn_name) {
    return schema_field_by_cfn_name(type ? schema_fields(type) : NULL, cfn_name);
}

/* Adds a key before the first one that the struct lists later, or not at all; doc_order comes later. */
static void insert(cJSON *target, const char *key, cJSON *value, const struct schema_type *type) {
    const struct schema_field *field = field_of(type, key);
    cJSON *after = NULL;
    for (cJSON *child = field ? target->child : NULL; child && !after; child = child->next) {
        const struct schema_field *other = field_of(type, child->string);
        after = !other || other->index > field->index ? child : NULL;
    }
    doc_append(target, key, value);
    if (!after) {
        return;
    }
    doc_remove(target, value);
    value->next = after;
    value->prev = after->prev;
    if (after == target->child) {
        target->child = value;
    } else {
        after->prev->next = value;
    }
    after->prev = value;
}

/* Puts `value` at the key (or index), in place of `old` if there is one. Nodes move and are never copied, since
 * references to other stacks are filled in later. False if there is no such place. */
static bool place(struct arena *a, cJSON *target, const char *key, cJSON *old, cJSON *value,
                  const struct schema_type *type, struct cursor *cursor) {
    uint64_t index;
    if (old) {
        doc_replace(target, old, value);
        if (cursor->item == old) {
            cursor->item = value;
        }
    } else if (doc_is_array(target)) { /* beyond its end; gaps close up */
        if (!doc_is_index(key, strlen(key), &index)) {
            return false;
        }
        value->string = NULL;
        doc_add(target, value);
    } else {
        insert(target, doc_key(a, key, strlen(key)), value, type);
    }
    return true;
}

/* The struct of a field's value (or of its list's items); NULL if there is none, or more than one. */
static const struct schema_type *struct_of(const struct schema_shape *shape) {
    while (shape && shape->kind == SHAPE_LIST) {
        shape = shape->element;
    }
    return shape && shape->kind == SHAPE_STRUCT ? schema_shape_type(shape) : NULL;
}

/* Fills the index with the entries of an object, if the list of overrides is long; else false. */
static bool index_entries(struct key_index *index, const cJSON *target, const cJSON *overrides) {
    enum { FEW = 8 };
    size_t count = 0;
    for (const cJSON *override = overrides; override && count < FEW; override = override->next) {
        count++;
    }
    if (count < FEW || !doc_is_object(target)) {
        return false;
    }
    for (cJSON *child = target->child; child; child = child->next) {
        key_index_set(index, child->string, child);
    }
    return true;
}

/* Merges a list of overrides with distinct keys, which become parts of the target. */
static void merge(struct arena *a, cJSON *target, cJSON *overrides, const struct schema_type *type) {
    struct key_index known = {.arena = a};
    bool indexed = index_entries(&known, target, overrides);
    struct cursor cursor = {NULL, 0};
    cJSON *next;
    for (cJSON *override = overrides; override; override = next) {
        next = override->next;
        const char *key = override->string;
        cJSON *old = indexed                ? key_index_get(&known, key)
                     : doc_is_array(target) ? item(target, key, &cursor)
                                            : doc_get(target, key);
        if (doc_is_object(override)) {
            bool mergeable = (doc_is_object(old) || doc_is_array(old)) && !is_whole(old) && !is_whole(override);
            const struct schema_type *inner = type; /* items of a list use the list's struct */
            cJSON *parts = override->child;
            if (!mergeable) {
                override->child = NULL;
                if (!place(a, target, key, old, override, type, &cursor)) {
                    continue;
                }
                old = override;
                inner = NULL;
            } else if (doc_is_object(target)) {
                const struct schema_field *field = field_of(type, key);
                inner = field ? struct_of(field->render) : NULL;
            }
            merge(a, old, parts, inner);
            if (doc_is_object(old) && doc_is_empty(old)) {
                remove_entry(target, old, &cursor);
            }
        } else if ((override->type & 0xFF) != cJSON_Invalid) {
            place(a, target, key, old, override, type, &cursor);
        } else if (old) {
            remove_entry(target, old, &cursor);
        }
    }
    if (doc_is_object(target)) {
        doc_order(a, target);
    }
}

void merge_overrides(struct arena *a, cJSON *resource, cJSON *overrides, const struct schema_type *type) {
    cJSON *properties = doc_get(overrides, "Properties");
    cJSON *target = doc_get(resource, "Properties");
    if (doc_is_object(properties) && doc_is_object(target) && !is_whole(properties) && !is_whole(target)) {
        doc_remove(overrides, properties);
        merge(a, target, properties->child, type);
        if (doc_is_empty(target)) {
            doc_remove(resource, target);
        }
    }
    merge(a, resource, overrides ? overrides->child : NULL, NULL);
}
