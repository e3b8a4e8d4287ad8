/* Look-ups in the schema image: see schema.h for the meaning, schema_image.h for the layout. */
#include "schema/schema.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/fnv.h"
#include "base/strbuf.h"
#include "schema/schema_image.h"

extern const unsigned char schema_image_data[]; /* tools/schema/schema_image.S */

/* A type, and where the rest of its row is. */
struct decoded_type {
    struct schema_type type;
    const unsigned char *body; /* after the interfaces */
    const char *cfn_type;
};

/* All parts of a class: its row can only be read from the front. */
struct decoded_class {
    const struct schema_member *constructor, *members;
    const char *recipe;
    size_t member_count;
    const struct schema_resource *resource;
};

/* What has been decoded so far. It lives as long as the thread, which runs one state; only pages of types in use are ever touched. */
static _Thread_local struct {
    struct arena arena;
    const struct decoded_type **types;
    const struct schema_fields **fields;
    const struct decoded_class **classes;
    const struct schema_enum_member **enums;
    const struct schema_shape **shapes;
} cache;

static const struct image_header *header(void) { return (const struct image_header *)(const void *)schema_image_data; }

static uint32_t section_count(enum image_section section) { return header()->sections[section].count; }

static const void *section_at(enum image_section section) {
    return schema_image_data + header()->sections[section].offset;
}

#define RECORD(type, section, index) ((const struct type *)section_at(section) + (index))

static const char *text(uint32_t offset) { return (const char *)section_at(SECTION_STRINGS) + offset; }

/* The same, for strings that may be absent. */
static const char *text_or_null(uint32_t offset) { return offset ? text(offset) : NULL; }

static uint32_t word_at(enum image_section section, uint32_t index) {
    return ((const uint32_t *)section_at(section))[index];
}

/* The next number of a row. */
static uint32_t take(const unsigned char **row) {
    uint32_t number = 0;
    for (unsigned shift = 0;; shift += 7) {
        unsigned char byte = *(*row)++;
        number |= (uint32_t)(byte & 0x7f) << shift;
        if (byte < 0x80) {
            return number;
        }
    }
}

static const char *take_text(const unsigned char **row) { return text(take(row)); }

static void *cache_new(size_t count) {
    /* calloc of this size gives untouched zero pages, so an unused part costs nothing. */
    return mem_calloc(count, sizeof(void *));
}

static void open_cache(void) {
    assert(header()->magic == SCHEMA_IMAGE_MAGIC);
    size_t count = section_count(SECTION_TYPES);
    cache.fields = cache_new(count);
    cache.classes = cache_new(count);
    cache.enums = cache_new(count);
    cache.shapes = cache_new(section_count(SECTION_SHAPES));
    cache.types = cache_new(count);
}

void schema_end_thread(void) {
    arena_free(&cache.arena);
    free(cache.fields);
    free(cache.classes);
    free(cache.enums);
    free(cache.shapes);
    free(cache.types);
    memset(&cache, 0, sizeof cache);
}

static void *keep(size_t count, size_t size) { return arena_calloc(&cache.arena, count, size); }

/* --- modules ------------------------------------------------------------------------------------------------- */

size_t schema_module_count(void) { return section_count(SECTION_MODULES); }

const char *schema_module_name(size_t index) { return text(RECORD(image_module, SECTION_MODULES, index)->name); }

static int compare_text(const char *a, const char *b, size_t b_length) {
    int order = strncmp(a, b, b_length);
    return order ? order : a[b_length] != '\0';
}

/* What a bisection looks for: a name among some records, or the number of a type. */
struct sought {
    const char *name;
    size_t length;
    uint32_t first;                      /* of the types among which the name is */
    const struct schema_member *members; /* or the members */
};

/* How the record at `index` stands to the one sought: negative before it, 0 if it is the one. */
typedef int order_of_record(const struct sought *sought, size_t index);

