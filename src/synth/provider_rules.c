/* Properties against the schemas of their resource types: see provider_rules.h.
 *
 * A value that only CloudFormation knows obeys everything. Where conditions decide, each combination of their values is
 * judged, up to a number of conditions in one resource; beyond it what they decide counts as unknown. */
#include "synth/provider_rules.h"

#include <lauxlib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "assembly/json.h"
#include "base/key_index.h"
#include "base/strbuf.h"
#include "check/value_rules.h"
#include "document/document.h"
#include "object/scratch.h"
#include "schema/nearest.h"
#include "schema/provider.h"
#include "synth/place.h"

enum { DEEPEST = 64, CONDITIONS = 6, NAMES_SHOWN = 8, SHOWN = 60 };

enum state { ABSENT, UNKNOWN, KNOWN };

/* NO < UNSURE < YES: of several, the least counts. */
enum match { NO, UNSURE, YES };

struct judge {
    lua_State *L;
    struct arena *arena;
    const cJSON *template;
    struct key_index types; /* name → struct provider_type */
    const char *id;
    struct {
        const char *name;
        bool holds;
    } conditions[CONDITIONS];
    size_t condition_count;
    struct key_index told; /* rule, property and text of what was told of the resource: scenarios give the same */
    /* Why no alternative fits: the reason that is deepest in the value. NULL: nobody wants to know. */
    struct strbuf *why;
    int why_depth;
    const struct place *top; /* of the alternatives */
    void (*tell)(lua_State *L, const struct target_fault *fault, void *data);
    void *data;
};

/* ---- values ------------------------------------------------------------------------------------------------------ */

static const cJSON *function(const cJSON *value, const char *name) {
    const cJSON *only = doc_is_object(value) && value->child && !value->child->next ? value->child : NULL;
    return only && *only->string == 'F' && strcmp(only->string, name) == 0 ? only : NULL;
}

/* The text that Fn::Join makes, if all its parts are texts. */
static const cJSON *joined(struct judge *j, const cJSON *join) {
    const cJSON *separator = doc_is_array(join) ? join->child : NULL, *list = separator ? separator->next : NULL;
    if (!doc_is_string(separator) || !doc_is_array(list)) {
        return NULL;
    }
    for (const cJSON *part = list->child; part; part = part->next) {
        if (!doc_is_string(part)) {
            return NULL;
        }
    }
    int top = lua_gettop(j->L);
    struct strbuf *text = push_strbuf(j->L);
    for (const cJSON *part = list->child; part; part = part->next) {
        strbuf_adds(text, part == list->child ? "" : separator->valuestring);
        strbuf_adds(text, part->valuestring);
    }
    const cJSON *made = doc_string(j->arena, text->data, text->length);
    lua_settop(j->L, top);
    return made;
}

static const cJSON *chosen(const struct judge *j, const cJSON *choice) {
    const cJSON *name = doc_is_array(choice) ? choice->child : NULL;
    for (size_t i = 0; doc_is_string(name) && name->next && i < j->condition_count; i++) {
        if (strcmp(j->conditions[i].name, name->valuestring) == 0) {
            return j->conditions[i].holds ? name->next : name->next->next;
        }
    }
    return NULL;
}

/* What the object with that only entry will be, if it is a function; *value receives what is known. */
static enum state resolve_function(struct judge *j, const cJSON *only, const cJSON **value) {
    if (strcmp(only->string, "Ref") == 0 && doc_is_string(only) && strcmp(only->valuestring, "AWS::NoValue") == 0) {
        return ABSENT;
    }
    if (strcmp(only->string, "Fn::Sub") == 0 && doc_is_string(only) && !strstr(only->valuestring, "${")) {
        *value = only;
    } else if (strcmp(only->string, "Fn::Join") == 0 && (only = joined(j, only))) {
        *value = only;
    } else if (doc_is_intrinsic(*value)) {
        return UNKNOWN;
    }
    return KNOWN;
}

/* What is known of a value; *value receives it. */
static enum state resolve(struct judge *j, const cJSON **value) {
    enum state state = KNOWN;
    const cJSON *choice;
    for (int depth = 0; (choice = function(*value, "Fn::If")); depth++) {
        *value = depth < DEEPEST ? chosen(j, choice) : NULL;
        if (!*value) {
            return UNKNOWN;
        }
    }
    const cJSON *first = doc_is_object(*value) ? (*value)->child : NULL;
    if (first && !first->next) {
        state = resolve_function(j, first, value);
    }
    if (state == KNOWN && ((doc_is_string(*value) && strncmp((*value)->valuestring, "{{resolve:", 10) == 0) ||
                           (doc_is_object(*value) && doc_get(*value, "Fn::Transform")))) {
        return UNKNOWN;
    }
    return state;
}

static enum state find(struct judge *j, const cJSON *object, const char *name, const cJSON **value) {
    *value = doc_get(object, name);
    return *value ? resolve(j, value) : ABSENT;
}

static bool has(struct judge *j, const cJSON *object, const char *name) {
    const cJSON *value;
    return find(j, object, name, &value) != ABSENT;
}

static bool is_there(struct judge *j, const cJSON *entry) { return resolve(j, &entry) != ABSENT; }

/* cJSON gives the type only; its functions are not linked. */
static bool is_of(const cJSON *value, int type) { return (value->type & 0xff) == type; }

static bool is_scalar(const cJSON *value) { return !doc_is_object(value) && !doc_is_array(value); }

/* A scalar as text; `room` is used for numbers. */
static const char *scalar_text(const cJSON *value, char room[32]) {
    if (doc_is_string(value)) {
        return value->valuestring;
    }
    if (is_of(value, cJSON_Number)) {
        snprintf(room, 32, "%.17g", value->valuedouble);
        double short_form = 0;
        char shorter[32];
        snprintf(shorter, sizeof shorter, "%.15g", value->valuedouble);
        short_form = strtod(shorter, NULL);
        if (short_form == value->valuedouble) {
            memcpy(room, shorter, sizeof shorter);
        }
        return room;
    }
    return is_of(value, cJSON_True) ? "true" : is_of(value, cJSON_False) ? "false" : "null";
}

static bool is_number(const char *text, double *number) {
    char *end;
    text += strspn(text, " ");
    if (*text == '\0' || strspn(text, "+-0123456789.eE ") != strlen(text)) {
        return false;
    }
    *number = strtod(text, &end);
    return end[strspn(end, " ")] == '\0';
}

