/* schema_image.c – compiles the schema rows into the flat image that is linked into the program.
 *
 *     schema_image <image> <folder of .rows files>
 *
 * Runs at build time only, so memory is never given back. A row it does not understand ends the build with its place.
 * The rows' format: tools/schema/rows.md; the image's: src/schema/schema_image.h. */
#include "../src/schema/schema.h"
#include "../src/schema/schema_image.h"

#include <dirent.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *current_file = "";
static int current_line;

__attribute__((noreturn, format(printf, 1, 2))) static void fail(const char *format, ...) {
    va_list args;
    va_start(args, format);
    fprintf(stderr, "%s:%d: ", current_file, current_line);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    exit(1);
}

static void *allocate(size_t size) {
    void *memory = calloc(1, size ? size : 1);
    if (memory == NULL) {
        fail("out of memory");
    }
    return memory;
}

/* --- tables: everything as it was read; written compactly at the end ------------------------------------------- */

enum raw_table {
    TABLE_MODULES,
    TABLE_TYPES,
    TABLE_FIELDS,
    TABLE_RULES,
    TABLE_MEMBERS,
    TABLE_PARAMETERS,
    TABLE_ENUM_MEMBERS,
    TABLE_RESOURCES,
    TABLE_ATTRIBUTES,
    TABLE_REFS,
    TABLE_PAIRS,
    TABLE_HELPERS,
    TABLE_SHAPES,
    TABLE_WORDS, /* type indices (interfaces), shape indices (alternatives), strings (values) */
    TABLE_STRINGS,
    TABLE_COUNT,
};

struct raw_type {
    uint32_t name, module, kind, flags;
    uint32_t base;                        /* type +1 */
    uint32_t interfaces, interface_count; /* words */
    uint32_t first, count;                /* fields of a struct, members of an enum, members of a class or interface */
    uint32_t constructor;                 /* member +1 */
    uint32_t recipe;                      /* string; 0: none */
    uint32_t resource;                    /* resource +1 */
};

struct raw_field {
    uint32_t name, jsii_name, cfn_name, shape, render, flags;
    uint32_t references, reference_count; /* pairs: property, field */
    uint32_t rules;                       /* +1 */
    uint32_t default_text;                /* string; 0: none */
};

struct raw_rules {
    uint32_t bits;                                    /* RULE_… */
    uint32_t values, value_count, known, known_count; /* words */
    uint32_t ended, ended_count;                      /* words */
    uint32_t number[2];                               /* strings */
    uint32_t length[2], items[2];                     /* +1 */
    uint32_t pattern, format;
};

struct raw_member {
    uint32_t name, jsii_name, flags;
    uint32_t shape; /* +1 */
    uint32_t parameters, parameter_count;
    uint32_t recipe; /* string; 0: none */
};

struct raw_parameter {
    uint32_t name, shape, optional;
};

struct raw_enum_member {
    uint32_t name, value; /* both strings */
    uint32_t is_number, flags;
};

struct raw_resource {
    uint32_t type, cfn_type;
    uint32_t props; /* type +1 */
    uint32_t attributes, attribute_count;
    uint32_t refs, ref_count;
    uint32_t tags, tags_property, tags_v2;
    uint32_t transform, stateful, retired;
    uint32_t helpers, helper_count;
};

struct raw_attribute {
    uint32_t name, jsii_name, cfn_name, type;
};

struct raw_ref {
    uint32_t name, jsii_name, pairs, pair_count;
};

struct raw_pair {
    uint32_t name, value;
};

struct raw_helper {
    uint32_t name, mode, ref, template_text, variable, pairs, pair_count;
};

struct raw_shape {
    uint32_t kind, resolvable;
    uint32_t first; /* element's shape, alternatives' first word, or type */
    uint32_t count; /* alternatives */
};

/* --- growing arrays ------------------------------------------------------------------------------------------- */

struct table {
    char *data;
    size_t width, count, capacity;
};

static struct table tables[TABLE_COUNT];

static void *append(enum raw_table section) {
    struct table *t = &tables[section];
    if (t->count == t->capacity) {
        t->capacity = t->capacity ? t->capacity * 2 : 1024;
        t->data = realloc(t->data, t->capacity * t->width);
        if (t->data == NULL) {
            fail("out of memory");
        }
    }
    void *record = t->data + t->count++ * t->width;
    memset(record, 0, t->width);
    return record;
}

static void *record_at(enum raw_table section, size_t index) {
    return tables[section].data + index * tables[section].width;
}

static uint32_t count_of(enum raw_table section) { return (uint32_t)tables[section].count; }

static uint32_t add_word(uint32_t word) {
    *(uint32_t *)append(TABLE_WORDS) = word;
    return count_of(TABLE_WORDS) - 1;
}

/* --- strings, each kept once ---------------------------------------------------------------------------------- */

static uint32_t *string_slots;
static size_t string_slot_count, string_count;

static uint32_t hash_bytes(const char *text, size_t length) {
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ (unsigned char)text[i]) * 16777619u;
    }
    return hash;
}

static const char *string_at(uint32_t offset) { return tables[TABLE_STRINGS].data + offset; }

/* `text` may itself be part of the table. */
static uint32_t add_string_bytes(const char *text, size_t length) {
    struct table *t = &tables[TABLE_STRINGS];
    if (t->capacity - t->count < length + 1) {
        size_t capacity = (t->capacity + length + 1) * 2;
        char *data = allocate(capacity);
        memcpy(data, t->data ? t->data : "", t->count);
        memcpy(data + t->count, text, length);
        free(t->data);
        t->data = data;
        t->capacity = capacity;
        text = data + t->count;
    }
    uint32_t offset = (uint32_t)t->count;
    memmove(t->data + offset, text, length);
    t->data[offset + length] = '\0';
    t->count += length + 1;
    return offset;
}

static uint32_t intern(const char *text, size_t length) {
    if (length == 0) {
        return 0;
    }
    if (string_count * 2 >= string_slot_count) {
        size_t old_count = string_slot_count;
        uint32_t *old = string_slots;
        string_slot_count = old_count ? old_count * 2 : 1 << 16;
        string_slots = allocate(string_slot_count * sizeof *string_slots);
        for (size_t i = 0; i < old_count; i++) {
            if (old[i]) {
                const char *s = string_at(old[i]);
                size_t at = hash_bytes(s, strlen(s)) & (string_slot_count - 1);
                while (string_slots[at]) {
                    at = (at + 1) & (string_slot_count - 1);
                }
                string_slots[at] = old[i];
            }
        }
        free(old);
    }
    size_t at = hash_bytes(text, length) & (string_slot_count - 1);
    for (; string_slots[at]; at = (at + 1) & (string_slot_count - 1)) {
        const char *s = string_at(string_slots[at]);
        if (strncmp(s, text, length) == 0 && s[length] == '\0') {
            return string_slots[at];
        }
    }
    string_count++;
    return string_slots[at] = add_string_bytes(text, length);
}

static uint32_t intern_text(const char *text) { return intern(text, strlen(text)); }

/* --- rows ------------------------------------------------------------------------------------------------------ */

/* A type's lines in memory; lines end with NUL. */
struct row_type {
    const char *module, *name;
    size_t name_length;
    const char *file;
    int line, line_count;
    char **lines; /* [0] is the head */
};

static struct row_type *row_types;
static size_t row_type_count, row_type_capacity;

struct row_module {
    const char *name, *source;
};
static struct row_module *row_modules;
static size_t row_module_count;

