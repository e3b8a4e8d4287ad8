/* JSON printer and parser: see json.h. */
#include "assembly/json.h"

#include "base/interrupt.h"
#include "base/key_index.h"
#include "base/utf8.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- numbers --------------------------------------------------------------------------------------------------- */

/* The fewest decimal digits that read back as the same positive number, written as d1.d2d3… * 10^exponent. */
struct digits {
    char text[24];
    int count;
    int exponent;
};

static bool reads_back(const struct digits *digits, double number) {
    char text[48];
    snprintf(text, sizeof text, "%.*se%d", digits->count, digits->text, digits->exponent - digits->count + 1);
    return strtod(text, NULL) == number;
}

/* Rounded correctly to `count` digits. */
static void round_to(struct digits *digits, double number, int count) {
    char text[40];
    snprintf(text, sizeof text, "%.*e", count - 1, number);
    digits->text[0] = text[0];
    memcpy(digits->text + 1, text + 2, (size_t)(count - 1)); /* after the point, whatever the locale uses for it */
    digits->count = count;
    digits->exponent = atoi(strchr(text, 'e') + 1);
}

/* Adds one to the last digit; false if that would carry over into a new digit. */
static bool step_up(struct digits *digits) {
    int i = digits->count - 1;
    for (; i >= 0 && digits->text[i] == '9'; i--) {
        digits->text[i] = '0';
    }
    if (i < 0) {
        return false;
    }
    digits->text[i]++;
    return true;
}

static void shortest(struct digits *digits, double number) {
    /* In normal numbers 15 digits always survive a round trip, so a shorter form shows as trailing zeros of these;
     * subnormal numbers have fewer digits. */
    int count = number < 2.2250738585072014e-308 ? 1 : 15;
    for (;; count++) {
        round_to(digits, number, count);
        if (count == 17 || reads_back(digits, number)) {
            break;
        }
        /* Below a power of two the gap is half as wide: the nearest text may fail while the one above succeeds. */
        struct digits above = *digits;
        if (step_up(&above) && reads_back(&above, number)) {
            *digits = above;
            break;
        }
    }
    while (digits->count > 1 && digits->text[digits->count - 1] == '0') {
        digits->count--;
    }
}

static void add_zeros(struct strbuf *out, int count) {
    memset(strbuf_reserve(out, (size_t)count), '0', (size_t)count);
    out->length += (size_t)count;
    out->data[out->length] = '\0';
}

/* Number::toString of ECMAScript: `n` is the position of the decimal point, `k` the number of digits. */
static void add_digits(struct strbuf *out, const struct digits *digits) {
    int n = digits->exponent + 1, k = digits->count;
    if (k <= n && n <= 21) {
        strbuf_add(out, digits->text, (size_t)k);
        add_zeros(out, n - k);
    } else if (0 < n && n <= 21) {
        strbuf_add(out, digits->text, (size_t)n);
        strbuf_addch(out, '.');
        strbuf_add(out, digits->text + n, (size_t)(k - n));
    } else if (-6 < n && n <= 0) {
        strbuf_add(out, "0.", 2);
        add_zeros(out, -n);
        strbuf_add(out, digits->text, (size_t)k);
    } else {
        strbuf_addch(out, digits->text[0]);
        if (k > 1) {
            strbuf_addch(out, '.');
            strbuf_add(out, digits->text + 1, (size_t)(k - 1));
        }
        strbuf_addf(out, "e%c%d", n > 0 ? '+' : '-', abs(n - 1));
    }
}

static void add_integer(struct strbuf *out, int64_t value) {
    char text[24], *at = text + sizeof text;
    uint64_t rest = value < 0 ? (uint64_t)-value : (uint64_t)value;
    do {
        *--at = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest);
    if (value < 0) {
        *--at = '-';
    }
    strbuf_add(out, at, (size_t)(text + sizeof text - at));
}

