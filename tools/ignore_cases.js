// Makes cases for the ignore rules with the reference's own strategies. tools/golden/assets.js records some of them.
//
//   REFERENCE=<folder> node tools/ignore_cases.js random COUNT SEED      prints random cases, one JSON object a line
//
// A case: { mode, patterns, paths, ignores: "0101…", prunes: "0101…" }, one digit a path; E where the reference refuses.
// REFERENCE = folder whose node_modules holds aws-cdk-lib 2.276.0.
'use strict';

const fs = require('fs');
const path = require('path');

const { IgnoreStrategy } = require(path.join(process.env.REFERENCE || '.', 'node_modules/aws-cdk-lib/core/lib/fs/ignore.js'));

const MODES = ['glob', 'git', 'docker'];
const ROOT = '/root-of-tree';

function answer(make, ask) {
  try {
    return ask(make()) ? '1' : '0';
  } catch {
    return 'E';
  }
}

function runCase(mode, patterns, paths) {
  const ask = (method) => {
    let strategy;
    const make = () => (strategy = strategy || IgnoreStrategy[mode](ROOT, patterns.slice()));
    return paths.map((p) => answer(make, (s) => s[method](ROOT + '/' + p))).join('');
  };
  return { mode, patterns, paths, ignores: ask('ignores'), prunes: ask('completelyIgnores') };
}

// ---- random cases ----