static char *read_file(const char *path) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        fail("cannot open %s: %s", path, strerror(errno));
    }
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *text = allocate((size_t)size + 1);
    if (size < 0 || fread(text, 1, (size_t)size, file) != (size_t)size) {
        fail("cannot read %s", path);
    }
    fclose(file);
    return text;
}

static void read_rows(const char *path) {
    char *text = read_file(path);
    const char *module = NULL;
    struct row_type *type = NULL;
    char **lines = NULL;
    size_t line_capacity = 0, line_count = 0;
    current_file = path;
    current_line = 0;
    for (char *line = text; *line;) {
        char *end = strchr(line, '\n');
        char *next = end ? end + 1 : line + strlen(line);
        if (end) {
            *end = '\0';
        }
        current_line++;
        if (line_count == line_capacity) {
            /* Types point into this array by number until all are read. */
            line_capacity = line_capacity ? line_capacity * 2 : 4096;
            lines = realloc(lines, line_capacity * sizeof *lines);
            if (lines == NULL) {
                fail("out of memory");
            }
        }
        lines[line_count++] = line;
        if (line[0] == 'M') {
            char *name = line + 2;
            char *source = strchr(name, ' ');
            if (source == NULL) {
                fail("module without source");
            }
            *source++ = '\0';
            module = name;
            row_modules[row_module_count++] = (struct row_module){name, source};
        } else if (line[0] == ' ') {
            if (type == NULL) {
                fail("a member outside of a type");
            }
            type->line_count++;
        } else if (line[0] != '#') {
            if (strchr("CRSIE", line[0]) == NULL || line[1] != ' ' || module == NULL) {
                fail("unknown row: %s", line);
            }
            if (row_type_count == row_type_capacity) {
                row_type_capacity = row_type_capacity ? row_type_capacity * 2 : 32768;
                row_types = realloc(row_types, row_type_capacity * sizeof *row_types);
                if (row_types == NULL) {
                    fail("out of memory");
                }
            }
            type = &row_types[row_type_count++];
            *type = (struct row_type){
                .module = module, .name = line + 2, .file = path, .line = current_line, .line_count = 1};
            type->name_length = strcspn(type->name, " /");
        }
        line = next;
    }
    for (size_t i = 0; i < row_type_count; i++) {
        if (row_types[i].file == path) {
            row_types[i].lines = &lines[row_types[i].line - 1];
        }
    }
}

static int is_rows_file(const struct dirent *entry) {
    size_t length = strlen(entry->d_name);
    return length > 5 && strcmp(entry->d_name + length - 5, ".rows") == 0;
}

static void read_folder(const char *folder) {
    struct dirent **entries;
    int count = scandir(folder, &entries, is_rows_file, NULL);
    if (count <= 0) {
        fail("no rows in %s", folder);
    }
    row_modules = allocate((size_t)count * sizeof *row_modules);
    for (int i = 0; i < count; i++) {
        size_t size = strlen(folder) + strlen(entries[i]->d_name) + 2;
        char *path = allocate(size);
        snprintf(path, size, "%s/%s", folder, entries[i]->d_name);
        read_rows(path);
    }
}

static int compare_modules(const void *a, const void *b) {
    return strcmp(((const struct row_module *)a)->name, ((const struct row_module *)b)->name);
}

static int compare_names(const char *a, size_t a_length, const char *b, size_t b_length) {
    int order = memcmp(a, b, a_length < b_length ? a_length : b_length);
    return order ? order : (a_length > b_length) - (a_length < b_length);
}

static int compare_types(const void *left, const void *right) {
    const struct row_type *a = left, *b = right;
    int order = strcmp(a->module, b->module);
    return order ? order : compare_names(a->name, a->name_length, b->name, b->name_length);
}

/* --- names of types -------------------------------------------------------------------------------------------- */

