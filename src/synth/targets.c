/* References to what is not there, and circles of resources: see targets.h. */
#include "synth/targets.h"

#include <lauxlib.h>
#include <string.h>

#include "base/key_index.h"
#include "document/document.h"
#include "object/scratch.h"
#include "schema/nearest.h"
#include "schema/schema.h"
#include "synth/place.h"
#include "synth/pseudo_rows.h"

enum { DEEPEST = 100 };

static char JUDGE; /* registry: function(construct, logical id, property, rule, wrong, right) */

/* A resource, and those that it needs. */
struct vertex {
    const char *id;
    const cJSON *type; /* string, or NULL */
    struct edge {
        struct vertex *to;
        struct edge *next;
    } * edges;
    enum { NEW, OPEN, DONE } state;
};

struct judge {
    lua_State *L;
    struct arena *arena;
    const cJSON *template;
    struct key_index resources; /* id → struct vertex */
    struct vertex *self;        /* the resource that is walked, or NULL */
    const char *id;             /* the element that is walked */
    bool in_output;
    void (*tell)(lua_State *L, const struct target_fault *fault, void *data);
    void *data;
};

/* ---- telling ----------------------------------------------------------------------------------------------------- */

static void offer_keys(struct nearest *search, const cJSON *section) {
    for (const cJSON *entry = section ? section->child : NULL; entry; entry = entry->next) {
        nearest_offer(search, entry->string);
    }
}

/* Tells that `what` does not have `name`; the nearest key of the sections is what was probably meant. */
static void tell(struct judge *j, const char *rule, const struct place *place, const char *what, const char *name,
                 const cJSON *section, const cJSON *other) {
    lua_State *L = j->L;
    int top = lua_gettop(L);
    luaL_checkstack(L, LUA_MINSTACK, NULL);
    struct strbuf *path = push_strbuf(L);
    place_add(path, place);
    const char *property = path->data, *wrong = lua_pushfstring(L, what, name);
    struct nearest search;
    nearest_begin(&search, name);
    offer_keys(&search, section);
    offer_keys(&search, other);
    const char *right = search.best ? lua_pushfstring(L, "did you mean '%s'?", search.best) : NULL;
    j->tell(L, &(struct target_fault){rule, j->id, property, wrong, right}, j->data);
    lua_settop(L, top);
}

/* ---- what is there ----------------------------------------------------------------------------------------------- */

static const cJSON *section(const struct judge *j, const char *name) { return doc_get(j->template, name); }

static struct vertex *resource(const struct judge *j, const char *id) { return key_index_get(&j->resources, id); }

static void add_edge(struct judge *j, struct vertex *to) {
    if (j->self && to) {
        struct edge *edge = arena_alloc(j->arena, sizeof *edge);
        *edge = (struct edge){to, j->self->edges};
        j->self->edges = edge;
    }
}

static bool is_pseudo_parameter(const char *name) {
    for (size_t i = 0; strncmp(name, "AWS::", 5) == 0 && i < pseudo_row_count; i++) {
        if (strcmp(name, pseudo_rows[i]) == 0) {
            return true;
        }
    }
    return false;
}

static void judge_ref(struct judge *j, const char *name, const struct place *place) {
    struct vertex *to = resource(j, name);
    if (!to && !is_pseudo_parameter(name) && !doc_get(section(j, "Parameters"), name)) {
        tell(j, j->in_output ? "F6101" : "F1020", place, "Ref: the template has no resource or parameter '%s'", name,
             section(j, "Resources"), section(j, "Parameters"));
    }
    add_edge(j, to);
}

