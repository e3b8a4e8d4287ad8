/* schema_image.h – layout of the schema image: written by tools/schema_image.c at build time, read by schema.c.
 *
 *     header │ modules │ types │ fields │ members │ … │ strings
 *
 * Everything is an array of 32-bit words in the byte order of the machine; a section is addressed by its offset from
 * the start of the image. A string is an offset into the string section (zero-ended; offset 0 is ""). "+1" marks an
 * index stored plus one, so that 0 means none. Records are only appended to: a new fact is a new word or section and a
 * new version. */
#ifndef LUACDK_ENGINE_SCHEMA_IMAGE_H
#define LUACDK_ENGINE_SCHEMA_IMAGE_H

#include <stdint.h>

#define SCHEMA_IMAGE_MAGIC 0x31686373u /* "sch1" */

enum image_section {
    SECTION_MODULES,
    SECTION_TYPES,
    SECTION_FIELDS,
    SECTION_MEMBERS,
    SECTION_PARAMETERS,
    SECTION_ENUM_MEMBERS,
    SECTION_RESOURCES,
    SECTION_ATTRIBUTES,
    SECTION_REFS,
    SECTION_PAIRS,
    SECTION_HELPERS,
    SECTION_SHAPES,
    SECTION_WORDS,     /* type indices (interfaces) and shape indices (alternatives) */
    SECTION_CFN_TYPES, /* resource indices in order of the CloudFormation type */
    SECTION_STRINGS,
    SECTION_COUNT,
};

struct image_header {
    uint32_t magic;
    uint32_t size; /* of the whole image in bytes */
    struct {
        uint32_t offset, count; /* records; bytes for strings */
    } sections[SECTION_COUNT];
};

/* Sorted by name. */
struct image_module {
    uint32_t name, source, first_type, type_count;
};

/* Sorted by module, then name. */
struct image_type {
    uint32_t name, module, kind, flags;
    uint32_t base;                        /* type +1 */
    uint32_t interfaces, interface_count; /* words */
    uint32_t first, count;                /* fields of a struct, members of an enum, members of a class or interface */
    uint32_t constructor;                 /* member +1 */
    uint32_t resource;                    /* resource +1 */
};

struct image_field {
    uint32_t name, jsii_name, cfn_name, shape, render, flags;
    uint32_t references, reference_count; /* pairs: property, field */
};

struct image_member {
    uint32_t name, jsii_name, flags;
    uint32_t shape; /* +1 */
    uint32_t parameters, parameter_count;
};

struct image_parameter {
    uint32_t name, shape, optional;
};

struct image_enum_member {
    uint32_t name, value; /* both strings */
    uint32_t is_number, flags;
};

struct image_resource {
    uint32_t type, cfn_type;
    uint32_t props; /* type +1 */
    uint32_t attributes, attribute_count;
    uint32_t refs, ref_count;
    uint32_t tags, tags_property, tags_v2;
    uint32_t transform, stateful;
    uint32_t helpers, helper_count;
};

struct image_attribute {
    uint32_t name, jsii_name, cfn_name, type;
};

struct image_ref {
    uint32_t name, jsii_name, pairs, pair_count;
};

struct image_pair {
    uint32_t name, value;
};

struct image_helper {
    uint32_t name, mode, ref, template_text, variable, pairs, pair_count;
};

struct image_shape {
    uint32_t kind, resolvable;
    uint32_t first; /* element's shape, alternatives' first word, or type */
    uint32_t count; /* alternatives */
};

#endif
