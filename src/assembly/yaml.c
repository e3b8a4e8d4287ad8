/* YAML reader and printer: see yaml.h. */
#include "assembly/yaml.h"

#include "assembly/json.h"
#include "base/interrupt.h"
#include "base/utf8.h"

#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#define CORE_TAG "tag:yaml.org,2002:"

/* ---- what a plain scalar means --------------------------------------------------------------------------------- */

/* Skips digits from `s` on; NULL if there are none and at least one is needed. */
static const char *skip_digits(const char *s, bool needed) {
    const char *start = s;
    while (*s >= '0' && *s <= '9') {
        s++;
    }
    return s == start && needed ? NULL : s;
}

/* [-+]? ( .digits | digits [.digits?] ) ( e [-+]? digits )? */
static bool is_decimal(const char *s) {
    s += *s == '-' || *s == '+';
    if (*s == '.') {
        s = skip_digits(s + 1, true);
    } else {
        s = skip_digits(s, true);
        if (s && *s == '.') {
            s = skip_digits(s + 1, false);
        }
    }
    if (s && (*s == 'e' || *s == 'E')) {
        s++;
        s += *s == '-' || *s == '+';
        s = skip_digits(s, true);
    }
    return s && !*s;
}

static bool is_one_of(const char *s, const char *const *words) {
    for (; *words; words++) {
        if (strcmp(s, *words) == 0) {
            return true;
        }
    }
    return false;
}

static const char *const null_words[] = {"", "~", "null", "Null", "NULL", NULL};
static const char *const true_words[] = {"true", "True", "TRUE", NULL};
static const char *const false_words[] = {"false", "False", "FALSE", NULL};

/* 0o17 and 0x1F. */
static bool is_based(const char *s, double *value) {
    int base = s[0] != '0' ? 0 : s[1] == 'o' ? 8 : s[1] == 'x' ? 16 : 0;
    if (!base || !s[2]) {
        return false;
    }
    *value = 0;
    for (s += 2; *s; s++) {
        int digit = *s >= '0' && *s <= '9'   ? *s - '0'
                    : *s >= 'a' && *s <= 'f' ? *s - 'a' + 10
                    : *s >= 'A' && *s <= 'F' ? *s - 'A' + 10
                                             : 99;
        if (digit >= base) {
            return false;
        }
        *value = *value * base + digit;
    }
    return true;
}

static bool is_infinite_or_nan(const char *s) {
    static const char *const words[] = {".inf", ".Inf", ".INF", ".nan", ".NaN", ".NAN", NULL};
    bool sign = *s == '-' || *s == '+';
    return is_one_of(s + sign, words) && !(sign && (s[2] == 'n' || s[2] == 'N'));
}

enum meaning { MEANS_TEXT, MEANS_NULL, MEANS_TRUE, MEANS_FALSE, MEANS_NUMBER, MEANS_NO_JSON };

static enum meaning meaning_of(const char *text, size_t length, double *number) {
    if (strlen(text) != length) {
        return MEANS_TEXT; /* holds a NUL */
    }
    if (is_one_of(text, null_words)) {
        return MEANS_NULL;
    }
    if (is_one_of(text, true_words)) {
        return MEANS_TRUE;
    }
    if (is_one_of(text, false_words)) {
        return MEANS_FALSE;
    }
    if (is_decimal(text)) {
        *number = strtod(text, NULL);
        return isfinite(*number) ? MEANS_NUMBER : MEANS_NO_JSON;
    }
    if (is_based(text, number)) {
        return isfinite(*number) ? MEANS_NUMBER : MEANS_NO_JSON;
    }
    return is_infinite_or_nan(text) ? MEANS_NO_JSON : MEANS_TEXT;
}

/* ---- reader ---------------------------------------------------------------------------------------------------- */

struct anchor {
    struct anchor *next;
    const char *name;
    cJSON *node; /* NULL while it is being read */
};

