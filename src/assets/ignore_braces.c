/* Brace expansion, with bash's rules: see ignore_braces.h. */
#include "assets/ignore_braces.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_RESULTS = 100000, MOST_CHARACTERS = 4000000, MOST_DEPTH = 1000, MOST_REWRITES = 1000 };

/* Escaped characters must not be seen as syntax while braces are matched. They are replaced by unpaired surrogates,
 * which UTF-8 cannot contain, and put back at the end. */
enum { ESCAPED_SLASH = 0xDFF0, ESCAPED_OPEN, ESCAPED_CLOSE, ESCAPED_COMMA, ESCAPED_PERIOD };

struct slice {
    const uint16_t *units;
    size_t length;
};

void text_list_add(struct arena *a, struct text_list *list, struct text item) {
    if (list->count == list->capacity) {
        list->capacity = list->capacity ? list->capacity * 2 : 8;
        struct text *items = arena_alloc(a, list->capacity * sizeof *items);
        if (list->count > 0) {
            memcpy(items, list->items, list->count * sizeof *items);
        }
        list->items = items;
    }
    list->items[list->count++] = item;
}

static struct text concatenate(struct arena *a, struct slice x, struct slice y, struct slice z) {
    struct text t = {.arena = a};
    if (x.length + y.length + z.length > 0) {
        t.capacity = x.length + y.length + z.length;
        t.units = arena_alloc(a, t.capacity * sizeof *t.units);
        text_add_text(&t, x.units, x.length);
        text_add_text(&t, y.units, y.length);
        text_add_text(&t, z.units, z.length);
    }
    return t;
}

static struct slice slice_of(const struct text *t) { return (struct slice){t->units, t->length}; }

static struct slice part(struct slice s, size_t from, size_t to) {
    return (struct slice){s.units == NULL ? NULL : s.units + from, to - from};
}

static ptrdiff_t find(struct slice s, uint16_t c, size_t from) {
    for (size_t i = from; i < s.length; i++) {
        if (s.units[i] == c) {
            return (ptrdiff_t)i;
        }
    }
    return -1;
}

/* The first top-level pair of braces. If there are more opening than closing ones, it is the innermost complete pair,
 * furthest to the left. */
static bool balanced(struct slice s, size_t *open, size_t *close) {
    ptrdiff_t next_open = find(s, '{', 0);
    if (next_open < 0) {
        return false;
    }
    ptrdiff_t next_close = find(s, '}', (size_t)next_open + 1);
    if (next_close <= 0) {
        return false;
    }
    size_t *stack = NULL;
    size_t capacity = 0;
    size_t depth = 0;
    size_t left = s.length;
    size_t right = 0;
    bool seen = false;
    bool found = false;
    ptrdiff_t i = next_open;
    while (i >= 0 && !found) {
        if (i == next_open) {
            if (depth == capacity) {
                capacity = capacity ? capacity * 2 : 16;
                stack = mem_resize(stack, capacity, sizeof *stack);
            }
            stack[depth++] = (size_t)i;
            next_open = find(s, '{', (size_t)i + 1);
        } else if (depth == 1) {
            *open = stack[0];
            *close = (size_t)next_close;
            found = true;
        } else {
            if (depth > 0 && stack[--depth] < left) {
                left = stack[depth];
                right = (size_t)next_close;
                seen = true;
            }
            next_close = find(s, '}', (size_t)i + 1);
        }
        i = next_open < next_close && next_open >= 0 ? next_open : next_close;
    }
    free(stack);
    if (!found && depth > 0 && seen) {
        *open = left;
        *close = right;
        found = true;
    }
    return found;
}

static bool is_digit(uint16_t c) { return c >= '0' && c <= '9'; }

/* An integer with an optional sign at `i`; returns where it ends, or `i` if there is none. */
static size_t skip_integer(struct slice s, size_t i) {
    size_t start = i;
    if (i < s.length && s.units[i] == '-') {
        i++;
    }
    size_t first = i;
    while (i < s.length && is_digit(s.units[i])) {
        i++;
    }
    return i > first ? i : start;
}

