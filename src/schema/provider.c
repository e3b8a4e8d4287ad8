/* Look-ups in the image of the resource provider schemas: see provider.h for the meaning, provider_image.h for the layout. */
#include "schema/provider.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "schema/provider_image.h"
#include "schema/schema.h"

extern const unsigned char provider_image_data[]; /* tools/check/provider_image.S */

static _Thread_local struct {
    struct arena arena;
    const struct provider_node **nodes;
} cache;

/* The words of a line that are left. */
struct words {
    const unsigned char *next, *end;
};

static const struct provider_header *header(void) {
    return (const struct provider_header *)(const void *)provider_image_data;
}

static const uint32_t *offsets(void) { return (const uint32_t *)(const void *)(header() + 1); }

static const uint32_t *text_offsets(void) { return offsets() + header()->nodes + header()->types + 1; }

static const unsigned char *stream(void) { return (const unsigned char *)(text_offsets() + header()->strings); }

static struct words line(uint32_t number) {
    return (struct words){stream() + offsets()[number], stream() + offsets()[number + 1]};
}

static uint32_t take(struct words *words) {
    uint32_t number = 0;
    for (unsigned shift = 0;; shift += 7) {
        unsigned char byte = *words->next++;
        number |= (uint32_t)(byte & 0x7f) << shift;
        if (byte < 0x80) {
            return number;
        }
    }
}

static const char *take_text(struct words *words) {
    const char *texts = (const char *)stream() + header()->words;
    return texts + text_offsets()[take(words) >> 1];
}

static uint32_t take_node(struct words *words) { return take(words) >> 1; }

static size_t take_count(struct words *words) { return strtoul(take_text(words), NULL, 10); }

static struct provider_names take_names(struct words *words) {
    struct provider_names names = {.count = take_count(words)};
    names.items = arena_alloc(&cache.arena, names.count * sizeof *names.items);
    for (size_t i = 0; i < names.count; i++) {
        names.items[i] = take_text(words);
    }
    return names;
}

static struct provider_nodes take_nodes(struct words *words) {
    size_t count = take_count(words);
    uint32_t *items = arena_alloc(&cache.arena, count * sizeof *items);
    for (size_t i = 0; i < count; i++) {
        items[i] = take_node(words);
    }
    return (struct provider_nodes){items, count};
}

static void take_properties(struct words *words, struct provider_names *names, const uint32_t **values) {
    names->count = take_count(words);
    names->items = arena_alloc(&cache.arena, names->count * sizeof *names->items);
    uint32_t *nodes = arena_alloc(&cache.arena, names->count * sizeof *nodes);
    for (size_t i = 0; i < names->count; i++) {
        names->items[i] = take_text(words);
        nodes[i] = take_node(words);
    }
    *values = nodes;
}

static void take_link(struct words *words, const struct provider_link **links, size_t *count) {
    struct provider_link *grown = arena_alloc(&cache.arena, (*count + 1) * sizeof *grown);
    if (*count > 0) {
        memcpy(grown, *links, *count * sizeof *grown);
    }
    grown[*count].name = take_text(words);
    grown[*count].others = take_names(words);
    *links = grown;
    ++*count;
}

static void take_condition(struct words *words, struct provider_node *node) {
    struct provider_condition *grown = arena_alloc(&cache.arena, (node->condition_count + 1) * sizeof *grown);
    if (node->condition_count > 0) {
        memcpy(grown, node->conditions, node->condition_count * sizeof *grown);
    }
    grown[node->condition_count].node = take_node(words);
    grown[node->condition_count++].needs = take_names(words);
    node->conditions = grown;
}

static const struct provider_bounds *take_bounds(struct words *words) {
    struct provider_bounds *bounds = arena_alloc(&cache.arena, sizeof *bounds);
    const char *low = take_text(words), *high = take_text(words);
    bounds->low = strcmp(low, "-") == 0 ? -INFINITY : strtod(low, NULL);
    bounds->high = strcmp(high, "-") == 0 ? INFINITY : strtod(high, NULL);
    return bounds;
}

static unsigned kinds_of(const char *letters) {
    static const char *const known = "sinboa0"; /* in the order of enum provider_kind */
    unsigned kinds = 0;
    for (; *letters; letters++) {
        kinds |= 1u << (strchr(known, *letters) - known);
    }
    return kinds;
}

