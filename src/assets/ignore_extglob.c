/* Compiles one component of a glob pattern: see ignore_extglob.h.
 *
 * The component is read into a tree of groups  ?(…) *(…) +(…) @(…) !(…) , the tree is simplified and written as a
 * regular expression. Common forms without groups are matched directly. That is more than an optimisation, since the
 * reference compares the text after their wildcards as written, including escapes. */
#include "assets/ignore_extglob.h"

#include <string.h>

/* Groups nested deeper than this are read as plain text, unless the outer group can absorb the inner one. */
enum { DEEPEST_GROUP = 2, FLATTEN_PASSES = 10, MOST_NESTING = 200, MOST_CLONES = 200000 };

static const char any_but_slash[] = "[^/]";
static const char star_source[] = "[^/]*?";
static const char star_not_empty[] = "[^/]+?";
static const char not_dot[] = "(?!\\.)";
static const char not_dots[] = "(?!(?:^|/)\\.\\.?(?:$|/))";

static bool is_one_of(uint16_t c, const char *set) { return c != 0 && c < 128 && strchr(set, c) != NULL; }

static bool is_group_type(uint16_t c) { return is_one_of(c, "!?+*@"); }

/* ---- the tree ---- */

struct branch;

/* A piece of a branch: plain text or a group. */
struct piece {
    struct branch *group; /* NULL: text */
    struct text text;
};

/* Either a group, whose pieces are all sequences (type 0), or a sequence of text and groups. */
struct branch {
    char type; /* one of !?+*@, or 0 */
    bool empty_group;
    bool has_magic, needs_unicode;
    struct piece *pieces;
    size_t count, capacity;
    struct branch *parent;
    size_t parent_index; /* number of pieces the parent had when this was made */
    bool has_string;
    struct text string; /* as written, saved before negated groups are completed */
};

struct reader {
    struct arena *arena;
    const uint16_t *units;
    size_t length;
    struct branch *root;
    struct branch **negations;
    size_t negation_count, negation_capacity;
    bool completed; /* negated groups know what follows them */
    size_t nesting; /* open groups */
    bool too_deep;
    size_t clones; /* each negated group doubles those before it, so there is a limit */
};

static struct branch *new_branch(struct reader *r, char type, struct branch *parent) {
    struct branch *b = arena_calloc(r->arena, 1, sizeof *b);
    b->type = type;
    b->has_magic = type != 0;
    b->parent = parent;
    b->parent_index = parent != NULL ? parent->count : 0;
    if (type == '!' && !r->completed) {
        if (r->negation_count == r->negation_capacity) {
            r->negation_capacity = r->negation_capacity ? r->negation_capacity * 2 : 8;
            struct branch **more = arena_alloc(r->arena, r->negation_capacity * sizeof *more);
            if (r->negation_count > 0) {
                memcpy(more, r->negations, r->negation_count * sizeof *more);
            }
            r->negations = more;
        }
        r->negations[r->negation_count++] = b;
    }
    return b;
}

static void reserve_pieces(struct reader *r, struct branch *b, size_t count) {
    if (count <= b->capacity) {
        return;
    }
    size_t capacity = b->capacity ? b->capacity * 2 : 4;
    capacity = capacity < count ? count : capacity;
    struct piece *pieces = arena_alloc(r->arena, capacity * sizeof *pieces);
    if (b->count > 0) {
        memcpy(pieces, b->pieces, b->count * sizeof *pieces);
    }
    b->pieces = pieces;
    b->capacity = capacity;
}

static void push_group(struct reader *r, struct branch *b, struct branch *group) {
    reserve_pieces(r, b, b->count + 1);
    b->pieces[b->count++] = (struct piece){.group = group};
}

static void push_text_always(struct reader *r, struct branch *b, struct text text) {
    reserve_pieces(r, b, b->count + 1);
    b->pieces[b->count++] = (struct piece){.text = text};
}

static void push_text(struct reader *r, struct branch *b, struct text *text) {
    if (text->length > 0) {
        push_text_always(r, b, *text);
    }
    *text = (struct text){.arena = r->arena};
}

