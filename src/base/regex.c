/* JavaScript's regular expressions: see regex.h.
 *
 * The expression is parsed into a tree, the tree is compiled into a program, and the program runs with an explicit
 * stack, so that a long text cannot exhaust the C stack. Most matches end after a few steps; the others are decided by
 * following all ways at once. */
#include "base/regex.h"

#include <stdlib.h>
#include <string.h>

#include "base/interrupt.h"
#include "base/unicode_rows.h"

/* ---- the tree ---- */

struct range {
    uint32_t first, last;
};

struct set {
    struct range *ranges;
    size_t count, capacity;
    bool inverted;
};

enum node_kind {
    NODE_EMPTY,
    NODE_CHAR,
    NODE_ANY,
    NODE_SET,
    NODE_SEQUENCE,
    NODE_CHOICE,
    NODE_CAPTURE,
    NODE_LOOK,
    NODE_BEGIN,
    NODE_END,
    NODE_WORD_BOUNDARY,
    NODE_BACK_REFERENCE,
    NODE_REPEAT
};

struct re_node {
    enum node_kind kind;
    uint32_t value; /* character, capture number */
    bool negative;  /* LOOK, WORD_BOUNDARY */
    bool greedy;
    uint32_t least, most;                 /* REPEAT; UNBOUNDED */
    uint32_t first_capture, last_capture; /* REPEAT: captures inside, cleared on each turn */
    struct set *set;
    struct re_node *child; /* the first child */
    struct re_node *next;  /* of the same parent */
};

#define UNBOUNDED UINT32_MAX

enum {
    MOST_NESTING = 1000,
    MOST_CODE = 200000,
    EASY_STEPS = 64,      /* of a match, plus one for each character and instruction; then all ways at once */
    MOST_STEPS = 20000000 /* of a match: looks at an instruction */
};

struct parser {
    struct arena *arena;
    const uint16_t *p, *end;
    bool ignore_case, unicode;
    uint32_t captures; /* so far, including the whole match */
    uint32_t all_captures;
    int depth;
    const char *why;
};

static struct re_node *new_node(struct parser *s, enum node_kind kind) {
    struct re_node *node = arena_calloc(s->arena, 1, sizeof *node);
    node->kind = kind;
    return node;
}

static struct re_node *fails(struct parser *s, const char *why) {
    if (s->why == NULL) {
        s->why = why;
    }
    return NULL;
}

static void set_add(struct parser *s, struct set *set, uint32_t first, uint32_t last) {
    if (set->count == set->capacity) {
        set->capacity = set->capacity ? set->capacity * 2 : 8;
        struct range *ranges = arena_alloc(s->arena, set->capacity * sizeof *ranges);
        if (set->count > 0) {
            memcpy(ranges, set->ranges, set->count * sizeof *ranges);
        }
        set->ranges = ranges;
    }
    set->ranges[set->count++] = (struct range){first, last};
}

