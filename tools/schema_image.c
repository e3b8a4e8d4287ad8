/* schema_image.c – compiles the schema rows into the flat image that is linked into the program.
 *
 *     schema_image <image> <folder of .rows files>
 *
 * Runs at build time only, so memory is never given back. A row it does not understand ends the build with its place.
 * The rows' format: tools/schema/rows.md; the image's: src/engine/schema_image.h. */
#include "../src/engine/schema.h"
#include "../src/engine/schema_image.h"

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

/* --- growing arrays ------------------------------------------------------------------------------------------- */

struct table {
    char *data;
    size_t width, count, capacity;
};

static struct table sections[SECTION_COUNT];

static void *append(enum image_section section) {
    struct table *t = &sections[section];
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

static void *record_at(enum image_section section, size_t index) {
    return sections[section].data + index * sections[section].width;
}

static uint32_t count_of(enum image_section section) { return (uint32_t)sections[section].count; }

static uint32_t add_word(uint32_t word) {
    *(uint32_t *)append(SECTION_WORDS) = word;
    return count_of(SECTION_WORDS) - 1;
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

static const char *string_at(uint32_t offset) { return sections[SECTION_STRINGS].data + offset; }

static uint32_t add_string_bytes(const char *text, size_t length) {
    struct table *t = &sections[SECTION_STRINGS];
    if (t->capacity - t->count < length + 1) {
        t->capacity = (t->capacity + length + 1) * 2;
        t->data = realloc(t->data, t->capacity);
        if (t->data == NULL) {
            fail("out of memory");
        }
    }
    uint32_t offset = (uint32_t)t->count;
    memcpy(t->data + offset, text, length);
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

static uint32_t shape_hash(const struct image_shape *shape, const uint32_t *words) {
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

static uint32_t intern_shape(struct image_shape shape, const uint32_t *words) {
    if (shape_slots == NULL) {
        shape_slot_count = 1 << 18;
        shape_slots = allocate(shape_slot_count * sizeof *shape_slots);
    }
    size_t at = shape_hash(&shape, words) & (shape_slot_count - 1);
    for (; shape_slots[at]; at = (at + 1) & (shape_slot_count - 1)) {
        const struct image_shape *other = record_at(SECTION_SHAPES, shape_slots[at] - 1);
        if (other->kind != shape.kind || other->resolvable != shape.resolvable || other->count != shape.count) {
            continue;
        }
        if (shape.kind == SHAPE_UNION
                ? memcmp(record_at(SECTION_WORDS, other->first), words, shape.count * sizeof *words) == 0
                : other->first == shape.first) {
            return shape_slots[at] - 1;
        }
    }
    if (shape.kind == SHAPE_UNION) {
        shape.first = count_of(SECTION_WORDS);
        for (uint32_t i = 0; i < shape.count; i++) {
            add_word(words[i]);
        }
    }
    struct image_shape *record = append(SECTION_SHAPES);
    *record = shape;
    shape_slots[at] = count_of(SECTION_SHAPES);
    return count_of(SECTION_SHAPES) - 1;
}

static uint32_t simple_shape(enum schema_shape_kind kind) {
    return intern_shape((struct image_shape){.kind = kind}, NULL);
}

static uint32_t make_union(const uint32_t *words, uint32_t count, bool resolvable) {
    if (count == 1) {
        struct image_shape copy = *(struct image_shape *)record_at(SECTION_SHAPES, words[0]);
        uint32_t alternatives[64];
        if (copy.kind == SHAPE_UNION) {
            memcpy(alternatives, record_at(SECTION_WORDS, copy.first), copy.count * sizeof *alternatives);
        }
        copy.resolvable |= resolvable;
        return intern_shape(copy, alternatives);
    }
    return intern_shape((struct image_shape){.kind = SHAPE_UNION, .resolvable = resolvable, .count = count}, words);
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
        return intern_shape((struct image_shape){.kind = SHAPE_INTERFACE, .resolvable = 1, .first = resolvable_type},
                            NULL);
    case '[':
    case '{': {
        uint32_t element = parse_shape(cursor, home);
        return intern_shape((struct image_shape){.kind = c == '[' ? SHAPE_LIST : SHAPE_MAP, .first = element}, NULL);
    }
    case '@': {
        uint32_t type = parse_type_name(cursor, home);
        return intern_shape((struct image_shape){.kind = shape_kind_of_type(type), .first = type}, NULL);
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
    struct image_shape shape = *(struct image_shape *)record_at(SECTION_SHAPES, index);
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
            uint32_t part = *(uint32_t *)record_at(SECTION_WORDS, shape.first + i);
            uint32_t kind = ((struct image_shape *)record_at(SECTION_SHAPES, part))->kind;
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
            size_t out = 0;
            const char *text = word.text;
            for (size_t i = text[0] == '_' ? 1 : 0; i < length && out < sizeof camel; i++) {
                char c = text[i], after = i + 1 < length ? text[i + 1] : '\0';
                if (c == '_' && after >= 'a' && after <= 'z') {
                    camel[out++] = (char)(after - 'a' + 'A');
                    i++;
                } else if (c == '_' && after >= '0' && after <= '9') {
                    camel[out++] = after;
                    i++;
                } else {
                    camel[out++] = c;
                }
            }
            name.jsii = intern(camel, out);
        }
    }
    return name;
}

/* "name:value" words up to the end of the row. */
static uint32_t parse_pairs(const char **cursor, char separator, uint32_t *count) {
    uint32_t first = count_of(SECTION_PAIRS);
    for (struct word word; (word = next_word(cursor)).length > 0; ++*count) {
        const char *at = memchr(word.text, separator, word.length);
        if (at == NULL) {
            fail("no %c in %.*s", separator, (int)word.length, word.text);
        }
        struct image_pair *pair = append(SECTION_PAIRS);
        pair->name = intern(word.text, (size_t)(at - word.text));
        pair->value = intern(at + 1, (size_t)(word.text + word.length - at - 1));
    }
    return first;
}

static void field_row(const char *row, const char *home, bool in_template) {
    struct name name = parse_name(next_word(&row));
    struct image_field field = {.name = name.lua, .jsii_name = name.jsii, .flags = name.flags};
    row++;
    field.shape = parse_shape(&row, home);
    field.render = render_of(field.shape);
    for (struct word word; (word = next_word(&row)).length > 0;) {
        if (word.text[0] == '<') {
            field.references = count_of(SECTION_PAIRS);
            const char *end = word.text + word.length;
            for (const char *at = word.text + 1; at < end; field.reference_count++) {
                const char *dot = memchr(at, '.', (size_t)(end - at));
                const char *comma = memchr(at, ',', (size_t)(end - at));
                const char *stop = comma ? comma : end;
                if (dot == NULL) {
                    fail("bad reference");
                }
                struct image_pair *pair = append(SECTION_PAIRS);
                pair->name = intern(at, (size_t)(dot - at));
                pair->value = intern(dot + 1, (size_t)(stop - dot - 1));
                at = stop + 1;
            }
        } else if (word.text[0] == '>') {
            const char *text = word.text + 1;
            field.render = parse_shape(&text, home);
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
    *(struct image_field *)append(SECTION_FIELDS) = field;
}

static void parse_parameters(const char **cursor, const char *home, struct image_member *member) {
    if (*(*cursor)++ != '(') {
        fail("no parameter list");
    }
    member->parameters = count_of(SECTION_PARAMETERS);
    while (**cursor != ')') {
        struct image_parameter parameter = {0};
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
        *(struct image_parameter *)append(SECTION_PARAMETERS) = parameter;
        member->parameter_count++;
        if (**cursor == ',') {
            ++*cursor;
        }
    }
    ++*cursor;
}

static void member_row(const char *row, const char *home, bool is_method) {
    struct name name = parse_name(next_word(&row));
    struct image_member member = {.name = name.lua, .jsii_name = name.jsii, .flags = name.flags};
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
    if (*row) {
        member.shape = parse_shape(&row, home) + 1;
    }
    *(struct image_member *)append(SECTION_MEMBERS) = member;
}

static void constructor_row(const char *row, const char *home, struct image_type *type) {
    struct image_member member = {.flags = FIELD_METHOD};
    if (*row == '/') {
        for (row++; *row != '(' && *row != ' '; row++) {
            member.flags |= flag_of(*row);
        }
    }
    row += *row == ' ';
    parse_parameters(&row, home, &member);
    type->constructor = count_of(SECTION_MEMBERS) + 1;
    *(struct image_member *)append(SECTION_MEMBERS) = member;
}

static void enum_row(const char *row) {
    struct name name = parse_name(next_word(&row));
    struct image_enum_member *member = append(SECTION_ENUM_MEMBERS);
    member->name = name.lua;
    member->flags = name.flags;
    if (row[0] != ' ' || (row[1] != '=' && row[1] != '#')) {
        fail("enum member without value");
    }
    member->is_number = row[1] == '#';
    char value[1024];
    size_t length = 0;
    for (row += 2; *row && length < sizeof value; row++) {
        char c = *row;
        if (c == '\\') {
            c = *++row == 'n' ? '\n' : *row == 't' ? '\t' : *row == 'r' ? '\r' : *row;
        }
        value[length++] = c;
    }
    member->value = intern(value, length);
}

static uint32_t choice(struct word word, const char *const *names, const char *what) {
    for (uint32_t i = 0; names[i]; i++) {
        if (strlen(names[i]) == word.length && memcmp(names[i], word.text, word.length) == 0) {
            return i;
        }
    }
    fail("unknown %s %.*s", what, (int)word.length, word.text);
}

static void resource_row(const char *row, const char *home, struct image_resource *resource) {
    static const char *const modes[] = {"field", "format", "parse", "build", "plain", "arn", NULL};
    static const char *const tags[] = {"", "standard", "map", "autoscaling", "key_value", NULL};
    char kind = *row++;
    if (kind == '@') {
        struct name name = parse_name(next_word(&row));
        row++;
        struct image_shape *shape = record_at(SECTION_SHAPES, parse_shape(&row, home));
        struct image_attribute *attribute = append(SECTION_ATTRIBUTES);
        *attribute = (struct image_attribute){.name = name.lua, .jsii_name = name.jsii};
        attribute->type = shape->kind == SHAPE_STRING   ? ATTRIBUTE_STRING
                          : shape->kind == SHAPE_NUMBER ? ATTRIBUTE_NUMBER
                          : shape->kind == SHAPE_LIST   ? ATTRIBUTE_LIST
                                                        : ATTRIBUTE_ANY;
        struct word cfn = next_word(&row);
        attribute->cfn_name = intern(cfn.text, cfn.length);
        resource->attribute_count++;
    } else if (kind == '>') {
        struct name name = parse_name(next_word(&row));
        struct image_ref ref = {.name = name.lua, .jsii_name = name.jsii};
        ref.pairs = parse_pairs(&row, ':', &ref.pair_count);
        *(struct image_ref *)append(SECTION_REFS) = ref;
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
        } else {
            fail("unknown fact %.*s", (int)word.length, word.text);
        }
    } else if (kind == '^') {
        struct image_helper helper = {.name = parse_name(next_word(&row)).lua};
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
        *(struct image_helper *)append(SECTION_HELPERS) = helper;
        resource->helper_count++;
    } else {
        fail("unknown row %c%s", kind, row);
    }
}

static void type_rows(uint32_t index, uint32_t module) {
    const struct row_type *rows = &row_types[index];
    const char *home = rows->module;
    struct image_type type = {.module = module};
    struct image_resource resource = {.type = index};
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
        resource.attributes = count_of(SECTION_ATTRIBUTES);
        resource.refs = count_of(SECTION_REFS);
        resource.helpers = count_of(SECTION_HELPERS);
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

    enum image_section section = letter == 'S'   ? SECTION_FIELDS
                                 : letter == 'E' ? SECTION_ENUM_MEMBERS
                                                 : SECTION_MEMBERS;
    bool counting = false;
    for (int i = 1; i < rows->line_count; i++) {
        current_line = rows->line + i;
        row = rows->lines[i] + 1;
        char kind = *row;
        if (kind == '+') {
            constructor_row(row + 1, home, &type);
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
            const struct image_member *constructor = record_at(SECTION_MEMBERS, type.constructor - 1);
            if (constructor->parameter_count == 3) {
                const struct image_parameter *props = record_at(SECTION_PARAMETERS, constructor->parameters + 2);
                const struct image_shape *shape = record_at(SECTION_SHAPES, props->shape);
                resource.props = shape->kind == SHAPE_STRUCT ? shape->first + 1 : 0;
            }
        }
        *(struct image_resource *)append(SECTION_RESOURCES) = resource;
        type.resource = count_of(SECTION_RESOURCES);
    }
    *(struct image_type *)append(SECTION_TYPES) = type;
}

static int compare_cfn_types(const void *left, const void *right) {
    const uint32_t *a = left, *b = right;
    const struct image_resource *ra = record_at(SECTION_RESOURCES, *a), *rb = record_at(SECTION_RESOURCES, *b);
    int order = strcmp(string_at(ra->cfn_type), string_at(rb->cfn_type));
    return order ? order : (*a > *b) - (*a < *b);
}

static void write_image(const char *path) {
    struct image_header header = {.magic = SCHEMA_IMAGE_MAGIC};
    uint32_t offset = sizeof header;
    for (int i = 0; i < SECTION_COUNT; i++) {
        header.sections[i].offset = offset;
        header.sections[i].count = count_of((enum image_section)i);
        offset += (uint32_t)(sections[i].count * sections[i].width + 3) & ~3u;
    }
    header.size = offset;
    FILE *file = fopen(path, "wb");
    if (file == NULL) {
        fail("cannot write %s: %s", path, strerror(errno));
    }
    fwrite(&header, sizeof header, 1, file);
    for (int i = 0; i < SECTION_COUNT; i++) {
        size_t size = sections[i].count * sections[i].width;
        if (size > 0) {
            fwrite(sections[i].data, 1, size, file);
        }
        fwrite("\0\0\0", 1, (4 - size % 4) % 4, file);
    }
    if (ferror(file) | fclose(file)) {
        fail("cannot write %s", path);
    }
}

int main(int argc, char **argv) {
    static const size_t widths[SECTION_COUNT] = {
        [SECTION_MODULES] = sizeof(struct image_module),
        [SECTION_TYPES] = sizeof(struct image_type),
        [SECTION_FIELDS] = sizeof(struct image_field),
        [SECTION_MEMBERS] = sizeof(struct image_member),
        [SECTION_PARAMETERS] = sizeof(struct image_parameter),
        [SECTION_ENUM_MEMBERS] = sizeof(struct image_enum_member),
        [SECTION_RESOURCES] = sizeof(struct image_resource),
        [SECTION_ATTRIBUTES] = sizeof(struct image_attribute),
        [SECTION_REFS] = sizeof(struct image_ref),
        [SECTION_PAIRS] = sizeof(struct image_pair),
        [SECTION_HELPERS] = sizeof(struct image_helper),
        [SECTION_SHAPES] = sizeof(struct image_shape),
        [SECTION_WORDS] = sizeof(uint32_t),
        [SECTION_CFN_TYPES] = sizeof(uint32_t),
        [SECTION_STRINGS] = 1,
    };
    if (argc != 3) {
        fprintf(stderr, "usage: schema_image <image> <folder>\n");
        return 2;
    }
    for (int i = 0; i < SECTION_COUNT; i++) {
        sections[i].width = widths[i];
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
        *(struct image_module *)append(SECTION_MODULES) = module;
    }
    for (uint32_t i = 0; i < count_of(SECTION_RESOURCES); i++) {
        *(uint32_t *)append(SECTION_CFN_TYPES) = i;
    }
    qsort(sections[SECTION_CFN_TYPES].data, sections[SECTION_CFN_TYPES].count, sizeof(uint32_t), compare_cfn_types);
    write_image(argv[1]);
    return 0;
}
