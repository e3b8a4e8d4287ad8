/* The `cdk` command line of AWS: where it is, which version it is, and what it can read. */
#ifndef LUACDK_CLI_AWS_CDK_H
#define LUACDK_CLI_AWS_CDK_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

struct aws_cdk {
    const char *const *words; /* the program, and arguments that precede others */
    size_t count;             /* of the words; 0: there is none */
    const char *version;      /* "2.1148.1"; NULL: not known, since the program is not in its npm package */
};

/* Finds what CDK names (a program, or one with arguments: "npx aws-cdk@2"), else `cdk` in PATH, else in the
 * node_modules/.bin of this folder or one above. Runs nothing. */
struct aws_cdk aws_cdk_find(struct arena *arena);

/* Whether it is known to print the validation report of an assembly that it is given. */
bool aws_cdk_prints_report(const struct aws_cdk *cdk);

/* Whether it is known to be older than that version. */
bool aws_cdk_is_before(const struct aws_cdk *cdk, const char *version);

#endif