/* The index of the one sought among `count` sorted records, or of the first one behind it. */
static size_t bisect(size_t count, order_of_record *order, const struct sought *sought) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (order(sought, middle) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* The index of the one sought among `count` sorted records; -1 if it is not there. */
static int find(size_t count, order_of_record *order, const struct sought *sought) {
    size_t index = bisect(count, order, sought);
    return index < count && order(sought, index) == 0 ? (int)index : -1;
}

static int order_of_module(const struct sought *sought, size_t index) {
    return compare_text(schema_module_name(index), sought->name, sought->length);
}

static int find_module(const char *name, size_t length) {
    return find(schema_module_count(), order_of_module, &(struct sought){.name = name, .length = length});
}

int schema_module_find(const char *name) { return find_module(name, strlen(name)); }

size_t schema_module_type_count(size_t module) { return RECORD(image_module, SECTION_MODULES, module)->type_count; }

const struct schema_type *schema_module_type(size_t module, size_t index) {
    return schema_type_at(RECORD(image_module, SECTION_MODULES, module)->first_type + (uint32_t)index);
}

const char *schema_module_type_name(size_t module, size_t index) { return schema_module_type(module, index)->name; }

/* --- types --------------------------------------------------------------------------------------------------- */

size_t schema_type_count(void) { return section_count(SECTION_TYPES); }

enum { LONGEST_NAME = 512 };

/* Writes the name of a type without its module, with enclosing types in front; returns its length. */
static size_t name_of_type(uint32_t index, char *out, size_t size) {
    uint32_t word = RECORD(image_type, SECTION_TYPES, index)->name_and_outer;
    uint32_t outer = word >> IMAGE_NAME_BITS;
    size_t length = 0;
    if (outer) {
        length = name_of_type(index - outer, out, size);
        out[length++] = '.';
    }
    const char *own = text(word & ((1u << IMAGE_NAME_BITS) - 1));
    size_t own_length = strlen(own);
    assert(length + own_length + 1 < size);
    memcpy(out + length, own, own_length + 1);
    return length + own_length;
}

static int order_of_first_type(const struct sought *sought, size_t index) {
    return RECORD(image_module, SECTION_MODULES, index)->first_type <= sought->first ? -1 : 1;
}

/* The module holding a type. */
static const struct image_module *module_of_type(uint32_t index) {
    size_t next = bisect(schema_module_count(), order_of_first_type, &(struct sought){.first = index});
    return RECORD(image_module, SECTION_MODULES, next - 1);
}

static const struct decoded_type *decoded(uint32_t index) {
    if (cache.types == NULL) {
        open_cache();
    }
    if (cache.types[index] == NULL) {
        char name[LONGEST_NAME];
        size_t length = name_of_type(index, name, sizeof name);
        const struct image_module *module = module_of_type(index);
        struct decoded_type *entry = keep(1, sizeof *entry);
        struct schema_type *type = &entry->type;
        const unsigned char *row =
            (const unsigned char *)section_at(SECTION_ROWS) + RECORD(image_type, SECTION_TYPES, index)->row;
        uint32_t kind = take(&row);
        type->index = index;
        type->kind = (enum schema_kind)(kind & 7);
        type->flags = kind >> 3;
        type->module = text(module->name);
        type->full_name = arena_printf(&cache.arena, "%s.%s", type->module, name);
        type->name = type->full_name + strlen(type->full_name) - length;
        type->fqn = arena_printf(&cache.arena, "%s.%s", text(module->source), name);
        entry->cfn_type = type->kind == SCHEMA_RESOURCE ? take_text(&row) : NULL;
        uint32_t base = take(&row);
        type->base = base ? schema_type_at(base - 1) : NULL;
        type->interface_count = take(&row);
        uint32_t *interfaces = keep(type->interface_count, sizeof *interfaces);
        for (size_t i = 0; i < type->interface_count; i++) {
            interfaces[i] = take(&row);
        }
        type->interfaces = interfaces;
        entry->body = row;
        cache.types[index] = entry;
    }
    return cache.types[index];
}

const struct schema_type *schema_type_at(uint32_t index) { return &decoded(index)->type; }

static int order_of_type(const struct sought *sought, size_t index) {
    char own[LONGEST_NAME];
    name_of_type(sought->first + (uint32_t)index, own, sizeof own);
    return compare_text(own, sought->name, sought->length);
}

static const struct schema_type *find_in_module(int module, const char *name, size_t length) {
    if (module < 0) {
        return NULL;
    }
    uint32_t first = RECORD(image_module, SECTION_MODULES, module)->first_type;
    int index = find(schema_module_type_count((size_t)module), order_of_type,
                     &(struct sought){.name = name, .length = length, .first = first});
    return index < 0 ? NULL : schema_type_at(first + (uint32_t)index);
}

const struct schema_type *schema_find(const char *module, const char *name) {
    return find_in_module(schema_module_find(module), name, strlen(name));
}

static const struct schema_type *find_whole_name(const char *full_name) {
    /* The longest module name wins: core's nested types and modules share a prefix. */
    for (size_t length = strlen(full_name); length > 0; length--) {
        if (full_name[length - 1] != '.') {
            continue;
        }
        const char *name = full_name + length;
        const struct schema_type *type = find_in_module(find_module(full_name, length - 1), name, strlen(name));
        if (type != NULL) {
            return type;
        }
    }
    return NULL;
}

const struct schema_type *schema_find_full(const char *full_name) {
    static const char package[] = "aws-cdk-lib", module[] = "aws_cdk";
    if (strncmp(full_name, package, sizeof package - 1) != 0) {
        return find_whole_name(full_name);
    }
    const char *rest = full_name + sizeof package - 1;
    char *name = mem_alloc(sizeof module + strlen(rest));
    stpcpy(stpcpy(name, module), rest);
    const struct schema_type *type = find_whole_name(name);
    free(name);
    return type;
}

size_t schema_resource_count(void) { return section_count(SECTION_CFN_TYPES); }

const struct schema_type *schema_resource_type(size_t index) {
    return schema_type_at(word_at(SECTION_CFN_TYPES, (uint32_t)index));
}

static int order_of_cfn_type(const struct sought *sought, size_t index) {
    return strcmp(decoded(word_at(SECTION_CFN_TYPES, (uint32_t)index))->cfn_type, sought->name);
}

const struct schema_type *schema_find_cfn_type(const char *cfn_type) {
    int index = find(schema_resource_count(), order_of_cfn_type, &(struct sought){.name = cfn_type});
    return index < 0 ? NULL : schema_resource_type((size_t)index);
}

static bool is_a(const struct schema_type *type, const struct schema_type *other) {
    for (; type != NULL; type = type->base) {
        if (type == other) {
            return true;
        }
        for (size_t i = 0; i < type->interface_count; i++) {
            if (is_a(schema_type_at(type->interfaces[i]), other)) {
                return true;
            }
        }
    }
    return false;
}

bool schema_is_a(const struct schema_type *type, const struct schema_type *other) {
    static _Thread_local struct {
        const struct schema_type *type, *other;
        bool answer;
    } answers[256]; /* the same questions come again and again */
    if (type == other) {
        return true;
    }
    if (type == NULL || other == NULL) {
        return false;
    }
    size_t slot = (type->index * 31 + other->index) % (sizeof answers / sizeof *answers);
    if (answers[slot].type != type || answers[slot].other != other) {
        answers[slot].type = type;
        answers[slot].other = other;
        answers[slot].answer = is_a(type, other);
    }
    return answers[slot].answer;
}

/* --- shapes -------------------------------------------------------------------------------------------------- */

static const struct schema_shape *shape_at(uint32_t index) {
    if (cache.shapes[index] == NULL) {
        uint32_t row = word_at(SECTION_SHAPES, index), rest = row >> 5;
        struct schema_shape *shape = keep(1, sizeof *shape);
        shape->kind = (enum schema_shape_kind)(row & 15);
        shape->accepts_resolvable = row >> 4 & 1;
        switch (shape->kind) {
        case SHAPE_LIST:
        case SHAPE_MAP:
            shape->element = shape_at(rest);
            break;
        case SHAPE_UNION: {
            uint32_t count = word_at(SECTION_WORDS, rest);
            const struct schema_shape **parts = keep(count, sizeof *parts);
            for (uint32_t i = 0; i < count; i++) {
                parts[i] = shape_at(word_at(SECTION_WORDS, rest + 1 + i));
            }
            shape->alternatives = parts;
            shape->alternative_count = count;
            break;
        }
        default:
            shape->type_index = rest;
        }
        cache.shapes[index] = shape;
    }
    return cache.shapes[index];
}

const struct schema_type *schema_shape_type(const struct schema_shape *shape) {
    switch (shape->kind) {
    case SHAPE_STRUCT:
    case SHAPE_CLASS:
    case SHAPE_INTERFACE:
    case SHAPE_ENUM:
        return schema_type_at(shape->type_index);
    default:
        return NULL;
    }
}

void schema_add_shape_text(struct strbuf *out, const struct schema_shape *shape) {
    static const char *const names[] = {
        [SHAPE_ANY] = "any",   [SHAPE_STRING] = "string", [SHAPE_NUMBER] = "number",     [SHAPE_BOOLEAN] = "boolean",
        [SHAPE_DATE] = "date", [SHAPE_JSON] = "map",      [SHAPE_EVENT_PATTERN] = "map",
    };
    switch (shape->kind) {
    case SHAPE_LIST:
    case SHAPE_MAP:
        strbuf_adds(out, shape->kind == SHAPE_LIST ? "list of " : "map of ");
        schema_add_shape_text(out, shape->element);
        break;
    case SHAPE_UNION:
        for (size_t i = 0; i < shape->alternative_count; i++) {
            strbuf_adds(out, i == 0 ? "" : i + 1 == shape->alternative_count ? " or " : ", ");
            schema_add_shape_text(out, shape->alternatives[i]);
        }
        break;
    case SHAPE_STRUCT:
    case SHAPE_CLASS:
    case SHAPE_INTERFACE:
    case SHAPE_ENUM:
        strbuf_adds(out, schema_shape_type(shape)->full_name);
        break;
    default:
        strbuf_adds(out, names[shape->kind]);
    }
}

/* --- names --------------------------------------------------------------------------------------------------- */

const char *schema_short_name(const char *full_name) {
    static const char core[] = "aws_cdk.", service[] = "aws_";
    if (full_name == NULL) {
        return "a class without a name";
    }
    const char *rest = full_name + sizeof core - 1;
    if (strncmp(full_name, core, sizeof core - 1) != 0) {
        return strcmp(full_name, "aws_cdk") == 0 ? full_name + sizeof service - 1 : full_name;
    }
    if (*rest >= 'A' && *rest <= 'Z') { /* a type of the core itself: modules are in lower case */
        return full_name + sizeof service - 1;
    }
    return strncmp(rest, service, sizeof service - 1) == 0 ? rest + sizeof service - 1 : rest;
}

/* Abbreviations, which have no vowels, are read letter by letter. */
const char *schema_article(const char *short_name) {
    size_t word = strcspn(short_name, "._");
    bool spelt = strcspn(short_name, "aeiouy") >= word;
    return strchr(spelt ? "aefhilmnorsx" : "aeio", *short_name) ? "an" : "a";
}

/* A trailing "_" is ignored if the rest is a keyword of Lua; returns the length to look for. */
static size_t bare_length(const char *name, size_t length) {
    static const char *const keywords[] = {
        "and", "break", "do",  "else", "elseif", "end",    "false",  "for",  "function", "goto",  "if",
        "in",  "local", "nil", "not",  "or",     "repeat", "return", "then", "true",     "until", "while",
    };
    if (length < 3 || name[length - 1] != '_') {
        return length;
    }
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
        if (compare_text(keywords[i], name, length - 1) == 0) {
            return length - 1;
        }
    }
    return length;
}