struct reader {
    struct arena *arena;
    const struct yaml_options *options;
    struct yaml_error *error;
    yaml_parser_t parser;
    yaml_event_t event; /* the current event; reading the next one releases it */
    bool has_event;
    struct anchor *anchors; /* the latest first */
    size_t values, aliased, anchor_count;
    int depth;
};

__attribute__((format(printf, 3, 4))) static bool refuse(struct reader *r, const yaml_mark_t *mark, const char *format,
                                                         ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(r->error->reason, sizeof r->error->reason, format, arguments);
    va_end(arguments);
    r->error->line = mark->line + 1;
    r->error->column = mark->column + 1;
    return false;
}

/* Reports libyaml's message, which for bytes that are not text only has an offset. */
static bool refuse_syntax(struct reader *r) {
    const yaml_parser_t *parser = &r->parser;
    if (parser->error == YAML_READER_ERROR) {
        yaml_mark_t mark = {.index = parser->problem_offset};
        const char *start = (const char *)parser->input.string.start;
        size_t size = (size_t)((const char *)parser->input.string.end - start);
        for (size_t i = 0; i < parser->problem_offset && i < size; i++) {
            mark.column = start[i] == '\n' ? 0 : mark.column + ((unsigned char)start[i] >> 6 != 2);
            mark.line += start[i] == '\n';
        }
        bool control = parser->problem && strstr(parser->problem, "control");
        return refuse(r, &mark, control ? "control character" : "invalid UTF-8");
    }
    if (parser->error == YAML_MEMORY_ERROR) {
        mem_exhausted(0);
    }
    return parser->context ? refuse(r, &parser->problem_mark, "%s %s", parser->problem, parser->context)
                           : refuse(r, &parser->problem_mark, "%s", parser->problem ? parser->problem : "not YAML");
}

static void release_event(struct reader *r) {
    if (r->has_event) {
        yaml_event_delete(&r->event);
        r->has_event = false;
    }
}

static bool next_event(struct reader *r) {
    release_event(r);
    if (!yaml_parser_parse(&r->parser, &r->event)) {
        return refuse_syntax(r);
    }
    r->has_event = true;
    return !interrupt_asked() || refuse(r, &r->event.start_mark, "interrupted");
}

static cJSON *new_node(struct reader *r, int type) {
    cJSON *node = arena_calloc(r->arena, 1, sizeof *node);
    node->type = type;
    return node;
}

static cJSON *new_text(struct reader *r, const char *text, size_t length) {
    cJSON *node = new_node(r, cJSON_String);
    node->valuestring = arena_strndup(r->arena, text, length);
    node->valueint = (int)length;
    return node;
}

/* As always in cJSON, the first child's `prev` is the last. */
static void append(cJSON *parent, cJSON *child) {
    if (!parent->child) {
        parent->child = child;
    } else {
        child->prev = parent->child->prev;
        child->prev->next = child;
    }
    parent->child->prev = child;
}

static bool count_value(struct reader *r, const yaml_mark_t *mark) {
    return ++r->values <= YAML_MAX_VALUES || refuse(r, mark, "more than %d values", YAML_MAX_VALUES);
}

static cJSON *scalar_node(struct reader *r, enum meaning meaning, double number, const char *text, size_t length) {
    if (meaning == MEANS_TEXT) {
        return new_text(r, text, length);
    }
    cJSON *node = new_node(r, meaning == MEANS_NULL    ? cJSON_NULL
                              : meaning == MEANS_TRUE  ? cJSON_True
                              : meaning == MEANS_FALSE ? cJSON_False
                                                       : cJSON_Number);
    node->valuedouble = number;
    return node;
}

