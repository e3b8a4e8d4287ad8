/* The files a run has read, in the form that build tools understand: see `--depfile`. */
#ifndef LUACDK_BASE_DEPFILE_H
#define LUACDK_BASE_DEPFILE_H

#include <stddef.h>

#include "base/error.h"

/* Writes the rule `target: input…` for make and ninja, completely or not at all, with all inputs noted (inputs.h).
 * Paths below the current folder are relative. Files below one of the `outputs`, and folders that contain one, are left
 * out, since they change on each run. Returns -1 with *e if the file cannot be written, or if make or ninja would
 * misread a name in any spelling: line breaks and other control characters, % = ; | " ' ` & < > ^ * ?, and blanks,
 * colons and backslashes at the end. */
int depfile_write(const char *path, const char *target, const char *const *outputs, size_t count, struct error *e);

#endif