/* --- structs ------------------------------------------------------------------------------------------------- */

/* The camelCase of a Lua name. */
static const char *camel(const char *name) {
    size_t length = strlen(name);
    char *out = arena_alloc(&cache.arena, length + 1);
    image_camel(name, length, out);
    return out;
}

static const struct schema_reference *take_references(const unsigned char **row, size_t *count) {
    *count = take(row);
    struct schema_reference *references = keep(*count, sizeof *references);
    for (size_t i = 0; i < *count; i++) {
        references[i].property = take_text(row);
        references[i].field = take_text(row);
    }
    return references;
}

static const char *const *take_values(const unsigned char **row, size_t *count) {
    *count = take(row);
    const char **values = keep(*count, sizeof *values);
    for (size_t i = 0; i < *count; i++) {
        values[i] = take_text(row);
    }
    return values;
}

static double bound_of_text(const char *number, double without) { return *number ? strtod(number, NULL) : without; }

static struct schema_bounds take_bounds(const unsigned char **row) {
    uint32_t low = take(row), high = take(row);
    return (struct schema_bounds){low ? low - 1.0 : -INFINITY, high ? high - 1.0 : INFINITY};
}

static const struct schema_rules *take_rules(const unsigned char **row) {
    struct schema_rules *rules = keep(1, sizeof *rules);
    const struct schema_bounds without = {-INFINITY, INFINITY};
    uint32_t bits = take(row);
    rules->replacement = (enum schema_replacement)(bits & RULE_REPLACE);
    rules->number = rules->length = rules->items = without;
    rules->any_case = bits & RULE_ANY_CASE;
    if (bits & RULE_VALUES) {
        rules->values = take_values(row, &rules->value_count);
    }
    if (bits & RULE_KNOWN) {
        rules->known = take_values(row, &rules->known_count);
    }
    if (bits & RULE_NUMBER) {
        rules->number.low = bound_of_text(take_text(row), -INFINITY);
        rules->number.high = bound_of_text(take_text(row), INFINITY);
    }
    if (bits & RULE_LENGTH) {
        rules->length = take_bounds(row);
    }
    if (bits & RULE_ITEMS) {
        rules->items = take_bounds(row);
    }
    if (bits & RULE_PATTERN) {
        rules->pattern = take_text(row);
    }
    if (bits & RULE_ENDED) {
        const char *const *words = take_values(row, &rules->ended_count);
        struct schema_ended *ended = keep(rules->ended_count /= ENDED_WORDS, sizeof *ended);
        for (size_t i = 0; i < rules->ended_count; i++, words += ENDED_WORDS) {
            ended[i] = (struct schema_ended){words[0], words[1], words[2], words[3], words[4]};
        }
        rules->ended = ended;
    }
    if (bits & RULE_FORMAT) {
        rules->format = take_text(row);
    }
    return rules;
}