void json_add_number(struct strbuf *out, double number) {
    if (fabs(number) < 9007199254740992.0 && number == (double)(int64_t)number) {
        add_integer(out, (int64_t)number); /* -0 becomes 0, as in JavaScript */
        return;
    }
    if (!isfinite(number)) {
        strbuf_add(out, "null", 4);
        return;
    }
    if (number < 0) {
        strbuf_addch(out, '-');
    }
    struct digits digits;
    shortest(&digits, fabs(number));
    add_digits(out, &digits);
}

const char *json_number_fault(const char *literal, size_t length, double number) {
    if (!isfinite(number)) {
        return "infinity cannot be written in a template";
    }
    enum { ALWAYS_KEPT = 15 }; /* digits */
    size_t sign = length > 0 && (*literal == '-' || *literal == '+');
    const char *digits = literal + sign;
    size_t count = length - sign;
    if (count <= ALWAYS_KEPT || strspn(digits, "0123456789") < count) {
        return NULL;
    }
    char exact[330];
    snprintf(exact, sizeof exact, "%.0f", fabs(number));
    struct strbuf shortest_form;
    strbuf_init(&shortest_form);
    json_add_number(&shortest_form, fabs(number));
    bool kept = (strlen(exact) == count && memcmp(exact, digits, count) == 0) ||
                (shortest_form.length == count && memcmp(shortest_form.data, digits, count) == 0);
    strbuf_free(&shortest_form);
    return kept ? NULL : "an integer of that size cannot be represented exactly: write it as a string, in quotes";
}

/* ---- strings --------------------------------------------------------------------------------------------------- */

/* How a byte is written: 0 unchanged, 'u' as a \u00xx escape, 'x' after checking its UTF-8, else the letter of its
 * escape. */
static inline char escape_of(unsigned char c) {
    static const char control[] = "uuuuuuuubtnufruuuuuuuuuuuuuuuuuu";
    if (c < ' ') {
        return control[c];
    }
    return c >= 0x80 ? 'x' : c == '"' || c == '\\' ? (char)c : '\0';
}

/* Whether one of eight bytes needs special treatment: a control character, a quote, a backslash or a non-ASCII byte. */
static bool has_special(const char *text) {
    const uint64_t ones = 0x0101010101010101u, highs = 0x8080808080808080u;
    uint64_t word;
    memcpy(&word, text, sizeof word);
    uint64_t quote = word ^ (ones * '"'), backslash = word ^ (ones * '\\');
    uint64_t found = (word - ones * 0x20) | (quote - ones) | (backslash - ones) | word;
    return (found & highs) != 0;
}

void json_add_string(struct strbuf *out, const char *text, size_t length) {
    strbuf_addch(out, '"');
    size_t start = 0, i = 0;
    while (i < length) {
        while (length - i >= 8 && !has_special(text + i)) {
            i += 8;
        }
        if (i == length) {
            break;
        }
        char escape = escape_of((unsigned char)text[i]);
        if (!escape) {
            i++;
            continue;
        }
        if (escape == 'x') {
            bool valid;
            uint32_t code_point;
            size_t size = utf8_decode(text + i, length - i, &code_point, &valid);
            if (!valid) {
                strbuf_add(out, text + start, i - start);
                strbuf_add(out, "\xEF\xBF\xBD", 3);
                start = i + size;
            }
            i += size;
            continue;
        }
        strbuf_add(out, text + start, i - start);
        if (escape == 'u') {
            strbuf_addf(out, "\\u%04x", (unsigned char)text[i]);
        } else {
            strbuf_add(out, (char[]){'\\', escape}, 2);
        }
        start = ++i;
    }
    strbuf_add(out, text + start, length - start);
    strbuf_addch(out, '"');
}

/* ---- documents ------------------------------------------------------------------------------------------------- */

void json_add_newline(struct strbuf *out, size_t width) {
    char *at = strbuf_reserve(out, width + 1);
    at[0] = '\n';
    memset(at + 1, ' ', width);
    out->length += width + 1;
    out->data[out->length] = '\0';
}

static void print(struct strbuf *out, const cJSON *node, size_t indent, size_t depth);