static bool dots_at(struct slice s, size_t i) { return i + 1 < s.length && s.units[i] == '.' && s.units[i + 1] == '.'; }

/* Splits `x..y` or `x..y..step`, x and y both integers or both letters. */
static bool is_sequence(struct slice s, struct slice parts[3], int *count, bool *letters) {
    size_t ends[2];
    size_t i = 0;
    *letters = s.length > 0 && ((s.units[0] | 32) >= 'a' && (s.units[0] | 32) <= 'z');
    for (int k = 0; k < 2; k++) {
        size_t end = skip_integer(s, i);
        if (*letters) {
            end = i < s.length && (s.units[i] | 32) >= 'a' && (s.units[i] | 32) <= 'z' ? i + 1 : i;
        }
        if (end == i) {
            return false;
        }
        parts[k] = part(s, i, end);
        ends[k] = end;
        i = end;
        if (k == 0) {
            if (!dots_at(s, i)) {
                return false;
            }
            i += 2;
        }
    }
    *count = 2;
    if (ends[1] == s.length) {
        return true;
    }
    if (!dots_at(s, ends[1])) {
        return false;
    }
    size_t start = ends[1] + 2;
    parts[2] = part(s, start, s.length);
    *count = 3;
    return skip_integer(s, start) == s.length && start < s.length;
}

static double number_of(struct slice s) {
    char digits[400];
    size_t n = s.length < sizeof digits - 1 ? s.length : sizeof digits - 1;
    for (size_t i = 0; i < n; i++) {
        digits[i] = (char)s.units[i];
    }
    digits[n] = '\0';
    return strtod(digits, NULL);
}

static bool is_padded(struct slice s) {
    size_t i = s.length > 0 && s.units[0] == '-';
    return s.length > i + 1 && s.units[i] == '0' && is_digit(s.units[i + 1]);
}

static struct text sequence_item(struct arena *a, double value, bool letters, bool pad, size_t width) {
    struct text item = {.arena = a};
    if (letters) {
        if (value != '\\') {
            text_add(&item, (uint16_t)value);
        }
        return item;
    }
    char digits[400];
    int n = snprintf(digits, sizeof digits, "%.0f", value == 0 ? 0.0 : value);
    if (value < 0) {
        text_add(&item, '-');
    }
    for (size_t i = (size_t)n; pad && i < width; i++) {
        text_add(&item, '0');
    }
    text_add_ascii(&item, digits + (value < 0));
    return item;
}

static void expand_sequence(struct arena *a, const struct slice parts[3], int count, bool letters,
                            struct text_list *out) {
    double x = letters ? parts[0].units[0] : number_of(parts[0]);
    double y = letters ? parts[1].units[0] : number_of(parts[1]);
    size_t width = parts[0].length > parts[1].length ? parts[0].length : parts[1].length;
    double step = count == 3 ? fabs(number_of(parts[2])) : 1;
    step = step < 1 ? 1 : step;
    bool pad = is_padded(parts[0]) || is_padded(parts[1]) || (count == 3 && is_padded(parts[2]));
    size_t characters = 0;
    bool down = y < x;
    for (double i = x; (down ? i >= y : i <= y) && out->count < MOST_RESULTS; i += down ? -step : step) {
        struct text item = sequence_item(a, i, letters, pad, width);
        if (characters + item.length > MOST_CHARACTERS) {
            break;
        }
        characters += item.length;
        text_list_add(a, out, item);
    }
}

/* Every prefix, followed by `middle` and every value. */
static struct text_list combine(struct arena *a, const struct text_list *prefixes, struct slice middle,
                                const struct text_list *values, bool drop_empty) {
    struct text_list out = {0};
    size_t characters = 0;
    for (size_t i = 0; i < prefixes->count; i++) {
        for (size_t j = 0; j < values->count; j++) {
            if (out.count >= MOST_RESULTS) {
                return out;
            }
            struct text item = concatenate(a, slice_of(&prefixes->items[i]), middle, slice_of(&values->items[j]));
            if (drop_empty && item.length == 0) {
                continue;
            }
            if (characters + item.length > MOST_CHARACTERS) {
                return out;
            }
            characters += item.length;
            text_list_add(a, &out, item);
        }
    }
    return out;
}