static uint32_t find_type(const char *module, size_t module_length, const char *name, size_t name_length) {
    size_t low = 0, high = row_type_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        const struct row_type *type = &row_types[middle];
        int order = compare_names(type->module, strlen(type->module), module, module_length);
        if (order == 0) {
            order = compare_names(type->name, type->name_length, name, name_length);
        }
        if (order == 0) {
            return (uint32_t)middle;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    fail("no type %.*s in module %.*s", (int)name_length, name, (int)module_length, module);
}

static bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

/* "Name" of the same module, "aws_iam:Name", ":Name" of the core or "constructs:Name". */
static uint32_t parse_type_name(const char **cursor, const char *home) {
    const char *start = *cursor, *end = start;
    while (is_name_character(*end)) {
        end++;
    }
    if (*end != ':') {
        *cursor = end;
        return find_type(home, strlen(home), start, (size_t)(end - start));
    }
    char module[256];
    int length;
    if (end - start == 10 && memcmp(start, "constructs", 10) == 0) {
        length = snprintf(module, sizeof module, "constructs");
    } else {
        length = snprintf(module, sizeof module, "aws_cdk%s%.*s", end > start ? "." : "", (int)(end - start), start);
    }
    const char *name = ++end;
    while (is_name_character(*end)) {
        end++;
    }
    *cursor = end;
    return find_type(module, (size_t)length, name, (size_t)(end - name));
}

/* --- shapes ---------------------------------------------------------------------------------------------------- */

static uint32_t *shape_slots;
static size_t shape_slot_count;
static uint32_t resolvable_type;

static uint32_t shape_hash(const struct raw_shape *shape, const uint32_t *words) {
    uint32_t hash = shape->kind * 31 + shape->resolvable;
    if (shape->kind == SHAPE_UNION) {
        for (uint32_t i = 0; i < shape->count; i++) {
            hash = hash * 16777619u + words[i];
        }
    } else {
        hash = hash * 16777619u + shape->first;
    }
    return hash * 2654435769u;
}

static uint32_t intern_shape(struct raw_shape shape, const uint32_t *words) {
    if (shape_slots == NULL) {
        shape_slot_count = 1 << 18;
        shape_slots = allocate(shape_slot_count * sizeof *shape_slots);
    }
    size_t at = shape_hash(&shape, words) & (shape_slot_count - 1);
    for (; shape_slots[at]; at = (at + 1) & (shape_slot_count - 1)) {
        const struct raw_shape *other = record_at(TABLE_SHAPES, shape_slots[at] - 1);
        if (other->kind != shape.kind || other->resolvable != shape.resolvable || other->count != shape.count) {
            continue;
        }
        if (shape.kind == SHAPE_UNION
                ? memcmp(record_at(TABLE_WORDS, other->first), words, shape.count * sizeof *words) == 0
                : other->first == shape.first) {
            return shape_slots[at] - 1;
        }
    }
    if (shape.kind == SHAPE_UNION) {
        shape.first = count_of(TABLE_WORDS);
        for (uint32_t i = 0; i < shape.count; i++) {
            add_word(words[i]);
        }
    }
    struct raw_shape *record = append(TABLE_SHAPES);
    *record = shape;
    shape_slots[at] = count_of(TABLE_SHAPES);
    return count_of(TABLE_SHAPES) - 1;
}

static uint32_t simple_shape(enum schema_shape_kind kind) {
    return intern_shape((struct raw_shape){.kind = kind}, NULL);
}

static uint32_t make_union(const uint32_t *words, uint32_t count, bool resolvable) {
    if (count == 1) {
        struct raw_shape copy = *(struct raw_shape *)record_at(TABLE_SHAPES, words[0]);
        uint32_t alternatives[64];
        if (copy.kind == SHAPE_UNION) {
            memcpy(alternatives, record_at(TABLE_WORDS, copy.first), copy.count * sizeof *alternatives);
        }
        copy.resolvable |= resolvable;
        return intern_shape(copy, alternatives);
    }
    return intern_shape((struct raw_shape){.kind = SHAPE_UNION, .resolvable = resolvable, .count = count}, words);
}

static enum schema_shape_kind shape_kind_of_type(uint32_t type) {
    switch (row_types[type].lines[0][0]) {
    case 'S':
        return SHAPE_STRUCT;
    case 'I':
        return SHAPE_INTERFACE;
    case 'E':
        return SHAPE_ENUM;
    default:
        return SHAPE_CLASS;
    }
}

static uint32_t parse_shape(const char **cursor, const char *home) {
    char c = *(*cursor)++;
    switch (c) {
    case 's':
        return simple_shape(SHAPE_STRING);
    case 'n':
        return simple_shape(SHAPE_NUMBER);
    case 'b':
        return simple_shape(SHAPE_BOOLEAN);
    case 'a':
        return simple_shape(SHAPE_ANY);
    case 'j':
        return simple_shape(SHAPE_JSON);
    case 'd':
        return simple_shape(SHAPE_DATE);
    case 'e':
        return simple_shape(SHAPE_EVENT_PATTERN);
    case 'r':
        return intern_shape((struct raw_shape){.kind = SHAPE_INTERFACE, .resolvable = 1, .first = resolvable_type},
                            NULL);
    case '[':
    case '{': {
        uint32_t element = parse_shape(cursor, home);
        return intern_shape((struct raw_shape){.kind = c == '[' ? SHAPE_LIST : SHAPE_MAP, .first = element}, NULL);
    }
    case '@': {
        uint32_t type = parse_type_name(cursor, home);
        return intern_shape((struct raw_shape){.kind = shape_kind_of_type(type), .first = type}, NULL);
    }
    case '(': {
        uint32_t words[64], count = 0;
        bool resolvable = false;
        do {
            if (**cursor == 'r' && strchr("|)", (*cursor)[1])) {
                resolvable = true;
                ++*cursor;
                continue;
            }
            if (count == 64) {
                fail("too many alternatives");
            }
            words[count++] = parse_shape(cursor, home);
        } while (*(*cursor)++ == '|');
        if ((*cursor)[-1] != ')' || count == 0) {
            fail("bad union");
        }
        return make_union(words, count, resolvable);
    }
    default:
        fail("bad shape at \"%s\"", *cursor - 1);
    }
}

/* What a value of this shape is rendered by: tokens and constructs are gone by then (rows.md, "rendering"). */
static uint32_t render_of(uint32_t index) {
    struct raw_shape shape = *(struct raw_shape *)record_at(TABLE_SHAPES, index);
    shape.resolvable = 0;
    switch (shape.kind) {
    case SHAPE_JSON:
        return simple_shape(SHAPE_ANY);
    case SHAPE_LIST:
    case SHAPE_MAP:
        shape.first = render_of(shape.first);
        return intern_shape(shape, NULL);
    case SHAPE_UNION: {
        uint32_t words[64], count = 0;
        for (uint32_t i = 0; i < shape.count; i++) {
            uint32_t part = *(uint32_t *)record_at(TABLE_WORDS, shape.first + i);
            uint32_t kind = ((struct raw_shape *)record_at(TABLE_SHAPES, part))->kind;
            if (kind == SHAPE_CLASS || kind == SHAPE_INTERFACE) {
                continue;
            }
            part = render_of(part);
            bool seen = false;
            for (uint32_t k = 0; k < count; k++) {
                seen |= words[k] == part;
            }
            if (!seen) {
                words[count++] = part;
            }
        }
        return count ? make_union(words, count, false) : simple_shape(SHAPE_ANY);
    }
    default:
        return intern_shape(shape, NULL);
    }
}

/* --- pieces of rows --------------------------------------------------------------------------------------------- */

struct word {
    const char *text;
    size_t length;
};

/* The next word of a row, or length 0 at its end. */
static struct word next_word(const char **cursor) {
    while (**cursor == ' ') {
        ++*cursor;
    }
    struct word word = {*cursor, strcspn(*cursor, " ")};
    *cursor += word.length;
    return word;
}

struct name {
    uint32_t lua, jsii;
    unsigned flags;
};

static unsigned flag_of(char letter) {
    static const struct {
        char letter;
        unsigned flag;
    } flags[] = {{'r', FIELD_REQUIRED}, {'d', FIELD_DEPRECATED}, {'s', FIELD_STATIC},
                 {'c', FIELD_CONST},    {'i', FIELD_READONLY},   {'p', FIELD_PROTECTED},
                 {'a', FIELD_ABSTRACT}, {'v', FIELD_VARIADIC},   {'y', FIELD_ASYNC}};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        if (flags[i].letter == letter) {
            return flags[i].flag;
        }
    }
    fail("unknown flag %c", letter);
}

/* name[=jsiiName][/flags] */
static struct name parse_name(struct word word) {
    struct name name = {0};
    size_t length = 0;
    while (length < word.length && word.text[length] != '=' && word.text[length] != '/') {
        length++;
    }
    name.lua = intern(word.text, length);
    size_t at = length;
    if (at < word.length && word.text[at] == '=') {
        size_t start = ++at;
        while (at < word.length && word.text[at] != '/') {
            at++;
        }
        name.jsii = intern(word.text + start, at - start);
    }
    if (at < word.length && word.text[at] == '/') {
        while (++at < word.length) {
            name.flags |= flag_of(word.text[at]);
        }
    }
    if (name.jsii == 0) {
        bool constant = (name.flags & FIELD_STATIC) && (name.flags & FIELD_CONST);
        if (constant) {
            name.jsii = name.lua;
        } else {
            char camel[256];
            if (length >= sizeof camel) {
                fail("a name too long");
            }
            image_camel(word.text, length, camel);
            name.jsii = intern_text(camel);
        }
    }
    return name;
}

/* "name:value" words up to the end of the row. */
static uint32_t parse_pairs(const char **cursor, char separator, uint32_t *count) {
    uint32_t first = count_of(TABLE_PAIRS);
    for (struct word word; (word = next_word(cursor)).length > 0; ++*count) {
        const char *at = memchr(word.text, separator, word.length);
        if (at == NULL) {
            fail("no %c in %.*s", separator, (int)word.length, word.text);
        }
        struct raw_pair *pair = append(TABLE_PAIRS);
        pair->name = intern(word.text, (size_t)(at - word.text));
        pair->value = intern(at + 1, (size_t)(word.text + word.length - at - 1));
    }
    return first;
}