/* Whether resources of the type have the attribute; true of types that are not known. Properties can be read, too. */
static bool has_attribute(const cJSON *type, const char *attribute) {
    const struct schema_type *class = type ? schema_find_cfn_type(type->valuestring) : NULL;
    const struct schema_resource *facts = class ? schema_resource(class) : NULL;
    if (!facts || strcmp(type->valuestring, "AWS::CloudFormation::Stack") == 0 ||
        strcmp(type->valuestring, "AWS::CloudFormation::CustomResource") == 0 ||
        strncmp(type->valuestring, "AWS::Serverless::", 17) == 0) {
        return true;
    }
    size_t length = strcspn(attribute, ".");
    for (size_t i = 0; i < facts->attribute_count; i++) {
        const char *name = facts->attributes[i].cfn_name;
        if (strcmp(name, attribute) == 0 || (strncmp(name, attribute, length) == 0 && name[length] == '.')) {
            return true;
        }
    }
    const struct schema_fields *fields = facts->props ? schema_fields(facts->props) : NULL;
    for (size_t i = 0; fields && i < fields->count; i++) {
        const char *name = fields->items[i].cfn_name;
        if (name && strncmp(name, attribute, length) == 0 && name[length] == '\0') {
            return true;
        }
    }
    return false;
}

static void judge_attribute(struct judge *j, const char *id, const char *attribute, const struct place *place) {
    struct vertex *to = resource(j, id);
    if (!to) {
        tell(j, "F1020", place, "Fn::GetAtt: the template has no resource '%s'", id, section(j, "Resources"), NULL);
    } else if (attribute && !has_attribute(to->type, attribute)) {
        lua_State *L = j->L;
        const char *what = lua_pushfstring(L, "Fn::GetAtt: %s has no attribute '%%s'", to->type->valuestring);
        tell(j, "E9004", place, what, attribute, NULL, NULL);
        lua_pop(L, 1);
    }
    add_edge(j, to);
}

static void judge_get_att(struct judge *j, const cJSON *value, const struct place *place) {
    if (doc_is_array(value) && doc_is_string(value->child)) {
        const cJSON *attribute = value->child->next;
        judge_attribute(j, value->child->valuestring, doc_is_string(attribute) ? attribute->valuestring : NULL, place);
    } else if (doc_is_string(value)) {
        const char *dot = strchr(value->valuestring, '.');
        if (dot) {
            size_t length = (size_t)(dot - value->valuestring);
            judge_attribute(j, doc_key(j->arena, value->valuestring, length), dot + 1, place);
        }
    }
}

static void judge_sub(struct judge *j, const cJSON *value, const struct place *place) {
    const cJSON *text = doc_is_array(value) ? value->child : value;
    const cJSON *own = doc_is_array(value) && value->child ? value->child->next : NULL;
    if (!doc_is_string(text)) {
        return;
    }
    for (const char *at = strstr(text->valuestring, "${"); at; at = strstr(at, "${")) {
        at += 2;
        size_t length = strcspn(at, "}");
        if (*at == '!' || at[length] != '}') {
            continue;
        }
        while (length > 0 && *at == ' ') {
            at++;
            length--;
        }
        while (length > 0 && at[length - 1] == ' ') {
            length--;
        }
        const char *name = doc_key(j->arena, at, length);
        const char *dot = strchr(name, '.');
        const char *id = dot ? doc_key(j->arena, name, (size_t)(dot - name)) : name;
        struct vertex *to = resource(j, id);
        if (!to && !is_pseudo_parameter(name) && !doc_get(own, name) &&
            (dot || !doc_get(section(j, "Parameters"), name))) {
            tell(j, "F1018", place, "Fn::Sub: the template has no resource or parameter '%s'", name,
                 section(j, "Resources"), section(j, "Parameters"));
        }
        add_edge(j, to);
    }
}

static void judge_condition(struct judge *j, const cJSON *name, const char *rule, const struct place *place) {
    if (doc_is_string(name) && !doc_get(section(j, "Conditions"), name->valuestring)) {
        tell(j, rule, place, "the template has no condition '%s'", name->valuestring, section(j, "Conditions"), NULL);
    }
}

/* ---- walking ----------------------------------------------------------------------------------------------------- */