static struct text_list combine_literal(struct arena *a, const struct text_list *prefixes, struct slice literal,
                                        bool drop_empty) {
    struct text_list none = {0};
    text_list_add(a, &none, (struct text){.arena = a});
    return combine(a, prefixes, literal, &none, drop_empty);
}

/* Splits at commas outside inner braces. */
static struct text_list split_members(struct arena *a, struct slice s) {
    struct text_list parts = {0};
    struct text current = {.arena = a};
    for (;;) {
        size_t open, close;
        bool group = balanced(s, &open, &close);
        struct slice plain = group ? part(s, 0, open) : s;
        for (size_t i = 0; i < plain.length; i++) {
            if (plain.units[i] == ',') {
                text_list_add(a, &parts, current);
                current = (struct text){.arena = a};
            } else {
                text_add(&current, plain.units[i]);
            }
        }
        if (group) {
            text_add_text(&current, s.units + open, close + 1 - open);
            s = part(s, close + 1, s.length);
        }
        if (!group || s.length == 0) {
            text_list_add(a, &parts, current);
            return parts;
        }
    }
}

/* `,` not followed by another, and a closing brace later on the same line: what makes `{a},b}` a group after all. */
static bool has_late_member(struct slice s) {
    for (size_t i = 0; i < s.length; i++) {
        if (s.units[i] != ',' || (i + 1 < s.length && s.units[i + 1] == ',')) {
            continue;
        }
        for (size_t j = i + 1; j < s.length; j++) {
            uint16_t c = s.units[j];
            if (c == '}') {
                return true;
            }
            if (c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029) {
                break;
            }
        }
    }
    return false;
}

static struct text_list expand(struct arena *a, struct slice s, int depth, bool top);

static struct text embraced(struct arena *a, const struct text *t) {
    static const uint16_t open = '{', close = '}';
    return concatenate(a, (struct slice){&open, 1}, slice_of(t), (struct slice){&close, 1});
}

/* The values of a group that is not a sequence: its members, each expanded. */
static struct text_list expand_members(struct arena *a, const struct text_list *members, int depth, bool drop_empty) {
    struct text_list values = {0};
    size_t characters = 0;
    for (size_t i = 0; i < members->count; i++) {
        struct text_list expanded = expand(a, slice_of(&members->items[i]), depth + 1, false);
        for (size_t k = 0; k < expanded.count; k++) {
            if (drop_empty && expanded.items[k].length == 0) {
                continue;
            }
            if (values.count >= MOST_RESULTS || characters + expanded.items[k].length > MOST_CHARACTERS) {
                return values;
            }
            characters += expanded.items[k].length;
            text_list_add(a, &values, expanded.items[k]);
        }
    }
    return values;
}

static bool all_empty(const struct text_list *list) {
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].length > 0) {
            return false;
        }
    }
    return true;
}

/* The expansions of one group; from the arena. */
static struct text_list group_values(struct arena *a, struct slice body, int depth, bool sequence, bool drop_empty) {
    struct text_list values = {0};
    struct slice ends[3];
    int count;
    bool letters;
    if (sequence) {
        is_sequence(body, ends, &count, &letters);
        expand_sequence(a, ends, count, letters, &values);
        return values;
    }
    struct text_list members = split_members(a, body);
    if (members.count == 1) {
        /* x{{a,b}}y is x{a}y x{b}y */
        members = expand(a, slice_of(&members.items[0]), depth + 1, false);
        for (size_t i = 0; i < members.count; i++) {
            members.items[i] = embraced(a, &members.items[i]);
        }
        if (members.count == 1) {
            return members;
        }
    }
    return expand_members(a, &members, depth, drop_empty);
}

/* Expands the groups from left to right; each multiplies the results so far. Results move between two arenas, one of
 * which is emptied at each group; otherwise a long pattern would keep the results of every group. */