static void print_children(struct strbuf *out, const cJSON *node, size_t indent, size_t depth, bool keys) {
    if (!node->child) {
        strbuf_add(out, keys ? "{}" : "[]", 2);
        return;
    }
    strbuf_addch(out, keys ? '{' : '[');
    for (const cJSON *child = node->child; child; child = child->next) {
        if (indent) {
            json_add_newline(out, indent * (depth + 1));
        }
        if (keys) {
            json_add_string(out, child->string, strlen(child->string));
            strbuf_add(out, ": ", indent ? 2 : 1);
        }
        print(out, child, indent, depth + 1);
        if (child->next) {
            strbuf_addch(out, ',');
        }
    }
    if (indent) {
        json_add_newline(out, indent * depth);
    }
    strbuf_addch(out, keys ? '}' : ']');
}

static void print(struct strbuf *out, const cJSON *node, size_t indent, size_t depth) {
    switch (node->type & 0xff) {
    case cJSON_String:
        json_add_string(out, node->valuestring,
                        node->valueint > 0 ? (size_t)node->valueint : strlen(node->valuestring));
        break;
    case cJSON_Number:
        json_add_number(out, node->valuedouble);
        break;
    case cJSON_True:
        strbuf_add(out, "true", 4);
        break;
    case cJSON_False:
        strbuf_add(out, "false", 5);
        break;
    case cJSON_Object:
        print_children(out, node, indent, depth, true);
        break;
    case cJSON_Array:
        print_children(out, node, indent, depth, false);
        break;
    case cJSON_Raw:
        strbuf_adds(out, node->valuestring);
        break;
    default:
        strbuf_add(out, "null", 4);
    }
}

void json_print(struct strbuf *out, const cJSON *node, int indent) { print(out, node, (size_t)indent, 0); }

void json_print_inside(struct strbuf *out, const cJSON *node, size_t indent, size_t depth) {
    print(out, node, indent, depth);
}

/* ---- parser ---------------------------------------------------------------------------------------------------- */

enum { MAX_DEPTH = 1000 };

struct parser {
    struct arena *arena;
    const char *text, *at, *end; /* *end is readable and NUL */
    const char *reason;          /* set at the first error, found at `at` */
    struct strbuf scratch;       /* the string being read */
    int depth;
    bool exact;          /* refuse numbers that cannot be represented exactly */
    const char *without; /* members with this key, at the depth `without_at`, are skipped; NULL: none */
    int without_at;
    bool (*wanted)(const char *, size_t); /* what is kept of them, member by member; NULL: nothing */
    int some_at;                          /* the depth of the object of which only that is kept; 0: none */
    struct lines *lines;                  /* NULL: not asked for */
    const char *line_end;                 /* how far line breaks have been counted */
    size_t line;
};

static bool fail(struct parser *p, const char *reason) {
    p->reason = reason;
    return false;
}

static void skip_blanks(struct parser *p) {
    while (*p->at == ' ' || *p->at == '\n' || *p->at == '\t' || *p->at == '\r') {
        p->at++;
    }
}

