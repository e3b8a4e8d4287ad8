/* YAML text, read and written by libyaml.
 *
 * Reading follows the core schema of YAML 1.2, as the CDK's own reader of templates does: `yes`, `no`, dates and
 * `12:30` are texts, `012` is 12, `0o14` is octal, `<<` is a key like any other. What has no JSON is refused (infinity,
 * tags of other types), as is everything that is a mistake or meant to harm: a key that stands twice, several
 * documents, invalid UTF-8, more than YAML_MAX_BYTES of text, YAML_MAX_DEPTH levels, YAML_MAX_VALUES values or
 * YAML_MAX_ANCHORS anchors, aliases that multiply to more than YAML_MAX_ALIASED values
 * or that contain themselves.
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
    bool short_forms; /* a template: `!Ref x` is { "Ref": "x" }; scalar keys are named as JavaScript names them */
    /* Short forms as the reference's CfnInclude reads them. Else they are what they are to CloudFormation: `!GetAtt
     * A.B` is a list of two, a tag without a value the empty text, not null. */
    bool by_the_letter;
    bool exact;          /* numbers that cannot be kept are refused, where JavaScript takes the nearest one */
    struct lines *lines; /* receives where the values stand; may be NULL */
};

/* Where and why a text was refused; line and column count from 1. */
struct yaml_error {
    size_t line, column;
    char reason[200];
};

/* The document in `text`, or NULL with `*error` filled. An empty text is the document null. */
cJSON *yaml_read(struct arena *arena, const char *text, size_t length, const struct yaml_options *options,
                 struct yaml_error *error);

/* Appends the document as YAML that reads back as the same document, whether its reader follows YAML 1.1 or 1.2: texts
 * that one of them takes for something else are quoted. Texts of several lines become literal blocks. */
void yaml_print(struct strbuf *out, const cJSON *node);

#endif
