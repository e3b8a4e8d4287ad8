// Writes src/base/unicode_rows.c: the character data that regular expressions and terminals need and C does not have.
//
//   node --expose-internals --no-warnings tools/unicode_rows.js > src/base/unicode_rows.c
'use strict';

const { internalBinding } = require('internal/test/binding');

// What node pads its own tables with; but the vowels and final consonants of Hangul join the letter before them, and
// only two regional indicators make a flag.
const widthOf = (c) => (c >= 0x1160 && c <= 0x11ff ? 0 : c >= 0x1f1e6 && c <= 0x1f1ff ? 1
  : internalBinding('icu').getStringWidth(String.fromCodePoint(c)));

const categories = ['L', 'Ll', 'Lu', 'M', 'N', 'Nl', 'Nd', 'P', 'Pc', 'S', 'Z', 'Zs', 'C', 'Cc', 'Cf'];

function rangesOf(category) {
  const member = new RegExp(`^\\p{${category}}$`, 'u');
  return rangesWhere(0, (c) => member.test(String.fromCodePoint(c)));
}

function rangesWhere(first, holds) {
  const ranges = [];
  for (let c = first; c <= 0x10ffff; c++) {
    if (!holds(c)) continue;
    const last = ranges[ranges.length - 1];
    if (last && last[1] === c - 1) last[1] = c;
    else ranges.push([c, c]);
  }
  return ranges;
}

// How a case-insensitive regular expression without the u flag folds a code unit.
function upper(c) {
  const u = String.fromCharCode(c).toUpperCase();
  if (u.length !== 1) return c;
  const code = u.charCodeAt(0);
  return c >= 128 && code < 128 ? c : code;
}

// Runs [first, last, step, delta]: first, first + step … last map to themselves plus delta.
function caseRuns() {
  const runs = [];
  for (let c = 0; c < 0x10000; c++) {
    const delta = upper(c) - c;
    if (delta === 0) continue;
    const run = runs[runs.length - 1];
    if (run && run[3] === delta && (run[0] === run[1] ? c - run[1] <= 2 : c - run[1] === run[2])) {
      run[2] = c - run[1];
      run[1] = c;
    } else {
      runs.push([c, c, 1, delta]);
    }
  }
  return runs;
}

function print(items, perLine) {
  for (let i = 0; i < items.length; i += perLine) console.log('    ' + items.slice(i, i + perLine).join(' '));
}

const hex = (n) => '0x' + n.toString(16).toUpperCase();
console.log(`/* Character data (Unicode ${process.versions.unicode}) for regular expressions and terminals. Made by
 * tools/unicode_rows.js. */`);
console.log('#include "base/unicode_rows.h"\n');
console.log('#include <stdbool.h>\n#include <string.h>\n');
for (const category of categories) {
  console.log(`static const uint32_t category_${category}[][2] = {`);
  print(rangesOf(category).map(([a, b]) => `{${hex(a)}, ${hex(b)}},`), 5);
  console.log('};\n');
}
console.log('#define CATEGORY(name) {#name, category_##name, sizeof category_##name / sizeof category_##name[0]}\n');
console.log('static const struct unicode_category categories[] = {');
for (const category of categories) console.log(`    CATEGORY(${category}),`);
console.log('};\n');
console.log(`const struct unicode_category *unicode_category(const char *name) {
    for (size_t i = 0; i < sizeof categories / sizeof categories[0]; i++) {
        if (strcmp(categories[i].name, name) == 0) {
            return &categories[i];
        }
    }
    return NULL;
}
`);
for (const [name, width] of [['no', 0], ['two', 2]]) {
  console.log(`static const uint32_t takes_${name}[][2] = {`);
  print(rangesWhere(0xa0, (c) => widthOf(c) === width).map(([a, b]) => `{${hex(a)}, ${hex(b)}},`), 5);
  console.log('};\n');
}
console.log(`static bool contains(const uint32_t (*ranges)[2], size_t count, uint32_t c) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (ranges[middle][1] < c) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < count && ranges[low][0] <= c;
}

int unicode_columns(uint32_t c) {
    if (c < 0x300) {
        return 1;
    }
    return contains(takes_no, sizeof takes_no / sizeof *takes_no, c)      ? 0
           : contains(takes_two, sizeof takes_two / sizeof *takes_two, c) ? 2
                                                                          : 1;
}
`);
console.log('/* first, last, step, distance to the upper-case letter */');
console.log('static const int32_t case_runs[][4] = {');
print(caseRuns().map((r) => `{${hex(r[0])}, ${hex(r[1])}, ${r[2]}, ${r[3]}},`), 4);
console.log('};\n');
console.log(`enum { CASE_RUNS = sizeof case_runs / sizeof case_runs[0] };

uint16_t unicode_fold(uint16_t c) {
    if (c < 128) {
        return c >= 'a' && c <= 'z' ? (uint16_t)(c - 32) : c;
    }
    size_t low = 0, high = CASE_RUNS;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (case_runs[middle][1] < c) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (low < CASE_RUNS && case_runs[low][0] <= c && (c - case_runs[low][0]) % case_runs[low][2] == 0) {
        return (uint16_t)(c + case_runs[low][3]);
    }
    return c;
}

size_t unicode_unfold(uint16_t folded, uint16_t *out, size_t room) {
    size_t n = 0;
    for (size_t i = 0; i < CASE_RUNS && n < room; i++) {
        int32_t c = (int32_t)folded - case_runs[i][3];
        if (c >= case_runs[i][0] && c <= case_runs[i][1] && (c - case_runs[i][0]) % case_runs[i][2] == 0) {
            out[n++] = (uint16_t)c;
        }
    }
    return n;
}`);
