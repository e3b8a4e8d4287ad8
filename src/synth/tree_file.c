/* tree.json: the constructs of an app and the properties of its resources. */
#include "synth/tree_file.h"

#include <lauxlib.h>
#include <string.h>

#include "assembly/json.h"
#include "base/strbuf.h"
#include "document/document.h"
#include "object/class.h"
#include "object/node.h"
#include "object/scratch.h"
#include "synth/element.h"

static void add_key(struct strbuf *out, bool *first, const char *key) {
    if (!*first) {
        strbuf_addch(out, ',');
    }
    *first = false;
    json_add_string(out, key, strlen(key));
    strbuf_addch(out, ':');
}

static void add_shaped(struct strbuf *out, const cJSON *node, const struct schema_shape *shape);

/* Fields under their API names; documents and rows are in the same order, so each search continues where the last
 * stopped. */
static void add_struct(struct strbuf *out, const cJSON *node, const struct schema_type *type) {
    const struct schema_fields *fields = schema_fields(type);
    size_t next = 0;
    bool first = true;
    strbuf_addch(out, '{');
    for (const cJSON *child = node->child; child; child = child->next) {
        const struct schema_field *field = NULL;
        for (size_t n = 0; n < fields->count && !field; n++) {
            const struct schema_field *f = &fields->items[(next + n) % fields->count];
            if (f->cfn_name && strcmp(f->cfn_name, child->string) == 0) {
                field = f;
                next = (next + n + 1) % fields->count;
            }
        }
        add_key(out, &first, field ? field->jsii_name : child->string);
        add_shaped(out, child, field ? field->render : NULL);
    }
    strbuf_addch(out, '}');
}

static const struct schema_field *cfn_field(const struct schema_type *type, const char *cfn_name) {
    return schema_field_by_cfn_name(schema_fields(type), cfn_name);
}

static bool knows_all_keys(const struct schema_type *type, const cJSON *node) {
    for (const cJSON *child = node->child; child; child = child->next) {
        if (!cfn_field(type, child->string)) {
            return false;
        }
    }
    return true;
}

/* The alternative of a union that the document fits. */
static const struct schema_shape *fitting(const struct schema_shape *shape, const cJSON *node) {
    const struct schema_shape *map = NULL;
    for (size_t i = 0; i < shape->alternative_count; i++) {
        const struct schema_shape *a = shape->alternatives[i];
        if (doc_is_object(node) && a->kind == SHAPE_STRUCT && knows_all_keys(schema_shape_type(a), node)) {
            return a;
        }
        if (doc_is_array(node) && a->kind == SHAPE_LIST) {
            return a;
        }
        map = a->kind == SHAPE_MAP ? a : map;
    }
    return doc_is_object(node) ? map : NULL;
}

/* A struct may have a field whose name is that of an intrinsic ("Condition"). */
static bool is_struct(const cJSON *node, const struct schema_shape *shape) {
    return shape->kind == SHAPE_STRUCT && doc_is_object(node) &&
           (!doc_is_intrinsic(node) || cfn_field(schema_shape_type(shape), node->child->string));
}

/* Templates leave out the fraction of a second; JavaScript's own form has it. */
static void add_date(struct strbuf *out, const cJSON *node) {
    size_t length = doc_length(node);
    if (length == 20 && node->valuestring[19] == 'Z') {
        strbuf_addf(out, "\"%.19s.000Z\"", node->valuestring);
    } else {
        json_print(out, node, 0);
    }
}

static void add_shaped(struct strbuf *out, const cJSON *node, const struct schema_shape *shape) {
    if (shape && shape->kind == SHAPE_UNION) {
        shape = fitting(shape, node);
    }
    if (!shape) {
        json_print(out, node, 0);
    } else if (is_struct(node, shape)) {
        add_struct(out, node, schema_shape_type(shape));
    } else if (shape->kind == SHAPE_DATE && doc_is_string(node)) {
        add_date(out, node);
    } else if (shape->kind == SHAPE_MAP && doc_is_object(node) && !doc_is_intrinsic(node)) {
        bool first = true;
        strbuf_addch(out, '{');
        for (const cJSON *child = node->child; child; child = child->next) {
            add_key(out, &first, child->string);
            add_shaped(out, child, shape->element);
        }
        strbuf_addch(out, '}');
    } else if (shape->kind == SHAPE_LIST && doc_is_array(node)) {
        strbuf_addch(out, '[');
        for (const cJSON *child = node->child; child; child = child->next) {
            add_shaped(out, child, shape->element);
            if (child->next) {
                strbuf_addch(out, ',');
            }
        }
        strbuf_addch(out, ']');
    } else {
        json_print(out, node, 0);
    }
}