static bool is_truth(const char *text) {
    static const char *const words[] = {"true", "false", "yes", "no", "on", "off"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcasecmp(words[i], text) == 0) {
            return true;
        }
    }
    return false;
}

/* What kind a value is; integers are numbers, too. */
static unsigned kind_of(const cJSON *value) {
    return doc_is_object(value)                              ? PROVIDER_OBJECT
           : doc_is_array(value)                             ? PROVIDER_ARRAY
           : doc_is_string(value)                            ? PROVIDER_STRING
           : is_of(value, cJSON_NULL)                        ? PROVIDER_NULL
           : !is_of(value, cJSON_Number)                     ? PROVIDER_BOOLEAN
           : value->valuedouble == floor(value->valuedouble) ? PROVIDER_INTEGER | PROVIDER_NUMBER
                                                             : PROVIDER_NUMBER;
}

/* Whether the value is of a kind that the node allows, or CloudFormation makes it into the first one: numbers and booleans
 * from texts, and texts from them. */
static bool has_kind(const struct provider_node *node, const cJSON *value) {
    double number;
    unsigned kind = kind_of(value);
    if (node->kinds == 0 || (node->kinds & kind)) {
        return true;
    }
    if (!doc_is_string(value)) {
        return node->first == PROVIDER_STRING && (kind & (PROVIDER_NUMBER | PROVIDER_BOOLEAN));
    }
    switch (node->first) {
    case PROVIDER_BOOLEAN:
        return is_truth(value->valuestring);
    case PROVIDER_INTEGER:
        return is_number(value->valuestring, &number) && number == floor(number);
    case PROVIDER_NUMBER:
        return is_number(value->valuestring, &number);
    default:
        return false;
    }
}

/* Whether only CloudFormation knows a part of a map or list. */
static bool is_partly_unknown(struct judge *j, const cJSON *value, int depth) {
    if (depth > DEEPEST || resolve(j, &value) == UNKNOWN) {
        return true;
    }
    for (const cJSON *entry = value && !is_scalar(value) ? value->child : NULL; entry; entry = entry->next) {
        if (is_partly_unknown(j, entry, depth + 1)) {
            return true;
        }
    }
    return false;
}

/* Whether a value of the wrong kind is none that can be judged: another rule tells that. */
static bool is_excused(struct judge *j, const cJSON *given, const cJSON *value) {
    bool is_result = is_scalar(value) && !is_scalar(given) && !function(given, "Fn::If");
    return is_result || (!is_scalar(value) && is_partly_unknown(j, value, 0));
}

/* ---- words ------------------------------------------------------------------------------------------------------- */

/* How a value begins that is no name of a property: see provider_rules.h. */
#define QUOTE "'\1"

static void add_value(struct strbuf *out, const cJSON *value) {
    char room[32];
    if (!is_scalar(value)) {
        strbuf_adds(out, doc_is_object(value) ? "a map" : "a list");
        return;
    }
    const char *text = scalar_text(value, room);
    size_t length = strlen(text);
    strbuf_adds(out, doc_is_string(value) ? QUOTE : "");
    if (length > SHOWN) {
        length = SHOWN;
        while (((unsigned char)text[length] & 0xc0) == 0x80) {
            length--;
        }
        strbuf_add(out, text, length);
        strbuf_adds(out, "…");
    } else {
        strbuf_adds(out, text);
    }
    strbuf_adds(out, doc_is_string(value) ? "'" : "");
}

/* 'A', 'B' and 'C' */
static void add_list(struct strbuf *out, const struct provider_names *names, const char *quote, const char *last) {
    for (size_t i = 0; i < names->count && i < NAMES_SHOWN; i++) {
        bool is_last = i + 1 == names->count;
        strbuf_addf(out, "%s%s%s'", i == 0 ? "" : is_last ? last : ", ", quote, names->items[i]);
    }
    if (names->count > NAMES_SHOWN) {
        strbuf_addf(out, " and %zu more", names->count - NAMES_SHOWN);
    }
}

static void add_names(struct strbuf *out, const struct provider_names *names, const char *last) {
    add_list(out, names, "'", last);
}

static void add_kinds(struct strbuf *out, unsigned kinds) {
    static const char *const words[] = {"a string", "an integer", "a number", "a boolean", "a map", "a list", "null"};
    const char *before = "";
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (kinds & 1u << i) {
            strbuf_adds(out, before);
            strbuf_adds(out, words[i]);
            before = " or ";
        }
    }
}

/* ---- telling ----------------------------------------------------------------------------------------------------- */

static void tell(struct judge *j, const char *rule, const struct place *place, const char *wrong, const char *right) {
    int top = lua_gettop(j->L);
    struct strbuf *path = push_strbuf(j->L);
    place_add(path, place);
    const char *key = arena_printf(j->arena, "%s %s %s", rule, path->data, wrong);
    if (key_index_get(&j->told, key)) {
        lua_settop(j->L, top);
        return;
    }
    key_index_set(&j->told, key, j);
    j->tell(j->L, &(struct target_fault){rule, j->id, path->data, wrong, right}, j->data);
    lua_settop(j->L, top);
}

/* Says why an alternative does not fit, if that is wanted and nothing more exact is known. The buffer is for the reason
 * only; NULL: no. */
static struct strbuf *explain(struct judge *j, const struct place *place, int depth) {
    if (!j->why || depth <= j->why_depth) {
        return NULL;
    }
    j->why_depth = depth;
    strbuf_truncate(j->why, 0);
    place_add_below(j->why, place, j->top);
    strbuf_adds(j->why, place != j->top ? ": " : "");
    return j->why;
}

/* ---- alternatives ------------------------------------------------------------------------------------------------ */

static enum match match(struct judge *j, const struct provider_node *node, const cJSON *value,
                        const struct place *place, int depth);

static enum match least(enum match a, enum match b) { return a < b ? a : b; }

/* How many of the nodes the value matches: surely, and perhaps. */
struct count {
    size_t sure, unsure;
};

static struct count count_matches(struct judge *j, const struct provider_nodes *nodes, const cJSON *value,
                                  const struct place *place, int depth) {
    struct count count = {0};
    for (size_t i = 0; i < nodes->count; i++) {
        enum match matched = match(j, provider_node(nodes->items[i]), value, place, depth);
        count.sure += matched == YES;
        count.unsure += matched == UNSURE;
    }
    return count;
}