/* The name after `!`, if the tag is a short form of a template. */
static const char *short_form(const struct reader *r, const char *tag) {
    static const char *const names[] = {
        "And",          "Base64",     "Cidr",      "Condition", "Contains",     "EachMemberEquals",
        "EachMemberIn", "Equals",     "FindInMap", "GetAZs",    "GetAtt",       "If",
        "ImportValue",  "Join",       "Length",    "Not",       "Or",           "Ref",
        "RefAll",       "Select",     "Split",     "Sub",       "ToJsonString", "Transform",
        "ValueOf",      "ValueOfAll", NULL};
    return r->options->short_forms && tag && tag[0] == '!' && is_one_of(tag + 1, names) ? tag + 1 : NULL;
}

static bool refuse_tag(struct reader *r, const char *tag) {
    bool core = strncmp(tag, CORE_TAG, strlen(CORE_TAG)) == 0;
    return refuse(r, &r->event.start_mark,
                  !core && !r->options->short_forms
                      ? "unknown tag %s%.100s; CloudFormation's short forms are not understood here"
                      : "unknown tag %s%.100s",
                  core ? "!!" : "", core ? tag + strlen(CORE_TAG) : tag);
}

/* The current scalar, interpreted by its tag (if it has one) or by its form. */
static cJSON *read_scalar(struct reader *r, const char *tag) {
    const char *text = (const char *)r->event.data.scalar.value;
    size_t length = r->event.data.scalar.length;
    bool plain = r->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    double number = 0;
    enum meaning meaning = MEANS_TEXT;
    if (!tag ? plain : strcmp(tag, "!") != 0) {
        meaning = meaning_of(text, length, &number);
    }
    if (tag && strcmp(tag, "!") != 0) {
        if (strncmp(tag, CORE_TAG, strlen(CORE_TAG)) != 0) {
            refuse_tag(r, tag);
            return NULL;
        }
        const char *type = tag + strlen(CORE_TAG);
        bool fits;
        if (strcmp(type, "str") == 0) {
            meaning = MEANS_TEXT;
            fits = true;
        } else if (strcmp(type, "int") == 0 || strcmp(type, "float") == 0) {
            fits = meaning == MEANS_NUMBER && (*type == 'f' || number == floor(number));
        } else if (strcmp(type, "bool") == 0) {
            fits = meaning == MEANS_TRUE || meaning == MEANS_FALSE;
        } else if (strcmp(type, "null") == 0) {
            fits = meaning == MEANS_NULL;
        } else {
            refuse_tag(r, tag);
            return NULL;
        }
        if (!fits) {
            refuse(r, &r->event.start_mark, "'%.60s' is not a !!%s", text, type);
            return NULL;
        }
    }
    const char *fault = meaning == MEANS_NUMBER && r->options->exact ? json_number_fault(text, length, number) : NULL;
    if (fault) {
        refuse(r, &r->event.start_mark, "%.60s: %s", text, fault);
        return NULL;
    }
    if (meaning == MEANS_NO_JSON) {
        refuse(r, &r->event.start_mark, "%.60s is not a number that a template can contain", text);
        return NULL;
    }
    return scalar_node(r, meaning, number, text, length);
}

/* A copy of what an anchor names: a node cannot be in two places. */
static cJSON *copy_aliased(struct reader *r, const cJSON *from, int depth, const yaml_mark_t *mark) {
    if (++r->aliased > YAML_MAX_ALIASED) {
        refuse(r, mark, "aliases repeat more than %d values", YAML_MAX_ALIASED);
        return NULL;
    }
    if (depth > YAML_MAX_DEPTH) {
        refuse(r, mark, "nested more than %d levels deep", YAML_MAX_DEPTH);
        return NULL;
    }
    cJSON *copy = new_node(r, from->type);
    copy->valuestring = from->valuestring;
    copy->valueint = from->valueint;
    copy->valuedouble = from->valuedouble;
    for (const cJSON *child = from->child; child; child = child->next) {
        cJSON *of_child = copy_aliased(r, child, depth + 1, mark);
        if (!of_child) {
            return NULL;
        }
        of_child->string = child->string;
        append(copy, of_child);
    }
    return copy;
}

