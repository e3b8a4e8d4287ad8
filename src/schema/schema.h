/* The CDK's public API: every class, struct, enum and interface, and CloudFormation's names.
 *
 * The rows are in one read-only image inside the program. Nothing is parsed at start: a type is decoded when it is
 * first asked for, and stays decoded for the life of the process. So every pointer returned here is valid forever and
 * must not be freed or written to. Running out of memory while decoding ends the program. Names are those of the CDK's
 * Python API; enum members and type names are as in the model. This room knows no Lua. */
#ifndef LUACDK_SCHEMA_SCHEMA_H
#define LUACDK_SCHEMA_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct strbuf;

/* The packages that the rows are generated from. */
#define SCHEMA_LIBRARY_VERSION "2.276.0"
#define SCHEMA_CONSTRUCTS_VERSION "10.8.1"

enum schema_kind {
    SCHEMA_CLASS,     /* a class; may be abstract */
    SCHEMA_RESOURCE,  /* an L1 class: a class for one CloudFormation resource type */
    SCHEMA_STRUCT,    /* a plain table of fields */
    SCHEMA_ENUM,      /* named strings or numbers */
    SCHEMA_INTERFACE, /* behaviour: any table with these members */
};

/* What a value may be. Shapes are shared: equal shapes are the same pointer. */
enum schema_shape_kind {
    SHAPE_ANY,
    SHAPE_STRING,
    SHAPE_NUMBER,
    SHAPE_BOOLEAN,
    SHAPE_DATE,
    SHAPE_JSON,          /* free-form map */
    SHAPE_LIST,          /* of ->element */
    SHAPE_MAP,           /* string keys, values of ->element */
    SHAPE_UNION,         /* any of ->alternatives */
    SHAPE_STRUCT,        /* schema_shape_type() */
    SHAPE_CLASS,         /* schema_shape_type(): instance of it or of a subclass (L1 classes too) */
    SHAPE_INTERFACE,     /* schema_shape_type(): any object */
    SHAPE_ENUM,          /* schema_shape_type(): one of its values */
    SHAPE_EVENT_PATTERN, /* L1 rendering only: a map whose key detailType is written detail-type */
};

struct schema_shape {
    enum schema_shape_kind kind;
    bool accepts_resolvable;            /* the model also names IResolvable; tokens pass every check anyway */
    const struct schema_shape *element; /* list, map */
    const struct schema_shape *const *alternatives; /* union, in the model's order */
    size_t alternative_count;
    uint32_t type_index; /* struct, class, interface, enum: use schema_shape_type() */
};

/* How an L1 property accepts a construct instead of a string: `value.role_ref.role_arn`. */
struct schema_reference {
    const char *property; /* Lua name of the getter, "role_ref" */
    const char *field;    /* Lua name of the field in its result, "role_arn" */
};

enum {
    FIELD_REQUIRED = 1 << 0,
    FIELD_DEPRECATED = 1 << 1,
    FIELD_STATIC = 1 << 2, /* only for class members, like those below */
    FIELD_CONST = 1 << 3,  /* static constant, upper-case name */
    FIELD_READONLY = 1 << 4,
    FIELD_PROTECTED = 1 << 5, /* name has a leading underscore */
    FIELD_METHOD = 1 << 6,    /* a method; otherwise a property */
    FIELD_ABSTRACT = 1 << 7,
    FIELD_VARIADIC = 1 << 8, /* method: the last parameter takes all further arguments */
    FIELD_ASYNC = 1 << 9,
};

/* How a change of the property affects the resource. */
enum schema_replacement { REPLACES_NEVER, REPLACES_ALWAYS, REPLACES_MAYBE };

/* Inclusive limits; INFINITY and -INFINITY if there is none. */
struct schema_bounds {
    double low, high;
};

/* A value that AWS is phasing out; days as "2027-02-01". */
struct schema_ended {
    const char *value, *deprecated, *no_creation, *no_updates, *successor;
};

/* CloudFormation's rules for the values of an L1 property, including values inside lists and maps. */
struct schema_rules {
    enum schema_replacement replacement;
    const char *const *values; /* the only valid ones, as text; NULL: any */
    size_t value_count;
    bool any_case;            /* letters in `values` match in any case */
    const char *const *known; /* values seen in its documentation; there may be others */
    size_t known_count;
    struct schema_bounds number, length, items; /* of numbers, strings (in characters), lists */
    const char *format;                         /* "AWS::EC2::VPC.Id": what strings are; or NULL */
    const char *pattern;                        /* JavaScript regular expression that strings match, or NULL */
    const struct schema_ended *ended;
    size_t ended_count;
};