static struct schema_field take_field(const unsigned char **row) {
    uint32_t bits = take(row);
    struct schema_field field = {.name = take_text(row)};
    field.flags = (bits & ROW_REQUIRED ? FIELD_REQUIRED : 0) | (bits & ROW_DEPRECATED ? FIELD_DEPRECATED : 0);
    field.jsii_name = bits & ROW_JSII_NAME ? take_text(row) : camel(field.name);
    if (bits & ROW_CFN_SPELT) {
        field.cfn_name = take_text(row);
    } else if (bits & ROW_CFN_NAME) {
        char *cfn = arena_strdup(&cache.arena, field.jsii_name);
        *cfn = image_upper(*cfn);
        field.cfn_name = cfn;
    }
    field.shape = shape_at(take(row));
    field.render = bits & ROW_RENDER ? shape_at(take(row)) : field.shape;
    if (bits & ROW_REFERENCES) {
        field.references = take_references(row, &field.reference_count);
    }
    if (bits & ROW_RULES) {
        field.rules = take_rules(row);
    }
    if (bits & ROW_DEFAULT) {
        field.default_text = take_text(row);
    }
    field.hash = fnv_hash(field.name, strlen(field.name));
    return field;
}

/* Adds a field unless there is one of that name: a derived struct may redeclare a field. */
static void add_field(struct schema_field *items, size_t *count, struct schema_field field) {
    for (size_t i = 0; i < *count; i++) {
        if (items[i].hash == field.hash && strcmp(items[i].name, field.name) == 0) {
            return;
        }
    }
    field.index = *count;
    items[(*count)++] = field;
}