static void decode_word(struct words *words, struct provider_node *node) {
    const char *word = take_text(words);
#define IS(name) (strcmp(word, name) == 0)
    if (IS("type")) {
        const char *letters = take_text(words);
        node->kinds = kinds_of(letters);
        node->first = kinds_of((char[]){letters[0], '\0'});
    } else if (IS("has")) {
        take_properties(words, &node->names, &node->values);
    } else if (IS("closed")) {
        node->closed = true;
    } else if (IS("needs")) {
        node->needs = take_names(words);
    } else if (IS("items")) {
        node->items = take_node(words) + 1;
    } else if (IS("like")) {
        node->like = take_node(words) + 1;
    } else if (IS("names")) {
        take_properties(words, &node->patterns, &node->pattern_values);
    } else if (IS("one-of")) {
        node->one_of = take_names(words);
    } else if (IS("some-of")) {
        node->some_of = take_names(words);
    } else if (IS("absent")) {
        node->absent = take_names(words);
    } else if (IS("with")) {
        take_link(words, &node->with, &node->with_count);
    } else if (IS("without")) {
        take_link(words, &node->without, &node->without_count);
    } else if (IS("one")) {
        node->one = take_nodes(words);
    } else if (IS("any")) {
        node->any = take_nodes(words);
    } else if (IS("all")) {
        node->all = take_nodes(words);
    } else if (IS("by")) {
        node->rule = take_text(words);
        node->obeys = take_node(words);
    } else if (IS("distinct")) {
        node->distinct = take_text(words);
    } else if (IS("if")) {
        take_condition(words, node);
    } else if (IS("enum") || IS("any-case")) {
        node->any_case = IS("any-case");
        node->listed = take_names(words);
    } else if (IS("unique")) {
        node->unique = true;
    } else if (IS("pattern")) {
        node->pattern = take_text(words);
    } else if (IS("format")) {
        node->format = take_text(words);
    } else if (IS("length")) {
        node->length = take_bounds(words);
    } else if (IS("number")) {
        node->number = take_bounds(words);
    } else {
        assert(IS("count"));
        node->count = take_bounds(words);
    }
#undef IS
}

static struct schema_bounds bounds_or_none(const struct provider_bounds *bounds) {
    return bounds ? (struct schema_bounds){bounds->low, bounds->high} : (struct schema_bounds){-INFINITY, INFINITY};
}

static void set_rules(struct provider_node *node) {
    if (node->listed.count > 0 || node->pattern || node->format || node->length || node->number || node->count) {
        struct schema_rules *rules = arena_calloc(&cache.arena, 1, sizeof *rules);
        rules->values = node->listed.count > 0 ? node->listed.items : NULL;
        rules->value_count = node->listed.count;
        rules->any_case = node->any_case;
        rules->number = bounds_or_none(node->number);
        rules->length = bounds_or_none(node->length);
        rules->items = bounds_or_none(node->count);
        rules->format = node->format;
        rules->pattern = node->pattern;
        node->rules = rules;
    }
}

const struct provider_node *provider_node(uint32_t number) {
    if (!cache.nodes) {
        assert(header()->magic == PROVIDER_IMAGE_MAGIC);
        cache.nodes = mem_calloc(header()->nodes, sizeof *cache.nodes);
    }
    if (!cache.nodes[number]) {
        struct provider_node *node = arena_calloc(&cache.arena, 1, sizeof *node);
        for (struct words words = line(number); words.next < words.end;) {
            decode_word(&words, node);
        }
        set_rules(node);
        cache.nodes[number] = node;
    }
    return cache.nodes[number];
}

bool provider_find(const char *name, struct provider_type *type) {
    uint32_t low = 0, high = header()->types;
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        struct words words = line(header()->nodes + middle);
        take_text(&words); /* "is" */
        int order = strcmp(name, take_text(&words));
        if (order == 0) {
            type->node = take_node(&words);
            type->identifiers = take_names(&words);
            return true;
        }
        order < 0 ? (high = middle) : (low = middle + 1);
    }
    return false;
}

const struct provider_node *provider_property(const struct provider_node *node, const char *name) {
    size_t low = 0, high = node->names.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strcmp(name, node->names.items[middle]);
        if (order == 0) {
            return provider_node(node->values[middle]);
        }
        order < 0 ? (high = middle) : (low = middle + 1);
    }
    return NULL;
}

void provider_end_thread(void) {
    arena_free(&cache.arena);
    free((void *)cache.nodes);
    memset(&cache, 0, sizeof cache);
}
