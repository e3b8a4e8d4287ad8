/* Words of other languages: see dialects.h. */
#include "host/dialects.h"

#include "base/strbuf.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct word {
    const char *name, *advice;
};

static const struct word values[] = {
    {"True", "write true"},
    {"False", "write false"},
    {"None", "write nil"},
    {"null", "write nil, or cdk.NULL for null in JSON"},
    {"NULL", "write nil, or cdk.NULL for null in JSON"},
    {"undefined", "write nil"},
    {"this", "write self"},
    {"self", "it exists in functions written with a colon, such as function Api:init(scope, id)"},
    {"super", "write Class.super.init(self, …)"},
    {"new", "call the class itself: s3.Bucket(scope, id, { … })"},
};

#define LOOP "write a loop: for i, value in ipairs(list) do … end"
#define FIELDS "write a loop: for key, value in pairs(map) do … end"
#define JOIN "join strings with .."
#define ENVIRONMENT "write os.getenv(name)"
#define NUMBER "write tonumber(x), or math.floor(x)"
#define TEXT "write tostring(x)"
#define TABLE "write { … }"

static const struct word globals[] = {
    {"Array", TABLE},
    {"JSON", "write stack:to_json_string(value), or cdk.read_json(file)"},
    {"Math", "write math"},
    {"Number", NUMBER},
    {"Object", FIELDS},
    {"String", TEXT},
    {"console", "write print(…)"},
    {"dict", TABLE},
    {"enumerate", LOOP},
    {"exports", "a file exports what it returns: return { … }"},
    {"f", "Lua has no f-strings: write \"Q\" .. n, or (\"Q%d\"):format(n)"},
    {"float", NUMBER},
    {"fs", "write cdk.read_text(file)"},
    {"int", NUMBER},
    {"isinstance", "write constructs.Construct.is_construct(x), or the is_… function of its class"},
    {"len", "write #list"},
    {"list", TABLE},
    {"module", "a file exports what it returns: return { … }"},
    {"open", "write cdk.read_text(file)"},
    {"parseFloat", NUMBER},
    {"parseInt", NUMBER},
    {"path", JOIN},
    {"process", ENVIRONMENT},
    {"range", "write a loop: for i = 1, n do … end"},
    {"str", TEXT},
    {"sum", LOOP},
    {"try", "catch errors with pcall(function() … end)"},
    {"zip", LOOP},
};

static const struct word members[] = {
    {"append", "write table.insert(list, value)"},
    {"endsWith", "write text:find(\"end$\")"},
    {"endswith", "write text:find(\"end$\")"},
    {"entries", FIELDS},
    {"environ", ENVIRONMENT},
    {"extend", "write table.move(more, 1, #more, #list + 1, list)"},
    {"filter", LOOP},
    {"forEach", LOOP},
    {"get", "write map[key]"},
    {"includes", LOOP},
    {"items", FIELDS},
    {"join", "write table.concat(list, \", \")"},
    {"keys", FIELDS},
    {"length", "write #list"},
    {"map", LOOP},
    {"padStart", "write string.format"},
    {"pop", "write table.remove(list)"},
    {"push", "write table.insert(list, value)"},
    {"replace", "write text:gsub(what, with)"},
    {"split", "write for part in text:gmatch \"[^,]+\" do … end"},
    {"startsWith", "write text:find(\"^start\")"},
    {"startswith", "write text:find(\"^start\")"},
    {"strip", "write text:match \"^%s*(.-)%s*$\""},
    {"toLowerCase", "write text:lower()"},
    {"toString", TEXT},
    {"toUpperCase", "write text:upper()"},
    {"trim", "write text:match \"^%s*(.-)%s*$\""},
    {"values", FIELDS},
};

static const char *find(const struct word *words, size_t count, const char *name) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(words[i].name, name) == 0) {
            return words[i].advice;
        }
    }
    return NULL;
}