static struct text_list expand(struct arena *a, struct slice s, int depth, bool top) {
    struct arena work[2] = {ARENA_INIT, ARENA_INIT};
    struct arena rewrites = ARENA_INIT;
    int now = 0;
    struct text_list results = {0};
    text_list_add(&work[now], &results, (struct text){.arena = a});
    bool drop_empty = false; /* empty results vanish if the first group is a list of members */
    bool first = true;
    bool done = false;
    int rewritten = 0;
    while (!done) {
        size_t open, close;
        if (depth > MOST_DEPTH || !balanced(s, &open, &close)) {
            results = combine_literal(a, &results, s, drop_empty);
            break;
        }
        struct slice before = part(s, 0, open);
        struct slice body = part(s, open + 1, close);
        struct slice after = part(s, close + 1, s.length);
        struct slice ends[3];
        int count;
        bool letters;
        bool literal = before.length > 0 && before.units[before.length - 1] == '$';
        bool sequence = is_sequence(body, ends, &count, &letters);
        if (!literal && !sequence && find(body, ',', 0) < 0) {
            if (rewritten < MOST_REWRITES && has_late_member(after)) {
                /* The brace that closed too early becomes a plain character, and the search starts again. */
                struct text plain = concatenate(&rewrites, s, (struct slice){0}, (struct slice){0});
                plain.units[close] = ESCAPED_CLOSE;
                s = slice_of(&plain);
                rewritten++;
                top = true;
                continue;
            }
            results = combine_literal(a, &results, s, drop_empty);
            break;
        }
        if (first && !literal) {
            drop_empty = top && !sequence;
        }
        first = false;
        done = after.length == 0;
        struct arena *to = done ? a : &work[1 - now];
        if (literal) {
            results = combine_literal(to, &results, part(s, 0, close + 1), drop_empty && done);
        } else {
            bool drop_members = drop_empty && done && before.length == 0 && all_empty(&results);
            struct text_list values = group_values(&work[now], body, depth, sequence, drop_members);
            results = combine(to, &results, before, &values, drop_empty && done);
        }
        arena_free(&work[now]);
        now = 1 - now;
        s = after;
    }
    arena_free(&work[0]);
    arena_free(&work[1]);
    arena_free(&rewrites);
    return results;
}

static struct text with_escapes_hidden(struct arena *a, const struct text *pattern) {
    static const char syntax[] = "\\{},.";
    struct text out = {.arena = a};
    for (size_t i = 0; i < pattern->length; i++) {
        uint16_t c = pattern->units[i];
        uint16_t next = i + 1 < pattern->length ? pattern->units[i + 1] : 0;
        const char *known = c == '\\' && next != 0 && next < 128 ? strchr(syntax, next) : NULL;
        if (known != NULL) {
            text_add(&out, (uint16_t)(ESCAPED_SLASH + (known - syntax)));
            i++;
        } else {
            text_add(&out, c);
        }
    }
    return out;
}

static struct text with_escapes_shown(const struct text *t) {
    static const char syntax[] = "\\{},.";
    struct text out = {.arena = t->arena};
    for (size_t i = 0; i < t->length; i++) {
        uint16_t c = t->units[i];
        bool hidden = c >= ESCAPED_SLASH && c <= ESCAPED_PERIOD &&
                      (i == 0 || t->units[i - 1] < 0xD800 || t->units[i - 1] > 0xDBFF);
        text_add(&out, hidden ? (uint16_t)syntax[c - ESCAPED_SLASH] : c);
    }
    return out;
}

void brace_expand(struct arena *a, const struct text *pattern, struct text_list *out) {
    struct text start = {.arena = a};
    size_t from = 0;
    if (pattern->length >= 2 && pattern->units[0] == '{' && pattern->units[1] == '}') {
        text_add_ascii(&start, "\\{\\}"); /* as in bash, a pair of braces at the very start stays */
        from = 2;
    }
    text_add_text(&start, pattern->units + from, pattern->length - from);
    struct text hidden = with_escapes_hidden(a, &start);
    struct text_list expanded = expand(a, slice_of(&hidden), 0, true);
    for (size_t i = 0; i < expanded.count; i++) {
        text_list_add(a, out, with_escapes_shown(&expanded.items[i]));
    }
}