/* ---- reading ---- */

/* The types of groups whose alternatives a group can absorb, and those that it can become. */
static const char *adopts(char outer) {
    switch (outer) {
    case '!':
        return "@";
    case '?':
        return "?@";
    case '@':
        return "@";
    case '*':
        return "*+?@";
    default:
        return outer == '+' ? "+@" : "";
    }
}

static const char *adopts_with_empty(char outer) {
    switch (outer) {
    case '!':
    case '@':
        return "?";
    default:
        return outer == '+' ? "?*" : "";
    }
}

static bool may_adopt(char outer, uint16_t inner) {
    return is_one_of(inner, adopts(outer)) || is_one_of(inner, adopts_with_empty(outer));
}

/* What an outer group with this only alternative becomes; 0: it stays. */
static char becomes(char outer, char inner) {
    switch (outer) {
    case '!':
        return inner == '!' ? '@' : 0;
    case '?':
        return inner == '*' || inner == '+' ? '*' : 0;
    case '@':
        return inner;
    case '+':
        return inner == '?' || inner == '*' ? '*' : 0;
    default:
        return 0;
    }
}

/* Keeps track of escapes and brackets, in which groups neither begin nor end. */
struct scan {
    bool escaping, in_class, class_negated;
    size_t class_start; /* behind the bracket */
};

/* True if `c`, read at index i - 1, is plain text whatever it is. */
static bool scan_takes(struct scan *s, uint16_t c, size_t i) {
    if (s->escaping || c == '\\') {
        s->escaping = !s->escaping;
        return true;
    }
    if (s->in_class) {
        if (i == s->class_start + 1) {
            s->class_negated = s->class_negated || c == '^' || c == '!';
        } else if (c == ']' && !(i == s->class_start + 2 && s->class_negated)) {
            s->in_class = false;
        }
        return true;
    }
    if (c == '[') {
        s->in_class = true;
        s->class_start = i;
        s->class_negated = false;
        return true;
    }
    return false;
}

static size_t read_group(struct reader *r, struct branch *group, size_t position, int depth);

static bool group_begins(const struct reader *r, uint16_t c, size_t i) {
    return is_group_type(c) && i < r->length && r->units[i] == '(';
}

static void read_root(struct reader *r) {
    struct scan scan = {0};
    struct text text = {.arena = r->arena};
    for (size_t i = 0; i < r->length;) {
        uint16_t c = r->units[i++];
        if (!scan_takes(&scan, c, i) && group_begins(r, c, i)) {
            push_text(r, r->root, &text);
            struct branch *group = new_branch(r, (char)c, r->root);
            i = read_group(r, group, i, 1);
            push_group(r, r->root, group);
            continue;
        }
        text_add(&text, c);
    }
    push_text(r, r->root, &text);
}

/* `position` is that of the parenthesis; returns where the group ends. A group that is not closed becomes plain
 * text. */
static size_t read_group(struct reader *r, struct branch *group, size_t position, int depth) {
    struct scan scan = {0};
    struct text text = {.arena = r->arena};
    struct branch holder = {0}; /* finished alternatives */
    struct branch *alternative = new_branch(r, 0, group);
    size_t i = position + 1;
    while (i < r->length) {
        uint16_t c = r->units[i++];
        if (scan_takes(&scan, c, i)) {
            text_add(&text, c);
            continue;
        }
        bool adopted = may_adopt(group->type, c);
        if (group_begins(r, c, i) && (depth <= DEEPEST_GROUP || adopted)) {
            push_text(r, alternative, &text);
            struct branch *inner = new_branch(r, (char)c, alternative);
            push_group(r, alternative, inner);
            r->too_deep |= ++r->nesting > MOST_NESTING;
            i = r->too_deep ? r->length : read_group(r, inner, i, depth + (adopted ? 0 : 1));
            r->nesting--;
            continue;
        }
        if (c == '|') {
            push_text(r, alternative, &text);
            push_group(r, &holder, alternative);
            alternative = new_branch(r, 0, group);
            continue;
        }
        if (c == ')') {
            group->empty_group = group->empty_group || (text.length == 0 && group->count == 0);
            push_text(r, alternative, &text);
            for (size_t k = 0; k < holder.count; k++) {
                push_group(r, group, holder.pieces[k].group);
            }
            push_group(r, group, alternative);
            return i;
        }
        text_add(&text, c);
    }
    group->type = 0;
    group->has_magic = false;
    struct text rest = {.arena = r->arena};
    text_add_text(&rest, r->units + position - 1, r->length - position + 1);
    group->count = 0;
    push_text_always(r, group, rest);
    return i;
}