static void field_row(const char *row, const char *home, bool in_template) {
    struct name name = parse_name(next_word(&row));
    struct raw_field field = {.name = name.lua, .jsii_name = name.jsii, .flags = name.flags};
    row++;
    field.shape = parse_shape(&row, home);
    field.render = render_of(field.shape);
    for (struct word word; (word = next_word(&row)).length > 0;) {
        if (word.text[0] == '<') {
            field.references = count_of(TABLE_PAIRS);
            const char *end = word.text + word.length;
            for (const char *at = word.text + 1; at < end; field.reference_count++) {
                const char *dot = memchr(at, '.', (size_t)(end - at));
                const char *comma = memchr(at, ',', (size_t)(end - at));
                const char *stop = comma ? comma : end;
                if (dot == NULL) {
                    fail("bad reference");
                }
                struct raw_pair *pair = append(TABLE_PAIRS);
                pair->name = intern(at, (size_t)(dot - at));
                pair->value = intern(dot + 1, (size_t)(stop - dot - 1));
                at = stop + 1;
            }
        } else if (word.text[0] == '>') {
            const char *text = word.text + 1;
            field.render = parse_shape(&text, home);
        } else if (word.text[0] == '=') { /* to the end of the row */
            field.default_text = intern_text(word.text + 1);
            break;
        } else {
            field.cfn_name = intern(word.text, word.length);
        }
    }
    if (in_template && field.cfn_name == 0) {
        char cfn[256];
        snprintf(cfn, sizeof cfn, "%s", string_at(field.jsii_name));
        if (cfn[0] >= 'a' && cfn[0] <= 'z') {
            cfn[0] = (char)(cfn[0] - 'a' + 'A');
        }
        field.cfn_name = intern_text(cfn);
    }
    *(struct raw_field *)append(TABLE_FIELDS) = field;
}

static uint32_t choice(struct word word, const char *const *names, const char *what) {
    for (uint32_t i = 0; names[i]; i++) {
        if (strlen(names[i]) == word.length && memcmp(names[i], word.text, word.length) == 0) {
            return i;
        }
    }
    fail("unknown %s %.*s", what, (int)word.length, word.text);
}

/* --- rules for values ------------------------------------------------------------------------------------ */

/* "a|b\\sc": adds the strings as words. */
static uint32_t parse_values(struct word word, uint32_t *count) {
    uint32_t first = count_of(TABLE_WORDS);
    char value[1024];
    size_t length = 0;
    *count = 0;
    for (size_t i = 0; i <= word.length; i++) {
        if (i == word.length || word.text[i] == '|') {
            add_word(intern(value, length));
            ++*count;
            length = 0;
            continue;
        }
        char c = word.text[i];
        if (c == '\\') {
            c = word.text[++i];
            c = c == 's' ? ' ' : c == 'p' ? '|' : c == 'n' ? '\n' : c == 't' ? '\t' : c;
        }
        if (length == sizeof value) {
            fail("a value too long");
        }
        value[length++] = c;
    }
    return first;
}

/* "1..64", either end may be missing. */
static void split_range(struct word word, struct word *low, struct word *high) {
    const char *dots = word.length < 2 ? NULL : memmem(word.text, word.length, "..", 2);
    if (dots == NULL) {
        fail("bad range %.*s", (int)word.length, word.text);
    }
    *low = (struct word){word.text, (size_t)(dots - word.text)};
    *high = (struct word){dots + 2, (size_t)(word.text + word.length - dots - 2)};
}

static void parse_counts(struct word word, uint32_t *bounds) {
    struct word low, high;
    split_range(word, &low, &high);
    bounds[0] = low.length ? (uint32_t)strtoul(low.text, NULL, 10) + 1 : 0;
    bounds[1] = high.length ? (uint32_t)strtoul(high.text, NULL, 10) + 1 : 0;
}

static uint32_t unescape(const char *text) {
    char value[4096];
    size_t length = 0;
    for (; *text; text++) {
        char c = *text;
        if (c == '\\') {
            c = *++text == 'n' ? '\n' : *text == 't' ? '\t' : *text == 'r' ? '\r' : *text;
        }
        if (length == sizeof value) {
            fail("a value too long");
        }
        value[length++] = c;
    }
    return intern(value, length);
}

/* What is known of the field read last. */
static void rules_row(const char *row) {
    static const char *const words[] = {"replace", "maybe",   "deprecated", "values", "known",  "number", "length",
                                        "items",   "pattern", "anycase",    "ended",  "format", NULL};
    struct raw_field *field = record_at(TABLE_FIELDS, count_of(TABLE_FIELDS) - 1);
    struct raw_rules rules = {0};
    struct word low, high;
    for (struct word word; (word = next_word(&row)).length > 0;) {
        switch (choice(word, words, "fact")) {
        case 0:
            rules.bits |= REPLACES_ALWAYS;
            break;
        case 1:
            rules.bits |= REPLACES_MAYBE;
            break;
        case 2:
            field->flags |= FIELD_DEPRECATED;
            break;
        case 3:
            rules.bits |= RULE_VALUES;
            rules.values = parse_values(next_word(&row), &rules.value_count);
            break;
        case 4:
            rules.bits |= RULE_KNOWN;
            rules.known = parse_values(next_word(&row), &rules.known_count);
            break;
        case 5:
            rules.bits |= RULE_NUMBER;
            split_range(next_word(&row), &low, &high);
            rules.number[0] = intern(low.text, low.length);
            rules.number[1] = intern(high.text, high.length);
            break;
        case 6:
            rules.bits |= RULE_LENGTH;
            parse_counts(next_word(&row), rules.length);
            break;
        case 7:
            rules.bits |= RULE_ITEMS;
            parse_counts(next_word(&row), rules.items);
            break;
        case 8:
            rules.bits |= RULE_PATTERN;
            rules.pattern = unescape(row + 1);
            row += strlen(row);
            break;
        case 9:
            rules.bits |= RULE_ANY_CASE;
            break;
        case 11: {
            struct word format = next_word(&row);
            rules.bits |= RULE_FORMAT;
            rules.format = intern(format.text, format.length);
            break;
        }
        default:
            rules.bits |= RULE_ENDED;
            rules.ended = parse_values(next_word(&row), &rules.ended_count);
            if (rules.ended_count % ENDED_WORDS) {
                fail("a value that ends takes %d words", ENDED_WORDS);
            }
        }
    }
    if (rules.bits) {
        *(struct raw_rules *)append(TABLE_RULES) = rules;
        field->rules = count_of(TABLE_RULES);
    }
}

static void parse_parameters(const char **cursor, const char *home, struct raw_member *member) {
    if (*(*cursor)++ != '(') {
        fail("no parameter list");
    }
    member->parameters = count_of(TABLE_PARAMETERS);
    while (**cursor != ')') {
        struct raw_parameter parameter = {0};
        size_t length = strcspn(*cursor, "?:");
        parameter.name = intern(*cursor, length);
        *cursor += length;
        if (**cursor == '?') {
            parameter.optional = 1;
            ++*cursor;
        }
        if (*(*cursor)++ != ':') {
            fail("bad parameter");
        }
        parameter.shape = parse_shape(cursor, home);
        *(struct raw_parameter *)append(TABLE_PARAMETERS) = parameter;
        member->parameter_count++;
        if (**cursor == ',') {
            ++*cursor;
        }
    }
    ++*cursor;
}

static void member_row(const char *row, const char *home, bool is_method) {
    struct name name = parse_name(next_word(&row));
    struct raw_member member = {.name = name.lua, .jsii_name = name.jsii, .flags = name.flags};
    if (*row == ' ') {
        row++;
    }
    if (is_method) {
        member.flags |= FIELD_METHOD;
        parse_parameters(&row, home, &member);
        if (*row == ' ') {
            row++;
        }
    }
    if (*row && *row != '=') {
        member.shape = parse_shape(&row, home) + 1;
        row += *row == ' ';
    }
    if (*row == '=') {
        member.recipe = unescape(row + 1);
    }
    *(struct raw_member *)append(TABLE_MEMBERS) = member;
}