static enum match match_alternatives(struct judge *j, const struct provider_node *node, const cJSON *value,
                                     const struct place *place, int depth) {
    enum match result = YES;
    if (node->one.count > 0) {
        struct count count = count_matches(j, &node->one, value, place, depth);
        result = least(result, count.sure > 1                   ? NO
                               : count.sure + count.unsure == 0 ? NO
                               : count.unsure > 0               ? UNSURE
                                                                : YES);
    }
    if (node->any.count > 0) {
        struct count count = count_matches(j, &node->any, value, place, depth);
        result = least(result, count.sure > 0 ? YES : count.unsure > 0 ? UNSURE : NO);
    }
    for (size_t i = 0; i < node->all.count; i++) {
        result = least(result, match(j, provider_node(node->all.items[i]), value, place, depth));
    }
    return result;
}

static enum match no(struct strbuf *why, const char *words) {
    if (why) {
        strbuf_adds(why, words);
    }
    return NO;
}

static bool is_listed(const struct provider_node *node, const char *text) {
    for (size_t i = 0; i < node->listed.count; i++) {
        if ((node->any_case ? strcasecmp : strcmp)(node->listed.items[i], text) == 0) {
            return true;
        }
    }
    return node->listed.count == 0;
}

/* The formats of the schemas as the validator reads them; others are those of properties, or not judged. */
static bool has_format(struct judge *j, const char *format, const char *text) {
#define TIME "^\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?(Z|[+-]\\d\\d:?\\d\\d)?$"
#define KEY "([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32})"
#define ALIAS "alias/[a-zA-Z0-9:/_-]{1,250}"
    static const struct {
        const char *name, *pattern;
    } formats[] = {
        {"AWS::KMS::Alias.AliasName", "^" ALIAS "$"},
        {"AWS::KMS::Key.Arn", "^arn:aws[a-zA-Z-]*:kms:[a-z0-9-]+:\\d{12}:(key/" KEY "|" ALIAS ")$"},
        {"AWS::KMS::Key.Id", "^(" KEY "|" ALIAS ")$"},
        {"date-time", TIME},
        {"ipv4-network", "^\\d{1,3}(\\.\\d{1,3}){3}/\\d{1,2}$"},
        {"ipv6-network", "^[0-9a-fA-F:]+/\\d{1,3}$"},
        {"timestamp", TIME},
    };
#undef TIME
#undef KEY
#undef ALIAS
    if (strcmp(format, "json") == 0) {
        struct json_error error;
        return json_parse(j->arena, text, strlen(text), &error) != NULL;
    }
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        if (strcmp(formats[i].name, format) == 0) {
            return rules_match(formats[i].pattern, text, strlen(text));
        }
    }
    return rules_have_format(format, text);
}

static bool is_within(const struct provider_bounds *bounds, double number) {
    return !bounds || (number >= bounds->low && number <= bounds->high);
}

static size_t characters(const char *text) {
    size_t count = 0;
    for (; *text; text++) {
        count += ((unsigned char)*text & 0xc0) != 0x80;
    }
    return count;
}

static enum match match_scalar(struct judge *j, const struct provider_node *node, const cJSON *value,
                               const struct place *place, int depth) {
    char room[32];
    const char *text = scalar_text(value, room);
    double number;
    struct strbuf *why;
    if (!is_listed(node, text)) {
        if ((why = explain(j, place, depth))) {
            add_value(why, value);
            strbuf_adds(why, " is not ");
            add_list(why, &node->listed, QUOTE, " or ");
        }
        return NO;
    }
    if (node->pattern && !rules_match(node->pattern, text, strlen(text))) {
        if ((why = explain(j, place, depth))) {
            add_value(why, value);
            strbuf_addf(why, " does not match %s", node->pattern);
        }
        return NO;
    }
    if (node->format && !has_format(j, node->format, text)) {
        if ((why = explain(j, place, depth))) {
            add_value(why, value);
            strbuf_addf(why, " is no %s", node->format);
        }
        return NO;
    }
    if ((node->length && !is_within(node->length, (double)characters(text))) ||
        (node->number && is_number(text, &number) && !is_within(node->number, number))) {
        if ((why = explain(j, place, depth))) {
            add_value(why, value);
            strbuf_adds(why, node->length ? " is too short or too long" : " is out of bounds");
        }
        return NO;
    }
    return YES;
}

/* Whether the text of Fn::Sub has only names of pseudo parameters. */
static bool has_pseudo_only(const char *text) {
    for (; (text = strstr(text, "${")); text += 2) {
        if (text[2] != '!' && strncmp(text + 2, "AWS::", 5) != 0) {
            return false;
        }
    }
    return true;
}

/* Whether a value depends on parameters, other resources or what is stored elsewhere, and not just on the stack's account
 * and region and on mappings, by which the validator compares. */
static bool is_open(const cJSON *value, int depth) {
    static const char *const open[] = {"Fn::GetAtt", "Fn::GetStackOutput", "Fn::ImportValue", "Fn::Transform"};
    const cJSON *ref = function(value, "Fn::Sub");
    if (depth > DEEPEST || (doc_is_string(value) && strncmp(value->valuestring, "{{resolve:", 10) == 0) ||
        (ref && !(doc_is_string(ref) && has_pseudo_only(ref->valuestring)))) {
        return true;
    }
    ref = doc_is_object(value) && value->child && !value->child->next ? value->child : NULL;
    if (ref && strcmp(ref->string, "Ref") == 0) {
        return !doc_is_string(ref) || strncmp(ref->valuestring, "AWS::", 5) != 0;
    }
    for (size_t i = 0; ref && i < sizeof open / sizeof *open; i++) {
        if (strcmp(ref->string, open[i]) == 0) {
            return true;
        }
    }
    for (const cJSON *entry = is_scalar(value) ? NULL : value->child; entry; entry = entry->next) {
        if (is_open(entry, depth + 1)) {
            return true;
        }
    }
    return false;
}