static cJSON *read_alias(struct reader *r) {
    const char *name = (const char *)r->event.data.alias.anchor;
    for (const struct anchor *anchor = r->anchors; anchor; anchor = anchor->next) {
        if (strcmp(anchor->name, name) == 0) {
            if (anchor->node) {
                return copy_aliased(r, anchor->node, r->depth, &r->event.start_mark);
            }
            refuse(r, &r->event.start_mark, "*%.60s is inside the value that it refers to", name);
            return NULL;
        }
    }
    refuse(r, &r->event.start_mark, "*%.60s: no such anchor", name);
    return NULL;
}

static cJSON *read_node(struct reader *r);

static cJSON *read_sequence(struct reader *r) {
    cJSON *list = new_node(r, cJSON_Array);
    for (size_t index = 1;; index++) {
        if (!next_event(r)) {
            return NULL;
        }
        if (r->event.type == YAML_SEQUENCE_END_EVENT) {
            return list;
        }
        size_t mark = lines_enter(r->options->lines, NULL, index, r->event.start_mark.line + 1);
        cJSON *value = read_node(r);
        if (!value) {
            return NULL;
        }
        lines_leave(r->options->lines, mark);
        append(list, value);
    }
}

struct key {
    const char *text;
    size_t place;
    yaml_mark_t mark;
};

static int by_text(const void *a, const void *b) {
    const struct key *x = a, *y = b;
    int order = strcmp(x->text, y->text);
    return order ? order : (x->place > y->place) - (x->place < y->place);
}

/* The current key as a string. In templates a key is JavaScript's string for the scalar (1.10 is "1.1", null is ""). */
static const char *read_key(struct reader *r) {
    if (r->event.type != YAML_SCALAR_EVENT) {
        refuse(r, &r->event.start_mark,
               r->event.type == YAML_ALIAS_EVENT ? "an alias cannot be a key" : "a key must be a scalar");
        return NULL;
    }
    const char *tag = (const char *)r->event.data.scalar.tag;
    const char *text = (const char *)r->event.data.scalar.value;
    size_t length = r->event.data.scalar.length;
    if (strlen(text) != length) {
        refuse(r, &r->event.start_mark, "a key cannot hold NUL");
        return NULL;
    }
    if (r->options->short_forms) {
        const cJSON *node = read_scalar(r, tag);
        if (!node) {
            return NULL;
        }
        if ((node->type & 0xff) == cJSON_Number) {
            struct strbuf number;
            strbuf_init(&number);
            json_add_number(&number, node->valuedouble);
            text = arena_strndup(r->arena, number.data, number.length);
            strbuf_free(&number);
            return text;
        }
        switch (node->type & 0xff) {
        case cJSON_NULL:
            return "";
        case cJSON_True:
            return "true";
        case cJSON_False:
            return "false";
        default:
            return node->valuestring;
        }
    }
    if (tag && !read_scalar(r, tag)) {
        return NULL;
    }
    return arena_strndup(r->arena, text, length);
}

static bool check_keys(struct reader *r, struct key *keys, size_t count) {
    if (count > 1) {
        qsort(keys, count, sizeof *keys, by_text);
    }
    for (size_t i = 1; i < count; i++) {
        if (strcmp(keys[i - 1].text, keys[i].text) == 0) {
            return refuse(r, &keys[i].mark, "duplicate key '%.80s', first on line %zu", keys[i].text,
                          keys[i - 1].mark.line + 1);
        }
    }
    return true;
}