static void constructor_row(const char *row, const char *home, struct raw_type *type) {
    struct raw_member member = {.flags = FIELD_METHOD};
    if (*row == '/') {
        for (row++; *row != '(' && *row != ' '; row++) {
            member.flags |= flag_of(*row);
        }
    }
    row += *row == ' ';
    parse_parameters(&row, home, &member);
    type->constructor = count_of(TABLE_MEMBERS) + 1;
    *(struct raw_member *)append(TABLE_MEMBERS) = member;
}

static void enum_row(const char *row) {
    struct name name = parse_name(next_word(&row));
    struct raw_enum_member *member = append(TABLE_ENUM_MEMBERS);
    member->name = name.lua;
    member->flags = name.flags;
    if (row[0] != ' ' || (row[1] != '=' && row[1] != '#')) {
        fail("enum member without value");
    }
    member->is_number = row[1] == '#';
    member->value = unescape(row + 2);
}

static void resource_row(const char *row, const char *home, struct raw_resource *resource) {
    static const char *const modes[] = {"field", "format", "parse", "build", "plain", "arn", NULL};
    static const char *const retired[] = {"", "maintenance", "sunset", "shutdown", NULL};
    static const char *const tags[] = {"", "standard", "map", "autoscaling", "key_value", NULL};
    char kind = *row++;
    if (kind == '@') {
        struct name name = parse_name(next_word(&row));
        row++;
        struct raw_shape *shape = record_at(TABLE_SHAPES, parse_shape(&row, home));
        struct raw_attribute *attribute = append(TABLE_ATTRIBUTES);
        *attribute = (struct raw_attribute){.name = name.lua, .jsii_name = name.jsii};
        attribute->type = shape->kind == SHAPE_STRING   ? ATTRIBUTE_STRING
                          : shape->kind == SHAPE_NUMBER ? ATTRIBUTE_NUMBER
                          : shape->kind == SHAPE_LIST   ? ATTRIBUTE_LIST
                                                        : ATTRIBUTE_ANY;
        struct word cfn = next_word(&row);
        attribute->cfn_name = intern(cfn.text, cfn.length);
        resource->attribute_count++;
    } else if (kind == '>') {
        struct name name = parse_name(next_word(&row));
        struct raw_ref ref = {.name = name.lua, .jsii_name = name.jsii};
        ref.pairs = parse_pairs(&row, ':', &ref.pair_count);
        *(struct raw_ref *)append(TABLE_REFS) = ref;
        resource->ref_count++;
    } else if (kind == '%') {
        resource->tags = choice(next_word(&row), tags, "kind of tags");
        struct word property = next_word(&row);
        resource->tags_property = intern(property.text, property.length);
        resource->tags_v2 = next_word(&row).length > 0;
    } else if (kind == '~') {
        struct word word = next_word(&row), value = next_word(&row);
        if (word.length == 8 && memcmp(word.text, "stateful", 8) == 0) {
            resource->stateful = 1;
        } else if (word.length == 9 && memcmp(word.text, "transform", 9) == 0) {
            resource->transform = intern(value.text, value.length);
        } else if (word.length == 7 && memcmp(word.text, "retired", 7) == 0) {
            resource->retired = choice(value, retired, "end of a type");
        } else {
            fail("unknown fact %.*s", (int)word.length, word.text);
        }
    } else if (kind == '^') {
        struct raw_helper helper = {.name = parse_name(next_word(&row)).lua};
        helper.mode = choice(next_word(&row), modes, "mode");
        struct word word = next_word(&row);
        helper.ref = intern(word.text, word.length);
        word = next_word(&row);
        helper.template_text = word.length == 1 && word.text[0] == '-' ? 0 : intern(word.text, word.length);
        if (helper.mode == HELPER_BUILD) {
            word = next_word(&row);
            helper.variable = intern(word.text + 1, word.length - 1);
        }
        helper.pairs = parse_pairs(&row, ':', &helper.pair_count);
        *(struct raw_helper *)append(TABLE_HELPERS) = helper;
        resource->helper_count++;
    } else {
        fail("unknown row %c%s", kind, row);
    }
}

static void type_rows(uint32_t index, uint32_t module) {
    const struct row_type *rows = &row_types[index];
    const char *home = rows->module;
    struct raw_type type = {.module = module};
    struct raw_resource resource = {.type = index};
    current_file = rows->file;
    current_line = rows->line;

    const char *row = rows->lines[0];
    char letter = row[0];
    row += 2;
    struct word head = next_word(&row);
    type.name = intern(head.text, rows->name_length);
    bool in_template = false;
    for (size_t i = rows->name_length + 1; i < head.length; i++) {
        in_template |= head.text[i] == 'l';
        type.flags |= head.text[i] == 'a' ? TYPE_ABSTRACT : head.text[i] == 'd' ? TYPE_DEPRECATED : 0;
    }
    type.kind = letter == 'C'   ? SCHEMA_CLASS
                : letter == 'R' ? SCHEMA_RESOURCE
                : letter == 'S' ? SCHEMA_STRUCT
                : letter == 'E' ? SCHEMA_ENUM
                                : SCHEMA_INTERFACE;
    if (letter == 'R') {
        struct word cfn = next_word(&row);
        resource.cfn_type = intern(cfn.text, cfn.length);
        resource.attributes = count_of(TABLE_ATTRIBUTES);
        resource.refs = count_of(TABLE_REFS);
        resource.helpers = count_of(TABLE_HELPERS);
    }
    for (struct word word; (word = next_word(&row)).length > 0;) {
        const char *text = word.text + 1;
        uint32_t other = parse_type_name(&text, home);
        if (word.text[0] == '<') {
            type.base = other + 1;
        } else if (word.text[0] == '&') {
            uint32_t at = add_word(other);
            type.interfaces = type.interface_count++ == 0 ? at : type.interfaces;
        } else {
            fail("unknown word in head");
        }
    }

    enum raw_table section = letter == 'S' ? TABLE_FIELDS : letter == 'E' ? TABLE_ENUM_MEMBERS : TABLE_MEMBERS;
    bool counting = false;
    for (int i = 1; i < rows->line_count; i++) {
        current_line = rows->line + i;
        row = rows->lines[i] + 1;
        char kind = *row;
        if (kind == '+') {
            constructor_row(row + 1, home, &type);
            continue;
        }
        if (letter == 'C' && kind == '=') {
            type.recipe = unescape(row + 1);
            continue;
        }
        if (letter == 'S' && kind == '~') {
            rules_row(row + 1);
            continue;
        }
        if (kind != '.' && kind != ':' && kind != '-') {
            if (letter != 'R') {
                fail("a resource's row in another type");
            }
            resource_row(row, home, &resource);
            continue;
        }
        if (!counting) {
            type.first = count_of(section);
            counting = true;
        }
        if (letter == 'S') {
            if (type.count == SCHEMA_MOST_FIELDS) {
                fail("more fields than SCHEMA_MOST_FIELDS");
            }
            field_row(row + 1, home, in_template);
        } else if (letter == 'E') {
            enum_row(row + 1);
        } else {
            member_row(row + 1, home, kind == ':');
        }
        type.count++;
    }
    if (letter == 'R') {
        if (type.constructor) {
            const struct raw_member *constructor = record_at(TABLE_MEMBERS, type.constructor - 1);
            if (constructor->parameter_count == 3) {
                const struct raw_parameter *props = record_at(TABLE_PARAMETERS, constructor->parameters + 2);
                const struct raw_shape *shape = record_at(TABLE_SHAPES, props->shape);
                resource.props = shape->kind == SHAPE_STRUCT ? shape->first + 1 : 0;
            }
        }
        *(struct raw_resource *)append(TABLE_RESOURCES) = resource;
        type.resource = count_of(TABLE_RESOURCES);
    }
    *(struct raw_type *)append(TABLE_TYPES) = type;
}

