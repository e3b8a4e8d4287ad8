/* Judges the properties in a template by the schemas of their resource types, for luacdk check: what may be there, what
 * must be, what goes together, and what single values must be (check/value_rules.h). */
#ifndef LUACDK_SYNTH_PROVIDER_RULES_H
#define LUACDK_SYNTH_PROVIDER_RULES_H

#include "synth/targets.h"

/* Judges all resources; `tell` as for targets_judge. The texts name properties as templates have them, 'QueueName'. A
 * byte 1 stands behind the first quote of what is quoted but is no property's name. */
void provider_judge(lua_State *L, struct arena *arena, const cJSON *template,
                    void (*tell)(lua_State *L, const struct target_fault *fault, void *data), void *data);

#endif
