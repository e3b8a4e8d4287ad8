/* The names of CloudFormation's pseudo parameters. The rows are generated: make validator-facts. */
#ifndef LUACDK_SYNTH_PSEUDO_ROWS_H
#define LUACDK_SYNTH_PSEUDO_ROWS_H

#include <stddef.h>

extern const char *const pseudo_rows[];
extern const size_t pseudo_row_count;

#endif