/* Whether no two items are equal. What is open differs from all others. */
static bool is_unique(struct judge *j, const cJSON *list) {
    int top = lua_gettop(j->L);
    struct arena *arena = push_arena(j->L); /* each scenario asks again */
    struct key_index index = {.arena = arena};
    struct strbuf *text = push_strbuf(j->L);
    bool unique = true;
    for (const cJSON *item = list->child; item && unique; item = item->next) {
        const cJSON *value = item;
        if (resolve(j, &value) == ABSENT || is_open(value ? value : item, 0)) {
            continue;
        }
        strbuf_truncate(text, 0);
        json_print(text, value ? value : item, 0);
        unique = !key_index_get(&index, text->data);
        key_index_set(&index, arena_strndup(arena, text->data, text->length), j);
    }
    strbuf_free(text);
    arena_free(arena);
    lua_settop(j->L, top);
    return unique;
}

static enum match match_list(struct judge *j, const struct provider_node *node, const cJSON *list,
                             const struct place *place, int depth) {
    enum match result = YES;
    int index = 0, count = 0;
    for (const cJSON *item = list->child; item; item = item->next, index++) {
        struct place inner = {place, NULL, index};
        count += is_there(j, item);
        if (node->items) {
            result = least(result, match(j, provider_node(node->items - 1), item, &inner, depth + 1));
        }
    }
    if (node->unique && !is_unique(j, list)) {
        return no(explain(j, place, depth), "it has equal items");
    }
    return is_within(node->count, count) ? result : no(explain(j, place, depth), "it has too few or too many items");
}

static bool may_have(const struct provider_node *node, const char *name) {
    if (!node->closed || provider_property(node, name)) {
        return true;
    }
    for (size_t i = 0; i < node->patterns.count; i++) {
        if (rules_match(node->patterns.items[i], name, strlen(name))) {
            return true;
        }
    }
    return false;
}

static size_t count_given(struct judge *j, const cJSON *object, const struct provider_names *names) {
    size_t count = 0;
    for (size_t i = 0; i < names->count; i++) {
        count += has(j, object, names->items[i]);
    }
    return count;
}

static enum match match_names(struct judge *j, const struct provider_node *node, const cJSON *object,
                              const struct place *place, int depth) {
    struct strbuf *why;
    for (size_t i = 0; i < node->needs.count; i++) {
        if (!has(j, object, node->needs.items[i])) {
            if ((why = explain(j, place, depth))) {
                strbuf_addf(why, "'%s' is missing", node->needs.items[i]);
            }
            return NO;
        }
    }
    bool is_named = node->names.count > 0 || node->patterns.count > 0; /* else the validator lets all pass here */
    for (const cJSON *entry = node->closed && is_named ? object->child : NULL; entry; entry = entry->next) {
        if (!may_have(node, entry->string) && is_there(j, entry)) {
            if ((why = explain(j, place, depth))) {
                strbuf_addf(why, "'%s' does not belong there", entry->string);
            }
            return NO;
        }
    }
    bool obeys = (node->one_of.count == 0 || count_given(j, object, &node->one_of) == 1) &&
                 (node->some_of.count == 0 || count_given(j, object, &node->some_of) > 0) &&
                 count_given(j, object, &node->absent) == 0;
    return obeys ? YES : no(explain(j, place, depth), "its properties do not go together");
}

static enum match match_object(struct judge *j, const struct provider_node *node, const cJSON *object,
                               const struct place *place, int depth) {
    enum match result = match_names(j, node, object, place, depth);
    for (const cJSON *entry = object->child; entry && result != NO; entry = entry->next) {
        const struct provider_node *property = provider_property(node, entry->string);
        if (property) {
            struct place inner = {place, entry->string, 0};
            enum match matched = match(j, property, entry, &inner, depth + 1);
            if (matched == NO && !is_scalar(entry) && is_partly_unknown(j, entry, depth)) {
                matched = UNSURE; /* so does the validator, which does not look into them */
            }
            result = least(result, matched);
        }
    }
    return result;
}

/* Whether a value that is not known could be refused. */
static bool is_choosy(const struct provider_node *node) {
    return node->listed.count > 0 || node->needs.count > 0 || node->pattern || node->format || node->one.count > 0 ||
           node->any.count > 0 || (node->like && is_choosy(provider_node(node->like - 1)));
}

static enum match match(struct judge *j, const struct provider_node *node, const cJSON *value,
                        const struct place *place, int depth) {
    const cJSON *given = value;
    switch (depth > DEEPEST ? UNKNOWN : resolve(j, &value)) {
    case ABSENT:
        return YES;
    case UNKNOWN:
        return is_choosy(node) ? UNSURE : YES;
    default:
        break;
    }
    if (!has_kind(node, value)) {
        if (is_scalar(value) && is_excused(j, given, value)) {
            return UNSURE;
        }
        struct strbuf *why = explain(j, place, depth);
        if (why) {
            strbuf_adds(why, "it must be ");
            add_kinds(why, node->kinds);
            strbuf_adds(why, ", got ");
            add_value(why, value);
        }
        return NO;
    }
    enum match result = node->like ? match(j, provider_node(node->like - 1), value, place, depth) : YES;
    result = least(result, doc_is_object(value)  ? match_object(j, node, value, place, depth)
                           : doc_is_array(value) ? match_list(j, node, value, place, depth)
                                                 : match_scalar(j, node, value, place, depth));
    return least(result, match_alternatives(j, node, value, place, depth));
}

/* ---- judging ----------------------------------------------------------------------------------------------------- */

/* Whether the properties are there that an alternative asks for; false if it asks for none. */
static bool is_meant(struct judge *j, const struct provider_node *node, const cJSON *value) {
    return node->needs.count > 0 && doc_is_object(value) && count_given(j, value, &node->needs) == node->needs.count;
}

/* The properties that alternatives ask for: of all, or of those that the value is meant to be. */
static void add_choices(struct judge *j, struct strbuf *out, const char *verb, const struct provider_nodes *nodes,
                        const cJSON *meant) {
    size_t shown = 0;
    for (size_t i = 0; i < nodes->count; i++) {
        const struct provider_node *node = provider_node(nodes->items[i]);
        if (node->needs.count > 0 && (!meant || is_meant(j, node, meant)) && shown++ < NAMES_SHOWN) {
            strbuf_adds(out, shown > 1 ? " or " : verb);
            add_names(out, &node->needs, " and ");
        }
    }
    if (shown > NAMES_SHOWN) {
        strbuf_addf(out, " or one of %zu more", shown - NAMES_SHOWN);
    }
}