/* The properties of a resource. Resource types with a separate tag property list it first. */
static void add_properties(struct strbuf *out, const cJSON *node, const struct schema_resource *resource) {
    cJSON *tags = resource->tags_v2 && resource->tags_field ? doc_get(node, resource->tags_field->cfn_name) : NULL;
    if (!tags || tags == node->child) {
        add_struct(out, node, resource->props);
        return;
    }
    bool first = true;
    strbuf_addch(out, '{');
    add_key(out, &first, resource->tags_field->jsii_name);
    add_shaped(out, tags, resource->tags_field->render);
    for (const cJSON *child = node->child; child; child = child->next) {
        if (child != tags) {
            const struct schema_field *field = cfn_field(resource->props, child->string);
            add_key(out, &first, field ? field->jsii_name : child->string);
            add_shaped(out, child, field ? field->render : NULL);
        }
    }
    strbuf_addch(out, '}');
}

static void add_attributes(lua_State *L, struct strbuf *out, struct node *node) {
    const struct element *e = node->element;
    strbuf_adds(out, ",\"attributes\":{\"aws:cdk:cloudformation:type\":");
    const char *type = schema_resource(e->type)->cfn_type;
    json_add_string(out, type, strlen(type));
    const char *id = element_logical_id(L, node);
    strbuf_adds(out, ",\"aws:cdk:cloudformation:logicalId\":");
    json_add_string(out, id, strlen(id));
    strbuf_adds(out, ",\"aws:cdk:cloudformation:props\":");
    if (!e->properties) {
        strbuf_adds(out, "{}");
    } else {
        add_properties(out, e->properties, schema_resource(e->type));
    }
    strbuf_addch(out, '}');
}

/* `path` is for the path of the construct. */
static void add_tree_node(lua_State *L, struct strbuf *out, struct strbuf *path, struct node *node) {
    luaL_checkstack(L, 8, "tree too deep");
    node_push(L, node);
    const struct schema_type *type = class_schema_of(L, -1);
    const char *fqn = type ? type->fqn : "constructs.Construct";
    lua_pop(L, 1);
    strbuf_truncate(path, 0);
    node_add_path(path, node);
    strbuf_adds(out, "{\"id\":");
    json_add_string(out, node->id_length ? node->id : "App", node->id_length ? node->id_length : 3);
    strbuf_adds(out, ",\"path\":");
    json_add_string(out, path->data, path->length);
    strbuf_adds(out, ",\"constructInfo\":{\"fqn\":");
    json_add_string(out, fqn, strlen(fqn));
    strbuf_adds(out, strncmp(fqn, "constructs.", 11) == 0 ? ",\"version\":\"" SCHEMA_CONSTRUCTS_VERSION "\"}"
                                                          : ",\"version\":\"" SCHEMA_LIBRARY_VERSION "\"}");
    if (node->element && node->element->type && node->element->rendered) {
        add_attributes(L, out, node);
    }
    if (node->child_count) {
        strbuf_adds(out, ",\"children\":{");
        for (uint32_t i = 0; i < node->child_count; i++) {
            const struct node *child = node->children[i];
            if (i) {
                strbuf_addch(out, ',');
            }
            json_add_string(out, child->id, child->id_length);
            strbuf_addch(out, ':');
            add_tree_node(L, out, path, node->children[i]);
        }
        strbuf_addch(out, '}');
    }
    strbuf_addch(out, '}');
}

/* The approximate size of a construct in tree.json. */
enum { TREE_NODE_BYTES = 360 };

/* engine.tree(root) → the text of tree.json, as a buffer that an output accepts as it is */
static int l_tree(lua_State *L) {
    struct node *root = node_check(L, 1);
    struct strbuf *path = push_strbuf(L), *out = push_strbuf(L);
    strbuf_reserve(out, root->tree_size * (size_t)TREE_NODE_BYTES); /* doubling would hold it twice */
    strbuf_adds(out, "{\"version\":\"tree-0.1\",\"tree\":");
    add_tree_node(L, out, path, root);
    strbuf_addch(out, '}');
    strbuf_free(path);
    return 1;
}

static const luaL_Reg functions[] = {{"tree", l_tree}, {NULL, NULL}};

void tree_file_open(lua_State *L) { luaL_setfuncs(L, functions, 0); }