/* ---- simplifying ---- */

/* The group that an alternative consists of, or NULL. */
static struct branch *only_group(const struct branch *outer, const struct branch *alternative) {
    if (outer->type == 0 || alternative == NULL || alternative->type != 0 || alternative->count != 1) {
        return NULL;
    }
    struct branch *inner = alternative->pieces[0].group;
    return inner != NULL && inner->type != 0 ? inner : NULL;
}

/* Puts the alternatives of `inner` in place of piece `index`. */
static void adopt(struct reader *r, struct branch *b, size_t index, struct branch *inner) {
    size_t added = inner->count;
    size_t behind = b->count - index - 1;
    reserve_pieces(r, b, b->count + added);
    memmove(&b->pieces[index + added], &b->pieces[index + 1], behind * sizeof *b->pieces);
    if (added > 0) {
        memcpy(&b->pieces[index], inner->pieces, added * sizeof *b->pieces);
    }
    b->count = index + added + behind;
    for (size_t i = 0; i < added; i++) {
        if (inner->pieces[i].group != NULL) {
            inner->pieces[i].group->parent = b;
        }
    }
}

static void flatten(struct reader *r, struct branch *b) {
    if (b->type == 0) {
        for (size_t i = 0; i < b->count; i++) {
            if (b->pieces[i].group != NULL) {
                flatten(r, b->pieces[i].group);
            }
        }
        return;
    }
    bool done = false;
    for (int pass = 0; !done && pass < FLATTEN_PASSES; pass++) {
        done = true;
        for (size_t i = 0; i < b->count; i++) {
            struct branch *alternative = b->pieces[i].group;
            if (alternative == NULL) {
                continue;
            }
            flatten(r, alternative);
            struct branch *inner = only_group(b, alternative);
            if (inner == NULL) {
                continue;
            }
            char type;
            if (is_one_of((uint16_t)inner->type, adopts(b->type))) {
                adopt(r, b, i, inner);
                done = false;
            } else if (is_one_of((uint16_t)inner->type, adopts_with_empty(b->type))) {
                struct branch *blank = new_branch(r, 0, inner);
                push_text_always(r, blank, (struct text){.arena = r->arena});
                push_group(r, inner, blank);
                adopt(r, b, i, inner);
                done = false;
            } else if (b->count == 1 && (type = becomes(b->type, inner->type)) != 0) {
                b->pieces = inner->pieces;
                b->count = inner->count;
                b->capacity = inner->capacity;
                for (size_t k = 0; k < b->count; k++) {
                    if (b->pieces[k].group != NULL) {
                        b->pieces[k].group->parent = b;
                    }
                }
                b->type = type;
                b->empty_group = false;
                done = false;
            }
        }
    }
}

/* The branch in written form, computed once. */
static const struct text *written(struct reader *r, struct branch *b) {
    if (!b->has_string) {
        struct text t = {.arena = r->arena};
        if (b->type != 0) {
            text_add(&t, (uint16_t)b->type);
            text_add(&t, '(');
        }
        for (size_t i = 0; i < b->count; i++) {
            if (b->type != 0 && i > 0) {
                text_add(&t, '|');
            }
            const struct text *piece = b->pieces[i].group != NULL ? written(r, b->pieces[i].group) : &b->pieces[i].text;
            text_add_text(&t, piece->units, piece->length);
        }
        if (b->type != 0) {
            text_add(&t, ')');
        }
        b->string = t;
        b->has_string = true;
    }
    return &b->string;
}