/* Tells that several of the alternatives are meant, or fit, of which only one may. */
static void tell_several(struct judge *j, const struct provider_nodes *nodes, const cJSON *value,
                         const struct place *place, size_t count) {
    int top = lua_gettop(j->L);
    struct strbuf *wrong = push_strbuf(j->L), *right = push_strbuf(j->L);
    strbuf_addf(wrong, "it has %zu of the forms of which CloudFormation expects one", count);
    add_choices(j, right, "keep ", nodes, value);
    tell(j, "F3018", place, wrong->data, right->length > 0 ? right->data : NULL);
    lua_settop(j->L, top);
}

/* Tells that no alternative fits, and why that one does not that is meant. */
static void tell_none(struct judge *j, const char *rule, const struct provider_nodes *nodes, const cJSON *value,
                      const struct place *place) {
    struct provider_nodes meant = *nodes;
    size_t count = 0;
    for (size_t i = 0; i < nodes->count; i++) {
        if (is_meant(j, provider_node(nodes->items[i]), value) && count++ == 0) {
            meant = (struct provider_nodes){&nodes->items[i], 1};
        }
    }
    if (count > 1 && strcmp(rule, "F3018") == 0) {
        tell_several(j, nodes, value, place, count);
        return;
    }
    int top = lua_gettop(j->L);
    struct strbuf *wrong = push_strbuf(j->L), *right = push_strbuf(j->L), *why = push_strbuf(j->L);
    strbuf_adds(wrong, nodes->count == 1 ? "it does not have the form that CloudFormation expects"
                                         : "it has none of the forms that CloudFormation expects");
    if (count == 0 && doc_is_object(value)) {
        add_choices(j, right, "give ", nodes, NULL);
    }
    if (right->length == 0) {
        j->why = why;
        j->why_depth = -1;
        j->top = place;
        count_matches(j, &meant, value, place, 0);
        j->why = NULL;
        strbuf_addf(wrong, ": %s", why->data);
    }
    tell(j, rule, place, wrong->data, right->length > 0 ? right->data : NULL);
    lua_settop(j->L, top);
}

/* Tells which required properties are missing; whether there are any. */
static bool tell_missing(struct judge *j, const char *rule, const struct provider_names *needs, const cJSON *object,
                         const struct place *place) {
    int top = lua_gettop(j->L);
    bool told = false;
    for (size_t i = 0; i < needs->count; i++) {
        if (!has(j, object, needs->items[i])) {
            const char *name = needs->items[i];
            tell(j, rule, place, lua_pushfstring(j->L, "the required property '%s' is missing", name),
                 lua_pushfstring(j->L, "add '%s'", name));
            lua_settop(j->L, top);
            told = true;
        }
    }
    return told;
}

/* Tells what is missing, and if nothing is, why the value does not obey a node that it must obey. */
static void judge_all(struct judge *j, const struct provider_node *all, const cJSON *value, const struct place *place) {
    for (size_t i = 0; i < all->all.count; i++) {
        struct provider_nodes one = {&all->all.items[i], 1};
        if (match(j, provider_node(one.items[0]), value, place, 0) == NO &&
            (!doc_is_object(value) || !tell_missing(j, "F3003", &provider_node(one.items[0])->needs, value, place))) {
            tell_none(j, "F3017", &one, value, place);
        }
    }
}

static void judge_alternatives(struct judge *j, const struct provider_node *node, const cJSON *value,
                               const struct place *place) {
    struct count count;
    if (node->one.count > 0) {
        count = count_matches(j, &node->one, value, place, 0);
        if (count.sure > 1) {
            tell_several(j, &node->one, value, place, count.sure);
        } else if (count.sure + count.unsure == 0) {
            tell_none(j, "F3018", &node->one, value, place);
        }
    }
    if (node->any.count > 0) {
        count = count_matches(j, &node->any, value, place, 0);
        if (count.sure + count.unsure == 0) {
            tell_none(j, "F3017", &node->any, value, place);
        }
    }
}

static void tell_unknown(struct judge *j, const char *rule, const struct provider_node *node, const char *name,
                         const struct place *place) {
    int top = lua_gettop(j->L);
    struct place inner = {place, name, 0};
    struct nearest search;
    nearest_begin(&search, name);
    for (size_t i = 0; i < node->names.count; i++) {
        nearest_offer(&search, node->names.items[i]);
    }
    const char *wrong = lua_pushfstring(j->L, "CloudFormation has no property '%s' there", name), *right = NULL;
    if (search.best) {
        right = lua_pushfstring(j->L, "did you mean '%s'?", search.best);
    } else if (node->names.count > 0 && node->names.count <= NAMES_SHOWN) {
        struct strbuf *list = push_strbuf(j->L);
        strbuf_adds(list, "it has ");
        add_names(list, &node->names, " and ");
        right = list->data;
    }
    tell(j, rule, &inner, wrong, right);
    lua_settop(j->L, top);
}

/* Tells that none or several of the names are there of which there must be one. */
static void tell_number(struct judge *j, const char *rule, const struct provider_names *one_of, const cJSON *object,
                        const struct place *place) {
    if (one_of->count == 0) {
        return;
    }
    const char **items = arena_alloc(j->arena, one_of->count * sizeof *items);
    struct provider_names given = {items, 0};
    for (size_t i = 0; i < one_of->count; i++) {
        if (has(j, object, one_of->items[i])) {
            items[given.count++] = one_of->items[i];
        }
    }
    if (given.count != 1) {
        int top = lua_gettop(j->L);
        struct strbuf *wrong = push_strbuf(j->L);
        strbuf_adds(wrong, given.count == 0 ? "it needs " : "");
        add_names(wrong, given.count == 0 ? one_of : &given, given.count == 0 ? " or " : " and ");
        strbuf_adds(wrong, given.count == 0 ? "" : " cannot be combined");
        tell(j, rule, place, wrong->data, given.count == 0 ? "add one of them" : "keep one of them");
        lua_settop(j->L, top);
    }
}