const char *dialects_value(const char *name) { return find(values, sizeof values / sizeof *values, name); }
const char *dialects_global(const char *name) { return find(globals, sizeof globals / sizeof *globals, name); }
const char *dialects_member(const char *name) { return find(members, sizeof members / sizeof *members, name); }

/* ---- syntax ---------------------------------------------------------------------------------------------------- */

enum place {
    BEGINS, /* the line begins with the word */
    HOLDS,  /* the line contains the text or word, outside quotes */
    NEAR,   /* the parser stopped at the text */
};

#define COMMENT "comments begin with --"
#define VARIABLE "declare variables with local"
#define FUNCTION "write function(x) … end"
#define CLASS "make classes with extend: local Api = constructs.Construct:extend \"Api\""
#define MODULE "load modules with require: local s3 = require \"aws_cdk.aws_s3\""
#define RAISE "raise errors with error(text)"
#define CATCH "catch errors with pcall(function() … end)"
#define ASSIGN "write it out: x = x + 1"
#define BLOCK "write if … then … end and for … do … end, without braces and colons"
#define NAMED "put named arguments into a table: f(scope, id, { name = value })"
#define FIELD "write the fields of a table as name = value"
#define COMMA "separate entries and arguments with commas"

static const struct {
    enum place place;
    const char *text;
    const char *message; /* the parser's message, or NULL for any */
    const char *advice;
} rules[] = {
    {BEGINS, "import", NULL, MODULE},
    {BEGINS, "from", NULL, MODULE},
    {BEGINS, "const", NULL, VARIABLE},
    {BEGINS, "let", NULL, VARIABLE},
    {BEGINS, "var", NULL, VARIABLE},
    {BEGINS, "def", NULL, FUNCTION},
    {BEGINS, "class", NULL, CLASS},
    {BEGINS, "export", NULL, "a file exports what it returns: return { … }"},
    {BEGINS, "elif", NULL, "write elseif"},
    {BEGINS, "try", NULL, CATCH},
    {BEGINS, "throw", NULL, RAISE},
    {BEGINS, "raise", NULL, RAISE},
    {BEGINS, "//", NULL, COMMENT},
    {BEGINS, "/*", NULL, COMMENT},
    {NEAR, "#", "unexpected symbol", COMMENT},
    {HOLDS, "===", NULL, "compare with == and ~="},
    {HOLDS, "!=", NULL, "compare with == and ~="},
    {HOLDS, "&&", NULL, "write and"},
    {HOLDS, "||", NULL, "write or"},
    {HOLDS, "=>", NULL, FUNCTION},
    {HOLDS, "+=", NULL, ASSIGN},
    {HOLDS, "-=", NULL, ASSIGN},
    {HOLDS, "*=", NULL, ASSIGN},
    {HOLDS, "++", NULL, ASSIGN},
    {HOLDS, "`", NULL, "write strings in quotes, and join them with .."},
    {HOLDS, "new ", "near", "leave out new: s3.Bucket(scope, id, { … })"},
    {NEAR, "!", NULL, "write not"},
    {HOLDS, " ? ", NULL, "write a and b or c for a ? b : c"},
    {NEAR, "[", "unexpected symbol", "write lists as { … }"},
    {NEAR, "{", "'then' expected", BLOCK},
    {NEAR, ":", "'then' expected", BLOCK},
    {NEAR, "{", "'do' expected", BLOCK},
    {NEAR, ":", "'do' expected", BLOCK},
    {NEAR, "=", "')' expected", NAMED},
    {NEAR, ":", "'}' expected", FIELD},
    {HOLDS, ": ", "<name> expected", FIELD},
    {HOLDS, ": ", "function arguments expected", FIELD},
    {HOLDS, "for ", "'=' or 'in' expected", "write for i, value in ipairs(list) do … end"},
    {HOLDS, "//", NULL, COMMENT},
};

