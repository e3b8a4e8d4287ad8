/* Deep merge of raw overrides. */
#include "engine/merge.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* An object of one such key is a value as a whole: merging into it would make nonsense of it. */
static bool is_whole(const cJSON *node) {
    static const char *const keys[] = {"Ref",         "Fn::Base64", "Fn::Cidr",      "Fn::FindInMap", "Fn::GetAtt",
                                       "Fn::GetAZs",  "Fn::Join",   "Fn::ImportValue", "Fn::Select",  "Fn::Split",
                                       "Fn::Sub",     "Fn::Transform", "Fn::And",    "Fn::Equals",    "Fn::If",
                                       "Fn::Not",     "Fn::Or"};
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

/* The entry of an object by key, of a list by index. */
static cJSON *entry(const cJSON *target, const char *key) {
    if (!doc_is_array(target)) {
        return doc_get(target, key);
    }
    char *end;
    long index = strtol(key, &end, 10);
    if (*end || index < 0) {
        return NULL;
    }
    cJSON *child = target->child;
    while (child && index-- > 0) {
        child = child->next;
    }
    return child;
}

static const struct schema_field *field_of(const struct schema_type *type, const char *cfn_name) {
    const struct schema_fields *fields = type ? schema_fields(type) : NULL;
    for (size_t i = 0; fields && i < fields->count; i++) {
        if (fields->items[i].cfn_name && strcmp(fields->items[i].cfn_name, cfn_name) == 0) {
            return &fields->items[i];
        }
    }
    return NULL;
}

/* Adds a key in front of the first one that the struct lists later. */
static void insert(cJSON *target, const char *key, cJSON *value, const struct schema_type *type) {
    const struct schema_field *field = field_of(type, key);
    cJSON *after = NULL;
    for (cJSON *child = field ? target->child : NULL; child && !after; child = child->next) {
        const struct schema_field *other = field_of(type, child->string);
        after = other && other->index > field->index ? child : NULL;
    }
    doc_set(target, key, value);
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

static cJSON *place(struct arena *a, cJSON *target, const char *key, cJSON *value, const struct schema_type *type) {
    cJSON *old = entry(target, key);
    if (old) {
        doc_become(old, value);
        return old;
    }
    if (doc_is_array(target)) {
        doc_add(target, value);
    } else {
        insert(target, doc_key(a, key, strlen(key)), value, type);
    }
    return value;
}

/* The struct that the value of a field (or its list's items) is made by; NULL if it is none, or one of several. */
static const struct schema_type *struct_of(const struct schema_shape *shape) {
    while (shape && shape->kind == SHAPE_LIST) {
        shape = shape->element;
    }
    return shape && shape->kind == SHAPE_STRUCT ? schema_shape_type(shape) : NULL;
}

static void merge(struct arena *a, cJSON *target, const cJSON *overrides, const struct schema_type *type) {
    for (const cJSON *override = overrides->child; override; override = override->next) {
        const char *key = override->string;
        cJSON *old = entry(target, key);
        if (doc_is_object(override)) {
            bool mergeable = (doc_is_object(old) || doc_is_array(old)) && !is_whole(old) && !is_whole(override);
            const struct schema_type *inner = type; /* items of a list are of the list's struct */
            if (!mergeable) {
                old = place(a, target, key, doc_object(a), type);
                inner = NULL;
            } else if (doc_is_object(target)) {
                const struct schema_field *field = field_of(type, key);
                inner = field ? struct_of(field->render) : NULL;
            }
            merge(a, old, override, inner);
            if (doc_is_object(old) && doc_is_empty(old)) {
                doc_remove(target, old);
            }
        } else if ((override->type & 0xFF) == cJSON_Invalid) {
            if (old) {
                doc_remove(target, old);
            }
        } else {
            place(a, target, key, doc_copy(a, override), type);
        }
    }
}

void merge_overrides(struct arena *a, cJSON *resource, const cJSON *overrides, const struct schema_type *type) {
    const cJSON *properties = overrides ? doc_get(overrides, "Properties") : NULL;
    cJSON *target = doc_get(resource, "Properties");
    if (properties && doc_is_object(properties) && target && doc_is_object(target)) {
        merge(a, target, properties, type);
        cJSON *rest = doc_copy(a, overrides);
        doc_remove(rest, doc_get(rest, "Properties"));
        if (doc_is_empty(target)) {
            doc_remove(resource, target);
        }
        overrides = rest;
    }
    if (overrides) {
        merge(a, resource, overrides, NULL);
    }
}