static void add_fields(const struct schema_type *type, struct schema_field *items, size_t *count) {
    const unsigned char *row = decoded(type->index)->body;
    for (uint32_t left = take(&row); left > 0; left--) {
        add_field(items, count, take_field(&row));
    }
    for (size_t i = 0; i < type->interface_count; i++) {
        add_fields(schema_type_at(type->interfaces[i]), items, count);
    }
}

static size_t most_fields(const struct schema_type *type) {
    const unsigned char *row = decoded(type->index)->body;
    size_t count = take(&row);
    for (size_t i = 0; i < type->interface_count; i++) {
        count += most_fields(schema_type_at(type->interfaces[i]));
    }
    return count;
}

const struct schema_fields *schema_fields(const struct schema_type *type) {
    if (cache.fields[type->index] != NULL) {
        return cache.fields[type->index];
    }
    struct schema_fields *fields = keep(1, sizeof *fields);
    struct schema_field *items = NULL;
    if (type->kind == SCHEMA_STRUCT) {
        items = keep(most_fields(type), sizeof *items);
        add_fields(type, items, &fields->count);
    }
    size_t slot_count = 4;
    while (slot_count < fields->count * 2) {
        slot_count *= 2;
    }
    uint16_t *slots = keep(slot_count, sizeof *slots);
    for (size_t i = 0; i < fields->count; i++) {
        fields->required_count += (items[i].flags & FIELD_REQUIRED) != 0;
        size_t at = items[i].hash & (slot_count - 1);
        while (slots[at]) {
            at = (at + 1) & (slot_count - 1);
        }
        slots[at] = (uint16_t)(i + 1);
    }
    fields->items = items;
    fields->slots = slots;
    fields->mask = (uint32_t)slot_count - 1;
    cache.fields[type->index] = fields;
    return fields;
}