static bool read_members(struct reader *r, cJSON *map, struct key **keys, size_t *count) {
    size_t capacity = 0;
    for (;;) {
        if (!next_event(r)) {
            return false;
        }
        if (r->event.type == YAML_MAPPING_END_EVENT) {
            return true;
        }
        if (*count == capacity) {
            capacity = capacity ? capacity * 2 : 8;
            *keys = mem_resize(*keys, capacity, sizeof **keys);
        }
        const char *anchor = r->event.type == YAML_SCALAR_EVENT ? (const char *)r->event.data.scalar.anchor : NULL;
        yaml_mark_t at = r->event.start_mark;
        const char *key = read_key(r);
        if (!key) {
            return false;
        }
        if (anchor) {
            return refuse(r, &at, "a key cannot have an anchor");
        }
        (*keys)[*count] = (struct key){key, *count, at};
        ++*count;
        size_t mark = lines_enter(r->options->lines, key, 0, at.line + 1);
        if (!next_event(r)) {
            return false;
        }
        cJSON *value = read_node(r);
        if (!value) {
            return false;
        }
        lines_leave(r->options->lines, mark);
        value->string = (char *)key;
        append(map, value);
    }
}

static cJSON *read_mapping(struct reader *r) {
    cJSON *map = new_node(r, cJSON_Object);
    struct key *keys = NULL;
    size_t count = 0;
    bool ok = read_members(r, map, &keys, &count) && check_keys(r, keys, count);
    free(keys);
    return ok ? map : NULL;
}

/* The list [A, B.C] for the string A.B.C; strings without a dot stay. */
static cJSON *split_attribute(struct reader *r, cJSON *text) {
    const char *dot = text->valuestring ? strchr(text->valuestring, '.') : NULL;
    if (!dot || dot == text->valuestring || !dot[1]) {
        return text;
    }
    cJSON *list = new_node(r, cJSON_Array);
    append(list, new_text(r, text->valuestring, (size_t)(dot - text->valuestring)));
    append(list, new_text(r, dot + 1, strlen(dot + 1)));
    return list;
}

/* { name: value } for a short form. */
static cJSON *expand(struct reader *r, const char *name, cJSON *value) {
    if (!r->options->by_the_letter && strcmp(name, "GetAtt") == 0 && (value->type & 0xff) == cJSON_String) {
        value = split_attribute(r, value);
    }
    bool bare = strcmp(name, "Ref") == 0 || strcmp(name, "Condition") == 0;
    value->string = arena_printf(r->arena, "%s%s", bare ? "" : "Fn::", name);
    cJSON *node = new_node(r, cJSON_Object);
    append(node, value);
    return node;
}

static cJSON *read_untagged(struct reader *r, const char *tag) {
    switch (r->event.type) {
    case YAML_SCALAR_EVENT:
        return read_scalar(r, tag);
    case YAML_SEQUENCE_START_EVENT:
        if (tag && strcmp(tag, CORE_TAG "seq") != 0 && strcmp(tag, "!") != 0) {
            refuse_tag(r, tag);
            return NULL;
        }
        return read_sequence(r);
    default:
        if (tag && strcmp(tag, CORE_TAG "map") != 0 && strcmp(tag, "!") != 0) {
            refuse_tag(r, tag);
            return NULL;
        }
        return read_mapping(r);
    }
}

/* The value whose first event is the current one. */
static cJSON *read_node(struct reader *r) {
    yaml_mark_t at = r->event.start_mark;
    if (!count_value(r, &at)) {
        return NULL;
    }
    if (++r->depth > YAML_MAX_DEPTH) {
        refuse(r, &at, "nested more than %d levels deep", YAML_MAX_DEPTH);
        return NULL;
    }
    cJSON *node;
    if (r->event.type == YAML_ALIAS_EVENT) {
        node = read_alias(r);
    } else {
        const char *tag, *name;
        switch (r->event.type) {
        case YAML_SCALAR_EVENT:
            tag = (const char *)r->event.data.scalar.tag;
            name = (const char *)r->event.data.scalar.anchor;
            break;
        case YAML_SEQUENCE_START_EVENT:
            tag = (const char *)r->event.data.sequence_start.tag;
            name = (const char *)r->event.data.sequence_start.anchor;
            break;
        default:
            tag = (const char *)r->event.data.mapping_start.tag;
            name = (const char *)r->event.data.mapping_start.anchor;
        }
        struct anchor *anchor = NULL;
        if (name && ++r->anchor_count > YAML_MAX_ANCHORS) {
            refuse(r, &at, "more than %d anchors", YAML_MAX_ANCHORS);
            return NULL;
        }
        if (name) {
            anchor = arena_calloc(r->arena, 1, sizeof *anchor);
            anchor->name = arena_strdup(r->arena, name);
            anchor->next = r->anchors;
            r->anchors = anchor;
        }
        const char *function = short_form(r, tag);
        function = function ? arena_strdup(r->arena, function) : NULL; /* the event will be released */
        r->depth += function != NULL;
        bool is_bare = function && !r->options->by_the_letter && r->event.type == YAML_SCALAR_EVENT &&
                       r->event.data.scalar.length == 0;
        node = is_bare ? new_text(r, "", 0) : read_untagged(r, function ? NULL : tag);
        r->depth -= function != NULL;
        if (node && function) {
            node = expand(r, function, node);
        }
        if (anchor) {
            anchor->node = node;
        }
    }
    r->depth--;
    return node;
}