/* A field of a struct or an L1 property. */
struct schema_field {
    const char *name;      /* Lua: "s3_bucket"; without underscore even if it is a keyword of Lua ("end") */
    const char *jsii_name; /* TypeScript: "s3Bucket" */
    const char *cfn_name;  /* CloudFormation: "S3Bucket"; NULL outside L1 structs */
    const struct schema_shape *shape;
    const struct schema_shape
        *render; /* L1: the shape used to render the template's value (without references and IResolvable) */
    const struct schema_reference *references;
    size_t reference_count;
    const struct schema_rules *rules; /* or NULL */
    const char *default_text;         /* the default, as Lua: "cdk.Duration.seconds(3)"; or NULL */
    unsigned flags;                   /* FIELD_REQUIRED, FIELD_DEPRECATED */
    uint32_t hash;
    size_t index; /* place in schema_fields.items; fixed, for bit sets of given fields */
};

/* No struct has more; the compiler of the rows makes sure of that. */
enum { SCHEMA_MOST_FIELDS = 512 };

/* All fields of a struct, including inherited ones. For L1 structs, in the order in which the reference writes them. */
struct schema_fields {
    const struct schema_field *items;
    size_t count;
    size_t required_count;
    const uint16_t *slots; /* hash table over name; use schema_field() */
    uint32_t mask;
};

struct schema_parameter {
    const char *name; /* Lua spelling */
    const struct schema_shape *shape;
    bool optional;
};

/* A method or property of a class or interface, or its constructor (name NULL). */
struct schema_member {
    const char *name; /* Lua spelling; without underscore even if it is a keyword of Lua */
    const char *jsii_name;
    unsigned flags;                   /* FIELD_…; FIELD_REQUIRED is set on properties that are never nil */
    const struct schema_shape *shape; /* property type, or what the method returns (NULL: nothing) */
    const struct schema_parameter *parameters;
    size_t parameter_count;
    const char *recipe; /* JSON: how the reference makes the member (tools/schema/rows.md), or NULL */
};

struct schema_enum_member {
    const char *name;
    const char *text; /* string value, or NULL if it is a number */
    double number;
    bool deprecated;
};

enum { TYPE_ABSTRACT = 1 << 0, TYPE_DEPRECATED = 1 << 1 };

struct schema_type {
    uint32_t index; /* place in the image, sorted by module and name */
    enum schema_kind kind;
    unsigned flags;                 /* TYPE_… */
    const char *module;             /* "aws_cdk.aws_lambda", core: "aws_cdk", "constructs" */
    const char *name;               /* "Function", nested: "CfnFunction.CodeProperty" */
    const char *full_name;          /* "aws_cdk.aws_lambda.CfnFunction.CodeProperty" */
    const char *fqn;                /* "aws-cdk-lib.aws_lambda.CfnFunction.CodeProperty" */
    const struct schema_type *base; /* base class, or NULL */
    const uint32_t *interfaces;     /* indices of implemented (class) or extended (interface, struct) ones */
    size_t interface_count;
};

/* An attribute of an L1 class: `res.attr_arn` → GetAtt "Arn". */
enum schema_attribute_type { ATTRIBUTE_STRING, ATTRIBUTE_NUMBER, ATTRIBUTE_LIST, ATTRIBUTE_ANY };
struct schema_attribute {
    const char *name;      /* "attr_arn" */
    const char *jsii_name; /* "attrArn" */
    const char *cfn_name;  /* "Arn" */
    enum schema_attribute_type type;
};

enum schema_tags { TAGS_NONE, TAGS_STANDARD, TAGS_MAP, TAGS_AUTOSCALING, TAGS_KEY_VALUE };

/* One field of the result of a `*_ref` getter. The source is "ref", an attribute's Lua name, "=name" for a property, or
 * "ref/1/|" for the second part of the reference, split at "|". */
struct schema_ref_field {
    const char *name; /* "function_arn" */
    const char *source;
};
struct schema_ref {
    const char *name; /* "function_ref" */
    const char *jsii_name;
    const struct schema_ref_field *fields;
    size_t field_count;
};

/* A static helper of an L1 class. */
enum schema_helper_mode {
    HELPER_FIELD,  /* arn_for_x(resource): resource[ref][fields[0].name] */
    HELPER_FORMAT, /* arn_for_x(resource): template filled with resource[ref][field] under the variable of its value */
    HELPER_PARSE, /* from_x_arn(scope, id, arn): fields cut out of the ARN by the template; value "@" is the argument */
    HELPER_BUILD, /* from_x_name(scope, id, name): ARN made from the template; "@" is the argument, "@arn" the ARN */
    HELPER_PLAIN, /* from_x_id(scope, id, value): a reference with just the argument */
    HELPER_ARN,   /* as HELPER_PLAIN, but the argument is an ARN, which contains the environment */
};
struct schema_helper {
    const char *name; /* "from_bucket_arn" */
    enum schema_helper_mode mode;
    const char *ref;                       /* "bucket_ref" */
    const char *template_text;             /* "arn:${Partition}:s3:::${BucketName}", or NULL */
    const char *variable;                  /* HELPER_BUILD: the placeholder that the argument fills */
    const struct schema_ref_field *fields; /* their name and value as described at the mode */
    size_t field_count;
};