const struct schema_field *schema_field(const struct schema_fields *fields, const char *name, size_t length) {
    length = bare_length(name, length);
    uint32_t hash = fnv_hash(name, length);
    for (uint32_t at = hash & fields->mask; fields->slots[at]; at = (at + 1) & fields->mask) {
        const struct schema_field *field = &fields->items[fields->slots[at] - 1];
        if (field->hash == hash && compare_text(field->name, name, length) == 0) {
            return field;
        }
    }
    return NULL;
}

const struct schema_field *schema_field_by_cfn_name(const struct schema_fields *fields, const char *cfn_name) {
    for (size_t i = 0; fields && i < fields->count; i++) {
        if (fields->items[i].cfn_name && strcmp(fields->items[i].cfn_name, cfn_name) == 0) {
            return &fields->items[i];
        }
    }
    return NULL;
}

/* --- enums --------------------------------------------------------------------------------------------------- */

const struct schema_enum_member *schema_enum_members(const struct schema_type *type, size_t *count) {
    const unsigned char *row = decoded(type->index)->body;
    *count = type->kind == SCHEMA_ENUM ? take(&row) : 0;
    if (cache.enums[type->index] == NULL) {
        struct schema_enum_member *members = keep(*count, sizeof *members);
        for (size_t i = 0; i < *count; i++) {
            uint32_t bits = take(&row);
            members[i].name = take_text(&row);
            members[i].deprecated = bits & 2;
            const char *value = take_text(&row);
            if (bits & 1) {
                members[i].number = strtod(value, NULL);
            } else {
                members[i].text = value;
            }
        }
        cache.enums[type->index] = members;
    }
    return cache.enums[type->index];
}