static cJSON *read_document(struct reader *r) {
    cJSON *root = NULL;
    for (;;) {
        if (!next_event(r)) {
            return NULL;
        }
        switch (r->event.type) {
        case YAML_STREAM_START_EVENT:
        case YAML_DOCUMENT_END_EVENT:
            break;
        case YAML_DOCUMENT_START_EVENT:
            if (root) {
                refuse(r, &r->event.start_mark, "a second document begins here; expected only one");
                return NULL;
            }
            break;
        case YAML_STREAM_END_EVENT:
            return root ? root : new_node(r, cJSON_NULL);
        default:
            root = read_node(r);
            if (!root) {
                return NULL;
            }
        }
    }
}

cJSON *yaml_read(struct arena *arena, const char *text, size_t length, const struct yaml_options *options,
                 struct yaml_error *error) {
    struct reader r = {.arena = arena, .options = options, .error = error};
    yaml_mark_t start = {0, 0, 0};
    if (length > YAML_MAX_BYTES) {
        refuse(&r, &start, "larger than %d MB", YAML_MAX_BYTES >> 20);
        return NULL;
    }
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        length -= 3;
    }
    if (!yaml_parser_initialize(&r.parser)) {
        mem_exhausted(0);
    }
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)text, length);
    cJSON *root = read_document(&r);
    release_event(&r);
    yaml_parser_delete(&r.parser);
    return root;
}

/* ---- printer --------------------------------------------------------------------------------------------------- */

static int write_out(void *data, unsigned char *bytes, size_t size) {
    strbuf_add(data, bytes, size);
    return 1;
}

/* Whether some reader takes the plain text for something else: a number, a date, a time, a boolean, null, a merge.
 * Whatever starts like a number and consists only of characters of numbers, dates and times is suspicious. */
static bool looks_special(const char *text, size_t length) {
    static const char *const words[] = {"y",  "Y",  "n",  "N",   "yes", "Yes", "YES", "no", "No", "NO",
                                        "on", "On", "ON", "off", "Off", "OFF", "=",   "<<", NULL};
    double number;
    if (meaning_of(text, length, &number) != MEANS_TEXT || is_one_of(text, words)) {
        return true;
    }
    const char *s = text + (*text == '-' || *text == '+');
    s += *s == '.';
    return *s >= '0' && *s <= '9' && s[strspn(s, "0123456789abcdefABCDEFxXoOtTzZ_:.,+- ")] == '\0';
}

static yaml_scalar_style_t style_of(const char *text, size_t length, bool key) {
    if (!key && memchr(text, '\n', length)) {
        return YAML_LITERAL_SCALAR_STYLE;
    }
    return looks_special(text, length) ? YAML_DOUBLE_QUOTED_SCALAR_STYLE : YAML_PLAIN_SCALAR_STYLE;
}