static int hex_digit(char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* Four hex digits at p->at, or -1. */
static int32_t code_unit(struct parser *p) {
    int32_t unit = 0;
    for (int i = 0; i < 4; i++, p->at++) {
        int digit = hex_digit(*p->at);
        if (digit < 0) {
            return -1;
        }
        unit = unit * 16 + digit;
    }
    return unit;
}

/* The escape after its `u`. A surrogate without its other half has no UTF-8 and becomes U+FFFD. */
static bool read_unicode_escape(struct parser *p) {
    int32_t unit = code_unit(p);
    if (unit < 0) {
        return fail(p, "expected four hex digits after \\u");
    }
    uint32_t code_point = (uint32_t)unit;
    if (unit >= 0xD800 && unit <= 0xDFFF) {
        const char *after = p->at;
        int32_t low = -1;
        if (unit < 0xDC00 && p->at[0] == '\\' && p->at[1] == 'u') {
            p->at += 2;
            low = code_unit(p);
        }
        if (low >= 0xDC00 && low <= 0xDFFF) {
            code_point = 0x10000 + (((uint32_t)unit - 0xD800) << 10) + ((uint32_t)low - 0xDC00);
        } else {
            p->at = after;
            code_point = UTF8_REPLACEMENT;
        }
    }
    char bytes[4];
    strbuf_add(&p->scratch, bytes, utf8_encode(code_point, bytes));
    return true;
}

static bool read_escape(struct parser *p) {
    static const char plain[256] = {
        ['"'] = '"', ['\\'] = '\\', ['/'] = '/', ['b'] = '\b', ['f'] = '\f', ['n'] = '\n', ['r'] = '\r', ['t'] = '\t'};
    char letter = p->at[1];
    if (letter == 'u') {
        p->at += 2;
        return read_unicode_escape(p);
    }
    if (!plain[(unsigned char)letter]) {
        return fail(p, "unknown escape in a string");
    }
    strbuf_addch(&p->scratch, plain[(unsigned char)letter]);
    p->at += 2;
    return true;
}

/* Reads a string into p->scratch; p->at is at its opening quote. */
static bool read_string(struct parser *p) {
    strbuf_truncate(&p->scratch, 0);
    p->at++;
    for (;;) {
        const char *start = p->at;
        while ((unsigned char)*p->at >= ' ' && *p->at != '"' && *p->at != '\\') {
            p->at++;
        }
        utf8_sanitize(&p->scratch, start, (size_t)(p->at - start));
        if (*p->at == '"') {
            p->at++;
            return true;
        }
        if (*p->at != '\\') {
            return fail(p, p->at == p->end ? "unterminated string" : "control character in a string");
        }
        if (!read_escape(p)) {
            return false;
        }
    }
}

static bool skip_string(struct parser *p) {
    const char *end;
    for (p->at++; (end = memchr(p->at, '"', (size_t)(p->end - p->at))); p->at = end + 1) {
        const char *c = end;
        while (c > p->at && c[-1] == '\\') {
            c--;
        }
        if ((end - c) % 2 == 0) {
            p->at = end + 1;
            return true;
        }
    }
    return fail(p, "unterminated string");
}

static bool skip_digits(struct parser *p) {
    if (*p->at < '0' || *p->at > '9') {
        return fail(p, "digit expected");
    }
    while (*p->at >= '0' && *p->at <= '9') {
        p->at++;
    }
    return true;
}

static bool read_number(struct parser *p, cJSON *node) {
    const char *start = p->at;
    if (*p->at == '-') {
        p->at++;
    }
    if (*p->at == '0') {
        p->at++;
    } else if (!skip_digits(p)) {
        return false;
    }
    if (*p->at == '.') {
        p->at++;
        if (!skip_digits(p)) {
            return false;
        }
    }
    if (*p->at == 'e' || *p->at == 'E') {
        p->at++;
        if (*p->at == '+' || *p->at == '-') {
            p->at++;
        }
        if (!skip_digits(p)) {
            return false;
        }
    }
    node->type = cJSON_Number;
    node->valuedouble = strtod(start, NULL);
    const char *fault = p->exact ? json_number_fault(start, (size_t)(p->at - start), node->valuedouble) : NULL;
    if (fault) {
        p->at = start;
        return fail(p, fault);
    }
    return true;
}

static bool read_word(struct parser *p, cJSON *node, const char *word, int type) {
    size_t length = strlen(word);
    if (strncmp(p->at, word, length) != 0) {
        return fail(p, "value expected");
    }
    p->at += length;
    node->type = type;
    return true;
}

static cJSON *read_value(struct parser *p);

/* The line of p->at, which only moves forward. */
static size_t current_line(struct parser *p) {
    for (; p->line_end < p->at; p->line_end++) {
        p->line += *p->line_end == '\n';
    }
    return p->line;
}

/* An object being read; `known` is used once it has more than a few keys. */
struct object {
    cJSON *node;
    size_t count;
    struct key_index known;
};

enum { FEW_KEYS = 16, LOOK = 1024 /* members between two looks at whether to go on */ };

/* The child of that key, if the object already has it. */
static cJSON *find_key(const struct object *object, const char *key) {
    if (object->count > FEW_KEYS) {
        return key_index_get(&object->known, key);
    }
    cJSON *child = object->node->child;
    while (child && strcmp(child->string, key) != 0) {
        child = child->next;
    }
    return child;
}

/* Makes `child` the last one; as always in cJSON, the first child's `prev` is the last. */
static void append(cJSON *node, cJSON *child) {
    if (!node->child) {
        node->child = child;
    } else {
        child->prev = node->child->prev;
        child->prev->next = child;
    }
    node->child->prev = child;
}

static void add_key(struct object *object, cJSON *child) {
    append(object->node, child);
    object->count++;
    if (object->count == FEW_KEYS + 1) {
        for (cJSON *earlier = object->node->child; earlier != child; earlier = earlier->next) {
            key_index_set(&object->known, earlier->string, earlier);
        }
    }
    if (object->count > FEW_KEYS) {
        key_index_set(&object->known, child->string, child);
    }
}

/* Skips an object or array; what stands in it is not checked. */
static bool skip_children(struct parser *p) {
    int depth = 0;
    do {
        p->at += strcspn(p->at, "\"{}[]");
        char c = *p->at;
        if (c == '"' && !skip_string(p)) {
            return false;
        }
        if (c == '\0') {
            return fail(p, "unexpected end");
        }
        depth += c == '{' || c == '[';
        depth -= c == '}' || c == ']';
        p->at += c != '"';
    } while (depth > 0);
    return true;
}

static bool read_member(struct parser *p, struct object *object) {
    if (*p->at != '"') {
        return fail(p, "key in double quotes expected");
    }
    if (!read_string(p)) {
        return false;
    }
    if (memchr(p->scratch.data, '\0', p->scratch.length) !=
        NULL) { /* or it would be taken for what stands before that */
        return fail(p, "a key cannot hold the character \\u0000");
    }
    bool is_some = p->without && p->depth == p->without_at && strcmp(p->scratch.data, p->without) == 0;
    bool is_skipped = is_some && !p->wanted;
    char *key = is_skipped ? NULL : arena_strndup(p->arena, p->scratch.data, p->scratch.length);
    skip_blanks(p);
    if (*p->at != ':') {
        return fail(p, "\":\" expected after the key");
    }
    if (is_skipped) {
        p->at++;
        skip_blanks(p);
        return *p->at == '{' || *p->at == '[' ? skip_children(p) : read_value(p) != NULL;
    }
    size_t mark = p->lines ? lines_enter(p->lines, key, 0, current_line(p)) : 0;
    p->at++;
    if (p->depth == p->some_at) {
        skip_blanks(p);
        const char *start = p->at;
        if (*start == '{' || *start == '[') {
            if (!skip_children(p)) {
                return false;
            }
            if (!p->wanted(start, (size_t)(p->at - start))) {
                return true;
            }
            p->at = start;
        }
    }
    int around = p->some_at;
    p->some_at = is_some ? p->depth + 1 : 0;
    cJSON *value = read_value(p);
    p->some_at = around;
    if (!value) {
        return false;
    }
    lines_leave(p->lines, mark);
    cJSON *known = find_key(object, key);
    if (known) {
        known->type = value->type;
        known->child = value->child;
        known->valuestring = value->valuestring;
        known->valueint = value->valueint;
        known->valuedouble = value->valuedouble;
    } else {
        value->string = key;
        add_key(object, value);
    }
    return true;
}

static bool read_children(struct parser *p, cJSON *node, bool keys) {
    char close = keys ? '}' : ']';
    node->type = keys ? cJSON_Object : cJSON_Array;
    if (++p->depth > MAX_DEPTH) {
        return fail(p, "nested too deeply");
    }
    struct object object = {.node = node, .known = {.arena = p->arena}};
    p->at++;
    skip_blanks(p);
    if (*p->at != close) {
        for (size_t index = 1;; index++) {
            if (index % LOOK == 0 && interrupt_asked()) {
                return fail(p, "interrupted");
            }
            if (keys) {
                if (!read_member(p, &object)) {
                    return false;
                }
            } else {
                size_t mark = p->lines ? lines_enter(p->lines, NULL, index, current_line(p)) : 0;
                cJSON *value = read_value(p);
                if (!value) {
                    return false;
                }
                lines_leave(p->lines, mark);
                append(node, value);
            }
            skip_blanks(p);
            if (*p->at != ',') {
                break;
            }
            p->at++;
            skip_blanks(p);
        }
        if (*p->at != close) {
            return fail(p, keys ? "\",\" or \"}\" expected" : "\",\" or \"]\" expected");
        }
    }
    p->at++;
    p->depth--;
    return true;
}

static bool read_text(struct parser *p, cJSON *node) {
    if (!read_string(p)) {
        return false;
    }
    node->type = cJSON_String;
    node->valuestring = arena_strndup(p->arena, p->scratch.data, p->scratch.length);
    node->valueint = (int)p->scratch.length;
    return true;
}

static cJSON *read_value(struct parser *p) {
    skip_blanks(p);
    cJSON *node = arena_calloc(p->arena, 1, sizeof *node);
    bool ok;
    switch (*p->at) {
    case '{':
        ok = read_children(p, node, true);
        break;
    case '[':
        ok = read_children(p, node, false);
        break;
    case '"':
        ok = read_text(p, node);
        break;
    case 't':
        ok = read_word(p, node, "true", cJSON_True);
        break;
    case 'f':
        ok = read_word(p, node, "false", cJSON_False);
        break;
    case 'n':
        ok = read_word(p, node, "null", cJSON_NULL);
        break;
    default:
        ok = (*p->at >= '0' && *p->at <= '9') || *p->at == '-' ? read_number(p, node) : fail(p, "value expected");
    }
    return ok ? node : NULL;
}

static void locate(const struct parser *p, struct json_error *error) {
    error->reason = p->reason;
    error->line = 1;
    const char *line = p->text;
    for (const char *c = p->text; c < p->at; c++) {
        if (*c == '\n') {
            error->line++;
            line = c + 1;
        }
    }
    error->column = (size_t)(p->at - line) + 1;
}

static cJSON *parse(struct parser p, const char *text, size_t length, struct json_error *error) {
    struct arena *arena = p.arena;
    p.text = p.at = arena_strndup(arena, text, length); /* NUL-terminated, so that no step needs to check for the end */
    p.line_end = p.at;
    p.end = p.at + length;
    strbuf_init(&p.scratch);
    cJSON *node = read_value(&p);
    if (node) {
        skip_blanks(&p);
        if (p.at != p.end) {
            fail(&p, "nothing more expected after the document");
            node = NULL;
        }
    }
    strbuf_free(&p.scratch);
    if (!node) {
        locate(&p, error);
    }
    return node;
}

cJSON *json_parse(struct arena *arena, const char *text, size_t length, struct json_error *error) {
    return parse((struct parser){.arena = arena, .line = 1}, text, length, error);
}

cJSON *json_parse_without(struct arena *arena, const char *text, size_t length, const char *key, int depth,
                          struct json_error *error) {
    return parse((struct parser){.arena = arena, .line = 1, .without = key, .without_at = depth}, text, length, error);
}

cJSON *json_parse_some(struct arena *arena, const char *text, size_t length, const char *key, int depth,
                       bool (*wanted)(const char *text, size_t length), struct json_error *error) {
    struct parser p = {.arena = arena, .line = 1, .without = key, .without_at = depth, .wanted = wanted};
    p.some_at = key ? 0 : 1;
    return parse(p, text, length, error);
}

cJSON *json_parse_exact(struct arena *arena, const char *text, size_t length, struct lines *lines,
                        struct json_error *error) {
    return parse((struct parser){.arena = arena, .lines = lines, .line = 1, .exact = true}, text, length, error);
}
