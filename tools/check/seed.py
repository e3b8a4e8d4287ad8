#!/usr/bin/env python3
"""Plants mistakes in programs and counts which of them `luacdk check` tells at their line, and what else it tells.

    tools/check/seed.py LUACDK PROGRAMS [--only MODULE,…] [--programs 100] [--each 6] [--seed 1] [--show] [--keep DIR]

PROGRAMS is a folder of Lua files, or a file of JSON lines (may be gzipped), each with `key` and `lua`. A folder `fixtures`
beside such a file is where its programs run. Programs about which something is told, or that fail, as they are, are not
used. Everything is chosen by --seed: the same number, the same mistakes.

A mistake is planted only where the model says that it is one: a property of a struct or class whose type is known is
misspelt, given a wrong type, left out though it is required and so on. No two are on one line. Prints a row for each kind
with --show every mistake that was missed and every finding that nobody planted."""
import argparse, collections, gzip, json, os, random, re, subprocess, sys, tempfile
from concurrent.futures import ThreadPoolExecutor

TOKEN = re.compile(r'''(?P<skip>\s+|--\[(?P<c>=*)\[.*?\](?P=c)\]|--[^\n]*)|(?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|'''
                   r'''\[(?P<e>=*)\[.*?\](?P=e)\])|(?P<number>0[xX][\da-fA-F]+|\d+\.?\d*(?:[eE][-+]?\d+)?)|(?P<name>[A-Za-z_]\w*)|'''
                   r'''(?P<op>\.\.\.|\.\.|[=~<>]=|//|::|<<|>>|.)''', re.S)
OPEN, CLOSE = {'(', '{', '['}, {')', '}', ']'}
KEYWORDS = set('and break do else elseif end false for function goto if in local nil not or repeat return then true until while'.split())

Token = collections.namedtuple('Token', 'kind text start end line')
# A place where a mistake of some kind can be made: the text from start to end is replaced, and `line` will be told.
Site = collections.namedtuple('Site', 'kind start end text line')


def tokens_of(text):
    tokens, line = [], 1
    for m in TOKEN.finditer(text):
        if m.lastgroup != 'skip' and not m['skip']:
            kind = next(k for k in ('string', 'number', 'name', 'op') if m[k] is not None)
            tokens.append(Token(kind, m[0], m.start(), m.end(), line))
        line += m[0].count('\n')
    return tokens


def misspell(word, others, rng):
    """The word with a letter left out, doubled or exchanged with the next one, so that it is none of the others."""
    places = list(range(1, len(word) - 1))
    rng.shuffle(places)
    for i in places:
        made = [word[:i] + word[i + 1:], word[:i] + word[i] + word[i:], word[:i] + word[i + 1] + word[i] + word[i + 2:]]
        rng.shuffle(made)
        for one in made:
            if one != word and one not in others and one not in KEYWORDS and word[i] != '_':
                return one
    return None


