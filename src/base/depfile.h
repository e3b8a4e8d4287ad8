/* What build tools are told of a run: see `--depfile`. */
#ifndef LUACDK_BASE_DEPFILE_H
#define LUACDK_BASE_DEPFILE_H

#include <stddef.h>

#include "base/error.h"

/* Writes the rule `target: input…`, of all inputs noted (inputs.h), for make and ninja, whole or not at all: names as both read them, relative to the
 * current folder where below it. Left out is what lies below one of the `outputs`, and folders that hold one of them,
 * since they change with each run. -1 and *e when the file cannot be written, or when make or ninja would read a name
 * otherwise, however it is written: line breaks and other control characters, % = ; | " ' ` & < > ^ * ?, blanks, colons
 * and backslashes at the end. */
int depfile_write(const char *path, const char *target, const char *const *outputs, size_t count, struct error *e);

#endif