/* Gives `line` the line at `text` without blanks in front, what stands in quotes, and a comment. */
static void strip_line(struct strbuf *line, const char *text) {
    size_t length = strcspn(text, "\r\n");
    char quote = 0;
    strbuf_truncate(line, 0);
    for (size_t i = strspn(text, " \t"); i < length; i++) {
        if (quote) {
            i += text[i] == '\\' && i + 1 < length;
            if (text[i] != quote) {
                continue;
            }
            quote = 0;
        } else if (text[i] == '"' || text[i] == '\'') {
            quote = text[i];
        } else if (text[i] == '-' && i + 1 < length && text[i + 1] == '-') {
            break;
        }
        strbuf_addch(line, text[i]);
    }
}

static const char *line_at(const char *text, int number) {
    for (; number > 1 && text; number--) {
        text = strchr(text, '\n');
        text = text ? text + 1 : NULL;
    }
    return text;
}

/* Whether the parser stopped at that text: "near '='". */
static bool stopped_at(const char *message, const char *text) {
    const char *near = strstr(message, "near '");
    size_t length = strlen(text);
    return near && strncmp(near + 6, text, length) == 0 && near[6 + length] == '\'';
}

static bool is_letter(char c) { return isalnum((unsigned char)c) || c == '_'; }

/* Whether the line begins with the word, not just with a variable whose name does. */
static bool begins(const char *line, const char *word) {
    size_t length = strlen(word);
    if (strncmp(line, word, length) != 0) {
        return false;
    }
    const char *next = line + length + strspn(line + length, " \t");
    return !(is_letter(*word) && (is_letter(line[length]) || *next == '=' || *next == '.' || *next == '('));
}

static bool holds(const char *line, const char *text) {
    const char *at = strstr(line, text);
    while (at && at > line && is_letter(*text) && is_letter(at[-1])) {
        at = strstr(at + 1, text);
    }
    return at != NULL;
}

/* Whether the parser looked in vain for the end of an `if` in which one of the lines, up to that number, says `else
 * if`.
 */
static bool has_else_if(struct strbuf *line, const char *text, int last, const char *message) {
    static const char mark[] = "(to close 'if' at line ";
    const char *opened = strstr(message, mark);
    int number = opened ? atoi(opened + sizeof mark - 1) : last + 1;
    for (const char *at = line_at(text, number); at && number <= last; at = line_at(at, 2), number++) {
        strip_line(line, at);
        if (holds(line->data, "else if ")) {
            return true;
        }
    }
    return false;
}

/* Whether the parser stopped at a name or string where a list continues. */
static bool lacks_comma(const char *message) {
    const char *near = strstr(message, "near '");
    bool expected = strstr(message, "'}' expected") || strstr(message, "')' expected");
    return expected && near && (is_letter(near[6]) || near[6] == '"' || near[6] == '\'' || near[6] == '{');
}

static const char *rule_for(const char *line, const char *message) {
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        bool said = !rules[i].message || strstr(message, rules[i].message);
        bool found = rules[i].place == BEGINS  ? begins(line, rules[i].text)
                     : rules[i].place == HOLDS ? holds(line, rules[i].text)
                                               : stopped_at(message, rules[i].text);
        if (said && found) {
            return rules[i].advice;
        }
    }
    return NULL;
}

const char *dialects_syntax(const char *text, int number, const char *message) {
    const char *at = line_at(text, number), *advice = NULL;
    struct strbuf line;
    strbuf_init(&line);
    if (at) {
        strip_line(&line, at);
        advice = rule_for(line.data, message);
    }
    if (!advice && number > 1 && at) { /* the parser reads on after //, which is not a comment */
        strip_line(&line, line_at(text, number - 1));
        advice = begins(line.data, "//") ? COMMENT : NULL;
    }
    if (!advice && has_else_if(&line, text, number, message)) {
        advice = "write elseif, in one word";
    }
    strbuf_free(&line);
    return advice ? advice : lacks_comma(message) ? COMMA : NULL;
}