class Program:
    def __init__(self, text, facts, rng):
        self.text, self.facts, self.rng = text, facts, rng
        self.tokens = tokens_of(text)
        self.close = {}  # index of an opening bracket → that of the closing one
        stack = []
        for i, t in enumerate(self.tokens):
            if t.kind == 'op' and t.text in OPEN:
                stack.append(i)
            elif t.kind == 'op' and t.text in CLOSE and stack:
                self.close[stack.pop()] = i
        self.names = {}  # local variable → ('module', name) | ('type', full name) | ('object', full name)
        self.sites = []
        self.find_names()
        for i in range(len(self.tokens)):
            self.look_at(i)

    # ---- what names mean

    def is_op(self, i, text):
        return 0 <= i < len(self.tokens) and self.tokens[i].kind == 'op' and self.tokens[i].text == text

    def module_at(self, i):
        """`require "m"` or `require("m")` at token i → (module, next token)."""
        t = self.tokens
        if i < len(t) and t[i].text == 'require':
            j = i + 1 + self.is_op(i + 1, '(')
            if j < len(t) and t[j].kind == 'string':
                return t[j].text[1:-1], j + 1 + (j == i + 2)
        return None, i

    def find_names(self):
        t, counts = self.tokens, collections.Counter()
        for i, token in enumerate(t):
            if token.text == 'function':  # names of parameters hide others
                j = next((k for k in range(i, min(i + 9, len(t))) if self.is_op(k, '(')), None)
                counts.update(x.text for x in t[j:self.close.get(j, j)] if x.kind == 'name') if j else None
            if token.text == 'local' and i + 2 < len(t) and t[i + 1].kind == 'name':
                counts[t[i + 1].text] += 1
        for i, token in enumerate(t):
            if token.text != 'local' or i + 3 >= len(t) or not self.is_op(i + 2, '=') or counts[t[i + 1].text] != 1:
                continue
            module, after = self.module_at(i + 3)
            if module and self.is_op(after, '.') and not self.is_op(after + 2, '.'):
                self.names[t[i + 1].text] = ('type', f'{module}.{t[after + 1].text}')
            elif module and not self.is_op(after, '.'):
                self.names[t[i + 1].text] = ('module', module)
            elif not module:
                what, name, j, _ = self.chain(i + 3)
                if what in ('class', 'static') and self.is_op(j, '('):
                    end = self.close.get(j)
                    if end and (end + 1 >= len(t) or t[end + 1].line > t[end].line and not self.is_op(end + 1, ':')):
                        result = name if what == 'class' else self.facts[name[0]]['members'][name[1]].get('type')
                        if result in self.facts and self.facts[result]['kind'] in ('class', 'resource', 'interface'):
                            self.names[t[i + 1].text] = ('object', result)

    def chain(self, i):
        """`lambda.Runtime.X` from token i → ('class', type) | ('static', (type, member)) | ('enum', …), the index after it, and
        that of its last name."""
        t = self.tokens
        if i >= len(t) or t[i].kind != 'name' or t[i].text not in self.names or self.is_op(i - 1, '.') or self.is_op(i - 1, ':'):
            return None, None, i, i
        kind, name = self.names[t[i].text]
        if kind == 'object':
            return None, None, i, i
        j, full = i + 1, name
        if kind == 'module':
            if not self.is_op(j, '.'):
                return None, None, j, i
            full, j = f'{name}.{t[j + 1].text}', j + 2
        while full in self.facts and self.is_op(j, '.') and t[j + 1].kind == 'name' and f'{full}.{t[j + 1].text}' in self.facts:
            full, j = f'{full}.{t[j + 1].text}', j + 2
        if full not in self.facts:
            return None, None, j, j - 1
        fact = self.facts[full]
        if self.is_op(j, '.') and t[j + 1].kind == 'name':
            member = t[j + 1].text
            if fact['kind'] == 'enum':
                return ('enum', (full, member), j + 2, j + 1) if member in fact['enum'] else (None, None, j + 2, j + 1)
            if member in fact['members']:
                return 'static', (full, member), j + 2, j + 1
            return None, None, j + 2, j + 1
        return 'class', full, j, j - 1

    # ---- where mistakes can be made

    def add(self, kind, first, last, text, line=None):
        if text is not None:
            self.sites.append(Site(kind, self.tokens[first].start, self.tokens[last].end, text,
                                   line or self.tokens[first].line))

    def look_at(self, i):
        t = self.tokens[i]
        if t.kind == 'string' and re.fullmatch(r'"[a-z0-9-]+:[A-Z][A-Za-z]{4,}"', t.text):
            j = i
            while j > 0 and not self.is_op(j, '{'):
                j -= 1
            if j > 1 and self.is_op(j - 1, '=') and self.tokens[j - 2].text == 'actions':
                self.add('IAM action', i, i, misspell(t.text, (), self.rng))
        if t.kind != 'name' or self.is_op(i - 1, '.') or self.is_op(i - 1, ':'):
            return
        kind, name = self.names.get(t.text, (None, None))
        if kind == 'object':
            return self.look_at_object(i, name)
        what, name, after, last = self.chain(i)
        if what == 'enum':
            self.add('enum member', last, last, misspell(name[1], self.facts[name[0]]['enum'], self.rng))
        elif what == 'static':
            members = self.facts[name[0]]['members']
            member = members[name[1]]
            self.add('static member', last, last, misspell(name[1], members, self.rng))
            if self.is_op(after, '(') and member.get('parameters') is not None:
                self.look_at_call(after, member['parameters'])
            elif self.is_op(after, '{') and member.get('parameters'):
                self.look_at_value(after, member['parameters'][0]['type'])
        elif what == 'class' and self.is_op(after, '('):
            fact, module = self.facts[name], name.rpartition('.')[0]
            if last > i:
                self.add('class', last, last, misspell(name.rpartition('.')[2],
                         {n.rpartition('.')[2] for n in self.facts if n.startswith(module + '.')}, self.rng))
            if fact.get('constructor'):
                self.look_at_call(after, fact['constructor'])
        elif what == 'class' and self.is_op(after, '{') and self.facts[name].get('constructor'):
            self.look_at_value(after, self.facts[name]['constructor'][0]['type'])

    def look_at_object(self, i, full):
        members, t = self.facts[full]['members'], self.tokens
        if not (self.is_op(i + 1, '.') or self.is_op(i + 1, ':')) or t[i + 2].text not in members:
            return
        member = members[t[i + 2].text]
        wrong = misspell(t[i + 2].text, members, self.rng)
        if self.is_op(i + 1, ':') and member.get('parameters') is not None:
            self.add('method', i + 2, i + 2, wrong)
            if not member['static']:
                self.add('dot for colon', i + 1, i + 1, '.')
            if self.is_op(i + 3, '('):
                self.look_at_call(i + 3, member['parameters'])
            elif self.is_op(i + 3, '{') and member['parameters']:
                self.look_at_value(i + 3, member['parameters'][0]['type'])
        elif self.is_op(i + 1, '.') and member.get('parameters') is None and not self.is_op(i + 3, '='):
            self.add('property read', i + 2, i + 2, wrong)

    def arguments(self, i):
        """The first and last tokens of the arguments or items in the brackets at token i."""
        spans, first, j, end = [], i + 1, i + 1, self.close.get(i, i)
        while j <= end:
            if j == end or self.is_op(j, ',') or self.is_op(j, ';'):
                if j > first:
                    spans.append((first, j - 1))
                first = j + 1
            elif self.tokens[j].text == 'function':  # bodies have commas: left alone
                return spans
            j = self.close.get(j, j) + 1
        return spans

    def look_at_call(self, i, parameters):
        spans, line = self.arguments(i), self.tokens[i].line
        for (first, last), parameter in zip(spans, parameters):
            type = parameter['type']
            if type == 'constructs.Construct' and parameter['name'] == 'scope' and not parameter['optional'] and first == last:
                self.add('nil scope', first, last, 'nil', line)
            elif type == 'string' and first == last and self.tokens[first].kind == 'string':
                self.add('argument', first, last, self.rng.choice(['17', 'true']), line)
            elif type in self.facts and self.facts[type]['kind'] in ('class', 'interface') and first == last:
                self.add('argument', first, last, self.rng.choice(['17', '"text"', 'true']), line)
            self.look_at_value(first, type)
        end = self.close.get(i)
        if end and len(spans) == len(parameters) and spans and spans[-1][1] == end - 1 and not any(p.get('variadic') for p in parameters) \
                and parameters[-1]['type'] in self.facts:
            self.add('too many arguments', end, end, ', 5)', line)

    def look_at_value(self, i, type):
        """The table at token i, if the type is a struct or a list of them."""
        if not self.is_op(i, '{'):
            return
        inner = re.fullmatch(r'list of (.*)', type or '')
        if inner:
            for first, _ in self.arguments(i):
                self.look_at_value(first, inner[1])
            return
        fact = self.facts.get(type)
        if not fact or fact['kind'] != 'struct':
            return
        fields, t, line = fact['fields'], self.tokens, self.tokens[i].line
        for first, last in self.arguments(i):
            field = fields.get(t[first].text)
            if t[first].kind != 'name' or not field or not self.is_op(first + 1, '='):
                continue
            value = first + 2
            self.add('property', first, first, misspell(t[first].text, fields, self.rng))
            if field['required'] and field['type'] != 'any':
                end = last + 1 if self.is_op(last + 1, ',') else last
                removed = self.text[t[first].start:t[end].end]
                self.add('required property', first, end, '\n' * removed.count('\n'), line)
            if field['type'] in ('string', 'number', 'boolean') and value == last:
                wrong = {'string': ['17', 'true', '{ 1 }'], 'number': ['"many"', 'true', '{}'], 'boolean': ['"yes"', '1']}
                self.add('type', value, value, self.rng.choice(wrong[field['type']]), t[first].line)
            if field.get('values') and value == last and t[value].kind == 'string' and field['type'] == 'string':
                self.add('value', value, value, misspell(t[value].text, [f'"{v}"' for v in field['values']], self.rng), t[first].line)
            if field.get('number') and value == last and t[value].kind == 'number':
                bounds = field['number']
                wrong = bounds['max'] + 1 if 'max' in bounds else bounds['min'] - 1
                self.add('bounds', value, value, str(int(wrong)), t[first].line)
            if field.get('pattern') and value == last and t[value].kind == 'string' and field['type'] == 'string' \
                    and not re.search(field['pattern'].replace('\\p', 'p'), '!! #'):
                self.add('pattern', value, value, '"!! #"', t[first].line)
            self.look_at_value(value, field['type'])

    # ---- planting

    def plant(self, wanted, used):
        """Chooses up to `wanted` sites on different lines, of the kinds that were used least; → text, sites."""
        chosen, lines = [], set()
        sites = list(self.sites)
        self.rng.shuffle(sites)
        while sites and len(chosen) < wanted:
            sites.sort(key=lambda s: used[s.kind])
            site = sites.pop(0)
            if site.line in lines or any(site.start < c.end and c.start < site.end for c in chosen):
                continue
            chosen.append(site)
            lines.add(site.line)
            used[site.kind] += 1
        text = self.text
        for site in sorted(chosen, key=lambda s: -s.start):
            text = text[:site.start] + site.text + text[site.end:]
        return text, chosen


