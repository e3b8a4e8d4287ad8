#!/usr/bin/env python3
"""Compares `luacdk check` with AWS's validator, rule by rule.

    tools/check/compare.py LUACDK NODE_MODULES PROGRAMS [--seeded] [--kind all] [--limit N] [--show RULE,…] [--jobs 2]

PROGRAMS is a file of JSON lines (may be gzipped), each with `key`, `lua` and `templates` (name → text). The validator
(tools/check/validator.js) reads the templates, luacdk checks the program. With --seeded the templates get mistakes in
their values, one kind for each of a resource's properties that are literals; luacdk checks what `luacdk import` makes of
them. A finding of theirs is told by us if we have the same rule, or one about the same property, for the same resource.

Prints a row for each of their rules: how many findings, how many of them we have, and an example that we lack."""
import argparse, collections, gzip, json, os, random, re, subprocess, sys, tempfile
from concurrent.futures import ThreadPoolExecutor

# Where the validator finds one of these, it does not look at its rules about resources.
STOPPING = {'F1020', 'F3004'}

HERE = os.path.dirname(os.path.abspath(__file__))


def validate(modules, entries, jobs):
    """What the validator finds, by key."""
    found = {}

    def run(part):
        lines = ''.join(json.dumps({'key': e['key'], 'templates': e['templates']}) + '\n' for e in part)
        p = subprocess.run(['node', os.path.join(HERE, 'validator.js'), modules], input=lines, capture_output=True, text=True)
        if p.returncode:
            sys.exit(p.stderr)
        return [json.loads(line) for line in p.stdout.splitlines()]
    with ThreadPoolExecutor(jobs) as pool:
        for answers in pool.map(run, [entries[i::jobs] for i in range(jobs)]):
            found.update((a['key'], a['found']) for a in answers)
    return found


def check(luacdk, lua, cwd):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'program.lua')
        with open(path, 'w') as f:
            f.write(lua)
        env = {k: v for k, v in os.environ.items() if not k.startswith('CDK_')}
        env['CORPUS_FIXTURES'] = cwd
        try:
            p = subprocess.run([luacdk, 'check', path, '--format', 'json'], cwd=cwd, env=env, stdin=subprocess.DEVNULL,
                               capture_output=True, timeout=30)
            return json.loads(p.stdout)['findings']
        except (ValueError, subprocess.TimeoutExpired):
            return None


def imported(luacdk, template):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'Fixture.template.json')
        with open(path, 'w') as f:
            f.write(template)
        p = subprocess.run([luacdk, 'import', path], capture_output=True, text=True, timeout=30)
        return p.stdout if p.returncode == 0 else None


def seed(text, rng):
    """Spoils each literal text or number of a resource's properties with some probability; in some templates, references
    instead, because of these the validator says nothing else."""
    template = json.loads(text)
    references = rng.random() < 0.1
    marks = ['!!', 'arn:aws:nope', 'x' * 3000, '', 'Zap', '2020-13-45', 'sg-x', 'http://']

    def spoil(value, depth):
        if isinstance(value, dict):
            if any(k == 'Ref' or k.startswith('Fn::') for k in value):
                return {'Ref': 'Missing'} if references and 'Ref' in value and rng.random() < 0.3 else value
            made = {k: spoil(v, depth + 1) for k, v in value.items()}
            if made and not references and rng.random() < 0.05:
                del made[rng.choice(list(made))]
            return made
        if isinstance(value, list):
            made = [spoil(v, depth + 1) for v in value]
            return made + made[:1] if made and not references and rng.random() < 0.1 else made
        if references or isinstance(value, bool) or rng.random() > 0.15:
            return value
        if isinstance(value, (int, float)):
            return rng.choice([-1, 0, 10 ** 9])
        return rng.choice(marks)
    for resource in template.get('Resources', {}).values():
        if isinstance(resource.get('Properties'), dict):
            resource['Properties'] = spoil(resource['Properties'], 0)
    return json.dumps(template, indent=1)