static void walk(struct judge *j, const cJSON *node, const struct place *outer, int depth) {
    if (!node || depth > DEEPEST) {
        return;
    }
    if (doc_is_array(node)) {
        int index = 0;
        for (const cJSON *item = node->child; item; item = item->next) {
            struct place place = {outer, NULL, index++};
            walk(j, item, &place, depth + 1);
        }
        return;
    }
    if (!doc_is_object(node)) {
        return;
    }
    const cJSON *only = node->child && !node->child->next ? node->child : NULL;
    const cJSON *first = only && doc_is_array(only) ? only->child : only;
    if (!only || (*only->string != 'R' && *only->string != 'F')) {
        /* no function */
    } else if (strcmp(only->string, "Ref") == 0 && doc_is_string(only)) {
        judge_ref(j, only->valuestring, outer);
    } else if (strcmp(only->string, "Fn::GetAtt") == 0) {
        judge_get_att(j, only, outer);
    } else if (strcmp(only->string, "Fn::Sub") == 0) {
        judge_sub(j, only, outer);
    } else if (strcmp(only->string, "Fn::If") == 0) {
        judge_condition(j, first, "E1028", outer);
    } else if (strcmp(only->string, "Fn::FindInMap") == 0 && doc_is_string(first) && first->next && first->next->next &&
               !first->next->next->next && !doc_get(section(j, "Mappings"), first->valuestring)) {
        tell(j, "F1012", outer, "the template has no mapping '%s'", first->valuestring, section(j, "Mappings"), NULL);
    }
    for (const cJSON *entry = node->child; entry; entry = entry->next) {
        struct place place = {outer, entry->string, 0};
        walk(j, entry, &place, depth + 1);
    }
}

static void judge_dependency(struct judge *j, const cJSON *name) {
    if (!doc_is_string(name)) {
        return;
    }
    struct vertex *to = resource(j, name->valuestring);
    if (!to) {
        struct place place = {NULL, "DependsOn", 0};
        tell(j, "E3005", &place, "DependsOn: the template has no resource '%s'", name->valuestring,
             section(j, "Resources"), NULL);
    }
    add_edge(j, to);
}

static void walk_resource(struct judge *j, const cJSON *entry) {
    struct place place = {NULL, "Condition", 0};
    j->id = entry->string;
    j->self = resource(j, entry->string);
    judge_condition(j, doc_get(entry, "Condition"), "E8002", &place);
    const cJSON *needed = doc_get(entry, "DependsOn");
    if (doc_is_array(needed)) {
        for (const cJSON *name = needed->child; name; name = name->next) {
            judge_dependency(j, name);
        }
    } else {
        judge_dependency(j, needed);
    }
    place.key = "Properties";
    walk(j, doc_get(entry, "Properties"), &place, 0);
    place.key = "Metadata";
    walk(j, doc_get(entry, "Metadata"), &place, 0);
    j->self = NULL;
}

/* { Condition: name } in the conditions of the template. */
static void walk_condition(struct judge *j, const cJSON *node, const struct place *outer, int depth) {
    for (const cJSON *entry = depth < DEEPEST && (doc_is_object(node) || doc_is_array(node)) ? node->child : NULL;
         entry; entry = entry->next) {
        struct place place = {outer, entry->string, 0};
        if (entry->string && strcmp(entry->string, "Condition") == 0 && !entry->next) {
            judge_condition(j, entry, "E8007", outer);
        }
        walk_condition(j, entry, &place, depth + 1);
    }
}

/* ---- circles ----------------------------------------------------------------------------------------------------- */

static struct vertex *open_edge(struct vertex *v) {
    while (v->edges && v->edges->to->state == DONE) {
        v->edges = v->edges->next;
    }
    return v->edges ? v->edges->to : NULL;
}

/* Tells the circle that the last `count` vertices of a path make, and cuts it. */
static void tell_circle(struct judge *j, struct vertex **path, size_t count) {
    enum { SHOWN = 8 };
    int top = lua_gettop(j->L);
    struct strbuf *chain = push_strbuf(j->L);
    for (size_t i = 0; i < count && i < SHOWN; i++) {
        strbuf_adds(chain, path[i]->id);
        strbuf_adds(chain, " → ");
    }
    strbuf_adds(chain, count > SHOWN ? "… → " : "");
    strbuf_adds(chain, path[0]->id);
    const char *wrong = "the resource waits for itself";
    if (count > 1) {
        wrong = lua_pushfstring(j->L, "resources wait for each other in a circle: %s", chain->data);
    }
    j->tell(j->L, &(struct target_fault){"F3004", path[0]->id, "", wrong, NULL}, j->data);
    lua_settop(j->L, top);
}

