/* What ids, names and ARNs look like that properties name as their format. The rows are generated: make
 * validator-facts. */
#ifndef LUACDK_CHECK_FORMAT_ROWS_H
#define LUACDK_CHECK_FORMAT_ROWS_H

#include <stddef.h>

struct format_row {
    const char *name;    /* "AWS::EC2::VPC.Id" */
    const char *id;      /* of the validator's rule */
    const char *pattern; /* JavaScript regular expression */
    const char *example;
};

extern const struct format_row format_rows[];
extern const size_t format_row_count;

#endif