static void judge_links(struct judge *j, const struct provider_node *node, const cJSON *object,
                        const struct place *place) {
    lua_State *L = j->L;
    int top = lua_gettop(L);
    for (size_t i = 0; i < node->with_count; i++) {
        const struct provider_link *link = &node->with[i];
        for (size_t k = 0; has(j, object, link->name) && k < link->others.count; k++) {
            if (!has(j, object, link->others.items[k])) {
                const char *wrong = lua_pushfstring(L, "'%s' needs '%s'", link->name, link->others.items[k]);
                tell(j, "F3021", place, wrong, lua_pushfstring(L, "add '%s'", link->others.items[k]));
            }
        }
    }
    for (size_t i = 0; i < node->without_count; i++) {
        const struct provider_link *link = &node->without[i];
        for (size_t k = 0; has(j, object, link->name) && k < link->others.count; k++) {
            if (has(j, object, link->others.items[k])) {
                struct place inner = {place, link->others.items[k], 0};
                const char *wrong =
                    lua_pushfstring(L, "'%s' cannot be combined with '%s'", link->others.items[k], link->name);
                tell(j, "F3020", &inner, wrong, "leave out one of them");
            }
        }
    }
    lua_settop(L, top);
}

static void judge_names(struct judge *j, const struct provider_node *node, const cJSON *object,
                        const struct place *place) {
    int top = lua_gettop(j->L);
    tell_missing(j, "F3003", &node->needs, object, place);
    for (size_t i = 0; i < node->condition_count; i++) {
        if (match(j, provider_node(node->conditions[i].node), object, place, 0) == YES) {
            tell_missing(j, "F3003", &node->conditions[i].needs, object, place);
        }
    }
    for (const cJSON *entry = node->closed ? object->child : NULL; entry; entry = entry->next) {
        if (!may_have(node, entry->string) && is_there(j, entry)) {
            tell_unknown(j, "F3002", node, entry->string, place);
        }
    }
    tell_number(j, "F3014", &node->one_of, object, place);
    if (node->some_of.count > 0 && count_given(j, object, &node->some_of) == 0) {
        struct strbuf *names = push_strbuf(j->L);
        add_names(names, &node->some_of, " or ");
        tell(j, "F3058", place, lua_pushfstring(j->L, "it needs %s", names->data), "add one of them");
    }
    lua_settop(j->L, top);
    judge_links(j, node, object, place);
}

static void tell_kind(struct judge *j, const char *rule, const struct provider_node *node, const cJSON *value,
                      const struct place *place) {
    int top = lua_gettop(j->L);
    struct strbuf *wrong = push_strbuf(j->L);
    strbuf_adds(wrong, "it must be ");
    add_kinds(wrong, node->kinds);
    strbuf_adds(wrong, ", got ");
    add_value(wrong, value);
    tell(j, rule, place, wrong->data, NULL);
    lua_settop(j->L, top);
}

/* ---- rules of their own ------------------------------------------------------------------------------------------ */

static void obey(struct judge *j, const char *rule, const struct provider_node *node, const cJSON *value,
                 const struct place *place, int depth);

static void obey_scalar(struct judge *j, const char *rule, const struct provider_node *node, const cJSON *value,
                        const struct place *place) {
    if (match_scalar(j, node, value, place, 0) != NO) {
        return;
    }
    int top = lua_gettop(j->L);
    struct strbuf *why = push_strbuf(j->L);
    j->why = why;
    j->why_depth = -1;
    j->top = place;
    match_scalar(j, node, value, place, 0);
    tell(j, rule, place, why->data, NULL);
    j->why = NULL;
    lua_settop(j->L, top);
}

/* Tells items that have the same text as another in the property in which they must differ. */
static void obey_distinct(struct judge *j, const char *rule, const char *name, const cJSON *list,
                          const struct place *place) {
    struct key_index index = {.arena = j->arena};
    int number = 0;
    for (const cJSON *item = list->child; item; item = item->next, number++) {
        const cJSON *value = item, *text = resolve(j, &value) == KNOWN ? doc_get(value, name) : NULL;
        if (!text || resolve(j, &text) != KNOWN || !doc_is_string(text)) {
            continue;
        }
        if (key_index_get(&index, text->valuestring)) {
            struct place one = {place, NULL, number}, inner = {&one, name, 0};
            int top = lua_gettop(j->L);
            tell(j, rule, &inner, lua_pushfstring(j->L, QUOTE "%s' is there twice", text->valuestring), NULL);
            lua_settop(j->L, top);
        }
        key_index_set(&index, text->valuestring, (void *)item);
    }
}

static void obey_list(struct judge *j, const char *rule, const struct provider_node *node, const cJSON *list,
                      const struct place *place, int depth) {
    int index = 0, count = 0;
    for (const cJSON *item = list->child; item; item = item->next, index++) {
        struct place inner = {place, NULL, index};
        count += is_there(j, item);
        if (node->items) {
            obey(j, rule, provider_node(node->items - 1), item, &inner, depth + 1);
        }
    }
    if (!is_within(node->count, count)) {
        tell(j, rule, place, count == 0 ? "the list is empty" : "the list has too many items", NULL);
    }
    if (node->distinct) {
        obey_distinct(j, rule, node->distinct, list, place);
    }
}

/* The node of a property, by its name or a pattern; NULL if there is none. */
static const struct provider_node *node_of(const struct provider_node *node, const char *name) {
    const struct provider_node *found = provider_property(node, name);
    for (size_t i = 0; !found && i < node->patterns.count; i++) {
        if (rules_match(node->patterns.items[i], name, strlen(name))) {
            found = provider_node(node->pattern_values[i]);
        }
    }
    return found;
}

static void obey_object(struct judge *j, const char *rule, const struct provider_node *node, const cJSON *object,
                        const struct place *place, int depth) {
    tell_missing(j, rule, &node->needs, object, place);
    for (size_t i = 0; i < node->all.count; i++) {
        tell_number(j, rule, &provider_node(node->all.items[i])->one_of, object, place);
    }
    for (const cJSON *entry = object->child; entry; entry = entry->next) {
        const struct provider_node *property = node_of(node, entry->string);
        struct place inner = {place, entry->string, 0};
        if (property) {
            obey(j, rule, property, entry, &inner, depth + 1);
        } else if (node->closed && is_there(j, entry)) {
            tell_unknown(j, rule, node, entry->string, place);
        }
    }
}