/* --- the image -------------------------------------------------------------------------------------------------- */

/* A number of something that gets a new one in the image: strings become offsets, shapes get another order. Those used
 * most get the shortest numbers, then come those of the core, then the others as the modules use them. */
struct renumbering {
    uint32_t count;
    uint32_t *uses, *first_use, *numbers;
    bool *core;
    uint32_t clock;
};

static struct renumbering strings, shapes;
static bool writing;      /* otherwise uses are counted */
static bool writing_core; /* what is encoded now belongs to the core */
static unsigned char *bytes;
static size_t byte_count, byte_capacity;

static void open_renumbering(struct renumbering *r, uint32_t count) {
    *r = (struct renumbering){count,
                              allocate(count * sizeof(uint32_t)),
                              allocate(count * sizeof(uint32_t)),
                              allocate(count * sizeof(uint32_t)),
                              allocate(count * sizeof(bool)),
                              0};
}

static uint32_t use(struct renumbering *r, uint32_t old) {
    if (!writing) {
        if (r->uses[old]++ == 0) {
            r->first_use[old] = r->clock++;
        }
        r->core[old] |= writing_core;
    }
    return r->numbers[old];
}

static void put(uint32_t number) {
    if (byte_count + 5 > byte_capacity) {
        byte_capacity = byte_capacity ? byte_capacity * 2 : 1 << 16;
        bytes = realloc(bytes, byte_capacity);
        if (bytes == NULL) {
            fail("out of memory");
        }
    }
    for (; number >= 0x80; number >>= 7) {
        bytes[byte_count++] = (unsigned char)(number | 0x80);
    }
    bytes[byte_count++] = (unsigned char)number;
}

static void put_string(uint32_t string) { put(use(&strings, string)); }
static void put_shape(uint32_t shape) { put(use(&shapes, shape)); }

static void put_pairs(uint32_t first, uint32_t count) {
    put(count);
    for (uint32_t i = 0; i < count; i++) {
        const struct raw_pair *pair = record_at(TABLE_PAIRS, first + i);
        put_string(pair->name);
        put_string(pair->value);
    }
}

static uint32_t word_value(uint32_t index) { return *(uint32_t *)record_at(TABLE_WORDS, index); }

static void put_values(uint32_t first, uint32_t count) {
    put(count);
    for (uint32_t i = 0; i < count; i++) {
        put_string(word_value(first + i));
    }
}

static void put_rules(const struct raw_rules *rules) {
    put(rules->bits);
    if (rules->bits & RULE_VALUES) {
        put_values(rules->values, rules->value_count);
    }
    if (rules->bits & RULE_KNOWN) {
        put_values(rules->known, rules->known_count);
    }
    if (rules->bits & RULE_NUMBER) {
        put_string(rules->number[0]);
        put_string(rules->number[1]);
    }
    if (rules->bits & RULE_LENGTH) {
        put(rules->length[0]);
        put(rules->length[1]);
    }
    if (rules->bits & RULE_ITEMS) {
        put(rules->items[0]);
        put(rules->items[1]);
    }
    if (rules->bits & RULE_PATTERN) {
        put_string(rules->pattern);
    }
    if (rules->bits & RULE_ENDED) {
        put_values(rules->ended, rules->ended_count);
    }
    if (rules->bits & RULE_FORMAT) {
        put_string(rules->format);
    }
}

static bool is_camel_of(uint32_t jsii, uint32_t lua) {
    char camel[512];
    const char *name = string_at(lua);
    image_camel(name, strlen(name), camel);
    return strcmp(camel, string_at(jsii)) == 0;
}

static void put_field(const struct raw_field *field) {
    const char *jsii = string_at(field->jsii_name), *cfn = string_at(field->cfn_name);
    bool plain_jsii = is_camel_of(field->jsii_name, field->name);
    bool plain_cfn = cfn[0] == image_upper(jsii[0]) && strcmp(cfn + (*cfn != '\0'), jsii + 1) == 0;
    unsigned bits = (field->flags & FIELD_REQUIRED ? ROW_REQUIRED : 0) |
                    (field->flags & FIELD_DEPRECATED ? ROW_DEPRECATED : 0) | (plain_jsii ? 0 : ROW_JSII_NAME) |
                    (*cfn ? ROW_CFN_NAME : 0) | (*cfn && !plain_cfn ? ROW_CFN_SPELT : 0) |
                    (field->render != field->shape ? ROW_RENDER : 0) | (field->reference_count ? ROW_REFERENCES : 0) |
                    (field->rules ? ROW_RULES : 0) | (field->default_text ? ROW_DEFAULT : 0);
    put(bits);
    put_string(field->name);
    if (bits & ROW_JSII_NAME) {
        put_string(field->jsii_name);
    }
    if (bits & ROW_CFN_SPELT) {
        put_string(field->cfn_name);
    }
    put_shape(field->shape);
    if (bits & ROW_RENDER) {
        put_shape(field->render);
    }
    if (bits & ROW_REFERENCES) {
        put_pairs(field->references, field->reference_count);
    }
    if (bits & ROW_RULES) {
        put_rules(record_at(TABLE_RULES, field->rules - 1));
    }
    if (bits & ROW_DEFAULT) {
        put_string(field->default_text);
    }
}

static void put_member(const struct raw_member *member) {
    bool constant = (member->flags & FIELD_STATIC) && (member->flags & FIELD_CONST);
    bool spelt = constant       ? member->jsii_name != member->name
                 : member->name ? !is_camel_of(member->jsii_name, member->name)
                                : false;
    put(member->flags << 2 | (member->recipe ? 2u : 0u) | spelt);
    put_string(member->name);
    if (spelt) {
        put_string(member->jsii_name);
    }
    if (member->shape) {
        put(use(&shapes, member->shape - 1) + 1);
    } else {
        put(0);
    }
    if (member->flags & FIELD_METHOD) {
        put(member->parameter_count);
        for (uint32_t i = 0; i < member->parameter_count; i++) {
            const struct raw_parameter *parameter = record_at(TABLE_PARAMETERS, member->parameters + i);
            put(use(&strings, parameter->name) << 1 | parameter->optional);
            put_shape(parameter->shape);
        }
    }
    if (member->recipe) {
        put_string(member->recipe);
    }
}

static int compare_members(const void *left, const void *right) {
    const struct raw_member *a = *(const struct raw_member *const *)left, *b = *(const struct raw_member *const *)right;
    return strcmp(string_at(a->name), string_at(b->name));
}

static void put_members(const struct raw_type *type) {
    put(type->constructor != 0);
    if (type->constructor) {
        put_member(record_at(TABLE_MEMBERS, type->constructor - 1));
    }
    put_string(type->recipe);
    const struct raw_member **members = allocate(type->count * sizeof *members);
    for (uint32_t i = 0; i < type->count; i++) {
        members[i] = record_at(TABLE_MEMBERS, type->first + i);
    }
    qsort(members, type->count, sizeof *members, compare_members);
    put(type->count);
    for (uint32_t i = 0; i < type->count; i++) {
        put_member(members[i]);
    }
    free(members);
}