const struct schema_enum_member *schema_enum_member(const struct schema_type *type, const char *name) {
    size_t count;
    const struct schema_enum_member *members = schema_enum_members(type, &count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(members[i].name, name) == 0) {
            return &members[i];
        }
    }
    return NULL;
}

/* --- classes and interfaces ---------------------------------------------------------------------------------- */

static struct schema_member take_member(const unsigned char **row) {
    uint32_t bits = take(row);
    struct schema_member member = {.name = take_text(row), .flags = bits >> 2};
    bool constant = (member.flags & FIELD_STATIC) && (member.flags & FIELD_CONST);
    member.jsii_name = bits & 1 ? take_text(row) : constant ? member.name : camel(member.name);
    uint32_t shape = take(row);
    member.shape = shape ? shape_at(shape - 1) : NULL;
    if (member.flags & FIELD_METHOD) {
        member.parameter_count = take(row);
        struct schema_parameter *parameters = keep(member.parameter_count, sizeof *parameters);
        for (size_t i = 0; i < member.parameter_count; i++) {
            uint32_t name = take(row);
            parameters[i] = (struct schema_parameter){text(name >> 1), shape_at(take(row)), name & 1};
        }
        member.parameters = parameters;
    }
    member.recipe = bits & 2 ? take_text(row) : NULL;
    return member;
}

static const struct schema_resource *take_resource(const unsigned char **row, const char *cfn_type);

static const struct decoded_class *decoded_class(const struct schema_type *type) {
    if (cache.classes[type->index] == NULL) {
        struct decoded_class *class = keep(1, sizeof *class);
        if (type->kind != SCHEMA_STRUCT && type->kind != SCHEMA_ENUM) {
            const struct decoded_type *entry = decoded(type->index);
            const unsigned char *row = entry->body;
            if (take(&row)) {
                struct schema_member *constructor = keep(1, sizeof *constructor);
                *constructor = take_member(&row);
                constructor->name = NULL;
                class->constructor = constructor;
            }
            const char *recipe = take_text(&row);
            class->recipe = *recipe ? recipe : NULL;
            class->member_count = take(&row);
            struct schema_member *members = keep(class->member_count, sizeof *members);
            for (size_t i = 0; i < class->member_count; i++) {
                members[i] = take_member(&row);
            }
            class->members = members;
            if (type->kind == SCHEMA_RESOURCE) {
                class->resource = take_resource(&row, entry->cfn_type);
            }
        }
        cache.classes[type->index] = class;
    }
    return cache.classes[type->index];
}

const struct schema_member *schema_members(const struct schema_type *type, size_t *count) {
    const struct decoded_class *class = decoded_class(type);
    *count = class->member_count;
    return class->members;
}

static int order_of_member(const struct sought *sought, size_t index) {
    return compare_text(sought->members[index].name, sought->name, sought->length);
}

static const struct schema_member *own_member(const struct schema_type *type, const char *name, size_t length) {
    size_t count;
    const struct schema_member *members = schema_members(type, &count);
    int index = find(count, order_of_member, &(struct sought){.name = name, .length = length, .members = members});
    return index < 0 ? NULL : &members[index];
}

/* The member and the type that declares it. */
static const struct schema_member *find_member(const struct schema_type *type, const char *name, size_t length,
                                               const struct schema_type **declaring) {
    for (const struct schema_type *t = type; t != NULL; t = t->base) {
        const struct schema_member *member = own_member(t, name, length);
        if (member != NULL) {
            *declaring = t;
            return member;
        }
    }
    for (const struct schema_type *t = type; t != NULL; t = t->base) {
        for (size_t i = 0; i < t->interface_count; i++) {
            const struct schema_type *interface = schema_type_at(t->interfaces[i]);
            const struct schema_member *member = find_member(interface, name, length, declaring);
            if (member != NULL) {
                return member;
            }
        }
    }
    return NULL;
}