/* How far AWS is in retiring a resource type. */
enum schema_retired { RETIRED_NOT, RETIRED_MAINTENANCE, RETIRED_SUNSET, RETIRED_SHUTDOWN };

/* The facts about an L1 class besides its members. */
struct schema_resource {
    const char *cfn_type;                      /* "AWS::Lambda::Function" */
    const struct schema_type *props;           /* the struct of its properties, or NULL if it takes none */
    const struct schema_attribute *attributes; /* sorted by name */
    size_t attribute_count;
    const struct schema_ref *refs;
    size_t ref_count;
    enum schema_tags tags;
    const struct schema_field *tags_field; /* the field of props with the tags, or NULL */
    bool tags_v2;                          /* the manager is `cdk_tag_manager`, beside an ordinary property */
    bool stateful;                         /* inside an L2 construct it must have a removal policy */
    enum schema_retired retired;
    const char *transform; /* the transform that its stack's template needs, or NULL */
    const struct schema_helper *helpers;
    size_t helper_count;
};

/* --- modules ------------------------------------------------------------------------------------------------- */

/* Modules in sorted order. */
size_t schema_module_count(void);
const char *schema_module_name(size_t index);
/* The index of the module with this Lua name ("aws_cdk.aws_s3", "aws_cdk", "constructs"), or -1. */
int schema_module_find(const char *name);
/* The types of a module, sorted by name (bytes), including nested ones. */
size_t schema_module_type_count(size_t module);
const struct schema_type *schema_module_type(size_t module, size_t index);
const char *schema_module_type_name(size_t module, size_t index);

/* --- types --------------------------------------------------------------------------------------------------- */

size_t schema_type_count(void);
const struct schema_type *schema_type_at(uint32_t index);
/* By module and name ("aws_cdk.aws_lambda", "CfnFunction.CodeProperty"); NULL if there is none. */
const struct schema_type *schema_find(const char *module, const char *name);
/* By full Lua name "aws_cdk.aws_lambda.CfnFunction.CodeProperty"; also accepts the model's fqn. NULL if there is none.
 */
const struct schema_type *schema_find_full(const char *full_name);
/* L1 classes, sorted by their CloudFormation type. */
size_t schema_resource_count(void);
const struct schema_type *schema_resource_type(size_t index);
/* The L1 class of a CloudFormation type "AWS::S3::Bucket" (the first module by name if several); NULL if none. */
const struct schema_type *schema_find_cfn_type(const char *cfn_type);
const struct schema_type *schema_shape_type(const struct schema_shape *shape);
/* True if `type` is `other`, extends it, or (class, interface, struct) has it among its interfaces, at any depth. */
bool schema_is_a(const struct schema_type *type, const struct schema_type *other);
/* What a user would write for the type or module of that full name: "lambda.Function", "cdk.Duration", "s3"; a part of
 * `full_name`. NULL stands for a class whose name was removed. */
const char *schema_short_name(const char *full_name);
/* "a" or "an", for a short name. */
const char *schema_article(const char *short_name);
/* Appends a shape as text: "string", "list of number", "aws_cdk.Duration". */
void schema_add_shape_text(struct strbuf *out, const struct schema_shape *shape);

/* --- structs ------------------------------------------------------------------------------------------------- */

const struct schema_fields *schema_fields(const struct schema_type *type);
/* By Lua name of `length` bytes, keywords with or without a trailing "_"; NULL if there is none. */
const struct schema_field *schema_field(const struct schema_fields *fields, const char *name, size_t length);
/* By CloudFormation's name ("S3Bucket"); NULL if there is none. `fields` may be NULL. */
const struct schema_field *schema_field_by_cfn_name(const struct schema_fields *fields, const char *cfn_name);

/* --- enums --------------------------------------------------------------------------------------------------- */

const struct schema_enum_member *schema_enum_members(const struct schema_type *type, size_t *count);
const struct schema_enum_member *schema_enum_member(const struct schema_type *type, const char *name);

/* --- classes and interfaces ---------------------------------------------------------------------------------- */

/* Own members only, sorted by name. */
const struct schema_member *schema_members(const struct schema_type *type, size_t *count);
/* Looks in the type, then its bases, then interfaces. A keyword may have a trailing "_". NULL if there is none. */
const struct schema_member *schema_member(const struct schema_type *type, const char *name);
/* The type in which schema_member finds the member; NULL if there is none. */
const struct schema_type *schema_declaring(const struct schema_type *type, const char *name);
/* The constructor, from the nearest base that declares one; NULL if the class cannot be constructed. */
const struct schema_member *schema_constructor(const struct schema_type *type);
/* JSON: how the constructor's arguments become fields, for classes that consist of nothing else; NULL for others. */
const char *schema_recipe(const struct schema_type *type);
/* The L1 facts of a SCHEMA_RESOURCE type, NULL for others. */
const struct schema_resource *schema_resource(const struct schema_type *type);

/* Frees what this thread has decoded, before it ends; the types that it got are no longer valid. */
void schema_end_thread(void);

#endif
