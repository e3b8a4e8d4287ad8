/* Building cJSON trees in an arena. */
#include "document/document.h"

#include <stdlib.h>
#include <string.h>

static cJSON *new_node(struct arena *a, int type) {
    cJSON *node = arena_alloc(a, sizeof *node);
    memset(node, 0, sizeof *node);
    node->type = type;
    return node;
}

cJSON *doc_object(struct arena *a) { return new_node(a, cJSON_Object); }
cJSON *doc_array(struct arena *a) { return new_node(a, cJSON_Array); }
cJSON *doc_null(struct arena *a) { return new_node(a, cJSON_NULL); }
cJSON *doc_deleted(struct arena *a) { return new_node(a, cJSON_Invalid); }
cJSON *doc_bool(struct arena *a, bool value) { return new_node(a, value ? cJSON_True : cJSON_False); }

cJSON *doc_number(struct arena *a, double value) {
    cJSON *node = new_node(a, cJSON_Number);
    node->valuedouble = value;
    return node;
}

/* Short strings copied recently, by hash. */
enum { RECENT = 64, SHORT_TEXT = 64 };

struct recent {
    const char *text;
    size_t length;
};

const char *doc_key(struct arena *a, const char *s, size_t length) {
    if (length > SHORT_TEXT) {
        return arena_strndup(a, s, length);
    }
    if (!a->cache) {
        a->cache = arena_calloc(a, RECENT, sizeof(struct recent));
    }
    size_t hash = length;
    for (size_t i = 0; i < length; i++) {
        hash = hash * 31 + (unsigned char)s[i];
    }
    struct recent *r = (struct recent *)a->cache + hash % RECENT;
    if (!r->text || r->length != length || (length > 0 && memcmp(r->text, s, length) != 0)) {
        *r = (struct recent){arena_strndup(a, s, length), length};
    }
    return r->text;
}

cJSON *doc_string(struct arena *a, const char *s, size_t length) {
    cJSON *node = new_node(a, cJSON_String);
    node->valuestring = (char *)doc_key(a, s, length);
    node->valueint = (int)length;
    return node;
}

cJSON *doc_literal(struct arena *a, const char *s) {
    cJSON *node = new_node(a, cJSON_String);
    node->valuestring = (char *)s;
    node->valueint = (int)strlen(s);
    return node;
}

/* cJSON keeps the last child in the first one's `prev`. */
void doc_add(cJSON *array, cJSON *child) {
    child->next = NULL;
    if (!array->child) {
        array->child = child;
        child->prev = child;
    } else {
        cJSON *last = array->child->prev;
        last->next = child;
        child->prev = last;
        array->child->prev = child;
    }
}

bool doc_is_index(const char *key, size_t length, uint64_t *value) {
    if (length == 0 || length > 10 || (length > 1 && key[0] == '0')) {
        return false;
    }
    *value = 0;
    for (size_t i = 0; i < length; i++) {
        if (key[i] < '0' || key[i] > '9') {
            return false;
        }
        *value = *value * 10 + (uint64_t)(key[i] - '0');
    }
    return *value < 4294967295u;
}

/* Inserts `child` before `next`. */
static void insert_before(cJSON *parent, cJSON *next, cJSON *child) {
    child->next = next;
    child->prev = next->prev;
    if (next == parent->child) {
        parent->child = child;
    } else {
        next->prev->next = child;
    }
    next->prev = child;
}

void doc_append(cJSON *object, const char *key, cJSON *child) {
    child->string = (char *)key;
    child->type |= cJSON_StringIsConst;
    doc_add(object, child);
}

static bool key_is_index(const char *key, uint64_t *value) {
    return *key >= '0' && *key <= '9' && doc_is_index(key, strlen(key), value);
}

void doc_set(cJSON *object, const char *key, cJSON *child) {
    uint64_t index, other;
    cJSON *next = NULL;
    if (key_is_index(key, &index) && object->child &&
        !(key_is_index(object->child->prev->string, &other) && other <= index)) { /* they mostly come in order */
        next = object->child;
        while (next && key_is_index(next->string, &other) && other <= index) {
            next = next->next;
        }
    }
    if (next) {
        child->string = (char *)key;
        child->type |= cJSON_StringIsConst;
        insert_before(object, next, child);
    } else {
        doc_append(object, key, child);
    }
}

struct indexed {
    uint64_t index;
    size_t place;
    cJSON *child;
};

