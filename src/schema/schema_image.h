/* The layout of the schema image, which tools/schema_image.c writes at build time and schema.c reads.
 *
 *     header │ modules │ types │ shapes │ words │ CloudFormation types │ rows │ strings
 *
 * Whatever is looked up in place (by bisection or by number) is in arrays of 32-bit words in the machine's byte order.
 * The parts of a type are a run of bytes in the section of rows, read from front to end when the type is decoded.
 * Numbers there are varints (seven bits a byte, lowest first, the highest bit set on all bytes but the last). A string
 * is an offset into the section of strings (NUL-terminated; offset 0 is ""). Strings and shapes that the core uses come
 * first, then those used most, so most numbers are short and a small program touches few pages. "+1" marks an index
 * stored plus one, so that 0 means none.
 *
 *     row         kind | TYPE_ flags << 3; resource: CloudFormation type; base +1; n, n interfaces; then by kind:
 *       struct      n, n × field
 *       enum        n, n × (is number | deprecated << 1, name, value)
 *       class …     constructor? 1, member: 0; recipe; n, n × member; resource: see below
 *     field       ROW_… bits, name, [jsii name], [CloudFormation's name], shape, [render shape],
 *                 [n, n × pair], [rules], [default]
 *     rules       RULE_… bits, [values], [known values], [numbers: two strings], [length], [items], [pattern],
 *                 [values that end: ENDED_WORDS each], [format]
 *     values      n, n strings;  bounds: low +1, high +1
 *     member      has jsii name | has recipe << 1 | FIELD_ flags << 2, name, [jsii name], shape +1,
 *                 method: n, n × (optional | name << 1, shape); [recipe]
 *     resource    props +1; kind of tags, if any: property, has cdk_tag_manager; transform; stateful | retired << 1;
 *                 n attributes (ROW_… bits | type << 8, name, [jsii name], [CloudFormation's name]);
 *                 n references (has jsii name, name, [jsii name], n, n × pair);
 *                 n helpers (name, mode, reference, template, variable, n, n × pair)
 *     pair        two strings
 *
 * A jsii name that is left out is the camelCase of the Lua name. A CloudFormation name that is left out is the jsii
 * name with a capital (fields) or without the leading "attr" (attributes). */
#ifndef LUACDK_SCHEMA_SCHEMA_IMAGE_H
#define LUACDK_SCHEMA_SCHEMA_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SCHEMA_IMAGE_MAGIC 0x33686373u /* "sch3" */

enum image_section {
    SECTION_MODULES,
    SECTION_TYPES,
    SECTION_SHAPES,
    SECTION_WORDS,     /* alternatives of unions: their count, then shapes */
    SECTION_CFN_TYPES, /* types of L1 classes, sorted by CloudFormation type */
    SECTION_ROWS,
    SECTION_STRINGS,
    SECTION_COUNT,
};

struct image_header {
    uint32_t magic;
    uint32_t size; /* of the whole image in bytes */
    struct {
        uint32_t offset, count; /* records; bytes for rows and strings */
    } sections[SECTION_COUNT];
};

/* Sorted by name. */
struct image_module {
    uint32_t name, source, first_type, type_count;
};

/* Sorted by module, then name. For a nested type the name is the part after the last dot, and the enclosing type is
 * `outer` places before it (0: not nested). */
struct image_type {
    uint32_t name_and_outer; /* name | outer << IMAGE_NAME_BITS */
    uint32_t row;
};

enum { IMAGE_NAME_BITS = 22 };

/* A shape is kind | accepts_resolvable << 4 | rest << 5; rest: element's shape, alternatives' first word, or type. */

enum {
    ROW_REQUIRED = 1 << 0,
    ROW_DEPRECATED = 1 << 1,
    ROW_JSII_NAME = 1 << 2,  /* spelt out */
    ROW_CFN_NAME = 1 << 3,   /* has one … */
    ROW_CFN_SPELT = 1 << 4,  /* … spelt out */
    ROW_RENDER = 1 << 5,     /* differs from the shape itself */
    ROW_REFERENCES = 1 << 6, /* has pairs */
    ROW_RULES = 1 << 7,
    ROW_DEFAULT = 1 << 8,
};

enum {
    RULE_REPLACE = 3, /* enum schema_replacement */
    RULE_VALUES = 1 << 2,
    RULE_KNOWN = 1 << 3,
    RULE_NUMBER = 1 << 4,
    RULE_LENGTH = 1 << 5,
    RULE_ITEMS = 1 << 6,
    RULE_PATTERN = 1 << 7,
    RULE_ANY_CASE = 1 << 8,
    RULE_ENDED = 1 << 9,
    RULE_FORMAT = 1 << 10,
};

enum { ENDED_WORDS = 5 }; /* value, deprecated, creation disabled, updates disabled, successor */

/* Writes the camelCase of a snake_case name, without a leading underscore, to `out`, which has room for `length` + 1
 * bytes. */
static inline void image_camel(const char *name, size_t length, char *out) {
    for (size_t i = length > 0 && name[0] == '_' ? 1 : 0; i < length; i++) {
        char c = name[i], after = i + 1 < length ? name[i + 1] : '\0';
        if (c == '_' && ((after >= 'a' && after <= 'z') || (after >= '0' && after <= '9'))) {
            *out++ = after >= 'a' ? (char)(after - 'a' + 'A') : after;
            i++;
        } else {
            *out++ = c;
        }
    }
    *out = '\0';
}

static inline char image_upper(char c) { return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c; }

#endif