function generator(seed) {
  let s = seed >>> 0;
  const next = () => {
    s = (s + 0x6d2b79f5) >>> 0;
    let t = Math.imul(s ^ (s >>> 15), s | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const pick = (list) => list[Math.floor(next() * list.length)];
  return { next, pick, upTo: (n) => Math.floor(next() * n) };
}

const NAMES = ['a', 'b', 'ab', 'abc', 'a.js', 'b.txt', '.a', '.hid', 'x', 'A', 'B.TXT', 'a-b', 'a b', '0', '12', 'é', 'É', '日本', '😀',
  'a😀', '[a]', 'a*', '{a,b}', '!a', '#a', 'a.b.c', '..a', '...', '$', 'a+b', '(a)', 'a|b', '^', 'a]', 'node_modules', 'z_', 'ß', 'ſ', 'K',
  'constructor', '@(a)', '-', 'a\\b', 'Ω', 'ab12', 'foo', 'bar', 'toString', 'a,b', 'a  ', ' a', '+a', 'A1', 'µ', 'dž'];

const PIECES = {
  glob: ['a', 'b', 'ab', 'x', 'A', '0', '12', '.', '.a', '*', '*', '**', '?', '/', '/', '[ab]', '[!a]', '[^b]', '[a-c]', '[b-a]', '[]a]', '[[:alpha:]]',
    '[[:digit:][:upper:]]', '[[:graph:]]', '[![:lower:]]', '[[:print:]a]', '[[:punct:]]', '[[:space:]]', '[[:word:]-]', '[a-]', '[*]', '[a', '{a,b}', '{a,b/c}', '{1..3}', '{a..c}', '{01..3}', '{3..1..2}',
    '{a,{b,c}}', '{a}', '{,a}', '{}', '{a},b}', '${a}', '!(a)', '!(a|b)', '?(a|b)', '*(a|b)', '+(a|.b)', '@(a|ab)', '@(a|!(b))', '+(*(a|b))', '!(*.js)', '!()', '@()',
    '*(a', '.js', '.txt', '\\', '\\*', '\\!', '\\{', '\\[a]', '!', '#', '-', ' ', 'é', '日', '😀', '..', '/../', './', '$', '^', '+', '(', ')', '|', ',', '}', ']', '!(a|@(b|c))x', '*(a|+(b|?(c)))', '?(!(a))b'],
  git: ['a', 'b', 'ab', 'x', 'A', '.', '.a', '*', '*', '**', '**/', '/**', '?', '/', '/', '[ab]', '[a-c]', '[b-a]', '[!a]', '[^a]', '[a', '\\[a]', '[a\\]', '[]a]', '\\*', '\\?', '\\!', '\\#', '\\ ', ' ',
    '\\\\', '\\', '!', '#', '.js', '.txt', 'é', 'É', '日', '😀', '{', '(', ')', '|', '+', '$', '^', '\t', '***', 'ß', 'Ω', 'µ', 'node_modules', '-', '\\d', '\\w', '\\b'],
  docker: ['a', 'b', 'ab', 'x', 'A', '.', '.a', '*', '*', '**', '**/', '/**', '?', '/', '/', '[ab]', '[a-c]', '[^a]', '[a]', '+', '(a|b)', '|', '\\*', '\\d', '\\', '!', '!', '#', ' ', './', '../', '//',
    '.js', '.txt', '$', '^', 'é', 'É', '日', '😀', '{2}', '{a}', 'node_modules', '\n', '\r\n', '-', '(a)\\1', '\\b', '\\w', '\\x41', '[\\d-x]', 'ß', 'K'],
};

function randomPattern(random, mode) {
  let pattern = random.next() < 0.2 ? '!' : '';
  const count = 1 + random.upTo(5);
  for (let i = 0; i < count; i++) {
    const piece = random.next() < 0.15 ? random.pick(NAMES) : random.pick(PIECES[mode]);
    pattern += piece;
    if (random.next() < 0.15) pattern += '/';
  }
  return pattern;
}

function randomPath(random, patterns) {
  const depth = 1 + random.upTo(4);
  const parts = [];
  for (let i = 0; i < depth; i++) {
    let name = random.pick(NAMES);
    if (random.next() < 0.3) name = random.pick(['a', 'b', 'c', 'ab', 'x', 'bc', 'ba', 'aab', 'ac', '1', '2', '3', '.b', 'a.b', 'bx', 'cx', 'xa']);
    if (random.next() < 0.1) name += random.pick(NAMES);
    if (random.next() < 0.08) {
      // A name that the pattern itself spells, without its wildcards.
      const own = random.pick(patterns).split('/').map((p) => p.replace(/[*?\\!]/g, '')).filter((p) => p && p !== '.' && p !== '..' && !p.includes('\n'));
      if (own.length) name = random.pick(own);
    }
    parts.push(name);
  }
  return parts.join('/');
}

function* randomCases(count, seed) {
  const random = generator(seed);
  for (let i = 0; i < count; i++) {
    const mode = MODES[i % 3];
    const patterns = [];
    const howMany = random.next() < 0.5 ? 1 : 1 + random.upTo(4);
    for (let k = 0; k < howMany; k++) patterns.push(randomPattern(random, mode));
    const paths = [];
    for (let k = 0; k < 14; k++) {
      const p = randomPath(random, patterns);
      if (!/(^|\/)\.\.?($|\/)|^\//.test(p)) paths.push(p);
    }
    yield runCase(mode, patterns, paths);
  }
}

// ---- chosen cases ----

const PLAIN = ['a', 'b', 'x/a', 'x/y/a', 'a/b', 'a/b/c', 'a/x/b', 'A', '.a', 'x/.a', '.hid/a', 'a.js', 'x/a.js', '.a.js', 'a.txt', 'ab', 'abc', 'b.md', 's/b.md', 's',
  'node_modules', 'x/node_modules/y', 'build', 'build/x', 's/build/y', 'a b', '日本.txt', 'é', 'É', '😀', 'a😀b', '[a]', 'a*', '{a,b}', '!a', '#a', 'a1', 'a2', 'a3', 'a01', 'a.b.c', '..a', 'x/...', 'constructor', 'x/constructor'];

const CHOSEN = {
  glob: [['a'], ['/a'], ['./a'], ['a/'], ['a/**'], ['**/a'], ['**/a/**'], ['a/**/b'], ['**'], ['**/'], ['*'], ['.*'], ['*.js'], ['*.*'], ['?'], ['??'], ['?.js'], ['.?'], ['a//b'], ['x/../a/b'], ['{a,b/c}'],
    ['a{1..3}'], ['a{01..3}'], ['{a..c}'], ['{a,{b,ab}}'], ['{a}'], ['{}'], ['{a},b}'], ['${a,b}'], ['\\{a,b}'], ['[ab]'], ['[!a]'], ['[^a]'], ['[a-c]'], ['[[:alpha:]]'], ['[[:upper:]]'], ['[![:lower:]]'], ['[[:digit:]]'], ['[[:print:]]'], ['[[:graph:]]'], ['[]'], ['[a'], ['[*]'], ['a[*]'],
    ['\\*'], ['a\\*'], ['\\!a'], ['\\#a'], ['#a'], [''], ['!'], ['!a'], ['**', '!b.md'], ['*', '!a'], ['*.js', '!a.js', 'x/*'], ['!(a)'], ['x/!(a)'], ['@(a|b)'], ['+(a|b)'], ['*(a|b)c'], ['?(a)b'], ['a!(b)'], ['a!(b)c'], ['@(a|!(b))'], ['+(.a|a)'], ['+(*|.x*)'], ['@()'], ['*()'], ['a@()'],
    ['!!a'], ['**/*.js'], ['**/.*'], ['a/*/b'], ['a/?'], ['*/*'], ['**/**/a'], ['日*'], ['?', '!é'], ['😀'], ['??'], ['a??b'], ['[😀]'], ['x/..'], ['..'], ['.'], ['a/..'], ['*a*'], ['*(a'], ['a|b'], ['(a)'], ['a\\'], ['s', '!s/b.md'], ['a*(b|c)'], ['?(!(a))b'], ['!(a|b)*']],
  git: [['a'], ['/a'], ['a/'], ['/a/'], ['a/b'], ['a/**'], ['**/a'], ['**/a/b'], ['a/**/b'], ['**'], ['*'], ['/*'], ['*.js'], ['?'], ['[ab]'], ['[a-c]'], ['[c-a]'], ['[!a]'], ['[^a]'], ['[a'], ['a]'], ['\\[a]'], ['\\[a\\]'], ['a\\*'], ['\\*'], ['\\!a'], ['\\#a'], ['#a'], ['!a'], ['*', '!a'],
    ['*', '!a/', '!a/b'], ['s', '!s/b.md'], ['/*', '!/a', '/a/*', '!/a/b'], ['a '], ['a\\ '], ['a\\ b'], ['a b'], ['  '], [''], ['\\'], ['a\\'], ['a\\\\'], ['build/'], ['build', '!build/x'], ['A'], ['É'], ['é'], ['日*'], ['😀'], ['a?b'], ['a??b'], ['{a,b}'], ['a+'], ['(a)'], ['a.b.c'], ['a.b'], ['a$'], ['^a'], ['***'], ['a***'], ['a/***'],
    ['a\nb'], ['*.js', '!*.js', 'a.js'], ['x/'], ['x/**', '!x/y/'], ['\uFEFFa'], ['/'], ['//'], ['a//b'], ['./a'], ['node_modules'], ['**/node_modules'], ['**/x/**/a']],
  docker: [['a'], ['/a'], ['a/'], ['./a'], ['../a'], ['a/b'], ['a/**'], ['**/a'], ['**/*.js'], ['**/a/b'], ['a/**/b'], ['**'], ['*'], ['*/*'], ['*.js'], ['?'], ['[ab]'], ['[a-c]'], ['[^a]'], ['a+'], ['(a|b)'], ['a|b'], ['a\\*'], ['\\*'], ['!a'], ['*', '!a'], ['*', '!s/b.md'], ['s', '!s/b.md'], ['**', '!**/b.md'],
    ['a\nb'], ['a\r\nb'], ['#a'], [' #a'], ['  a  '], ['! a'], ['!'], [''], ['  '], ['.'], ['/'], ['/!a'], ['./!a'], ['A'], ['É'], ['é'], ['日*'], ['😀'], ['a?b'], ['a??b'], ['a.b.c'], ['a$'], ['a//b'], ['x/../a'], ['(a'], ['a['], ['[b-a]'], ['\\d'], ['a{2}'], ['constructor'], ['x/constructor'], ['**/node_modules'], ['node_modules'],
    ['*', '!a/b/c'], ['a', '!a/b/c'], ['*', '!**/a'], ['**/b', '!a/b'], ['a**'], ['a**/b'], ['**a'], ['!*', 'a'], ['*', '!x', 'x/y']],
};

function* chosenCases() {
  for (const mode of MODES) for (const patterns of CHOSEN[mode]) yield runCase(mode, patterns, PLAIN);
}

const interesting = (c) => !c.ignores.includes('E') && c.ignores.includes('1') && c.ignores.includes('0') && c.patterns.length > 1;

function recordedCases() {
  return [...chosenCases(), ...[...randomCases(4000, 7)].filter(interesting).slice(0, 200)];
}

module.exports = { recordedCases };
if (require.main === module) {
  const [command, count, seed] = process.argv.slice(2);
  if (command !== 'random') throw new Error('usage: ignore_cases.js random COUNT SEED');
  for (const c of randomCases(Number(count), Number(seed))) console.log(JSON.stringify(c));
}
