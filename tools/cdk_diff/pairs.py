#!/usr/bin/env python3
"""Makes pairs of templates: what an earlier one may have been, and what it became. Seeded, so always the same.

    pairs.py CORPUS.jsonl.gz [SEED [COUNT]] > pairs.jsonl

CORPUS: a program a line, as JSON with `key` and `templates`. Prints {"old": …, "new": …} a line, for record.js."""
import copy
import gzip
import json
import random
import sys

LEAST, MOST = 600, 9000  # bytes of a template
SEED, COUNT = [int(word) for word in sys.argv[2:] + ["2", "200"][len(sys.argv) - 2:]]
random.seed(SEED)


def maps_below(value, found):
    if isinstance(value, dict):
        found.append(value)
        value = value.values()
    for entry in value if not isinstance(value, (str, int, float, bool, type(None))) else ():
        maps_below(entry, found)
    return found


def any_resource(template, with_properties=True):
    some = [one for one in template["Resources"].values() if one.get("Properties") or not with_properties]
    return random.choice(some) if some else None


def change_value(template):
    resource = any_resource(template)
    if not resource:
        return
    one = random.choice(maps_below(resource["Properties"], []) or [{}])
    for key in random.sample(sorted(one), min(1, len(one))):
        value = one[key]
        if key in ("Ref", "Fn::GetAtt"):
            continue
        if isinstance(value, bool):
            one[key] = random.choice([not value, str(value).lower()])
        elif isinstance(value, int):
            one[key] = random.choice([value + 1, str(value)])
        elif isinstance(value, str):
            one[key] = value + "x"
        elif isinstance(value, list) and value:
            random.choice([value.pop, value.reverse, lambda: value.append(copy.deepcopy(value[0]))])()
        elif isinstance(value, dict):
            one[key] = {"Ref": "AWS::StackName"}


def remove_value(template):
    resource = any_resource(template)
    if resource:
        one = random.choice(maps_below(resource["Properties"], []))
        if one:
            del one[random.choice(sorted(one))]


def remove_resource(template):
    if len(template["Resources"]) > 1:
        del template["Resources"][random.choice(sorted(template["Resources"]))]


def add_resource(template):
    resource = copy.deepcopy(any_resource(template, False))
    template["Resources"]["Added%d" % random.randrange(1000)] = resource


def rename_resource(template):
    name = random.choice(sorted(template["Resources"]))
    text = json.dumps(template).replace('"%s"' % name, '"%sRenamed"' % name)
    template.clear()
    template.update(json.loads(text))


def change_type(template):
    any_resource(template, False)["Type"] = random.choice(["AWS::SNS::Topic", "Custom::Thing", "AWS::SQS::Queue"])


def change_policy(template):
    resource = any_resource(template, False)
    resource["DeletionPolicy"] = random.choice(["Retain", "Delete", "Snapshot", "RetainExceptOnCreate"])


def change_dependencies(template):
    resource = any_resource(template, False)
    others = sorted(template["Resources"])
    resource["DependsOn"] = random.sample(others, min(2, len(others)))


def change_section(template):
    section = random.choice(["Outputs", "Parameters", "Mappings", "Conditions", "Metadata"])
    elements = template.setdefault(section, {})
    name = random.choice(sorted(elements) + ["Other"])
    if name in elements:
        if section == "Outputs" and random.random() < 0.5:
            elements[name]["Description"] = "other"
        else:
            del elements[name]
    else:
        elements[name] = {"Outputs": {"Value": "v"}, "Parameters": {"Type": "String"}, "Mappings": {"a": {"b": "c"}},
                          "Conditions": {"Fn::Equals": ["a", "b"]}, "Metadata": "x"}[section]
    if not elements:
        del template[section]


MUTATIONS = [change_value] * 6 + [remove_value] * 3 + [remove_resource, add_resource, rename_resource, change_type,
             change_policy, change_dependencies, change_section, change_section]


def main():
    templates = []
    with gzip.open(sys.argv[1], "rt") as corpus:
        for line in corpus:
            for text in json.loads(line)["templates"].values():
                template = json.loads(text) if isinstance(text, str) else text
                if template.get("Resources") and LEAST < len(json.dumps(template)) < MOST:
                    templates.append(template)
    random.shuffle(templates)
    made = 0
    while made < COUNT:
        old = templates[made % len(templates)]
        new = copy.deepcopy(old)
        for _ in range(random.randint(1, 4)):
            random.choice(MUTATIONS)(new)
        if random.random() < 0.5:
            old, new = new, old
        if old.get("Resources") and new.get("Resources"):
            print(json.dumps({"old": old, "new": new}, separators=(",", ":")))
            made += 1
        else:
            templates.pop(made % len(templates))


main()
