/* schema.c – look-ups in the schema image. See schema.h for the meaning, schema_image.h for the layout. */
#include "engine/schema.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "engine/schema_image.h"

extern const unsigned char schema_image_data[]; /* tools/schema/schema_image.S */

/* What was decoded so far. It all lives as long as the process; only pages of types in use are ever touched. */
static struct {
    struct arena arena;
    const struct schema_type **types;
    const struct schema_fields **fields;
    const struct schema_member **members;
    const struct schema_member **constructors;
    const struct schema_enum_member **enums;
    const struct schema_resource **resources;
    const struct schema_shape **shapes;
} cache;

static const struct image_header *header(void) { return (const struct image_header *)(const void *)schema_image_data; }

static uint32_t section_count(enum image_section section) { return header()->sections[section].count; }

static const void *section_at(enum image_section section) {
    return schema_image_data + header()->sections[section].offset;
}

#define RECORD(type, section, index) ((const struct type *)section_at(section) + (index))

static const char *text(uint32_t offset) { return (const char *)section_at(SECTION_STRINGS) + offset; }

/* The same, for strings whose absence means something. */
static const char *text_or_null(uint32_t offset) { return offset ? text(offset) : NULL; }

static uint32_t word_at(uint32_t index) { return ((const uint32_t *)section_at(SECTION_WORDS))[index]; }

static void *cache_new(size_t count) {
    /* calloc of this size gives untouched zero pages, so an unused part costs nothing. */
    return mem_calloc(count, sizeof(void *));
}

static void open_cache(void) {
    assert(header()->magic == SCHEMA_IMAGE_MAGIC);
    size_t count = section_count(SECTION_TYPES);
    cache.fields = cache_new(count);
    cache.members = cache_new(count);
    cache.constructors = cache_new(count);
    cache.enums = cache_new(count);
    cache.resources = cache_new(section_count(SECTION_RESOURCES));
    cache.shapes = cache_new(section_count(SECTION_SHAPES));
    cache.types = cache_new(count);
}

static void *keep(size_t count, size_t size) { return arena_calloc(&cache.arena, count, size); }

/* --- modules ------------------------------------------------------------------------------------------------- */

size_t schema_module_count(void) { return section_count(SECTION_MODULES); }

const char *schema_module_name(size_t index) { return text(RECORD(image_module, SECTION_MODULES, index)->name); }

static int compare_text(const char *a, const char *b, size_t b_length) {
    int order = strncmp(a, b, b_length);
    return order ? order : a[b_length] != '\0';
}