static void copy_in(struct reader *r, struct branch *to, const struct piece *piece);

static struct branch *clone(struct reader *r, const struct branch *b, struct branch *parent) {
    struct branch *copy = new_branch(r, b->type, parent);
    for (size_t i = 0; i < b->count && ++r->clones < MOST_CLONES; i++) {
        copy_in(r, copy, &b->pieces[i]);
    }
    return copy;
}

static void copy_in(struct reader *r, struct branch *to, const struct piece *piece) {
    if (piece->group != NULL) {
        push_group(r, to, clone(r, piece->group, to));
    } else if (piece->text.length > 0) {
        push_text_always(r, to, piece->text);
    }
}

/* A negated group must refuse its alternatives together with everything that follows the group: so that is copied into
 * each alternative. */
static void complete_negations(struct reader *r) {
    written(r, r->root);
    r->completed = true;
    while (r->negation_count > 0) {
        struct branch *negation = r->negations[--r->negation_count];
        if (negation->type != '!') {
            continue;
        }
        struct branch *below = negation;
        for (struct branch *b = below->parent; b != NULL; below = b, b = b->parent) {
            for (size_t i = below->parent_index + 1; b->type == 0 && i < b->count; i++) {
                for (size_t k = 0; k < negation->count && ++r->clones < MOST_CLONES; k++) {
                    copy_in(r, negation->pieces[k].group, &b->pieces[i]);
                }
            }
        }
    }
}

/* ---- where a branch stands ---- */

static bool is_start(const struct reader *r, const struct branch *b) {
    if (b == r->root) {
        return true;
    }
    if (!is_start(r, b->parent)) {
        return false;
    }
    for (size_t i = 0; i < b->parent_index && i < b->parent->count; i++) {
        const struct branch *before = b->parent->pieces[i].group;
        if (before == NULL || before->type != '!') {
            return false;
        }
    }
    return b->parent_index <= b->parent->count;
}

static bool is_end(const struct reader *r, const struct branch *b) {
    if (b == r->root || b->parent->type == '!') {
        return true;
    }
    if (!is_end(r, b->parent)) {
        return false;
    }
    return b->type == 0 || b->parent_index + 1 == b->parent->count;
}

/* ---- writing the expression ---- */

static bool is_expression_special(uint16_t c) { return is_one_of(c, "-[]{}()*+?.,\\^$|#") || unit_is_space(c); }

static void add_escaped(struct text *out, uint16_t c) {
    if (is_expression_special(c)) {
        text_add(out, '\\');
    }
    text_add(out, c);
}

struct posix_class {
    const char *name;
    const char *source;
    bool unicode, negated;
};

static const struct posix_class posix_classes[] = {
    {"[:alnum:]", "\\p{L}\\p{Nl}\\p{Nd}", true, false},
    {"[:alpha:]", "\\p{L}\\p{Nl}", true, false},
    {"[:ascii:]", "\\x00-\\x7f", false, false},
    {"[:blank:]", "\\p{Zs}\\t", true, false},
    {"[:cntrl:]", "\\p{Cc}", true, false},
    {"[:digit:]", "\\p{Nd}", true, false},
    {"[:graph:]", "\\p{Z}\\p{C}", true, true},
    {"[:lower:]", "\\p{Ll}", true, false},
    {"[:print:]", "\\p{C}", true, false},
    {"[:punct:]", "\\p{P}", true, false},
    {"[:space:]", "\\p{Z}\\t\\r\\n\\v\\f", true, false},
    {"[:upper:]", "\\p{Lu}", true, false},
    {"[:word:]", "\\p{L}\\p{Nl}\\p{Nd}\\p{Pc}", true, false},
    {"[:xdigit:]", "A-Fa-f0-9", false, false},
};

static const struct posix_class *posix_class_at(const struct text *glob, size_t i) {
    for (size_t k = 0; k < sizeof posix_classes / sizeof posix_classes[0]; k++) {
        const char *name = posix_classes[k].name;
        size_t n = 0;
        while (name[n] != '\0' && i + n < glob->length && glob->units[i + n] == (unsigned char)name[n]) {
            n++;
        }
        if (name[n] == '\0') {
            return &posix_classes[k];
        }
    }
    return NULL;
}