/* We always emit events in order, so the only possible failure is lack of memory. */
static void emit(yaml_emitter_t *emitter, yaml_event_t *event, int made) {
    if (!made || !yaml_emitter_emit(emitter, event)) {
        mem_exhausted(0);
    }
}

static void emit_text(yaml_emitter_t *emitter, const char *text, size_t length, bool key) {
    struct strbuf clean; /* libyaml refuses ill-formed text */
    strbuf_init(&clean);
    utf8_sanitize(&clean, text, length);
    yaml_event_t event;
    emit(emitter, &event,
         yaml_scalar_event_initialize(&event, NULL, NULL, (const yaml_char_t *)clean.data, (int)clean.length, 1, 1,
                                      style_of(clean.data, clean.length, key)));
    strbuf_free(&clean);
}

static void emit_plain(yaml_emitter_t *emitter, const char *text) {
    yaml_event_t event;
    emit(emitter, &event,
         yaml_scalar_event_initialize(&event, NULL, NULL, (const yaml_char_t *)text, (int)strlen(text), 1, 1,
                                      YAML_PLAIN_SCALAR_STYLE));
}

/* 1e+21 is a string for readers of YAML 1.1, which want a point. */
static void emit_number(yaml_emitter_t *emitter, double number) {
    struct strbuf text;
    strbuf_init(&text);
    json_add_number(&text, number);
    char *e = strchr(text.data, 'e');
    if (e && !strchr(text.data, '.')) {
        char spelled[64];
        snprintf(spelled, sizeof spelled, "%.*s.0%s", (int)(e - text.data), text.data, e);
        emit_plain(emitter, spelled);
    } else {
        emit_plain(emitter, text.data);
    }
    strbuf_free(&text);
}

static void emit_node(yaml_emitter_t *emitter, const cJSON *node) {
    yaml_event_t event;
    switch (node->type & 0xff) {
    case cJSON_String:
        emit_text(emitter, node->valuestring, node->valueint > 0 ? (size_t)node->valueint : strlen(node->valuestring),
                  false);
        break;
    case cJSON_Number:
        emit_number(emitter, node->valuedouble);
        break;
    case cJSON_True:
        emit_plain(emitter, "true");
        break;
    case cJSON_False:
        emit_plain(emitter, "false");
        break;
    case cJSON_Array:
        emit(emitter, &event, yaml_sequence_start_event_initialize(&event, NULL, NULL, 1, YAML_BLOCK_SEQUENCE_STYLE));
        for (const cJSON *child = node->child; child; child = child->next) {
            emit_node(emitter, child);
        }
        emit(emitter, &event, yaml_sequence_end_event_initialize(&event));
        break;
    case cJSON_Object:
        emit(emitter, &event, yaml_mapping_start_event_initialize(&event, NULL, NULL, 1, YAML_BLOCK_MAPPING_STYLE));
        for (const cJSON *child = node->child; child; child = child->next) {
            emit_text(emitter, child->string, strlen(child->string), true);
            emit_node(emitter, child);
        }
        emit(emitter, &event, yaml_mapping_end_event_initialize(&event));
        break;
    default:
        emit_plain(emitter, "null");
    }
}

void yaml_print(struct strbuf *out, const cJSON *node) {
    yaml_emitter_t emitter;
    yaml_event_t event;
    if (!yaml_emitter_initialize(&emitter)) {
        mem_exhausted(0);
    }
    yaml_emitter_set_output(&emitter, write_out, out);
    yaml_emitter_set_unicode(&emitter, 1);
    yaml_emitter_set_width(&emitter, -1);
    emit(&emitter, &event, yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING));
    emit(&emitter, &event, yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 1));
    emit_node(&emitter, node);
    emit(&emitter, &event, yaml_document_end_event_initialize(&event, 1));
    emit(&emitter, &event, yaml_stream_end_event_initialize(&event));
    if (!yaml_emitter_flush(&emitter)) {
        mem_exhausted(0);
    }
    yaml_emitter_delete(&emitter);
}