/* Looks for circles from each resource on; without recursion, because chains can be as long as a template. */
static void judge_circles(struct judge *j, const cJSON *resources, size_t count) {
    struct vertex **path = arena_alloc(j->arena, (count + 1) * sizeof *path);
    for (const cJSON *entry = resources->child; entry; entry = entry->next) {
        size_t depth = 0;
        struct vertex *start = resource(j, entry->string);
        if (start->state != NEW) {
            continue;
        }
        start->state = OPEN;
        path[depth++] = start;
        while (depth > 0) {
            struct vertex *v = path[depth - 1], *next = open_edge(v);
            if (!next) {
                v->state = DONE;
                depth--;
                continue;
            }
            v->edges = v->edges->next;
            if (next->state == NEW) {
                next->state = OPEN;
                path[depth++] = next;
                continue;
            }
            size_t from = depth - 1;
            while (path[from] != next) {
                from--;
            }
            tell_circle(j, path + from, depth - from);
        }
    }
}

/* ---- the template ------------------------------------------------------------------------------------------------ */

void targets_judge(lua_State *L, struct arena *arena, const cJSON *template,
                   void (*tell)(lua_State *L, const struct target_fault *fault, void *data), void *data) {
    struct judge j = {.L = L, .arena = arena, .template = template, .resources = {.arena = arena}};
    j.tell = tell;
    j.data = data;
    const cJSON *resources = section(&j, "Resources"), *outputs = section(&j, "Outputs"),
                *conditions = section(&j, "Conditions");
    if (section(&j, "Transform")) {
        return; /* it may add what is referred to */
    }
    luaL_checkstack(L, LUA_MINSTACK, NULL);
    size_t count = 0;
    for (const cJSON *entry = resources ? resources->child : NULL; entry; entry = entry->next, count++) {
        struct vertex *v = arena_alloc(arena, sizeof *v);
        const cJSON *type = doc_get(entry, "Type");
        *v = (struct vertex){.id = entry->string, .type = doc_is_string(type) ? type : NULL};
        key_index_set(&j.resources, entry->string, v);
    }
    for (const cJSON *entry = resources ? resources->child : NULL; entry; entry = entry->next) {
        walk_resource(&j, entry);
    }
    j.in_output = true;
    for (const cJSON *entry = outputs ? outputs->child : NULL; entry; entry = entry->next) {
        struct place place = {NULL, "Condition", 0};
        j.id = entry->string;
        judge_condition(&j, doc_get(entry, "Condition"), "E6005", &place);
        walk(&j, entry, NULL, 0);
    }
    j.in_output = false;
    for (const cJSON *entry = conditions ? conditions->child : NULL; entry; entry = entry->next) {
        j.id = entry->string;
        walk_condition(&j, entry, NULL, 0);
        walk(&j, entry, NULL, 0);
    }
    if (count > 0) {
        judge_circles(&j, resources, count);
    }
}

bool targets_are_judged(lua_State *L) {
    bool judged = lua_rawgetp(L, LUA_REGISTRYINDEX, &JUDGE) != LUA_TNIL;
    lua_pop(L, 1);
    return judged;
}

void targets_push_judge(lua_State *L) { lua_rawgetp(L, LUA_REGISTRYINDEX, &JUDGE); }

/* engine.judge_references(judge): calls judge(construct, logical id, property, rule, wrong, right) for each reference in
 * the templates made from now on to what is not there, and for circles of resources */
static int l_judge_references(lua_State *L) {
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_settop(L, 1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &JUDGE);
    return 0;
}

void targets_open(lua_State *L) {
    lua_pushcfunction(L, l_judge_references);
    lua_setfield(L, -2, "judge_references");
}
