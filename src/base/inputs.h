/* The files that a run has read, for `--depfile` (depfile.h) and for everybody who watches them.
 *
 * Recording is off until inputs_record. Paths are kept as they were read, each once, in the order of first reading.
 * Each thread has a list; those that help it (parallel.h) add to that one. */
#ifndef LUACDK_BASE_INPUTS_H
#define LUACDK_BASE_INPUTS_H

#include <stdbool.h>
#include <stddef.h>

/* What this thread records; and where it records from now on, NULL: in a list of its own. */
struct inputs *inputs_here(void);
void inputs_lend(struct inputs *inputs);

/* Starts recording (true), or stops it and forgets what was recorded (false). */
void inputs_record(bool on);
bool inputs_recording(void);

/* Notes that this file or folder was read. Relative paths are relative to the current folder. Does nothing unless
 * recording is on, nor for paths through an open folder (follow.h): only the run's own output is read that way. */
void inputs_add(const char *path);

/* The number of noted paths, and one of them, as an absolute path that is valid while recording is on. */
size_t inputs_count(void);
const char *inputs_at(size_t i);

#endif