const struct schema_member *schema_member(const struct schema_type *type, const char *name) {
    const struct schema_type *declaring;
    return find_member(type, name, bare_length(name, strlen(name)), &declaring);
}

const struct schema_type *schema_declaring(const struct schema_type *type, const char *name) {
    const struct schema_type *declaring = NULL;
    find_member(type, name, bare_length(name, strlen(name)), &declaring);
    return declaring;
}

const struct schema_member *schema_constructor(const struct schema_type *type) {
    return decoded_class(type)->constructor;
}

const char *schema_recipe(const struct schema_type *type) { return decoded_class(type)->recipe; }

/* --- L1 classes ------------------------------------------------------------------------------------------------ */

static const struct schema_ref_field *take_pairs(const unsigned char **row, size_t *count) {
    *count = take(row);
    struct schema_ref_field *fields = keep(*count, sizeof *fields);
    for (size_t i = 0; i < *count; i++) {
        fields[i].name = take_text(row);
        fields[i].source = take_text(row);
    }
    return fields;
}

static void take_attributes(const unsigned char **row, struct schema_resource *resource) {
    resource->attribute_count = take(row);
    struct schema_attribute *attributes = keep(resource->attribute_count, sizeof *attributes);
    for (size_t i = 0; i < resource->attribute_count; i++) {
        uint32_t bits = take(row);
        attributes[i].name = take_text(row);
        attributes[i].jsii_name = bits & ROW_JSII_NAME ? take_text(row) : camel(attributes[i].name);
        attributes[i].cfn_name = bits & ROW_CFN_SPELT ? take_text(row) : attributes[i].jsii_name + strlen("attr");
        attributes[i].type = (enum schema_attribute_type)(bits >> 8);
    }
    resource->attributes = attributes;
}

static void take_refs(const unsigned char **row, struct schema_resource *resource) {
    resource->ref_count = take(row);
    struct schema_ref *refs = keep(resource->ref_count, sizeof *refs);
    for (size_t i = 0; i < resource->ref_count; i++) {
        bool spelt = take(row);
        refs[i].name = take_text(row);
        refs[i].jsii_name = spelt ? take_text(row) : camel(refs[i].name);
        refs[i].fields = take_pairs(row, &refs[i].field_count);
    }
    resource->refs = refs;
}

static void take_helpers(const unsigned char **row, struct schema_resource *resource) {
    resource->helper_count = take(row);
    struct schema_helper *helpers = keep(resource->helper_count, sizeof *helpers);
    for (size_t i = 0; i < resource->helper_count; i++) {
        helpers[i].name = take_text(row);
        helpers[i].mode = (enum schema_helper_mode)take(row);
        helpers[i].ref = take_text(row);
        helpers[i].template_text = text_or_null(take(row));
        helpers[i].variable = text_or_null(take(row));
        helpers[i].fields = take_pairs(row, &helpers[i].field_count);
    }
    resource->helpers = helpers;
}

static const struct schema_resource *take_resource(const unsigned char **row, const char *cfn_type) {
    struct schema_resource *resource = keep(1, sizeof *resource);
    resource->cfn_type = cfn_type;
    uint32_t props = take(row);
    resource->props = props ? schema_type_at(props - 1) : NULL;
    resource->tags = (enum schema_tags)take(row);
    if (resource->tags) {
        const char *property = take_text(row);
        resource->tags_v2 = take(row);
        if (resource->props) {
            resource->tags_field = schema_field(schema_fields(resource->props), property, strlen(property));
        }
    }
    resource->transform = text_or_null(take(row));
    uint32_t bits = take(row);
    resource->stateful = bits & 1;
    resource->retired = (enum schema_retired)(bits >> 1);
    take_attributes(row, resource);
    take_refs(row, resource);
    take_helpers(row, resource);
    return resource;
}

const struct schema_resource *schema_resource(const struct schema_type *type) { return decoded_class(type)->resource; }