static int compare_indexed(const void *a, const void *b) {
    const struct indexed *x = a, *y = b;
    int order = (x->index > y->index) - (x->index < y->index);
    return order ? order : (x->place > y->place) - (x->place < y->place);
}

void doc_order(struct arena *a, cJSON *object) {
    size_t count = 0;
    uint64_t index, before = 0;
    bool ordered = true, others = false;
    for (const cJSON *child = object->child; child; child = child->next) {
        if (key_is_index(child->string, &index)) {
            ordered = ordered && !others && index >= before;
            before = index;
            count++;
        } else {
            others = true;
        }
    }
    if (ordered) {
        return;
    }
    struct indexed *first = arena_alloc(a, count * sizeof *first);
    cJSON rest = {0}, *next;
    count = 0;
    for (cJSON *child = object->child; child; child = next) {
        next = child->next;
        if (key_is_index(child->string, &index)) {
            first[count] = (struct indexed){index, count, child};
            count++;
        } else {
            doc_add(&rest, child);
        }
    }
    qsort(first, count, sizeof *first, compare_indexed);
    object->child = NULL;
    for (size_t i = 0; i < count; i++) {
        doc_add(object, first[i].child);
    }
    for (cJSON *child = rest.child; child; child = next) {
        next = child->next;
        doc_add(object, child);
    }
}

cJSON *doc_get(const cJSON *object, const char *key) {
    for (cJSON *child = object ? object->child : NULL; child; child = child->next) {
        if (child->string && strcmp(child->string, key) == 0) {
            return child;
        }
    }
    return NULL;
}

void doc_put(struct arena *a, cJSON *object, const char *key, cJSON *child) {
    cJSON *old = doc_get(object, key);
    if (old) {
        doc_overwrite(old, child);
    } else {
        doc_set(object, doc_key(a, key, strlen(key)), child);
    }
}

void doc_remove(cJSON *parent, cJSON *child) {
    if (parent->child == child) {
        parent->child = child->next;
        if (child->next) {
            child->next->prev = child->prev;
        }
    } else {
        child->prev->next = child->next;
        if (child->next) {
            child->next->prev = child->prev;
        } else {
            parent->child->prev = child->prev;
        }
    }
    child->next = child->prev = NULL;
}

void doc_replace(cJSON *parent, cJSON *old, cJSON *child) {
    child->string = old->string;
    child->type = (child->type & ~cJSON_StringIsConst) | (old->type & cJSON_StringIsConst);
    insert_before(parent, old, child);
    doc_remove(parent, old);
}

void doc_overwrite(cJSON *node, const cJSON *from) {
    node->type = (from->type & ~cJSON_StringIsConst) | (node->type & cJSON_StringIsConst);
    node->child = from->child;
    node->valuestring = from->valuestring;
    node->valueint = from->valueint;
    node->valuedouble = from->valuedouble;
}

cJSON *doc_copy(struct arena *a, const cJSON *from) {
    cJSON *node = new_node(a, from->type & ~cJSON_StringIsConst);
    node->valuestring = from->valuestring;
    node->valueint = from->valueint;
    node->valuedouble = from->valuedouble;
    for (const cJSON *child = from->child; child; child = child->next) {
        cJSON *copy = doc_copy(a, child);
        if (child->string) {
            doc_append(node, child->string, copy);
        } else {
            doc_add(node, copy);
        }
    }
    return node;
}

size_t doc_length(const cJSON *string) {
    return string->valueint > 0 ? (size_t)string->valueint : strlen(string->valuestring);
}

bool doc_is_object(const cJSON *node) { return node && (node->type & 0xFF) == cJSON_Object; }
bool doc_is_array(const cJSON *node) { return node && (node->type & 0xFF) == cJSON_Array; }
bool doc_is_string(const cJSON *node) { return node && (node->type & 0xFF) == cJSON_String; }
bool doc_is_empty(const cJSON *node) { return (doc_is_object(node) || doc_is_array(node)) && !node->child; }

bool doc_is_intrinsic(const cJSON *node) {
    if (!doc_is_object(node) || !node->child || node->child->next) {
        return false;
    }
    const char *key = node->child->string;
    return strcmp(key, "Ref") == 0 || strcmp(key, "Condition") == 0 ||
           (strncmp(key, "Fn::", 4) == 0 && strcmp(key, "Fn::GetArtifactAtt") != 0 && strcmp(key, "Fn::GetParam") != 0);
}