static void add_class_character(struct text *out, uint16_t c) {
    if (is_one_of(c, "[]\\-")) {
        text_add(out, '\\');
    }
    text_add(out, c);
}

/* A class read from a pattern. */
struct class_reader {
    struct text ranges, negated; /* what matches; what must not */
    size_t range_count, negated_count;
    uint16_t single; /* the character, if there is one range and it is a single character */
    bool is_single;
    bool unicode;
};

static void class_add(struct class_reader *s, uint16_t c) {
    add_class_character(&s->ranges, c);
    s->range_count++;
    s->is_single = true;
    s->single = c;
}

/* Writes the class at glob[at] (its bracket) to `out`. Returns how many characters it takes, or 0 if it is not closed.
 * A class that can match nothing makes the rest of the text unmatchable.
 *
 * `seen` says whether there was an earlier class between two characters: if that was not closed, this one is not,
 * either. (A closed class is not read again.) */
static size_t write_class(struct reader *r, const struct text *glob, size_t at, bool *seen, struct text *out,
                          bool *unicode, bool *magic) {
    struct class_reader s = {.ranges = {.arena = r->arena}, .negated = {.arena = r->arena}};
    bool started = false, escaping = false, negate = false, in_range = false, closed = false;
    uint16_t range_start = 0;
    size_t i = at + 1;
    size_t end = at;
    *magic = true;
    while (i < glob->length) {
        uint16_t c = glob->units[i];
        if (started && !escaping && !in_range) {
            if (seen[i]) {
                return 0;
            }
            seen[i] = true;
        }
        if ((c == '!' || c == '^') && i == at + 1) {
            negate = true;
            i++;
            continue;
        }
        if (c == ']' && started && !escaping) {
            end = i + 1;
            closed = true;
            break;
        }
        started = true;
        if (c == '\\' && !escaping) {
            escaping = true;
            i++;
            continue;
        }
        const struct posix_class *posix = c == '[' && !escaping ? posix_class_at(glob, i) : NULL;
        if (posix != NULL) {
            if (in_range) {
                text_add_ascii(out, "$.");
                return glob->length - at;
            }
            i += strlen(posix->name);
            text_add_ascii(posix->negated ? &s.negated : &s.ranges, posix->source);
            s.range_count += !posix->negated;
            s.negated_count += posix->negated;
            s.is_single = false;
            s.unicode = s.unicode || posix->unicode;
            continue;
        }
        escaping = false;
        bool dash = i + 1 < glob->length && glob->units[i + 1] == '-';
        if (in_range) {
            if (c > range_start) {
                class_add(&s, range_start);
                text_add(&s.ranges, '-');
                add_class_character(&s.ranges, c);
                s.is_single = false;
            } else if (c == range_start) {
                class_add(&s, c);
            }
            in_range = false;
            i++;
        } else if (dash && i + 2 < glob->length && glob->units[i + 2] == ']') {
            class_add(&s, c);
            add_class_character(&s.ranges, '-');
            s.is_single = false;
            i += 2;
        } else if (dash) {
            range_start = c;
            in_range = true;
            i += 2;
        } else {
            class_add(&s, c);
            i++;
        }
    }
    if (!closed) {
        return 0;
    }
    if (s.range_count == 0 && s.negated_count == 0) {
        text_add_ascii(out, "$.");
        return glob->length - at;
    }
    bool line_end = s.single == '\n' || s.single == '\r' || s.single == 0x2028 || s.single == 0x2029;
    if (s.negated_count == 0 && s.range_count == 1 && s.is_single && !line_end && !negate) {
        add_escaped(out, s.single); /* [*] is how to write a literal star */
        *magic = false;
        return end - at;
    }
    *unicode = *unicode || s.unicode;
    bool both = s.range_count > 0 && s.negated_count > 0;
    if (both) {
        text_add(out, '(');
    }
    if (s.range_count > 0) {
        text_add_ascii(out, negate ? "[^" : "[");
        text_add_text(out, s.ranges.units, s.ranges.length);
        text_add(out, ']');
    }
    if (both) {
        text_add(out, '|');
    }
    if (s.negated_count > 0) {
        text_add_ascii(out, negate ? "[" : "[^");
        text_add_text(out, s.negated.units, s.negated.length);
        text_add(out, ']');
    }
    if (both) {
        text_add(out, ')');
    }
    return end - at;
}