def check(luacdk, text, folder, cwd):
    path = os.path.join(folder, 'program.lua')
    with open(path, 'w') as f:
        f.write(text)
    env = {k: v for k, v in os.environ.items() if not k.startswith('CDK_')}
    env['CORPUS_FIXTURES'] = cwd
    try:
        p = subprocess.run([luacdk, 'check', path, '--format', 'json'], cwd=cwd, env=env, stdin=subprocess.DEVNULL,
                           capture_output=True, timeout=20)
        return json.loads(p.stdout)['findings']
    except (ValueError, subprocess.TimeoutExpired):
        return None


def programs_of(path):
    if os.path.isdir(path):
        for name in sorted(os.listdir(path)):
            if name.endswith('.lua'):
                yield name, open(os.path.join(path, name)).read()
        return
    opened = gzip.open(path, 'rt') if path.endswith('.gz') else open(path)
    with opened as lines:
        for line in lines:
            entry = json.loads(line)
            if entry.get('kind', 'written') == 'written':
                yield entry['key'][:16], entry['lua']


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('luacdk')
    parser.add_argument('programs_in', metavar='PROGRAMS')
    parser.add_argument('--only', default='', help='programs that require no other modules (core: aws_cdk and constructs)')
    parser.add_argument('--programs', type=int, default=100)
    parser.add_argument('--each', type=int, default=6)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--jobs', type=int, default=2)
    parser.add_argument('--show', action='store_true')
    parser.add_argument('--keep', help='a folder for the programs with their mistakes')
    a = parser.parse_args()
    luacdk, rng = os.path.abspath(a.luacdk), random.Random(a.seed)
    only = {n for m in filter(None, a.only.split(',')) for n in (('aws_cdk', 'constructs') if m == 'core' else ('aws_cdk.' + m,))}
    beside = os.path.join(os.path.dirname(os.path.abspath(a.programs_in)), 'fixtures')
    cwd = beside if os.path.isdir(beside) else os.path.abspath(a.programs_in) if os.path.isdir(a.programs_in) else os.getcwd()

    found, modules = [], set()
    for key, text in programs_of(a.programs_in):
        required = set(re.findall(r'require ?\(?"([^"]+)"', text))
        if not only or required <= only:
            found.append((key, text))
            modules |= required
    rng.shuffle(found)
    here = os.path.dirname(os.path.abspath(__file__))
    p = subprocess.run([luacdk, '-q', os.path.join(here, 'facts.lua'), '--', *sorted(m for m in modules if re.match('aws_cdk|constructs', m))],
                       capture_output=True, text=True)
    if p.returncode:
        sys.exit(p.stderr)
    facts = json.loads(p.stdout)

    planted, used = [], collections.Counter()
    with tempfile.TemporaryDirectory() as tmp:
        def clean(entry):
            folder = tempfile.mkdtemp(dir=tmp)
            return entry, check(luacdk, entry[1], folder, cwd)
        with ThreadPoolExecutor(a.jobs) as pool:
            at = 0
            while len(planted) < a.programs and at < len(found):
                batch = found[at:at + 20]
                at += 20
                for (key, text), findings in pool.map(clean, batch):
                    if findings is None or any(f['severity'] != 'info' for f in findings) or len(planted) >= a.programs:
                        continue
                    program = Program(text, facts, random.Random(f'{a.seed} {key}'))
                    text, sites = program.plant(a.each, used)
                    if len(sites) >= min(3, a.each):
                        planted.append((key, text, sites))
            results = list(pool.map(lambda one: check(luacdk, one[1], tempfile.mkdtemp(dir=tmp), cwd), planted))

    rows, false, missed, beside_others = collections.defaultdict(lambda: [0, 0]), [], [], 0
    for (key, text, sites), findings in zip(planted, results):
        findings = [f for f in findings or [] if f['severity'] != 'info']
        lines = collections.Counter(f.get('line') for f in findings)
        for site in sites:
            told = lines[site.line] > 0
            rows[site.kind][0] += told
            rows[site.kind][1] += 1
            if not told:
                missed.append((key, site, findings))
        wanted = {site.line for site in sites}
        false += [(key, f) for f in findings if f.get('line') not in wanted]
        beside_others += sum(n - 1 for line, n in lines.items() if line in wanted)
        if a.keep:
            os.makedirs(a.keep, exist_ok=True)
            with open(os.path.join(a.keep, re.sub(r'(\.lua)?$', '.lua', key, count=1)), 'w') as f:
                f.write(text)
    if a.show:
        for key, site, findings in missed:
            print(f'missed {key}:{site.line} {site.kind}: {site.text!r}')
        for key, f in false:
            print(f"not planted {key}:{f.get('line')} {f['id']} {f['message'][:200]}")
    print(f'{"kind":20} {"told":>5} {"planted":>8}')
    for kind, (told, count) in sorted(rows.items()):
        print(f'{kind:20} {told:5} {count:8}')
    told, count = (sum(row[i] for row in rows.values()) for i in (0, 1))
    print(f'{told} of {count} mistakes in {len(planted)} programs told at their line ({100 * told / max(count, 1):.1f} %), '
          f'{len(false)} findings elsewhere, {beside_others} more on their lines')
    if not count:
        sys.exit('no program to plant mistakes in')


main()