static int find_module(const char *name, size_t length) {
    size_t low = 0, high = schema_module_count();
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = compare_text(schema_module_name(middle), name, length);
        if (order == 0) {
            return (int)middle;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return -1;
}

int schema_module_find(const char *name) { return find_module(name, strlen(name)); }

size_t schema_module_type_count(size_t module) { return RECORD(image_module, SECTION_MODULES, module)->type_count; }

const struct schema_type *schema_module_type(size_t module, size_t index) {
    return schema_type_at(RECORD(image_module, SECTION_MODULES, module)->first_type + (uint32_t)index);
}

const char *schema_module_type_name(size_t module, size_t index) {
    uint32_t type = RECORD(image_module, SECTION_MODULES, module)->first_type + (uint32_t)index;
    return text(RECORD(image_type, SECTION_TYPES, type)->name);
}

/* --- types --------------------------------------------------------------------------------------------------- */

size_t schema_type_count(void) { return section_count(SECTION_TYPES); }

const struct schema_type *schema_type_at(uint32_t index) {
    if (cache.types == NULL) {
        open_cache();
    }
    if (cache.types[index] == NULL) {
        const struct image_type *row = RECORD(image_type, SECTION_TYPES, index);
        const struct image_module *module = RECORD(image_module, SECTION_MODULES, row->module);
        struct schema_type *type = keep(1, sizeof *type);
        type->index = index;
        type->kind = (enum schema_kind)row->kind;
        type->flags = row->flags;
        type->module = text(module->name);
        type->name = text(row->name);
        type->full_name = arena_printf(&cache.arena, "%s.%s", type->module, type->name);
        type->fqn = arena_printf(&cache.arena, "%s.%s", text(module->source), type->name);
        type->interfaces = (const uint32_t *)section_at(SECTION_WORDS) + row->interfaces;
        type->interface_count = row->interface_count;
        type->base = row->base ? schema_type_at(row->base - 1) : NULL;
        cache.types[index] = type;
    }
    return cache.types[index];
}

static const struct schema_type *find_in_module(int module, const char *name, size_t length) {
    if (module < 0) {
        return NULL;
    }
    size_t low = 0, high = schema_module_type_count((size_t)module);
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = compare_text(schema_module_type_name((size_t)module, middle), name, length);
        if (order == 0) {
            return schema_module_type((size_t)module, middle);
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

const struct schema_type *schema_find(const char *module, const char *name) {
    return find_in_module(schema_module_find(module), name, strlen(name));
}

const struct schema_type *schema_find_full(const char *full_name) {
    char buffer[512];
    if (strncmp(full_name, "aws-cdk-lib", 11) == 0) {
        snprintf(buffer, sizeof buffer, "aws_cdk%s", full_name + 11);
        full_name = buffer;
    }
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

const struct schema_type *schema_find_cfn_type(const char *cfn_type) {
    const uint32_t *order = section_at(SECTION_CFN_TYPES);
    size_t low = 0, high = section_count(SECTION_CFN_TYPES);
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (strcmp(text(RECORD(image_resource, SECTION_RESOURCES, order[middle])->cfn_type), cfn_type) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low < section_count(SECTION_CFN_TYPES)) {
        const struct image_resource *row = RECORD(image_resource, SECTION_RESOURCES, order[low]);
        if (strcmp(text(row->cfn_type), cfn_type) == 0) {
            return schema_type_at(row->type);
        }
    }
    return NULL;
}

bool schema_is_a(const struct schema_type *type, const struct schema_type *other) {
    for (; type != NULL; type = type->base) {
        if (type == other) {
            return true;
        }
        for (size_t i = 0; i < type->interface_count; i++) {
            if (schema_is_a(schema_type_at(type->interfaces[i]), other)) {
                return true;
            }
        }
    }
    return false;
}

/* --- shapes -------------------------------------------------------------------------------------------------- */

static const struct schema_shape *shape_at(uint32_t index) {
    if (cache.shapes[index] == NULL) {
        const struct image_shape *row = RECORD(image_shape, SECTION_SHAPES, index);
        struct schema_shape *shape = keep(1, sizeof *shape);
        shape->kind = (enum schema_shape_kind)row->kind;
        shape->accepts_resolvable = row->resolvable;
        switch (shape->kind) {
        case SHAPE_LIST:
        case SHAPE_MAP:
            shape->element = shape_at(row->first);
            break;
        case SHAPE_UNION: {
            const struct schema_shape **parts = keep(row->count, sizeof *parts);
            for (uint32_t i = 0; i < row->count; i++) {
                parts[i] = shape_at(word_at(row->first + i));
            }
            shape->alternatives = parts;
            shape->alternative_count = row->count;
            break;
        }
        default:
            shape->type_index = row->first;
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

static size_t put(char *buffer, size_t size, size_t at, const char *what) {
    if (at < size) {
        snprintf(buffer + at, size - at, "%s", what);
    }
    return at + strlen(what);
}

static size_t put_shape(const struct schema_shape *shape, char *buffer, size_t size, size_t at) {
    static const char *const names[] = {
        [SHAPE_ANY] = "any",   [SHAPE_STRING] = "string", [SHAPE_NUMBER] = "number",     [SHAPE_BOOLEAN] = "boolean",
        [SHAPE_DATE] = "date", [SHAPE_JSON] = "map",      [SHAPE_EVENT_PATTERN] = "map",
    };
    switch (shape->kind) {
    case SHAPE_LIST:
        return put_shape(shape->element, buffer, size, put(buffer, size, at, "list of "));
    case SHAPE_MAP:
        return put_shape(shape->element, buffer, size, put(buffer, size, at, "map of "));
    case SHAPE_UNION:
        for (size_t i = 0; i < shape->alternative_count; i++) {
            at = put(buffer, size, at, i == 0 ? "" : i + 1 == shape->alternative_count ? " or " : ", ");
            at = put_shape(shape->alternatives[i], buffer, size, at);
        }
        return at;
    case SHAPE_STRUCT:
    case SHAPE_CLASS:
    case SHAPE_INTERFACE:
    case SHAPE_ENUM:
        return put(buffer, size, at, schema_shape_type(shape)->full_name);
    default:
        return put(buffer, size, at, names[shape->kind]);
    }
}

const char *schema_shape_text(const struct schema_shape *shape, char *buffer, size_t size) {
    buffer[0] = '\0';
    put_shape(shape, buffer, size, 0);
    return buffer;
}

/* --- names --------------------------------------------------------------------------------------------------- */

static uint32_t hash_name(const char *name, size_t length) {
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ (unsigned char)name[i]) * 16777619u;
    }
    return hash;
}

/* A name with "_" behind is the same as the bare one when that is a keyword of Lua; gives the length to look for. */
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

static const struct schema_reference *decode_references(const struct image_field *row) {
    struct schema_reference *references = keep(row->reference_count, sizeof *references);
    for (uint32_t i = 0; i < row->reference_count; i++) {
        const struct image_pair *pair = RECORD(image_pair, SECTION_PAIRS, row->references + i);
        references[i] = (struct schema_reference){text(pair->name), text(pair->value)};
    }
    return references;
}

/* Adds a field unless one of that name is there: a derived struct may declare a field anew. */
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
    const struct image_type *row = RECORD(image_type, SECTION_TYPES, type->index);
    for (uint32_t i = 0; i < row->count; i++) {
        const struct image_field *source = RECORD(image_field, SECTION_FIELDS, row->first + i);
        struct schema_field field = {
            .name = text(source->name),
            .jsii_name = text(source->jsii_name),
            .cfn_name = text_or_null(source->cfn_name),
            .shape = shape_at(source->shape),
            .render = shape_at(source->render),
            .flags = source->flags,
        };
        field.hash = hash_name(field.name, strlen(field.name));
        if (source->reference_count > 0) {
            field.references = decode_references(source);
            field.reference_count = source->reference_count;
        }
        add_field(items, count, field);
    }
    for (size_t i = 0; i < type->interface_count; i++) {
        add_fields(schema_type_at(type->interfaces[i]), items, count);
    }
}

static size_t most_fields(const struct schema_type *type) {
    size_t count = RECORD(image_type, SECTION_TYPES, type->index)->count;
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
    struct schema_field *items = keep(most_fields(type), sizeof *items);
    if (type->kind == SCHEMA_STRUCT) {
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
    uint32_t hash = hash_name(name, length);
    for (uint32_t at = hash & fields->mask; fields->slots[at]; at = (at + 1) & fields->mask) {
        const struct schema_field *field = &fields->items[fields->slots[at] - 1];
        if (field->hash == hash && compare_text(field->name, name, length) == 0) {
            return field;
        }
    }
    return NULL;
}

/* --- enums --------------------------------------------------------------------------------------------------- */

const struct schema_enum_member *schema_enum_members(const struct schema_type *type, size_t *count) {
    const struct image_type *row = RECORD(image_type, SECTION_TYPES, type->index);
    *count = type->kind == SCHEMA_ENUM ? row->count : 0;
    if (cache.enums[type->index] == NULL) {
        struct schema_enum_member *members = keep(*count, sizeof *members);
        for (size_t i = 0; i < *count; i++) {
            const struct image_enum_member *source = RECORD(image_enum_member, SECTION_ENUM_MEMBERS, row->first + i);
            members[i].name = text(source->name);
            members[i].deprecated = source->flags & FIELD_DEPRECATED;
            if (source->is_number) {
                members[i].number = strtod(text(source->value), NULL);
            } else {
                members[i].text = text(source->value);
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

static struct schema_member decode_member(const struct image_member *row) {
    struct schema_member member = {
        .name = text_or_null(row->name),
        .jsii_name = text(row->jsii_name),
        .flags = row->flags,
        .shape = row->shape ? shape_at(row->shape - 1) : NULL,
        .parameter_count = row->parameter_count,
    };
    if (row->parameter_count > 0) {
        struct schema_parameter *parameters = keep(row->parameter_count, sizeof *parameters);
        for (uint32_t i = 0; i < row->parameter_count; i++) {
            const struct image_parameter *source = RECORD(image_parameter, SECTION_PARAMETERS, row->parameters + i);
            parameters[i] = (struct schema_parameter){text(source->name), shape_at(source->shape), source->optional};
        }
        member.parameters = parameters;
    }
    return member;
}

const struct schema_member *schema_members(const struct schema_type *type, size_t *count) {
    const struct image_type *row = RECORD(image_type, SECTION_TYPES, type->index);
    bool has_members = type->kind != SCHEMA_STRUCT && type->kind != SCHEMA_ENUM;
    *count = has_members ? row->count : 0;
    if (cache.members[type->index] == NULL) {
        struct schema_member *members = keep(*count, sizeof *members);
        for (size_t i = 0; i < *count; i++) {
            members[i] = decode_member(RECORD(image_member, SECTION_MEMBERS, row->first + i));
        }
        cache.members[type->index] = members;
    }
    return cache.members[type->index];
}

static const struct schema_member *own_member(const struct schema_type *type, const char *name, size_t length) {
    size_t count;
    const struct schema_member *members = schema_members(type, &count);
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = compare_text(members[middle].name, name, length);
        if (order == 0) {
            return &members[middle];
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

static const struct schema_member *find_member(const struct schema_type *type, const char *name, size_t length) {
    for (const struct schema_type *t = type; t != NULL; t = t->base) {
        const struct schema_member *member = own_member(t, name, length);
        if (member != NULL) {
            return member;
        }
    }
    for (const struct schema_type *t = type; t != NULL; t = t->base) {
        for (size_t i = 0; i < t->interface_count; i++) {
            const struct schema_member *member = find_member(schema_type_at(t->interfaces[i]), name, length);
            if (member != NULL) {
                return member;
            }
        }
    }
    return NULL;
}

const struct schema_member *schema_member(const struct schema_type *type, const char *name) {
    return find_member(type, name, bare_length(name, strlen(name)));
}

const struct schema_member *schema_constructor(const struct schema_type *type) {
    if (cache.constructors[type->index] == NULL) {
        const struct image_type *row = RECORD(image_type, SECTION_TYPES, type->index);
        if (row->constructor) {
            struct schema_member *member = keep(1, sizeof *member);
            *member = decode_member(RECORD(image_member, SECTION_MEMBERS, row->constructor - 1));
            cache.constructors[type->index] = member;
        }
    }
    return cache.constructors[type->index];
}

/* --- L1 facts ------------------------------------------------------------------------------------------------ */

static const struct schema_ref_field *decode_pairs(uint32_t first, uint32_t count) {
    struct schema_ref_field *fields = keep(count, sizeof *fields);
    for (uint32_t i = 0; i < count; i++) {
        const struct image_pair *pair = RECORD(image_pair, SECTION_PAIRS, first + i);
        fields[i] = (struct schema_ref_field){text(pair->name), text(pair->value)};
    }
    return fields;
}

static void decode_attributes(const struct image_resource *row, struct schema_resource *resource) {
    struct schema_attribute *attributes = keep(row->attribute_count, sizeof *attributes);
    for (uint32_t i = 0; i < row->attribute_count; i++) {
        const struct image_attribute *source = RECORD(image_attribute, SECTION_ATTRIBUTES, row->attributes + i);
        attributes[i] = (struct schema_attribute){text(source->name), text(source->jsii_name), text(source->cfn_name),
                                                  (enum schema_attribute_type)source->type};
    }
    resource->attributes = attributes;
    resource->attribute_count = row->attribute_count;
}

static void decode_refs(const struct image_resource *row, struct schema_resource *resource) {
    struct schema_ref *refs = keep(row->ref_count, sizeof *refs);
    for (uint32_t i = 0; i < row->ref_count; i++) {
        const struct image_ref *source = RECORD(image_ref, SECTION_REFS, row->refs + i);
        refs[i] = (struct schema_ref){text(source->name), text(source->jsii_name),
                                      decode_pairs(source->pairs, source->pair_count), source->pair_count};
    }
    resource->refs = refs;
    resource->ref_count = row->ref_count;
}

static void decode_helpers(const struct image_resource *row, struct schema_resource *resource) {
    struct schema_helper *helpers = keep(row->helper_count, sizeof *helpers);
    for (uint32_t i = 0; i < row->helper_count; i++) {
        const struct image_helper *source = RECORD(image_helper, SECTION_HELPERS, row->helpers + i);
        helpers[i] = (struct schema_helper){
            .name = text(source->name),
            .mode = (enum schema_helper_mode)source->mode,
            .ref = text(source->ref),
            .template_text = text_or_null(source->template_text),
            .variable = text_or_null(source->variable),
            .fields = decode_pairs(source->pairs, source->pair_count),
            .field_count = source->pair_count,
        };
    }
    resource->helpers = helpers;
    resource->helper_count = row->helper_count;
}

const struct schema_resource *schema_resource(const struct schema_type *type) {
    uint32_t index = RECORD(image_type, SECTION_TYPES, type->index)->resource;
    if (index == 0) {
        return NULL;
    }
    if (cache.resources[--index] != NULL) {
        return cache.resources[index];
    }
    const struct image_resource *row = RECORD(image_resource, SECTION_RESOURCES, index);
    struct schema_resource *resource = keep(1, sizeof *resource);
    resource->cfn_type = text(row->cfn_type);
    resource->props = row->props ? schema_type_at(row->props - 1) : NULL;
    resource->tags = (enum schema_tags)row->tags;
    resource->tags_v2 = row->tags_v2;
    resource->stateful = row->stateful;
    resource->transform = text_or_null(row->transform);
    decode_attributes(row, resource);
    decode_refs(row, resource);
    decode_helpers(row, resource);
    if (row->tags_property && resource->props) {
        const char *name = text(row->tags_property);
        resource->tags_field = schema_field(schema_fields(resource->props), name, strlen(name));
    }
    cache.resources[index] = resource;
    return resource;
}