static bool only_stars(const struct text *t) {
    for (size_t i = 0; i < t->length; i++) {
        if (t->units[i] != '*') {
            return false;
        }
    }
    return t->length > 0;
}

/* Plain text of a branch: wildcards and classes. */
static void write_text(struct reader *r, struct branch *b, const struct text *glob, bool not_empty, struct text *out) {
    bool escaping = false, in_star = false, *seen = NULL;
    for (size_t i = 0; i < glob->length; i++) {
        uint16_t c = glob->units[i];
        if (escaping) {
            escaping = false;
            if (is_one_of(c, "().*{}+?[]^$\\!")) {
                text_add(out, '\\');
            }
            text_add(out, c);
            continue;
        }
        if (c == '*') {
            if (!in_star) {
                text_add_ascii(out, not_empty && only_stars(glob) ? star_not_empty : star_source);
            }
            in_star = true;
            b->has_magic = true;
            continue;
        }
        in_star = false;
        if (c == '\\' && i + 1 < glob->length) {
            escaping = true;
            continue;
        }
        if (c == '[') {
            bool magic;
            seen = seen ? seen : arena_calloc(r->arena, glob->length, sizeof *seen);
            size_t taken = write_class(r, glob, i, seen, out, &b->needs_unicode, &magic);
            if (taken > 0) {
                b->has_magic = b->has_magic || magic;
                i += taken - 1;
                continue;
            }
        }
        if (c == '?') {
            text_add_ascii(out, any_but_slash);
            b->has_magic = true;
            continue;
        }
        add_escaped(out, c);
    }
}

static bool may_match_dot(const struct text *source, size_t i) {
    return i < source->length && (source->units[i] == '[' || source->units[i] == '.');
}

static bool has_at(const struct text *t, const char *s) {
    size_t n = strlen(s);
    for (size_t i = 0; i < n; i++) {
        if (i >= t->length || t->units[i] != (unsigned char)s[i]) {
            return false;
        }
    }
    return true;
}

static bool is_dots(const struct text *t) {
    return (t->length == 1 || t->length == 2) && t->units[0] == '.' && t->units[t->length - 1] == '.';
}

static struct text write_group(struct reader *r, struct branch *b, bool allow_dot);

/* What a sequence must not match at the start of a name: hidden names, `.` and `..`. */
static const char *start_of(const struct branch *b, const struct text *source, bool allow_dot) {
    if (b->count == 0 || b->pieces[0].group != NULL) {
        return "";
    }
    if (b->count == 1 && is_dots(&b->pieces[0].text)) {
        return "";
    }
    bool traversal = (allow_dot && may_match_dot(source, 0)) || (has_at(source, "\\.") && may_match_dot(source, 2)) ||
                     (has_at(source, "\\.\\.") && may_match_dot(source, 4));
    return traversal ? not_dots : !allow_dot && may_match_dot(source, 0) ? not_dot : "";
}

static struct text write_branch(struct reader *r, struct branch *b, bool allow_dot) {
    if (b->type != 0) {
        return write_group(r, b, allow_dot);
    }
    struct text source = {.arena = r->arena};
    bool has_group = false;
    for (size_t i = 0; i < b->count; i++) {
        has_group = has_group || b->pieces[i].group != NULL;
    }
    bool not_empty = !has_group && is_start(r, b) && is_end(r, b);
    for (size_t i = 0; i < b->count; i++) {
        struct branch *group = b->pieces[i].group;
        if (group == NULL) {
            write_text(r, b, &b->pieces[i].text, not_empty, &source);
        } else {
            struct text inner = write_branch(r, group, allow_dot);
            text_add_text(&source, inner.units, inner.length);
            b->has_magic = b->has_magic || group->has_magic;
            b->needs_unicode = b->needs_unicode || group->needs_unicode;
        }
    }
    struct text out = {.arena = r->arena};
    if (is_start(r, b)) {
        text_add_ascii(&out, start_of(b, &source, allow_dot));
    }
    text_add_text(&out, source.units, source.length);
    if (b->parent != NULL && b->parent->type == '!' && is_end(r, b)) {
        text_add_ascii(&out, "(?:$|\\/)");
    }
    return out;
}

