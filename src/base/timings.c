/* Where the time goes: see timings.h. */
#include "base/timings.h"

#include <stdatomic.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/terminal.h"
#include "base/terminal_look.h"

const char *const timing_names[TIMINGS] = {"script", "tree", "resolve", "assets", "assembly", "report", "cells"};
static const char *const asset_names[TIMING_ASSETS_OF_KINDS] = {"staged", "hashed", "known"};

enum { LONGEST_LABEL = 200 };

static struct {
    bool on;
    enum timing phase;
    double began, since; /* moments */
    struct timing_sums sums;
    size_t cells;
    double slowest;
    char label[LONGEST_LABEL];
} now;

static atomic_size_t readings;

static double moment(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

void timings_begin(void) {
    memset(&now, 0, sizeof now);
    now.on = true;
    now.began = now.since = moment();
}

bool timings_are_on(void) { return now.on; }

enum timing timings_enter(enum timing phase) {
    enum timing before = now.phase;
    if (now.on) {
        double at = moment();
        now.sums.milliseconds[before] += at - now.since;
        now.since = at;
        now.phase = phase;
    }
    return before;
}

void timings_count_asset(enum timing_asset what) {
    if (now.on) {
        now.sums.assets[what]++;
    }
}

void timings_note_reading(void) { atomic_fetch_add_explicit(&readings, 1, memory_order_relaxed); }

size_t timings_readings(void) { return readings; }

struct timing_sums timings_sums(void) {
    timings_enter(now.phase);
    return now.sums;
}

void timings_add_cell(const struct timing_sums *sums, const char *label) {
    double total = 0;
    for (int i = 0; i < TIMINGS; i++) {
        now.sums.milliseconds[i] += sums->milliseconds[i];
        total += sums->milliseconds[i];
    }
    for (int i = 0; i < TIMING_ASSETS_OF_KINDS; i++) {
        now.sums.assets[i] += sums->assets[i];
    }
    now.cells++;
    if (total >= now.slowest) {
        now.slowest = total;
        snprintf(now.label, sizeof now.label, "%s", label);
        now.label[terminal_make_plain(now.label, strlen(now.label), false)] = '\0';
    }
}

/* " (1 staged, 2 hashed)" */
static void print_assets(FILE *stream) {
    const char *before = " (";
    for (int i = 0; i < TIMING_ASSETS_OF_KINDS; i++) {
        if (now.sums.assets[i] > 0) {
            fprintf(stream, "%s%zu %s", before, now.sums.assets[i], asset_names[i]);
            before = ", ";
        }
    }
    fputs(*before == ',' ? ")" : "", stream);
}

static void print_text(FILE *stream, bool reports, double total) {
    const char *dot = terminal_look(STDERR_FILENO).unicode ? " · " : ", ";
    if (now.cells > 0) {
        fprintf(stream, "%zu cell%s%s", now.cells, now.cells == 1 ? "" : "s", dot);
    }
    for (int i = 0; i <= TIMING_ASSEMBLY; i++) {
        fprintf(stream, "%s%s %.1f%s", i ? dot : "", timing_names[i], now.sums.milliseconds[i], i ? "" : " ms");
        if (i == TIMING_ASSETS) {
            print_assets(stream);
        }
    }
    if (reports) {
        fprintf(stream, "%s%s %.1f", dot, timing_names[TIMING_REPORT], now.sums.milliseconds[TIMING_REPORT]);
    }
    if (now.cells > 0) {
        fprintf(stream, "%sslowest cell %s %.1f", dot, now.label, now.slowest);
    }
    fprintf(stream, "%stotal %.1f ms\n", dot, total);
}

static void print_json(FILE *stream, bool reports, double total) {
    fputc('{', stream);
    for (int i = 0; i <= TIMING_ASSEMBLY; i++) {
        fprintf(stream, "\"%s\":%.3f,", timing_names[i], now.sums.milliseconds[i]);
    }
    if (reports) {
        fprintf(stream, "\"%s\":%.3f,", timing_names[TIMING_REPORT], now.sums.milliseconds[TIMING_REPORT]);
    }
    for (int i = 0; i < TIMING_ASSETS_OF_KINDS; i++) {
        fprintf(stream, "\"assets_%s\":%zu,", asset_names[i], now.sums.assets[i]);
    }
    if (now.cells > 0) {
        fprintf(stream, "\"cells\":%zu,\"slowest_cell\":%.3f,", now.cells, now.slowest);
    }
    fprintf(stream, "\"total\":%.3f}\n", total);
}

void timings_print(FILE *stream, bool reports, bool json) {
    if (!now.on) {
        return;
    }
    timings_enter(now.phase);
    now.on = false;
    double total = now.since - now.began;
    char text[4096];
    FILE *line = fmemopen(text, sizeof text, "w"); /* one write, so that nothing comes between its parts */
    if (line) {
        (json ? print_json : print_text)(line, reports, total);
        fclose(line);
        fputs(text, stream);
    }
}
