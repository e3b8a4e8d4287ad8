/* Mutations of inputs that are JSON, or contain some: a value or a key is exchanged, wrapped, doubled or left out, so that
 * the input stays JSON and reaches what stands behind the reader. Of bytes libFuzzer's own mutations change a quote or
 * brace before they change a meaning. */
#include "fuzz.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SPANS = 1024, MOST_LEVELS = 128 };

struct span {
    size_t from, to;
    bool is_key;
};

static const char *const values[] = {
    "null",
    "{}",
    "[]",
    "\"\"",
    "0",
    "-1",
    "1e308",
    "0.5",
    "9007199254740993",
    "true",
    "false",
    "\"x\"",
    "\"A\"",
    "\"1\"",
    "[null]",
    "[[]]",
    "[{}]",
    "{\"\":null}",
    "{\"a\":{\"b\":[{}]}}",
    "\"\\u0000\"",
    "\"\\ud800\"",
    "\"${A}\"",
    "\"A.B\"",
    "\"*\"",
    "\"${Token[TOKEN.1]}\"",
    "{\"Ref\":\"A\"}",
    "{\"Ref\":\"AWS::NoValue\"}",
    "{\"Ref\":\"AWS::Region\"}",
    "{\"Fn::GetAtt\":[\"A\",\"Arn\"]}",
    "{\"Fn::GetAtt\":\"A.Arn\"}",
    "{\"Fn::Sub\":\"${A}\"}",
    "{\"Fn::Sub\":[\"${B}\",{\"B\":{}}]}",
    "{\"Fn::If\":[\"C\",1,{\"Ref\":\"AWS::NoValue\"}]}",
    "{\"Fn::Join\":[\"\",[]]}",
    "{\"Fn::Select\":[0,[]]}",
    "{\"Fn::Split\":[\"\",\"\"]}",
    "{\"Fn::FindInMap\":[\"M\",\"a\",\"b\"]}",
    "{\"Fn::Transform\":{}}",
    "{\"Fn::ImportValue\":null}",
    "{\"Fn::Base64\":[]}",
    "{\"Condition\":\"C\"}",
};

static const char *const keys[] = {
    "\"\"",          "\"A\"",       "\"Ref\"",        "\"Fn::GetAtt\"",  "\"Fn::Sub\"",   "\"Fn::If\"",
    "\"Fn::Join\"",  "\"Type\"",    "\"Properties\"", "\"DependsOn\"",   "\"Condition\"", "\"Metadata\"",
    "\"Resources\"", "\"Outputs\"", "\"1\"",          "\"constructor\"",
};

/* What stands before and after a value that is wrapped. */
static const char *const wraps[][2] = {
    {"[", "]"},         {"{\"a\":", "}"},       {"{\"Fn::If\":[\"C\",", ",null]}"}, {"{\"Fn::Join\":[\"\",[", "]]}"},
    {"{\"Ref\":", "}"}, {"{\"Fn::Sub\":", "}"}, {"{\"Fn::GetAtt\":", "}"},          {"[null,", "]"},
};

#define COUNT(list) (sizeof(list) / sizeof *(list))

static uint32_t state;

static size_t pick(size_t count) {
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return count > 0 ? state % count : 0;
}

/* The values and keys of a text, in the order in which they begin; it need not be JSON. */
static size_t scan(const char *text, size_t length, struct span *spans) {
    size_t count = 0, open[MOST_LEVELS], depth = 0;
    for (size_t at = 0; at < length && count < MOST_SPANS;) {
        size_t from = at++;
        if (text[from] == '{' || text[from] == '[') {
            if (depth < MOST_LEVELS) {
                open[depth++] = count;
                spans[count++] = (struct span){from, length, false};
            }
        } else if (text[from] == '}' || text[from] == ']') {
            if (depth > 0) {
                spans[open[--depth]].to = at;
            }
        } else if (text[from] == '"') {
            while (at < length && text[at] != '"') {
                at += text[at] == '\\' && at + 1 < length ? 2 : 1;
            }
            at += at < length;
            size_t next = at;
            while (next < length && isspace((unsigned char)text[next])) {
                next++;
            }
            spans[count++] = (struct span){from, at, next < length && text[next] == ':'};
        } else if (isalnum((unsigned char)text[from]) || text[from] == '-') {
            while (at < length && (isalnum((unsigned char)text[at]) || strchr("+-.", text[at])) && text[at] != '\0') {
                at++;
            }
            spans[count++] = (struct span){from, at, false};
        }
    }
    return count;
}

struct piece {
    const char *text;
    size_t length;
};

static struct piece piece_of(const char *text) { return (struct piece){text, strlen(text)}; }

/* Another value or key, of a list or from elsewhere in the input. */
static struct piece another(const char *text, const struct span *spans, size_t count, bool is_key) {
    for (int tries = 0; tries < 8 && pick(2) == 0; tries++) {
        const struct span *other = &spans[pick(count)];
        if (other->is_key == is_key || (is_key && text[other->from] == '"')) {
            return (struct piece){text + other->from, other->to - other->from};
        }
    }
    return is_key ? piece_of(keys[pick(COUNT(keys))]) : piece_of(values[pick(COUNT(values))]);
}

/* What is left out with a value: its key, and the comma after or before it. */
static struct span with_key(const char *text, size_t length, const struct span *spans, size_t chosen) {
    struct span whole = spans[chosen];
    if (chosen > 0 && spans[chosen - 1].is_key) {
        whole.from = spans[chosen - 1].from;
    }
    if (whole.to < length && text[whole.to] == ',') {
        whole.to++;
    } else if (whole.from > 0 && text[whole.from - 1] == ',') {
        whole.from--;
    }
    return whole;
}

size_t fuzz_mutate_json(uint8_t *data, size_t length, size_t most, unsigned seed) {
    static struct span spans[MOST_SPANS];
    state = seed * 2654435761U | 1;
    char *text = malloc(length + 1);
    memcpy(text, data, length);
    size_t count = scan(text, length, spans), given = 0;
    if (count == 0) { /* then something is put before it */
        spans[count++] = (struct span){0, 0, false};
    }
    size_t chosen = pick(count);
    struct span gone = spans[chosen];
    struct piece pieces[4] = {{"", 0}};
    struct piece old = {text + gone.from, gone.to - gone.from};
    size_t way = pick(gone.is_key ? 4 : 8);
    if (way < 4) {
        pieces[given++] = another(text, spans, count, gone.is_key);
    } else if (way == 4) {
        size_t wrap = pick(COUNT(wraps));
        pieces[given++] = piece_of(wraps[wrap][0]);
        pieces[given++] = old;
        pieces[given++] = piece_of(wraps[wrap][1]);
    } else if (way == 5) {
        gone = with_key(text, length, spans, chosen);
    } else { /* one more beside it */
        bool has_key = chosen > 0 && spans[chosen - 1].is_key;
        pieces[given++] = old;
        pieces[given++] = piece_of(has_key ? ",\"B\":" : ",");
        pieces[given++] = way == 6 ? old : another(text, spans, count, false);
    }
    size_t size = length - (gone.to - gone.from);
    for (size_t i = 0; i < given; i++) {
        size += pieces[i].length;
    }
    if (size > most || count == 0) {
        free(text);
        return 0;
    }
    uint8_t *out = data + gone.from;
    for (size_t i = 0; i < given; i++) {
        memcpy(out, pieces[i].text, pieces[i].length);
        out += pieces[i].length;
    }
    memcpy(out, text + gone.to, length - gone.to);
    free(text);
    return size;
}