def last_name(path):
    names = [n for n in re.split(r'[.\[\]/]+', path or '') if n and not n.isdigit() and n not in ('Properties', '*')]
    return re.sub(r'[^a-z0-9]', '', names[-1].lower()) if names else ''


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('luacdk')
    parser.add_argument('modules')
    parser.add_argument('programs')
    parser.add_argument('--seeded', action='store_true')
    parser.add_argument('--kind', default='all')
    parser.add_argument('--limit', type=int)
    parser.add_argument('--show', default='')
    parser.add_argument('--jobs', type=int, default=2)
    a = parser.parse_args()
    luacdk, modules = os.path.abspath(a.luacdk), os.path.abspath(a.modules)
    beside = os.path.join(os.path.dirname(os.path.abspath(a.programs)), 'fixtures')
    cwd = beside if os.path.isdir(beside) else os.getcwd()
    opened = gzip.open(a.programs, 'rt') if a.programs.endswith('.gz') else open(a.programs)
    entries = [e for e in map(json.loads, opened) if a.kind == 'all' or e.get('kind') == a.kind][:a.limit]
    if a.seeded:
        for e in entries:
            rng = random.Random(e['key'])
            e['templates'] = {name: seed(text, rng) for name, text in e['templates'].items() if name.endswith('.template.json')}

    def ours(e):
        if not a.seeded:
            return check(luacdk, e['lua'], cwd)
        found = []
        for text in e['templates'].values():
            lua = imported(luacdk, text)
            one = lua and check(luacdk, lua, cwd)
            if one is None:
                return None
            found += one
        return found
    theirs = validate(modules, entries, a.jobs)
    with ThreadPoolExecutor(a.jobs) as pool:
        results = list(pool.map(ours, entries))

    show = set(filter(None, a.show.split(',')))
    rows, examples, extra, unchecked = collections.defaultdict(lambda: [0, 0]), {}, collections.Counter(), 0
    for e, mine in zip(entries, results):
        if mine is None or any(f['id'] in ('luacdk::script', 'luacdk::refused', 'luacdk::synthesis') for f in mine):
            unchecked += 1
            continue
        by_id = {(f['id'], f.get('logicalId')) for f in mine}
        by_property = {(f.get('logicalId'), last_name(f.get('property') or f['message'].split(':')[0])) for f in mine}
        told_properties = {(f.get('logicalId'), last_name(name)) for f in mine
                           for name in re.findall(r"(?:property '|: )([\w.\[\]]+)", f['message'])} | by_property
        hits = set()
        for id, severity, name, logical_id, path, message in theirs[e['key']]:
            told = (id, logical_id) in by_id or (logical_id, last_name(path)) in told_properties
            rows[id][0] += 1
            rows[id][1] += told
            hits.add((id, logical_id))
            if not told:
                examples.setdefault(id, (e['key'][:12], logical_id, path, message))
                if id in show:
                    print(id, e['key'][:16], logical_id, path, message[:160])
        stopped = any(id in STOPPING for id, _ in hits)
        for f in mine if not stopped else []:
            if re.fullmatch(r'[EFW]\d{4}', f['id']) and not any(i == f['id'] for i, _ in hits):
                extra[f['id']] += 1
                if f['id'] in show:
                    print('only ours', f['id'], e['key'][:16], f.get('logicalId'), f['message'][:160])
    for id, (count, told) in sorted(rows.items(), key=lambda row: row[1][1] - row[1][0]):
        example = examples.get(id)
        print(f'{id:7} {told:5} of {count:5}' + (f'   {example[0]} {example[1]} {example[2]}: {example[3][:150]}' if example else ''))
    told, count = (sum(row[i] for row in rows.values()) for i in (1, 0))
    print(f'{told} of {count} findings of theirs are ours too; {unchecked} of {len(entries)} programs could not be compared')
    print('only ours: ' + (', '.join(f'{id} {n}' for id, n in extra.most_common()) or 'none'))


main()