/* Tells by the rule all in the value that does not obey the node. Nothing is converted, and functions are not looked at. */
static void obey(struct judge *j, const char *rule, const struct provider_node *node, const cJSON *value,
                 const struct place *place, int depth) {
    const cJSON *given = value;
    luaL_checkstack(j->L, LUA_MINSTACK, NULL);
    if (depth > DEEPEST || resolve(j, &value) != KNOWN || (given != value && !function(given, "Fn::If"))) {
        return;
    }
    if (node->kinds != 0 && !(node->kinds & kind_of(value))) {
        tell_kind(j, rule, node, value, place);
    } else if (doc_is_object(value)) {
        obey_object(j, rule, node, value, place, depth);
    } else if (doc_is_array(value)) {
        obey_list(j, rule, node, value, place, depth);
    } else {
        obey_scalar(j, rule, node, value, place);
    }
}

/* ---- all of a value ---------------------------------------------------------------------------------------------- */

/* Tells of a value by the rules for single values. The caller pushed it. */
static void tell_rules(struct judge *j, const struct schema_rules *rules, const struct place *place) {
    int top = lua_gettop(j->L);
    const char *id = rules_push_complaint(j->L, top, rules);
    tell(j, id, place, lua_tostring(j->L, top + 1), lua_tostring(j->L, top + 2));
    lua_settop(j->L, top - 1);
}

/* `is_made`: a function makes the text. Of such, the validator only knows whether it is listed or a number. */
static void judge_scalar(struct judge *j, const struct provider_node *node, const cJSON *value, bool is_made,
                         const struct place *place) {
    const char *text = doc_is_string(value) ? value->valuestring : NULL;
    double number = value->valuedouble;
    if (!node->rules || (!text && !is_of(value, cJSON_Number))) {
        return;
    }
    if (text && (!node->number || !is_number(text, &number))) {
        if ((!is_made || !is_listed(node, text)) && !rules_accept_text(node->rules, text, strlen(text))) {
            lua_pushstring(j->L, text);
            tell_rules(j, node->rules, place);
        }
    } else if (!rules_accept_number(node->rules, number)) {
        bool is_whole = number == floor(number) && fabs(number) < 1e15;
        is_whole ? lua_pushinteger(j->L, (lua_Integer)number) : lua_pushnumber(j->L, number);
        tell_rules(j, node->rules, place);
    }
}

static void judge_list(struct judge *j, const struct provider_node *node, const cJSON *list,
                       const struct place *place) {
    size_t count = 0;
    for (const cJSON *item = list->child; item; item = item->next) {
        count += is_there(j, item);
    }
    if (node->rules && !rules_accept_count(node->rules, count)) {
        lua_createtable(j->L, (int)count, 0);
        for (size_t i = 1; i <= count; i++) {
            lua_pushboolean(j->L, true);
            lua_rawseti(j->L, -2, (lua_Integer)i);
        }
        tell_rules(j, node->rules, place);
    }
    if (node->unique && count > 1 && !is_unique(j, list)) {
        tell(j, "F3037", place, "it has equal items", "leave out the repeated ones");
    }
}

static void judge_value(struct judge *j, const struct provider_node *node, const cJSON *value,
                        const struct place *place, int depth) {
    const cJSON *given = value;
    if (node->rule) {
        obey(j, node->rule, provider_node(node->obeys), value, place, depth);
    }
    if (depth > DEEPEST || resolve(j, &value) != KNOWN) {
        return;
    }
    luaL_checkstack(j->L, LUA_MINSTACK, NULL);
    if (!has_kind(node, value)) {
        if (is_excused(j, given, value)) {
            return;
        }
        tell_kind(j, "F3012", node, value, place);
        return;
    }
    if (node->like) {
        judge_value(j, provider_node(node->like - 1), value, place, depth);
    }
    if (doc_is_array(value)) {
        judge_list(j, node, value, place);
        int index = 0;
        for (const cJSON *item = node->items ? value->child : NULL; item; item = item->next) {
            struct place inner = {place, NULL, index++};
            judge_value(j, provider_node(node->items - 1), item, &inner, depth + 1);
        }
        return; /* the validator does not look at the alternatives of lists either */
    }
    if (doc_is_object(value)) {
        judge_names(j, node, value, place);
        for (const cJSON *entry = value->child; entry; entry = entry->next) {
            const struct provider_node *property = provider_property(node, entry->string);
            if (property) {
                struct place inner = {place, entry->string, 0};
                judge_value(j, property, entry, &inner, depth + 1);
            }
        }
    }
    if (is_scalar(value)) {
        judge_scalar(j, node, value, given != value && !function(given, "Fn::If"), place);
    }
    judge_alternatives(j, node, value, place);
    judge_all(j, node, value, place);
}

/* ---- conditions -------------------------------------------------------------------------------------------------- */

/* Collects the names of the conditions that decide about parts of the value; false if they are too many. */
static bool collect_conditions(struct judge *j, const cJSON *value, int depth) {
    const cJSON *choice = function(value, "Fn::If");
    const char *name = doc_is_array(choice) && doc_is_string(choice->child) ? choice->child->valuestring : NULL;
    bool known = !name;
    for (size_t i = 0; name && i < j->condition_count; i++) {
        known = known || strcmp(j->conditions[i].name, name) == 0;
    }
    if (!known) {
        if (j->condition_count == CONDITIONS) {
            return false;
        }
        j->conditions[j->condition_count++].name = name;
    }
    for (const cJSON *entry = !is_scalar(value) && depth < DEEPEST ? value->child : NULL; entry; entry = entry->next) {
        if (!collect_conditions(j, entry, depth + 1)) {
            return false;
        }
    }
    return true;
}

/* ---- types ------------------------------------------------------------------------------------------------------- */

/* The schema of a resource's type, or NULL. */
static const struct provider_type *type_of(struct judge *j, const cJSON *resource) {
    const cJSON *name = doc_get(resource, "Type");
    struct provider_type *type = doc_is_string(name) ? key_index_get(&j->types, name->valuestring) : NULL, found;
    if (!type && doc_is_string(name) && provider_find(name->valuestring, &found)) {
        type = arena_alloc(j->arena, sizeof *type);
        *type = found;
        key_index_set(&j->types, name->valuestring, type);
    }
    return type;
}

/* ---- identifiers ------------------------------------------------------------------------------------------------- */

/* A resource that is identified by its properties. */
struct identified {
    const cJSON *resource;
    const struct provider_names *names;
    struct identified *same, *next; /* the next one with the same identifiers; the first one with the next */
};