static void put_attribute(const struct raw_attribute *attribute) {
    const char *jsii = string_at(attribute->jsii_name);
    bool plain_jsii = is_camel_of(attribute->jsii_name, attribute->name);
    bool plain_cfn = strlen(jsii) > 4 && strcmp(jsii + 4, string_at(attribute->cfn_name)) == 0;
    put((plain_jsii ? 0 : ROW_JSII_NAME) | (plain_cfn ? 0 : ROW_CFN_SPELT) | attribute->type << 8);
    put_string(attribute->name);
    if (!plain_jsii) {
        put_string(attribute->jsii_name);
    }
    if (!plain_cfn) {
        put_string(attribute->cfn_name);
    }
}

static void put_resource(const struct raw_resource *resource) {
    put(resource->props);
    put(resource->tags);
    if (resource->tags) {
        put_string(resource->tags_property);
        put(resource->tags_v2);
    }
    put_string(resource->transform);
    put(resource->stateful | resource->retired << 1);
    put(resource->attribute_count);
    for (uint32_t i = 0; i < resource->attribute_count; i++) {
        put_attribute(record_at(TABLE_ATTRIBUTES, resource->attributes + i));
    }
    put(resource->ref_count);
    for (uint32_t i = 0; i < resource->ref_count; i++) {
        const struct raw_ref *ref = record_at(TABLE_REFS, resource->refs + i);
        bool spelt = !is_camel_of(ref->jsii_name, ref->name);
        put(spelt);
        put_string(ref->name);
        if (spelt) {
            put_string(ref->jsii_name);
        }
        put_pairs(ref->pairs, ref->pair_count);
    }
    put(resource->helper_count);
    for (uint32_t i = 0; i < resource->helper_count; i++) {
        const struct raw_helper *helper = record_at(TABLE_HELPERS, resource->helpers + i);
        put_string(helper->name);
        put(helper->mode);
        put_string(helper->ref);
        put_string(helper->template_text);
        put_string(helper->variable);
        put_pairs(helper->pairs, helper->pair_count);
    }
}

static void put_type(const struct raw_type *type) {
    const struct raw_resource *resource = type->resource ? record_at(TABLE_RESOURCES, type->resource - 1) : NULL;
    put(type->kind | type->flags << 3);
    if (resource) {
        put_string(resource->cfn_type);
    }
    put(type->base);
    put(type->interface_count);
    for (uint32_t i = 0; i < type->interface_count; i++) {
        put(word_value(type->interfaces + i));
    }
    if (type->kind == SCHEMA_STRUCT) {
        put(type->count);
        for (uint32_t i = 0; i < type->count; i++) {
            put_field(record_at(TABLE_FIELDS, type->first + i));
        }
    } else if (type->kind == SCHEMA_ENUM) {
        put(type->count);
        for (uint32_t i = 0; i < type->count; i++) {
            const struct raw_enum_member *member = record_at(TABLE_ENUM_MEMBERS, type->first + i);
            put(member->is_number | (member->flags & FIELD_DEPRECATED ? 2 : 0));
            put_string(member->name);
            put_string(member->value);
        }
    } else {
        put_members(type);
        if (resource) {
            put_resource(resource);
        }
    }
}

/* How many types before `index` the one around it stands; 0 if it is nested in none. */
static uint32_t outer_distance(uint32_t index) {
    const struct row_type *type = &row_types[index];
    size_t length = type->name_length;
    while (length > 0 && type->name[length - 1] != '.') {
        length--;
    }
    for (uint32_t at = index; length > 0 && at-- > 0 && strcmp(row_types[at].module, type->module) == 0;) {
        const struct row_type *other = &row_types[at];
        if (other->name_length == length - 1 && memcmp(other->name, type->name, length - 1) == 0) {
            return index - at;
        }
    }
    return 0;
}

/* The part of a type's name that the image keeps. */
static uint32_t own_name(uint32_t index, uint32_t outer) {
    const char *name = string_at(((struct raw_type *)record_at(TABLE_TYPES, index))->name);
    return outer ? intern_text(strrchr(name, '.') + 1) : intern_text(name);
}

/* Whether every app uses the module. */
static bool is_core(uint32_t module) {
    const char *name = string_at(((struct image_module *)record_at(TABLE_MODULES, module))->name);
    return strcmp(name, "aws_cdk") == 0 || strcmp(name, "aws_cdk.cx_api") == 0 || strcmp(name, "constructs") == 0;
}

static struct image_type *types;
static uint32_t *outers, *own_names;

/* Encodes all types, those of the core first. */
static void put_types(void) {
    byte_count = 0;
    for (int core = 1; core >= 0; core--) {
        for (uint32_t i = 0; i < count_of(TABLE_TYPES); i++) {
            const struct raw_type *type = record_at(TABLE_TYPES, i);
            if (is_core(type->module) != core) {
                continue;
            }
            writing_core = core;
            uint32_t name = use(&strings, own_names[i]);
            if (name >> IMAGE_NAME_BITS || outers[i] >> (32 - IMAGE_NAME_BITS)) {
                fail("the image's words for type names are too short");
            }
            types[i] = (struct image_type){name | outers[i] << IMAGE_NAME_BITS, (uint32_t)byte_count};
            put_type(type);
        }
    }
    writing_core = true;
    for (uint32_t i = 0; i < count_of(TABLE_MODULES); i++) {
        const struct image_module *module = record_at(TABLE_MODULES, i);
        use(&strings, module->name);
        use(&strings, module->source);
    }
}

/* Shapes are used by other shapes, too. */
static void count_inner_shapes(void) {
    for (uint32_t again = 1; again;) {
        again = 0;
        for (uint32_t i = 0; i < shapes.count; i++) {
            const struct raw_shape *shape = record_at(TABLE_SHAPES, i);
            if (shapes.uses[i] == 0) {
                continue;
            }
            uint32_t count = shape->kind == SHAPE_UNION                              ? shape->count
                             : shape->kind == SHAPE_LIST || shape->kind == SHAPE_MAP ? 1
                                                                                     : 0;
            for (uint32_t k = 0; k < count; k++) {
                uint32_t inner = shape->kind == SHAPE_UNION ? word_value(shape->first + k) : shape->first;
                if (shapes.uses[inner] == 0) {
                    writing_core = shapes.core[i];
                    use(&shapes, inner);
                    again = 1;
                }
            }
        }
    }
}

static const struct renumbering *sorted;

static int by_uses(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    if (sorted->uses[a] != sorted->uses[b]) {
        return sorted->uses[a] > sorted->uses[b] ? -1 : 1;
    }
    return (sorted->first_use[a] > sorted->first_use[b]) - (sorted->first_use[a] < sorted->first_use[b]);
}

static int by_place(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    if (sorted->core[a] != sorted->core[b]) {
        return sorted->core[a] ? -1 : 1;
    }
    return (sorted->first_use[a] > sorted->first_use[b]) - (sorted->first_use[a] < sorted->first_use[b]);
}

/* The order of everything used; `hot` of it have short numbers. Returns how many there are. */
static uint32_t order_of(struct renumbering *r, uint32_t *order, uint32_t hot) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < r->count; i++) {
        if (r->uses[i] > 0) {
            order[count++] = i;
        }
    }
    sorted = r;
    qsort(order, count, sizeof *order, by_uses);
    if (count > hot) {
        qsort(order + hot, count - hot, sizeof *order, by_place);
    }
    return count;
}

struct buffer {
    uint32_t *words;
    uint32_t count;
};

static uint32_t *shape_order, shape_count;