static struct text write_alternatives(struct reader *r, struct branch *b, bool allow_dot) {
    struct text out = {.arena = r->arena};
    bool whole = is_start(r, b) && is_end(r, b);
    bool first = true;
    for (size_t i = 0; i < b->count; i++) {
        struct branch *alternative = b->pieces[i].group;
        struct text source = write_branch(r, alternative, allow_dot);
        b->needs_unicode = b->needs_unicode || alternative->needs_unicode;
        if (whole && source.length == 0) {
            continue;
        }
        if (!first) {
            text_add(&out, '|');
        }
        first = false;
        text_add_text(&out, source.units, source.length);
    }
    return out;
}

static struct text write_group(struct reader *r, struct branch *b, bool allow_dot) {
    struct text out = {.arena = r->arena};
    bool start = is_start(r, b);
    struct text body = write_alternatives(r, b, allow_dot);
    if (start && is_end(r, b) && body.length == 0 && b->type != '!') {
        /* If the whole component is an empty group, it is not a group: it stands for itself. */
        struct text literal = *written(r, b);
        b->count = 0;
        push_text_always(r, b, literal);
        b->type = 0;
        b->has_magic = false;
        return literal;
    }
    struct text dotted = {.arena = r->arena};
    if ((b->type == '*' || b->type == '+') && !allow_dot) {
        /* Only the first turn of a repetition is at the start of the name. */
        dotted = write_alternatives(r, b, true);
        if (dotted.length == body.length &&
            (body.length == 0 || memcmp(dotted.units, body.units, body.length * sizeof *body.units) == 0)) {
            dotted.length = 0;
        }
    }
    if (b->type == '!' && b->empty_group) {
        text_add_ascii(&out, start && !allow_dot ? not_dot : "");
        text_add_ascii(&out, star_not_empty);
        return out;
    }
    text_add_ascii(&out, b->type == '!' ? "(?:(?!(?:" : "(?:");
    if (dotted.length > 0) {
        text_add_ascii(&out, "(?:");
        text_add_text(&out, body.units, body.length);
        text_add_ascii(&out, ")(?:");
        text_add_text(&out, dotted.units, dotted.length);
        text_add_ascii(&out, ")*?");
    } else {
        text_add_text(&out, body.units, body.length);
    }
    if (b->type == '!') {
        text_add_ascii(&out, "))");
        text_add_ascii(&out, start && !allow_dot ? not_dot : "");
        text_add_ascii(&out, star_source);
    }
    text_add(&out, ')');
    if (b->type == '?' || (b->type == '*' && dotted.length > 0)) {
        text_add(&out, '?');
    } else if ((b->type == '*' || b->type == '+') && dotted.length == 0) {
        text_add(&out, (uint16_t)b->type);
    }
    return out;
}

/* ---- components ---- */

/* Index behind the leading characters `c`. */
static size_t skip(const uint16_t *units, size_t length, size_t i, uint16_t c) {
    while (i < length && units[i] == c) {
        i++;
    }
    return i;
}

static bool has_no(const uint16_t *units, size_t length, const char *set) {
    for (size_t i = 0; i < length; i++) {
        if (is_one_of(units[i], set)) {
            return false;
        }
    }
    return true;
}

