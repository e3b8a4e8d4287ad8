/* YAML text, read and written with libyaml.
 *
 * Reading follows the core schema of YAML 1.2, as the CDK's own reader of templates does: `yes`, `no`, dates and
 * `12:30` are strings, `012` is 12, `0o14` is octal, and `<<` is an ordinary key. Refused is whatever has no JSON form
 * (infinity, tags of other types), and whatever is a mistake or an attack: duplicate keys, several documents, invalid
 * UTF-8, more than YAML_MAX_BYTES of text, YAML_MAX_DEPTH levels, YAML_MAX_VALUES values or YAML_MAX_ANCHORS anchors,
 * and aliases that multiply to more than YAML_MAX_ALIASED values or contain themselves.
 *
 * Documents are cJSON nodes in an arena, as in assembly/json.h. */
#ifndef LUACDK_ASSEMBLY_YAML_H
#define LUACDK_ASSEMBLY_YAML_H

#include "assembly/lines.h"
#include "base/arena.h"
#include "base/strbuf.h"

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

enum {
    YAML_MAX_BYTES = 16 << 20,
    YAML_MAX_DEPTH = 150,
    YAML_MAX_VALUES = 1000000,
    YAML_MAX_ALIASED = 100000,
    YAML_MAX_ANCHORS = 1000,
};

struct yaml_options {
    bool short_forms; /* a template: `!Ref x` is { "Ref": "x" }; scalar keys are named as in JavaScript */
    /* Read short forms as the reference's CfnInclude does. Otherwise they mean what they mean to CloudFormation:
     * `!GetAtt A.B` is a list of two, and a tag without a value is the empty string, not null. */
    bool by_the_letter;
    bool exact;          /* refuse numbers that cannot be represented exactly, where JavaScript takes the nearest one */
    struct lines *lines; /* receives the lines of the values; may be NULL */
};

/* Where and why a text was refused; line and column count from 1. */
struct yaml_error {
    size_t line, column;
    char reason[200];
};

/* Parses `text`; NULL with `*error` filled on failure. An empty text is the document null. */
cJSON *yaml_read(struct arena *arena, const char *text, size_t length, const struct yaml_options *options,
                 struct yaml_error *error);

/* Appends the document as YAML that reads back as the same document in both YAML 1.1 and 1.2: strings that either of
 * them would take for something else are quoted. Strings of several lines become literal blocks. */
void yaml_print(struct strbuf *out, const cJSON *node);

#endif