/* Shapes and the words of unions in their new order. */
static void encode_shapes(struct buffer *out, struct buffer *words) {
    out->words = allocate(shape_count * sizeof(uint32_t));
    words->words = allocate((count_of(TABLE_WORDS) + shape_count) * sizeof(uint32_t));
    for (uint32_t i = 0; i < shape_count; i++) {
        const struct raw_shape *shape = record_at(TABLE_SHAPES, shape_order[i]);
        uint32_t rest = shape->first;
        if (shape->kind == SHAPE_LIST || shape->kind == SHAPE_MAP) {
            rest = shapes.numbers[shape->first];
        } else if (shape->kind == SHAPE_UNION) {
            rest = words->count;
            words->words[words->count++] = shape->count;
            for (uint32_t k = 0; k < shape->count; k++) {
                words->words[words->count++] = shapes.numbers[word_value(shape->first + k)];
            }
        }
        out->words[out->count++] = shape->kind | shape->resolvable << 4 | rest << 5;
    }
}

static int compare_cfn_types(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    const struct raw_resource *ra = record_at(TABLE_RESOURCES, a), *rb = record_at(TABLE_RESOURCES, b);
    int order = strcmp(string_at(ra->cfn_type), string_at(rb->cfn_type));
    return order ? order : (a > b) - (a < b);
}

static void write_image(const char *path) {
    uint32_t type_count = count_of(TABLE_TYPES), resource_count = count_of(TABLE_RESOURCES);
    types = allocate(type_count * sizeof *types);
    outers = allocate(type_count * sizeof *outers);
    own_names = allocate(type_count * sizeof *own_names);
    for (uint32_t i = 0; i < type_count; i++) {
        outers[i] = outer_distance(i);
        own_names[i] = own_name(i, outers[i]);
    }
    open_renumbering(&strings, count_of(TABLE_STRINGS));
    open_renumbering(&shapes, count_of(TABLE_SHAPES));
    put_types();
    count_inner_shapes();

    uint32_t *order = allocate(string_count * 2 * sizeof *order + 64);
    strings.uses[0] = 0; /* "" is at 0 anyway */
    uint32_t used = order_of(&strings, order, 1000);
    char *text = allocate(count_of(TABLE_STRINGS) + 1);
    uint32_t text_size = 1;
    for (uint32_t i = 0; i < used; i++) {
        strings.numbers[order[i]] = text_size;
        strcpy(text + text_size, string_at(order[i]));
        text_size += (uint32_t)strlen(string_at(order[i])) + 1;
    }
    shape_order = allocate(shapes.count * sizeof *shape_order);
    shape_count = order_of(&shapes, shape_order, 1024);
    for (uint32_t i = 0; i < shape_count; i++) {
        shapes.numbers[shape_order[i]] = i;
    }
    writing = true;
    put_types();

    struct buffer shape_words = {0}, words = {0}, cfn_types = {allocate(resource_count * sizeof(uint32_t)), 0};
    encode_shapes(&shape_words, &words);
    for (uint32_t i = 0; i < resource_count; i++) {
        cfn_types.words[cfn_types.count++] = i;
    }
    qsort(cfn_types.words, resource_count, sizeof(uint32_t), compare_cfn_types);
    for (uint32_t i = 0; i < resource_count; i++) {
        cfn_types.words[i] = ((struct raw_resource *)record_at(TABLE_RESOURCES, cfn_types.words[i]))->type;
    }
    for (uint32_t i = 0; i < count_of(TABLE_MODULES); i++) {
        struct image_module *module = record_at(TABLE_MODULES, i);
        module->name = strings.numbers[module->name];
        module->source = strings.numbers[module->source];
    }

    const struct {
        const void *data;
        uint32_t count, width;
    } parts[SECTION_COUNT] = {
        [SECTION_MODULES] = {tables[TABLE_MODULES].data, count_of(TABLE_MODULES), sizeof(struct image_module)},
        [SECTION_TYPES] = {types, type_count, sizeof *types},
        [SECTION_SHAPES] = {shape_words.words, shape_words.count, sizeof(uint32_t)},
        [SECTION_WORDS] = {words.words, words.count, sizeof(uint32_t)},
        [SECTION_CFN_TYPES] = {cfn_types.words, resource_count, sizeof(uint32_t)},
        [SECTION_ROWS] = {bytes, (uint32_t)byte_count, 1},
        [SECTION_STRINGS] = {text, text_size, 1},
    };
    struct image_header header = {.magic = SCHEMA_IMAGE_MAGIC};
    uint32_t offset = sizeof header;
    for (int i = 0; i < SECTION_COUNT; i++) {
        header.sections[i].offset = offset;
        header.sections[i].count = parts[i].count;
        offset += (parts[i].count * parts[i].width + 3) & ~3u;
    }
    header.size = offset;
    FILE *file = fopen(path, "wb");
    if (file == NULL) {
        fail("cannot write %s: %s", path, strerror(errno));
    }
    fwrite(&header, sizeof header, 1, file);
    for (int i = 0; i < SECTION_COUNT; i++) {
        size_t size = (size_t)parts[i].count * parts[i].width;
        fwrite(parts[i].data, 1, size, file);
        fwrite("\0\0\0", 1, (4 - size % 4) % 4, file);
    }
    if (ferror(file) | fclose(file)) {
        fail("cannot write %s", path);
    }
}

int main(int argc, char **argv) {
    static const size_t widths[TABLE_COUNT] = {
        [TABLE_MODULES] = sizeof(struct image_module),
        [TABLE_TYPES] = sizeof(struct raw_type),
        [TABLE_FIELDS] = sizeof(struct raw_field),
        [TABLE_RULES] = sizeof(struct raw_rules),
        [TABLE_MEMBERS] = sizeof(struct raw_member),
        [TABLE_PARAMETERS] = sizeof(struct raw_parameter),
        [TABLE_ENUM_MEMBERS] = sizeof(struct raw_enum_member),
        [TABLE_RESOURCES] = sizeof(struct raw_resource),
        [TABLE_ATTRIBUTES] = sizeof(struct raw_attribute),
        [TABLE_REFS] = sizeof(struct raw_ref),
        [TABLE_PAIRS] = sizeof(struct raw_pair),
        [TABLE_HELPERS] = sizeof(struct raw_helper),
        [TABLE_SHAPES] = sizeof(struct raw_shape),
        [TABLE_WORDS] = sizeof(uint32_t),
        [TABLE_STRINGS] = 1,
    };
    if (argc != 3) {
        fprintf(stderr, "usage: schema_image <image> <folder>\n");
        return 2;
    }
    for (int i = 0; i < TABLE_COUNT; i++) {
        tables[i].width = widths[i];
    }
    add_string_bytes("", 0);
    read_folder(argv[2]);
    qsort(row_modules, row_module_count, sizeof *row_modules, compare_modules);
    qsort(row_types, row_type_count, sizeof *row_types, compare_types);
    resolvable_type = find_type("aws_cdk", 7, "IResolvable", 11);

    uint32_t index = 0;
    for (uint32_t m = 0; m < row_module_count; m++) {
        struct image_module module = {.name = intern_text(row_modules[m].name),
                                      .source = intern_text(row_modules[m].source)};
        module.first_type = index;
        for (; index < row_type_count && strcmp(row_types[index].module, row_modules[m].name) == 0; index++) {
            type_rows(index, m);
        }
        module.type_count = index - module.first_type;
        *(struct image_module *)append(TABLE_MODULES) = module;
    }
    write_image(argv[1]);
    return 0;
}