/* The forms that are matched without a regular expression. */
static bool simple_form(const uint16_t *units, size_t length, struct glob_part *part) {
    size_t stars = skip(units, length, 0, '*');
    size_t marks = skip(units, length, 0, '?');
    if (stars > 0 && stars == length) {
        part->kind = GLOB_STAR;
    } else if (stars > 0 && has_no(units + stars, length - stars, "+@!?*[(")) {
        part->kind = GLOB_STAR_SUFFIX;
        part->text = units + stars;
        part->length = length - stars;
    } else if (marks > 0 && has_no(units + marks, length - marks, "+@!?*[(")) {
        part->kind = GLOB_MARKS_SUFFIX;
        part->text = units + marks;
        part->length = length - marks;
        part->whole = length;
    } else if (stars > 0 && stars + 1 < length && units[stars] == '.' &&
               skip(units, length, stars + 1, '*') == length) {
        part->kind = GLOB_STAR_DOT_STAR;
    } else if (length > 1 && units[0] == '.' && skip(units, length, 1, '*') == length) {
        part->kind = GLOB_DOT_STAR;
    } else {
        return false;
    }
    return true;
}

/* The text that an expression without magic stands for. */
static void set_literal(struct reader *r, const struct text *source, struct glob_part *part) {
    struct text literal = {.arena = r->arena};
    for (size_t i = 0; i < source->length; i++) {
        if (source->units[i] == '\\' && i + 1 < source->length) {
            i++;
        }
        text_add(&literal, source->units[i]);
    }
    part->kind = GLOB_LITERAL;
    part->text = literal.units;
    part->length = literal.length;
}

int glob_part_compile(struct arena *a, const uint16_t *units, size_t length, struct glob_part *part, const char **why) {
    *part = (struct glob_part){.kind = GLOB_LITERAL};
    if (length == 0) {
        return 0;
    }
    if (length == 2 && units[0] == '*' && units[1] == '*') {
        part->kind = GLOB_DOUBLE_STAR;
        return 0;
    }
    if (simple_form(units, length, part)) {
        return 0;
    }
    struct reader r = {.arena = a, .units = units, .length = length};
    r.root = new_branch(&r, 0, NULL);
    read_root(&r);
    if (r.too_deep) {
        *why = "Too many groups in each other";
        return -1;
    }
    flatten(&r, r.root);
    complete_negations(&r);
    if (r.clones >= MOST_CLONES) {
        *why = "Too many negated groups";
        return -1;
    }
    struct text source = write_branch(&r, r.root, false);
    if (!r.root->has_magic) {
        set_literal(&r, &source, part);
        return 0;
    }
    struct text whole = {.arena = a};
    text_add(&whole, '^');
    text_add_text(&whole, source.units, source.length);
    text_add(&whole, '$');
    part->kind = GLOB_REGEX;
    part->regex = regex_compile(a, whole.units, whole.length, r.root->needs_unicode ? REGEX_UNICODE : 0, why);
    return part->regex == NULL ? -1 : 0;
}

static bool ends_with(const uint16_t *name, size_t length, const struct glob_part *part) {
    return length >= part->length &&
           (part->length == 0 || memcmp(name + length - part->length, part->text, part->length * sizeof *name) == 0);
}

bool glob_part_matches(const struct glob_part *part, const uint16_t *name, size_t length, struct regex_memory *memory) {
    bool hidden = length > 0 && name[0] == '.';
    bool dots = hidden && (length == 1 || (length == 2 && name[1] == '.'));
    switch (part->kind) {
    case GLOB_LITERAL:
        return length == part->length && (length == 0 || memcmp(name, part->text, length * sizeof *name) == 0);
    case GLOB_STAR:
        return length > 0 && !hidden;
    case GLOB_STAR_SUFFIX:
        return !hidden && ends_with(name, length, part);
    case GLOB_MARKS_SUFFIX:
        return !hidden && length == part->whole && ends_with(name, length, part);
    case GLOB_STAR_DOT_STAR:
        for (size_t i = 0; i < length && !hidden; i++) {
            if (name[i] == '.') {
                return true;
            }
        }
        return false;
    case GLOB_DOT_STAR:
        return hidden && !dots;
    case GLOB_REGEX:
        return regex_test(part->regex, name, length, memory);
    case GLOB_DOUBLE_STAR:
        break;
    }
    return false;
}