/* The type of a resource and the values of its identifiers, as text; NULL if there are not all of them. */
static const char *identity(struct judge *j, const char *type, const struct provider_names *names,
                            const cJSON *properties) {
    int top = lua_gettop(j->L);
    struct strbuf *key = push_strbuf(j->L);
    const char *result = NULL;
    strbuf_adds(key, type);
    for (size_t i = 0; i < names->count; i++) {
        const cJSON *value;
        if (find(j, properties, names->items[i], &value) == ABSENT) {
            goto done;
        }
        strbuf_adds(key, "\n");
        json_print(key, value ? value : doc_get(properties, names->items[i]), 0);
    }
    result = arena_strndup(j->arena, key->data, key->length);
done:
    lua_settop(j->L, top);
    return result;
}

static const char *condition_of(const struct identified *one) {
    const cJSON *condition = doc_get(one->resource, "Condition");
    return doc_is_string(condition) ? condition->valuestring : NULL;
}

/* Whether condition `a` is that `b` does not hold. */
static bool is_opposite(const cJSON *conditions, const char *a, const char *b) {
    const cJSON *not = function(doc_get(conditions, a), "Fn::Not");
    const cJSON *condition = doc_is_array(not ) ? doc_get(not ->child, "Condition") : NULL;
    return doc_is_string(condition) && strcmp(condition->valuestring, b) == 0;
}

static bool may_coexist(const cJSON *conditions, const struct identified *one, const struct identified *other) {
    const char *a = condition_of(one), *b = condition_of(other);
    return !a || !b || (!is_opposite(conditions, a, b) && !is_opposite(conditions, b, a));
}

/* Tells each of the resources that have the same identifiers which others do. */
static void tell_same(struct judge *j, const cJSON *conditions, const struct identified *first) {
    lua_State *L = j->L;
    struct place properties = {NULL, "Properties", 0}, only = {&properties, first->names->items[0], 0};
    int top = lua_gettop(L);
    struct strbuf *names = push_strbuf(L), *others = push_strbuf(L);
    add_names(names, first->names, " and ");
    for (const struct identified *one = first; one; one = one->same) {
        size_t count = 0;
        strbuf_truncate(others, 0);
        for (const struct identified *other = first; other && count < NAMES_SHOWN; other = other->same) {
            if (other != one && may_coexist(conditions, one, other)) {
                strbuf_addf(others, "%s" QUOTE "%s'", count++ ? ", " : "", other->resource->string);
            }
        }
        if (count > 0) {
            j->id = one->resource->string;
            j->told = (struct key_index){.arena = j->arena};
            tell(j, "E3019", first->names->count == 1 ? &only : &properties,
                 lua_pushfstring(L, "%s has the same %s, which must be unique", others->data, names->data), NULL);
            lua_settop(L, top + 2);
        }
    }
    lua_settop(L, top);
}

static void judge_identifiers(struct judge *j) {
    struct key_index index = {.arena = j->arena};
    struct identified *first = NULL, **last = &first;
    const cJSON *resources = doc_get(j->template, "Resources");
    j->condition_count = 0;
    for (const cJSON *entry = resources ? resources->child : NULL; entry; entry = entry->next) {
        const cJSON *properties = doc_get(entry, "Properties");
        const struct provider_type *type = type_of(j, entry);
        const char *key = properties && type && type->identifiers.count > 0
                              ? identity(j, doc_get(entry, "Type")->valuestring, &type->identifiers, properties)
                              : NULL;
        if (!key) {
            continue;
        }
        struct identified *one = arena_alloc(j->arena, sizeof *one), *same = key_index_get(&index, key);
        *one = (struct identified){.resource = entry, .names = &type->identifiers};
        if (same) {
            one->same = same->same;
            same->same = one;
        } else {
            key_index_set(&index, key, one);
            *last = one;
            last = &one->next;
        }
    }
    for (; first; first = first->next) {
        if (first->same) {
            tell_same(j, doc_get(j->template, "Conditions"), first);
        }
    }
}

/* ---- resources --------------------------------------------------------------------------------------------------- */

static void tell_unknown_type(struct judge *j, const char *name) {
    static const char *const module = "::MODULE";
    size_t length = strlen(name), end = strlen(module);
    bool is_module = length > end && strcmp(name + length - end, module) == 0;
    if (strncmp(name, "AWS::", 5) == 0 && strncmp(name, "AWS::Serverless::", 17) != 0 && !is_module) {
        int top = lua_gettop(j->L);
        tell(j, "F3006", NULL, lua_pushfstring(j->L, "CloudFormation has no resource type '%s'", name), NULL);
        lua_settop(j->L, top);
    }
}

static void judge_resource(struct judge *j, const cJSON *resource) {
    const cJSON *name = doc_get(resource, "Type"), *properties = doc_get(resource, "Properties");
    const struct provider_type *type = type_of(j, resource);
    struct place place = {NULL, "Properties", 0};
    if (!doc_is_string(name)) {
        return;
    }
    j->id = resource->string;
    j->told = (struct key_index){.arena = j->arena};
    if (!type) {
        tell_unknown_type(j, name->valuestring);
        return;
    }
    if (!properties) {
        properties = doc_object(j->arena);
    }
    j->condition_count = 0;
    if (doc_get(j->template, "Conditions") && !collect_conditions(j, properties, 0)) {
        j->condition_count = 0;
    }
    for (unsigned combination = 0; combination < 1u << j->condition_count; combination++) {
        for (size_t i = 0; i < j->condition_count; i++) {
            j->conditions[i].holds = !(combination >> i & 1);
        }
        judge_value(j, provider_node(type->node), properties, &place, 0);
    }
}

void provider_judge(lua_State *L, struct arena *arena, const cJSON *template,
                    void (*tell)(lua_State *L, const struct target_fault *fault, void *data), void *data) {
    struct judge j = {.L = L, .arena = arena, .template = template, .types = {.arena = arena}};
    j.tell = tell;
    j.data = data;
    const cJSON *resources = doc_get(template, "Resources");
    if (doc_get(template, "Transform")) {
        return; /* it may change what is there */
    }
    for (const cJSON *entry = resources ? resources->child : NULL; entry; entry = entry->next) {
        judge_resource(&j, entry);
    }
    judge_identifiers(&j);
}
