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

static cJSON *place(struct arena *a, cJSON *target, const char *key, cJSON *value) {
    cJSON *old = entry(target, key);
    if (old) {
        doc_become(old, value);
        return old;
    }
    if (doc_is_array(target)) {
        doc_add(target, value);
    } else {
        doc_set(target, doc_key(a, key, strlen(key)), value);
    }
    return value;
}

void merge_overrides(struct arena *a, cJSON *target, const cJSON *overrides) {
    for (const cJSON *override = overrides ? overrides->child : NULL; override; override = override->next) {
        const char *key = override->string;
        cJSON *old = entry(target, key);
        if (doc_is_object(override)) {
            bool mergeable = (doc_is_object(old) || doc_is_array(old)) && !is_whole(old) && !is_whole(override);
            if (!mergeable) {
                old = place(a, target, key, doc_object(a));
            }
            merge_overrides(a, old, override);
            if (doc_is_object(old) && doc_is_empty(old)) {
                doc_remove(target, old);
            }
        } else if ((override->type & 0xFF) == cJSON_Invalid) {
            if (old) {
                doc_remove(target, old);
            }
        } else {
            place(a, target, key, doc_copy(a, override));
        }
    }
}