static const struct range digits[] = {{'0', '9'}};
static const struct range words[] = {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
static const struct range spaces[] = {{9, 13},          {' ', ' '},       {0xA0, 0xA0},     {0x1680, 0x1680},
                                      {0x2000, 0x200A}, {0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F},
                                      {0x3000, 0x3000}, {0xFEFF, 0xFEFF}};

/* Adds the class of \d \w \s and their opposites; ranges are ascending. False for any other letter. */
static bool set_add_escape(struct parser *s, struct set *set, uint32_t letter) {
    const struct range *ranges;
    size_t count;
    switch (letter | 32) {
    case 'd':
        ranges = digits;
        count = sizeof digits / sizeof digits[0];
        break;
    case 'w':
        ranges = words;
        count = sizeof words / sizeof words[0];
        break;
    case 's':
        ranges = spaces;
        count = sizeof spaces / sizeof spaces[0];
        break;
    default:
        return false;
    }
    if (letter & 32) {
        for (size_t i = 0; i < count; i++) {
            set_add(s, set, ranges[i].first, ranges[i].last);
        }
        return true;
    }
    uint32_t from = 0;
    for (size_t i = 0; i < count; i++) {
        set_add(s, set, from, ranges[i].first - 1);
        from = ranges[i].last + 1;
    }
    set_add(s, set, from, 0x10FFFF);
    return true;
}

/* The next character: a code unit, or a code point with the u flag. */
static uint32_t take(struct parser *s) {
    uint32_t c = *s->p++;
    if (s->unicode && c >= 0xD800 && c <= 0xDBFF && s->p < s->end && *s->p >= 0xDC00 && *s->p <= 0xDFFF) {
        c = 0x10000 + ((c - 0xD800) << 10) + (*s->p++ - 0xDC00u);
    }
    return c;
}

static bool looking_at(const struct parser *s, const char *text) {
    const uint16_t *p = s->p;
    for (; *text != '\0'; text++, p++) {
        if (p >= s->end || *p != (unsigned char)*text) {
            return false;
        }
    }
    return true;
}

static int hex_value(uint32_t c) {
    if (c >= '0' && c <= '9') {
        return (int)(c - '0');
    }
    c |= 32;
    return c >= 'a' && c <= 'f' ? (int)(c - 'a' + 10) : -1;
}

/* `digits` hexadecimal digits at the cursor, or -1 with the cursor unmoved. */
static int64_t take_hex(struct parser *s, int count) {
    if (s->end - s->p < count) {
        return -1;
    }
    int64_t value = 0;
    for (int i = 0; i < count; i++) {
        int digit = hex_value(s->p[i]);
        if (digit < 0) {
            return -1;
        }
        value = value * 16 + digit;
    }
    s->p += count;
    return value;
}

/* A number of up to three octal digits below 0400; the first digit has not been taken yet. */
static uint32_t take_octal(struct parser *s) {
    uint32_t value = 0;
    for (int i = 0; i < 3 && s->p < s->end && *s->p >= '0' && *s->p <= '7'; i++) {
        uint32_t next = value * 8 + (*s->p - '0');
        if (next > 0377) {
            break;
        }
        value = next;
        s->p++;
    }
    return value;
}

/* Whether an escape of that character stands for the character itself: with the u flag only if it could be syntax. */
static bool may_be_escaped(const struct parser *s, uint32_t c, bool in_class) {
    return !s->unicode || (c != 0 && c < 128 && strchr("^$\\.*+?()[]{}|/", (int)c) != NULL) || (in_class && c == '-');
}

/* The character that an escape stands for; the cursor is behind the backslash, where `c` is. */
static uint32_t take_character_escape(struct parser *s, bool in_class) {
    uint32_t c = take(s);
    int64_t value = -1;
    switch (c) {
    case 't':
        return '\t';
    case 'n':
        return '\n';
    case 'v':
        return '\v';
    case 'f':
        return '\f';
    case 'r':
        return '\r';
    case 'x':
        value = take_hex(s, 2);
        break;
    case 'u':
        value = take_hex(s, 4);
        break;
    case 'c':
        if (s->p < s->end) {
            uint32_t letter = *s->p;
            bool alpha = (letter | 32) >= 'a' && (letter | 32) <= 'z';
            if (alpha || (in_class && ((letter >= '0' && letter <= '9') || letter == '_'))) {
                s->p++;
                return letter & 31;
            }
        }
        if (s->unicode) {
            break;
        }
        s->p--; /* "\c" without a letter is a backslash followed by c */
        return '\\';
    default:
        if (c >= '0' && c <= '7' && !s->unicode) {
            s->p--;
            return take_octal(s);
        }
        if (c == '0' && (s->p >= s->end || *s->p < '0' || *s->p > '9')) {
            return 0;
        }
        break;
    }
    if (value >= 0) {
        return (uint32_t)value;
    }
    if (!may_be_escaped(s, c, in_class)) {
        fails(s, "Invalid escape");
    }
    return c;
}

/* \p{Name} inside a class; the cursor is behind the p. */
static bool take_category(struct parser *s, struct set *set) {
    char name[4];
    size_t n = 0;
    if (s->p < s->end && *s->p == '{') {
        const uint16_t *p = s->p + 1;
        while (p < s->end && *p != '}' && n < sizeof name - 1) {
            name[n++] = (char)*p++;
        }
        name[n] = '\0';
        const struct unicode_category *category = p < s->end && *p == '}' ? unicode_category(name) : NULL;
        if (category != NULL) {
            for (size_t i = 0; i < category->count; i++) {
                set_add(s, set, category->ranges[i][0], category->ranges[i][1]);
            }
            s->p = p + 1;
            return true;
        }
    }
    fails(s, "Invalid property name");
    return false;
}

/* One member of a class: a character in *c, or a whole class added to the set (*is_class). */
static bool take_member(struct parser *s, struct set *set, uint32_t *c, bool *is_class) {
    *is_class = false;
    *c = take(s);
    if (*c != '\\') {
        return true;
    }
    if (s->p >= s->end) {
        fails(s, "\\ at end of pattern");
        return false;
    }
    if (s->unicode && *s->p == 'p') {
        s->p++;
        *is_class = true;
        return take_category(s, set);
    }
    if (set_add_escape(s, set, *s->p)) {
        s->p++;
        *is_class = true;
        return true;
    }
    if (*s->p == 'b') {
        s->p++;
        *c = '\b';
        return true;
    }
    *c = take_character_escape(s, true);
    return true;
}

/* A class; the cursor is behind the bracket. */
static struct re_node *parse_class(struct parser *s) {
    struct re_node *node = new_node(s, NODE_SET);
    struct set *set = node->set = arena_calloc(s->arena, 1, sizeof *set);
    if (s->p < s->end && *s->p == '^') {
        set->inverted = true;
        s->p++;
    }
    while (s->p < s->end && *s->p != ']') {
        uint32_t first, last;
        bool first_is_class, last_is_class;
        if (!take_member(s, set, &first, &first_is_class)) {
            return NULL;
        }
        if (s->end - s->p < 2 || s->p[0] != '-' || s->p[1] == ']') {
            if (!first_is_class) {
                set_add(s, set, first, first);
            }
            continue;
        }
        s->p++;
        if (!take_member(s, set, &last, &last_is_class)) {
            return NULL;
        }
        if (s->unicode && (first_is_class || last_is_class)) {
            return fails(s, "Invalid character class");
        }
        if (first_is_class || last_is_class) {
            set_add(s, set, '-', '-');
            if (!first_is_class) {
                set_add(s, set, first, first);
            }
            if (!last_is_class) {
                set_add(s, set, last, last);
            }
        } else if (first > last) {
            return fails(s, "Range out of order in character class");
        } else {
            set_add(s, set, first, last);
        }
    }
    if (s->p >= s->end) {
        return fails(s, "Unterminated character class");
    }
    s->p++;
    return node;
}

static struct re_node *parse_choice(struct parser *s);

/* Group; the cursor is behind the parenthesis. */
static struct re_node *parse_group(struct parser *s) {
    struct re_node *node = NULL;
    if (looking_at(s, "?:")) {
        s->p += 2;
    } else if (looking_at(s, "?=") || looking_at(s, "?!")) {
        node = new_node(s, NODE_LOOK);
        node->negative = s->p[1] == '!';
        s->p += 2;
    } else if (looking_at(s, "?")) {
        return fails(s, "Invalid group");
    } else {
        node = new_node(s, NODE_CAPTURE);
        node->value = s->captures++;
    }
    struct re_node *inner = parse_choice(s);
    if (inner == NULL) {
        return NULL;
    }
    if (s->p >= s->end || *s->p != ')') {
        return fails(s, "Unterminated group");
    }
    s->p++;
    if (node == NULL) {
        return inner;
    }
    node->child = inner;
    return node;
}

/* {n}, {n,}, {n,m} at the cursor; false with the cursor unmoved if it is none of these. */
static bool take_braces(struct parser *s, uint32_t *least, uint32_t *most) {
    const uint16_t *p = s->p + 1;
    uint64_t values[2] = {0, 0};
    int which = 0;
    size_t count = 0;
    bool second = false;
    for (; p < s->end && *p != '}'; p++) {
        if (*p >= '0' && *p <= '9') {
            values[which] = values[which] * 10 + (*p - '0');
            if (values[which] > UNBOUNDED - 1) {
                values[which] = UNBOUNDED - 1;
            }
            count++;
            second = which == 1;
        } else if (*p == ',' && which == 0 && count > 0) {
            which = 1;
        } else {
            return false;
        }
    }
    if (p >= s->end || count == 0) {
        return false;
    }
    s->p = p + 1;
    *least = (uint32_t)values[0];
    *most = which == 0 ? *least : second ? (uint32_t)values[1] : UNBOUNDED;
    return true;
}

static bool take_quantifier(struct parser *s, uint32_t *least, uint32_t *most) {
    if (s->p >= s->end) {
        return false;
    }
    switch (*s->p) {
    case '*':
        *least = 0;
        *most = UNBOUNDED;
        break;
    case '+':
        *least = 1;
        *most = UNBOUNDED;
        break;
    case '?':
        *least = 0;
        *most = 1;
        break;
    case '{':
        return take_braces(s, least, most);
    default:
        return false;
    }
    s->p++;
    return true;
}

/* What follows a backslash outside a class. */
static struct re_node *parse_escape(struct parser *s) {
    if (s->p >= s->end) {
        return fails(s, "\\ at end of pattern");
    }
    uint32_t c = *s->p;
    if (c == 'b' || c == 'B') {
        s->p++;
        struct re_node *node = new_node(s, NODE_WORD_BOUNDARY);
        node->negative = c == 'B';
        return node;
    }
    struct set set = {0};
    if ((s->unicode && c == 'p') || set_add_escape(s, &set, c)) {
        s->p++;
        if (c == 'p' && !take_category(s, &set)) {
            return NULL;
        }
        struct re_node *node = new_node(s, NODE_SET);
        node->set = arena_alloc(s->arena, sizeof set);
        *node->set = set;
        return node;
    }
    if (c >= '1' && c <= '9') {
        const uint16_t *p = s->p;
        uint64_t number = 0;
        while (p < s->end && *p >= '0' && *p <= '9' && number < UINT32_MAX) {
            number = number * 10 + (*p++ - '0');
        }
        if (number < s->all_captures) {
            s->p = p;
            struct re_node *node = new_node(s, NODE_BACK_REFERENCE);
            node->value = (uint32_t)number;
            return node;
        }
    }
    struct re_node *node = new_node(s, NODE_CHAR);
    node->value = take_character_escape(s, false);
    return node;
}

static struct re_node *parse_atom(struct parser *s) {
    uint32_t least, most;
    const uint16_t *start = s->p;
    if (take_quantifier(s, &least, &most)) {
        s->p = start;
        return fails(s, "Nothing to repeat");
    }
    uint32_t c = take(s);
    switch (c) {
    case '(':
        return parse_group(s);
    case '[':
        return parse_class(s);
    case '\\':
        return parse_escape(s);
    case '.':
        return new_node(s, NODE_ANY);
    case '^':
        return new_node(s, NODE_BEGIN);
    case '$':
        return new_node(s, NODE_END);
    case '{':
    case '}':
    case ']':
        if (s->unicode) {
            return fails(s, c == '{' ? "Nothing to repeat" : "Lone quantifier brackets");
        }
        break;
    default:
        break;
    }
    struct re_node *node = new_node(s, NODE_CHAR);
    node->value = c;
    return node;
}

static struct re_node *parse_sequence(struct parser *s) {
    struct re_node *sequence = new_node(s, NODE_SEQUENCE);
    struct re_node **tail = &sequence->child;
    while (s->p < s->end && *s->p != '|' && *s->p != ')') {
        uint32_t first_capture = s->captures;
        struct re_node *atom = parse_atom(s);
        if (atom == NULL) {
            return NULL;
        }
        uint32_t least, most;
        if (take_quantifier(s, &least, &most)) {
            if ((s->unicode && atom->kind == NODE_LOOK) || atom->kind == NODE_BEGIN || atom->kind == NODE_END ||
                atom->kind == NODE_WORD_BOUNDARY) {
                return fails(s, "Nothing to repeat");
            }
            if (most < least) {
                return fails(s, "numbers out of order in {} quantifier");
            }
            struct re_node *repeat = new_node(s, NODE_REPEAT);
            repeat->child = atom;
            repeat->least = least;
            repeat->most = most;
            repeat->first_capture = first_capture;
            repeat->last_capture = s->captures;
            repeat->greedy = true;
            if (s->p < s->end && *s->p == '?') {
                repeat->greedy = false;
                s->p++;
            }
            atom = repeat;
        }
        *tail = atom;
        tail = &atom->next;
    }
    return sequence;
}

static struct re_node *parse_choice(struct parser *s) {
    if (++s->depth > MOST_NESTING) {
        return fails(s, "Regular expression too large");
    }
    struct re_node *first = parse_sequence(s);
    if (first == NULL) {
        return NULL;
    }
    struct re_node *choice = first;
    if (s->p < s->end && *s->p == '|') {
        choice = new_node(s, NODE_CHOICE);
        choice->child = first;
        struct re_node *last = first;
        while (s->p < s->end && *s->p == '|') {
            s->p++;
            last->next = parse_sequence(s);
            if (last->next == NULL) {
                return NULL;
            }
            last = last->next;
        }
    }
    s->depth--;
    return choice;
}

/* Number of capturing groups, needed to tell a back reference from an octal escape. */
static uint32_t count_captures(const uint16_t *p, const uint16_t *end) {
    uint32_t count = 1;
    bool in_class = false;
    for (; p < end; p++) {
        if (*p == '\\') {
            p++;
        } else if (in_class) {
            in_class = *p != ']';
        } else if (*p == '[') {
            in_class = true;
        } else if (*p == '(' && (p + 1 >= end || p[1] != '?')) {
            count++;
        }
    }
    return count;
}

/* ---- the program ---- */

enum opcode {
    OP_CHAR,
    OP_ANY,
    OP_SET,
    OP_BEGIN,
    OP_END,
    OP_LINE_BEGIN,
    OP_LINE_END,
    OP_WORD_BOUNDARY, /* b: negative */
    OP_BACK_REFERENCE,
    OP_SPLIT, /* try a, later b */
    OP_JUMP,
    OP_SAVE,     /* register a := position */
    OP_CLEAR,    /* registers a .. b-1 := unset */
    OP_PROGRESS, /* fail if the position is that of register a */
    OP_LOOK,     /* a sub-program follows, up to OP_MATCH; continue at a; b: negative */
    OP_MATCH
};

struct instruction {
    enum opcode op;
    uint32_t a, b;
    const struct set *set;
};

struct regex {
    struct instruction *code;
    size_t count;
    uint32_t *order; /* the instructions in the order in which all ways at once need them: see order_code */
    struct group *groups;
    size_t group_count;
    uint32_t registers;
    bool refers_back;
    bool ignore_case, unicode, multiline;
    bool anchored;       /* can match only at the start */
    bool from_component; /* begins with (?:^|\/): can match only at the start or at a slash */
};

/* The instructions of a lookahead, or of the whole without its lookaheads: order[first … first + count). */
struct group {
    size_t first, count;
    bool repeats;
};

struct compiler {
    struct arena *arena;
    struct regex *regex;
    size_t capacity;
    bool too_large;
};

static uint32_t emit(struct compiler *s, enum opcode op, uint32_t a, uint32_t b) {
    struct regex *regex = s->regex;
    if (regex->count >= MOST_CODE) {
        s->too_large = true;
        return 0;
    }
    if (regex->count == s->capacity) {
        s->capacity = s->capacity ? s->capacity * 2 : 32;
        struct instruction *code = arena_alloc(s->arena, s->capacity * sizeof *code);
        if (regex->count > 0) {
            memcpy(code, regex->code, regex->count * sizeof *code);
        }
        regex->code = code;
    }
    regex->code[regex->count] = (struct instruction){.op = op, .a = a, .b = b};
    return (uint32_t)regex->count++;
}

static uint32_t here(const struct compiler *s) { return (uint32_t)s->regex->count; }

static bool can_be_empty(const struct re_node *node) {
    switch (node->kind) {
    case NODE_CHAR:
    case NODE_ANY:
    case NODE_SET:
        return false;
    case NODE_SEQUENCE:
        for (const struct re_node *n = node->child; n != NULL; n = n->next) {
            if (!can_be_empty(n)) {
                return false;
            }
        }
        return true;
    case NODE_CHOICE:
        for (const struct re_node *n = node->child; n != NULL; n = n->next) {
            if (can_be_empty(n)) {
                return true;
            }
        }
        return false;
    case NODE_CAPTURE:
        return can_be_empty(node->child);
    case NODE_REPEAT:
        return node->least == 0 || can_be_empty(node->child);
    default:
        return true;
    }
}

static void compile(struct compiler *s, const struct re_node *node);

/* One turn of a repetition. With `progress`, a turn that matches nothing fails, as the language demands. */
static void compile_turn(struct compiler *s, const struct re_node *repeat, bool progress) {
    uint32_t mark = 0;
    if (progress) {
        mark = s->regex->registers++;
        emit(s, OP_SAVE, mark, 0);
    }
    if (repeat->last_capture > repeat->first_capture) {
        emit(s, OP_CLEAR, 2 * repeat->first_capture, 2 * repeat->last_capture);
    }
    compile(s, repeat->child);
    if (progress) {
        emit(s, OP_PROGRESS, mark, 0);
    }
}

/* Sets the two targets of the split at `at`: the body, which follows it, and here, past it. */
static void set_split(struct compiler *s, uint32_t at, bool greedy) {
    if (s->too_large) {
        return;
    }
    struct instruction *split = &s->regex->code[at];
    split->a = greedy ? at + 1 : here(s);
    split->b = greedy ? here(s) : at + 1;
}

static void compile_repeat(struct compiler *s, const struct re_node *node) {
    bool progress = can_be_empty(node->child);
    if (node->least == 1 && node->most == UNBOUNDED && !progress) {
        uint32_t start = here(s);
        compile_turn(s, node, false);
        emit(s, OP_SPLIT, node->greedy ? start : here(s) + 1, node->greedy ? here(s) + 1 : start);
        return;
    }
    for (uint32_t i = 0; i < node->least && !s->too_large; i++) {
        compile_turn(s, node, false);
    }
    if (node->most == UNBOUNDED) {
        uint32_t split = emit(s, OP_SPLIT, 0, 0);
        compile_turn(s, node, progress);
        emit(s, OP_JUMP, split, 0);
        set_split(s, split, node->greedy);
        return;
    }
    /* Each further turn is reached through the one before; leaving is a chain of splits to the end, patched last. */
    uint32_t optional = node->most - node->least;
    if (optional > MOST_CODE) {
        s->too_large = true;
        return;
    }
    uint32_t *splits = arena_alloc(s->arena, optional * sizeof *splits);
    uint32_t made = 0;
    for (; made < optional && !s->too_large; made++) {
        splits[made] = emit(s, OP_SPLIT, 0, 0);
        compile_turn(s, node, progress);
    }
    while (made > 0) {
        set_split(s, splits[--made], node->greedy);
    }
}

static void compile_choice(struct compiler *s, const struct re_node *node) {
    size_t count = 0;
    for (const struct re_node *n = node->child; n != NULL; n = n->next) {
        count++;
    }
    uint32_t *jumps = arena_alloc(s->arena, count * sizeof *jumps);
    size_t made = 0;
    for (const struct re_node *n = node->child; n != NULL; n = n->next) {
        if (n->next == NULL) {
            compile(s, n);
            break;
        }
        uint32_t split = emit(s, OP_SPLIT, 0, 0);
        compile(s, n);
        jumps[made++] = emit(s, OP_JUMP, 0, 0);
        set_split(s, split, true);
    }
    while (made > 0 && !s->too_large) {
        s->regex->code[jumps[--made]].a = here(s);
    }
}

static void compile(struct compiler *s, const struct re_node *node) {
    bool fold = s->regex->ignore_case;
    switch (node->kind) {
    case NODE_EMPTY:
        break;
    case NODE_CHAR:
        emit(s, OP_CHAR, fold && node->value < 0x10000 ? unicode_fold((uint16_t)node->value) : node->value, 0);
        break;
    case NODE_ANY:
        emit(s, OP_ANY, 0, 0);
        break;
    case NODE_SET: {
        uint32_t at = emit(s, OP_SET, 0, 0);
        s->regex->code[at].set = node->set;
        break;
    }
    case NODE_SEQUENCE:
        for (const struct re_node *n = node->child; n != NULL && !s->too_large; n = n->next) {
            compile(s, n);
        }
        break;
    case NODE_CHOICE:
        compile_choice(s, node);
        break;
    case NODE_CAPTURE:
        emit(s, OP_SAVE, 2 * node->value, 0);
        compile(s, node->child);
        emit(s, OP_SAVE, 2 * node->value + 1, 0);
        break;
    case NODE_LOOK: {
        uint32_t look = emit(s, OP_LOOK, 0, node->negative);
        compile(s, node->child);
        emit(s, OP_MATCH, 0, 0);
        s->regex->code[look].a = here(s);
        break;
    }
    case NODE_BEGIN:
        emit(s, s->regex->multiline ? OP_LINE_BEGIN : OP_BEGIN, 0, 0);
        break;
    case NODE_END:
        emit(s, s->regex->multiline ? OP_LINE_END : OP_END, 0, 0);
        break;
    case NODE_WORD_BOUNDARY:
        emit(s, OP_WORD_BOUNDARY, 0, node->negative);
        break;
    case NODE_BACK_REFERENCE:
        emit(s, OP_BACK_REFERENCE, node->value, 0);
        break;
    case NODE_REPEAT:
        compile_repeat(s, node);
        break;
    }
}

/* Groups the instructions: lookaheads before the group that contains them, and in each group the last instruction
 * first. */
static void order_code(struct arena *a, struct regex *regex) {
    uint32_t *owner = arena_calloc(a, regex->count, sizeof *owner); /* 0: the whole; else 1 + index of the lookahead */
    size_t *left = arena_calloc(a, regex->count + 1, sizeof *left);
    size_t looks = 0;
    uint32_t in = 0;
    for (uint32_t pc = 0; pc < regex->count; pc++) {
        while (in != 0 && pc >= regex->code[in - 1].a) {
            in = owner[in - 1];
        }
        owner[pc] = in;
        if (regex->code[pc].op == OP_LOOK) {
            in = pc + 1;
            looks++;
        }
        regex->refers_back |= regex->code[pc].op == OP_BACK_REFERENCE;
    }
    regex->order = arena_alloc(a, regex->count * sizeof *regex->order);
    regex->groups = arena_calloc(a, looks + 1, sizeof *regex->groups);
    for (size_t pc = 0; pc < regex->count; pc++) {
        left[owner[pc]]++;
    }
    size_t first = 0;
    for (size_t id = regex->count + 1; id-- > 0;) {
        if (left[id] > 0) {
            regex->groups[regex->group_count++] = (struct group){first, left[id], false};
            first += left[id];
            left[id] = first; /* filled from the end, so that the last instruction comes first */
        }
    }
    for (uint32_t pc = 0; pc < regex->count; pc++) {
        regex->order[--left[owner[pc]]] = pc;
    }
    for (size_t i = 0; i < regex->group_count; i++) {
        struct group *group = &regex->groups[i];
        for (size_t k = 0; k < group->count; k++) {
            uint32_t pc = regex->order[group->first + k];
            const struct instruction *in = &regex->code[pc];
            bool split = in->op == OP_SPLIT;
            group->repeats |= ((split || in->op == OP_JUMP) && in->a < pc) || (split && in->b < pc);
        }
    }
}

struct regex *regex_compile(struct arena *a, const uint16_t *source, size_t length, unsigned flags, const char **why) {
    static const uint16_t nothing[1];
    if (source == NULL) {
        source = nothing;
    }
    struct parser parser = {.arena = a, .p = source, .end = source + length, .captures = 1};
    parser.ignore_case = flags & REGEX_IGNORE_CASE;
    parser.unicode = flags & REGEX_UNICODE;
    parser.all_captures = count_captures(source, source + length);
    struct re_node *tree = parse_choice(&parser);
    if (tree != NULL && parser.p < parser.end) {
        tree = fails(&parser, "Unmatched ')'");
    }
    if (tree == NULL || parser.why != NULL) {
        *why = parser.why;
        return NULL;
    }
    struct regex *regex = arena_calloc(a, 1, sizeof *regex);
    regex->ignore_case = parser.ignore_case;
    regex->unicode = parser.unicode;
    regex->multiline = flags & REGEX_MULTILINE;
    regex->registers = 2 * parser.captures;
    struct compiler compiler = {.arena = a, .regex = regex};
    compile(&compiler, tree);
    emit(&compiler, OP_MATCH, 0, 0);
    if (compiler.too_large) {
        *why = "Regular expression too large";
        return NULL;
    }
    order_code(a, regex);
    const struct instruction *code = regex->code;
    regex->anchored = code[0].op == OP_BEGIN;
    regex->from_component = regex->count > 4 && code[0].op == OP_SPLIT && code[0].a == 1 && code[0].b == 3 &&
                            code[1].op == OP_BEGIN && code[3].op == OP_CHAR && code[3].a == '/';
    return regex;
}

/* ---- matching ---- */

#define UNSET SIZE_MAX

/* A way not tried yet (pc), or a register's earlier value (pc == RESTORE). */
struct regex_frame {
    uint32_t pc;
    uint32_t reg;
    size_t value; /* position, or the earlier value */
};

#define RESTORE UINT32_MAX

struct matcher {
    const struct regex *regex;
    const uint16_t *text;
    size_t length;
    size_t from; /* where the text may also end: at each separator from here on */
    uint16_t separator;
    struct regex_memory *memory;
    size_t depth; /* frames in use */
    size_t steps, most_steps;
    bool stopped; /* the steps allowed were not enough */
};

static void push(struct matcher *m, uint32_t pc, uint32_t reg, size_t value) {
    struct regex_memory *memory = m->memory;
    if (m->depth == memory->capacity) {
        memory->capacity = memory->capacity ? memory->capacity * 2 : 64;
        memory->frames = mem_resize(memory->frames, memory->capacity, sizeof *memory->frames);
    }
    memory->frames[m->depth++] = (struct regex_frame){pc, reg, value};
}

static void set_register(struct matcher *m, uint32_t reg, size_t value) {
    push(m, RESTORE, reg, m->memory->registers[reg]);
    m->memory->registers[reg] = value;
}

static bool in_ranges(const struct set *set, uint32_t c) {
    for (size_t i = 0; i < set->count; i++) {
        if (c >= set->ranges[i].first && c <= set->ranges[i].last) {
            return true;
        }
    }
    return false;
}

static bool set_matches(const struct set *set, uint32_t c, bool ignore_case) {
    bool found = in_ranges(set, c);
    if (!found && ignore_case && c < 0x10000) {
        uint16_t others[8];
        uint16_t folded = unicode_fold((uint16_t)c);
        found = in_ranges(set, folded);
        if (!found && folded < 128) {
            found = folded >= 'A' && folded <= 'Z' && in_ranges(set, folded + 32u);
        } else if (!found) {
            size_t n = unicode_unfold(folded, others, sizeof others / sizeof others[0]);
            while (!found && n > 0) {
                found = in_ranges(set, others[--n]);
            }
        }
    }
    return found != set->inverted;
}

static bool breaks_line(uint32_t c) { return c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029; }

static bool is_word(const struct matcher *m, size_t at) {
    if (at >= m->length) {
        return false;
    }
    uint16_t c = m->text[at];
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

static uint32_t fold(const struct matcher *m, uint32_t c) {
    return m->regex->ignore_case && c < 0x10000 ? unicode_fold((uint16_t)c) : c;
}

/* The character at `*at`, which moves past it; the caller has checked that there is one. */
static uint32_t next_character(const struct matcher *m, size_t *at) {
    uint32_t c = m->text[(*at)++];
    if (m->regex->unicode && c >= 0xD800 && c <= 0xDBFF && *at < m->length && m->text[*at] >= 0xDC00 &&
        m->text[*at] <= 0xDFFF) {
        c = 0x10000 + ((c - 0xD800) << 10) + (m->text[(*at)++] - 0xDC00u);
    }
    return c;
}

static bool match_back_reference(const struct matcher *m, uint32_t number, size_t *at) {
    size_t from = m->memory->registers[2 * number], to = m->memory->registers[2 * number + 1];
    if (from == UNSET || to == UNSET) {
        return true;
    }
    if (to - from > m->length - *at) {
        return false;
    }
    for (size_t i = from; i < to; i++) {
        if (fold(m, m->text[i]) != fold(m, m->text[*at + (i - from)])) {
            return false;
        }
    }
    *at += to - from;
    return true;
}

/* One step that only looks at the text; false when it does not match. */
static bool step(const struct matcher *m, const struct instruction *in, size_t *at) {
    switch (in->op) {
    case OP_CHAR:
        return *at < m->length && fold(m, next_character(m, at)) == in->a;
    case OP_ANY:
        return *at < m->length && !breaks_line(next_character(m, at));
    case OP_SET:
        return *at < m->length && set_matches(in->set, next_character(m, at), m->regex->ignore_case);
    case OP_BEGIN:
        return *at == 0;
    case OP_END:
        return *at == m->length || (*at >= m->from && m->text[*at] == m->separator);
    case OP_LINE_BEGIN:
        return *at == 0 || breaks_line(m->text[*at - 1]);
    case OP_LINE_END:
        return *at == m->length || breaks_line(m->text[*at]);
    case OP_WORD_BOUNDARY:
        return ((*at > 0 && is_word(m, *at - 1)) != is_word(m, *at)) != (in->b != 0);
    case OP_BACK_REFERENCE:
        return match_back_reference(m, in->a, at);
    case OP_PROGRESS:
        return m->memory->registers[in->a] != *at;
    default:
        return true;
    }
}

static bool run(struct matcher *m, uint32_t pc, size_t at);

/* A lookahead at `at`. A positive one keeps its captures, but none of its other ways. */
static bool look(struct matcher *m, uint32_t pc, size_t at, bool negative) {
    size_t base = m->depth;
    bool found = run(m, pc, at);
    if (found && !negative) {
        size_t kept = base;
        for (size_t i = base; i < m->depth; i++) {
            if (m->memory->frames[i].pc == RESTORE) {
                m->memory->frames[kept++] = m->memory->frames[i];
            }
        }
        m->depth = kept;
        return true;
    }
    while (m->depth > base) {
        struct regex_frame *frame = &m->memory->frames[--m->depth];
        if (frame->pc == RESTORE) {
            m->memory->registers[frame->reg] = frame->value;
        }
    }
    return found != negative;
}

/* Undoes steps down to `base` until there is an untried way; false if there is none. */
static bool backtrack(struct matcher *m, size_t base, uint32_t *pc, size_t *at) {
    while (m->depth > base) {
        struct regex_frame *frame = &m->memory->frames[--m->depth];
        if (frame->pc != RESTORE) {
            *pc = frame->pc;
            *at = frame->value;
            return true;
        }
        m->memory->registers[frame->reg] = frame->value;
    }
    return false;
}

static bool run(struct matcher *m, uint32_t pc, size_t at) {
    size_t base = m->depth;
    while (!m->stopped) {
        const struct instruction *in = &m->regex->code[pc];
        bool ok = true;
        uint32_t next = pc + 1;
        switch (in->op) {
        case OP_MATCH:
            return true;
        case OP_SPLIT:
            push(m, in->b, 0, at);
            next = in->a;
            break;
        case OP_JUMP:
            next = in->a;
            break;
        case OP_SAVE:
            set_register(m, in->a, at);
            break;
        case OP_CLEAR:
            for (uint32_t i = in->a; i < in->b; i++) {
                set_register(m, i, UNSET);
            }
            break;
        case OP_LOOK:
            ok = look(m, pc + 1, at, in->b != 0);
            next = in->a;
            break;
        default:
            ok = step(m, in, &at);
            break;
        }
        pc = next;
        if (++m->steps > m->most_steps) {
            m->stopped = true;
        }
        if (!ok && !backtrack(m, base, &pc, &at)) {
            return false;
        }
    }
    return false;
}

/* ---- all ways at once ---------------------------------------------------------------------------------------------
 *
 * From the end of the text to its start, for each place the instructions from which a match can be reached there. That
 * takes one look at each instruction for each character, however many ways there are, and twice or so where repetitions
 * stand in each other. What a capture holds is not known, nor needed without back references. */

struct sweep {
    const struct matcher *m;
    size_t at, next;  /* the position, and the one after its character */
    uint8_t *rows[3]; /* by position modulo 3: a character may take two units */
};

static bool reaches(const struct sweep *s, uint32_t pc) {
    const struct instruction *in = &s->m->regex->code[pc];
    const uint8_t *here = s->rows[s->at % 3];
    size_t at = s->at;
    switch (in->op) {
    case OP_MATCH:
        return true;
    case OP_SPLIT:
        return here[in->a] || here[in->b];
    case OP_JUMP:
        return here[in->a];
    case OP_SAVE:
    case OP_CLEAR:
    case OP_PROGRESS: /* a turn without progress leads nowhere new */
        return here[pc + 1];
    case OP_LOOK:
        return here[in->a] && here[pc + 1] != in->b;
    case OP_CHAR:
    case OP_ANY:
    case OP_SET:
        return at < s->m->length && s->rows[s->next % 3][pc + 1] && step(s->m, in, &at);
    default:
        return here[pc + 1] && step(s->m, in, &at);
    }
}

static void sweep_group(const struct sweep *s, const struct group *group) {
    const uint32_t *order = s->m->regex->order + group->first;
    uint8_t *here = s->rows[s->at % 3];
    bool again;
    do {
        again = false;
        for (size_t i = 0; i < group->count; i++) {
            if (!here[order[i]] && reaches(s, order[i])) {
                here[order[i]] = 1;
                again = group->repeats;
            }
        }
    } while (again);
}

static bool test_all_ways(const struct matcher *m) {
    const struct regex *regex = m->regex;
    struct regex_memory *memory = m->memory;
    if (memory->row_capacity < 3 * regex->count) {
        memory->row_capacity = 3 * regex->count;
        memory->rows = mem_resize(memory->rows, memory->row_capacity, 1);
    }
    memset(memory->rows, 0, 3 * regex->count);
    struct sweep s = {.m = m};
    for (size_t i = 0; i < 3; i++) {
        s.rows[i] = memory->rows + i * regex->count;
    }
    for (s.at = m->length + 1; s.at-- > 0;) {
        s.next = s.at;
        if (s.at < m->length) {
            (void)next_character(m, &s.next);
        }
        memset(s.rows[s.at % 3], 0, regex->count);
        for (size_t i = 0; i < regex->group_count; i++) {
            sweep_group(&s, &regex->groups[i]);
        }
        if (s.rows[s.at % 3][0] && (s.at == 0 || !regex->anchored)) {
            return true;
        }
        if (interrupt_asked()) {
            memory->gave_up = true;
            return false;
        }
    }
    return false;
}

bool regex_test(const struct regex *regex, const uint16_t *text, size_t length, struct regex_memory *memory) {
    return regex_test_starts(regex, text, length, length, 0, memory);
}

bool regex_test_starts(const struct regex *regex, const uint16_t *text, size_t length, size_t from, uint16_t separator,
                       struct regex_memory *memory) {
    if (memory->register_capacity < regex->registers) {
        memory->registers = mem_resize(memory->registers, regex->registers, sizeof *memory->registers);
        memory->register_capacity = regex->registers;
    }
    struct matcher m = {
        .regex = regex, .text = text, .length = length, .from = from, .separator = separator, .memory = memory};
    memory->gave_up = false;
    m.most_steps = regex->refers_back ? MOST_STEPS : EASY_STEPS + regex->count * (length + 1);
    for (size_t start = 0; start <= length && !m.stopped; start++) {
        for (uint32_t i = 0; i < regex->registers; i++) {
            memory->registers[i] = UNSET;
        }
        m.depth = 0;
        if (run(&m, 0, start) && !m.stopped) {
            return true;
        }
        if (regex->anchored) {
            break;
        }
        while (regex->from_component && start + 1 <= length && (start + 1 == length || text[start + 1] != '/')) {
            start++;
        }
    }
    if (!m.stopped) {
        return false;
    }
    if (regex->refers_back || regex->count * (length + 1) > MOST_STEPS) {
        memory->gave_up = true;
        return false;
    }
    return test_all_ways(&m);
}

void regex_memory_free(struct regex_memory *memory) {
    free(memory->frames);
    free(memory->registers);
    free(memory->rows);
    *memory = (struct regex_memory){0};
}
