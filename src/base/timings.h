/* Where the time of a run goes, for --timings: from the script to the assembly.
 *
 * At each moment one phase is being timed. A part of the work enters its phase and afterwards the one before, so that a
 * phase inside another is counted once. Nothing is counted before timings_begin. */
#ifndef LUACDK_BASE_TIMINGS_H
#define LUACDK_BASE_TIMINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum timing {
    TIMING_SCRIPT,   /* the user's script, and starting */
    TIMING_TREE,     /* aspects, dependencies, validation */
    TIMING_RESOLVE,  /* from constructs to documents */
    TIMING_ASSETS,   /* hashing, copying, docker */
    TIMING_ASSEMBLY, /* printing and writing */
    TIMING_REPORT,   /* what the command does with the assembly */
    TIMING_CELLS,    /* waiting for the processes of a matrix, whose own phases are added */
    TIMINGS
};

/* What became of an asset: copied; read, but not copied; neither. */
enum timing_asset { TIMING_STAGED, TIMING_HASHED, TIMING_KNOWN, TIMING_ASSETS_OF_KINDS };

struct timing_sums {
    double milliseconds[TIMINGS];
    size_t assets[TIMING_ASSETS_OF_KINDS];
};

/* Starts counting from zero, also in a forked process. */
void timings_begin(void);
bool timings_are_on(void);

/* Times this phase from now on. Returns the phase before. */
enum timing timings_enter(enum timing phase);

void timings_count_asset(enum timing_asset what);

/* How many files have been read to hash them. Thread-safe. */
void timings_note_reading(void);
size_t timings_readings(void);

struct timing_sums timings_sums(void);

/* Adds what the process of a cell has measured. `label` is copied if it is the slowest one so far. */
void timings_add_cell(const struct timing_sums *sums, const char *label);

/* Prints one line and stops counting; nothing if nothing is counted. `reports`: whether the command does
 * anything in TIMING_REPORT. */
void timings_print(FILE *stream, bool reports, bool json);

/* "script", "tree", … "assembly". */
extern const char *const timing_names[TIMINGS];

#endif
