// What the reference makes of asset trees: fingerprint.jsonl, copy.jsonl and ignore.jsonl in spec/golden/assets.
//
// The cases of fingerprint.jsonl that are not made here are kept, with their hash recorded anew. A tree maps a path to a
// content: a string, {hex}, {rep: [text, n]}, {cat: […]}, {dir: 1}, {link: target} ($ROOT = the tree), {mode, of: content}.
'use strict';

const fs = require('fs');
const os = require('os');
const path = require('path');

const KEPT = path.join(__dirname, '../../spec/golden/assets/fingerprint.jsonl');

let FileSystem;

function bytes(content) {
  if (typeof content === 'string') return Buffer.from(content);
  if (content.hex !== undefined) return Buffer.from(content.hex, 'hex');
  if (content.rep) return Buffer.from(content.rep[0].repeat(content.rep[1]));
  if (content.cat) return Buffer.concat(content.cat.map(bytes));
  throw new Error('unknown content ' + JSON.stringify(content));
}

function build(tree) {
  const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'tree-')));
  for (const [name, content] of Object.entries(tree)) {
    const file = path.join(root, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    if (typeof content === 'string') fs.writeFileSync(file, content);
    else if (content.dir) fs.mkdirSync(file, { recursive: true });
    else if (content.link !== undefined) fs.symlinkSync(content.link.replace('$ROOT', root), file);
    else {
      fs.writeFileSync(file, bytes(content.of !== undefined ? content.of : content));
      if (content.mode) fs.chmodSync(file, content.mode);
    }
  }
  return root;
}

function withTree(tree, use) {
  const root = build(tree);
  try {
    return use(root);
  } finally {
    fs.rmSync(root, { recursive: true, force: true });
  }
}

const options = (opt) => ({ ...opt });

function fingerprintOf(c) {
  return withTree(c.tree, (root) => FileSystem.fingerprint(path.join(root, c.root), options(c.opt)));
}

// What a folder holds, as sorted rows: path, kind, then mode and content, or the link text.
function listing(dir, prefix = '') {
  const rows = [];
  for (const name of fs.readdirSync(path.join(dir, prefix)).sort()) {
    const key = prefix ? `${prefix}/${name}` : name;
    const st = fs.lstatSync(path.join(dir, key));
    if (st.isSymbolicLink()) rows.push([key, 'link', fs.readlinkSync(path.join(dir, key))]);
    else if (st.isDirectory()) rows.push([key, 'directory'], ...listing(dir, key));
    else rows.push([key, 'file', (st.mode & 0o7777).toString(8), fs.readFileSync(path.join(dir, key), 'utf8')]);
  }
  return rows;
}

function copyOf(c) {
  return withTree(c.tree, (root) => {
    const to = fs.mkdtempSync(path.join(os.tmpdir(), 'copy-'));
    try {
      FileSystem.copyDirectory(path.join(root, c.root), to, options(c.opt));
      return { entries: listing(to).map((row) => row.map((x) => x.replaceAll(root, '$ROOT'))) };
    } catch (e) {
      return { fails: e.message.replaceAll(root, '$ROOT') };
    } finally {
      fs.rmSync(to, { recursive: true, force: true });
    }
  });
}

// ---- cases ----

const FOLLOW = ['never', 'always', 'external', 'internal-only'];

const LINKS = {
  'in/a.txt': 'hello', 'in/d/b.txt': 'deep', 'in/d/e/f.txt': 'deeper', 'in/empty': { dir: 1 },
  'in/l-file': { link: 'a.txt' }, 'in/l-dir': { link: 'd' }, 'in/d/l-up': { link: '../a.txt' }, 'in/d/l-parent': { link: '..' },
  'in/l-chain': { link: 'l-file' }, 'in/l-dangling': { link: 'nothing/here' }, 'in/l-self': { link: 'l-self' },
  'in/l-out-file': { link: '../out.txt' }, 'in/l-out-dir': { link: '../out' }, 'in/d/l-out': { link: '../../out/o.txt' },
  'in/l-out-dangling': { link: '../../nowhere' }, 'in/l-abs-in': { link: '$ROOT/in/d/b.txt' }, 'in/l-abs-dir': { link: '$ROOT/in/d/e' },
  'in/l-round': { link: 'd/../a.txt' }, 'in/l-dot': { link: './d/./e/../b.txt' }, 'in/l-slash': { link: 'd/' }, 'in/l-root': { link: '.' },
  'out.txt': 'outside', 'out/o.txt': 'outside too', 'out/sub/p.txt': 'p', 'out/l-back': { link: '../in/a.txt' }, 'out/l-in-out': { link: 'o.txt' },
  'out/l-loop': { link: '.' }, 'inside-name/x': '1',
};
// A sibling whose name begins with that of the root must count as outside.
const SIBLING = { 'in/a': '1', 'in/l': { link: '../in-other/b' }, 'in/m': { link: '../in-other' }, 'in-other/b': '2' };
const PROJECT = {
  'index.js': 'x', 'lib/a.js': 'a', 'lib/a.ts': 't', 'lib/deep/er/b.js': 'b', 'lib/deep/er/b.md': 'm', '.git/HEAD': 'ref', '.gitignore': 'x',
  'node_modules/m/index.js': 'm', 'node_modules/m/package.json': '{}', 'test/a.test.js': 't', 'README.md': 'r', 'docs/README.md': 'd', 'docs/img/x.png': { hex: '504e470d0a1a0a00' },
  'build/out.js': 'o', 'src/build/keep.js': 'k', 'Dockerfile': 'FROM x', 'src/.env': 'E=1', 'src/A.JS': 'upper', 'weird [x]/f.txt': 'w', '日本/語.txt': 'j', 'naïve/é.js': 'e', '😀/😀.js': 's',
};
const EXCLUDES = {
  glob: [['*.js'], ['**/*.js'], ['lib'], ['lib/**'], ['!lib/a.js', '**'], ['**', '!lib/**', '!lib'], ['node_modules', '.git'], ['.*'], ['*.{js,md}'], ['!(lib)'], ['lib/**/b.*'], ['**/README.md'], ['**', '!*.js'], ['[[:upper:]]*'], ['docs/*', '!docs/img'], ['日本'], ['*/é.js'], ['?.js'], ['weird \\[x\\]'], ['weird [[]x[]]']],
  git: [['*.js'], ['/lib'], ['lib/'], ['lib/*', '!lib/a.js'], ['*', '!lib/', '!lib/a.js'], ['node_modules/', '.git/'], ['build'], ['/build'], ['**/build/'], ['readme.md'], ['docs/**'], ['a.??'], ['!lib/a.js'], ['日本/'], ['lib/**/b.*'], ['*.[jt]s'], ['# comment', '', 'test']],
  docker: [['*.js'], ['**/*.js'], ['lib', '!lib/a.js'], ['*', '!lib/deep/er/b.js'], ['**', '!**/a.js'], ['node_modules\n.git'], ['readme.md'], ['**/readme.md'], ['lib/*/er'], ['!lib', 'lib/deep'], ['*', '!lib/**/*.md'], ['docs', '!docs/img/x.png'], ['src/**/*.js'], ['lib/a.[jt]s'], ['./lib/', '../x'], ['日本']],
};
const CHUNKS = {
  'crlf over chunk 2': { cat: [{ rep: ['x', 16383] }, '\r\nend'] },
  'exactly one chunk': { rep: ['x', 8192] },
  'exactly two chunks ending CR': { cat: [{ rep: ['x', 16383] }, '\r'] },
  'chunk of CR only': { rep: ['\r', 8192] },
  'three chunks of CR': { rep: ['\r', 24576] },
  'chunk of CR then LF': { cat: [{ rep: ['\r', 8192] }, '\n'] },
  'chunk of CRLF': { rep: ['\r\n', 4096] },
  'CRLF throughout, odd start': { cat: ['x', { rep: ['\r\n', 20000] }] },
  'all three-byte characters': { rep: ['日', 9000] },
  'all four-byte characters, shifted by one': { cat: ['a', { rep: ['😀', 9000] }] },
  'four-byte character split 1|3': { cat: [{ rep: ['x', 8191] }, '😀', 'tail'] },
  'four-byte character split 3|1': { cat: [{ rep: ['x', 8189] }, '😀', 'tail'] },
  'split character then CR at the next end': { cat: [{ rep: ['x', 8191] }, 'é', { rep: ['y', 8190] }, '\r', '\nz'] },
  'invalid bytes and CRLF': { cat: [{ hex: 'c3280d0aff0d0a80' }, { rep: ['z\r\n', 5000] }, { hex: 'e282' }] },
  'truncated character at the end': { cat: ['abc', { hex: 'f09f98' }] },
  'surrogates and overlong forms': { hex: 'eda0bdedb880c0afe08080f0808080f4908080f8888080' },
  'NUL as last byte of chunk 1': { cat: [{ rep: ['a\r\n', 2730] }, 'a', { hex: '00' }, { rep: ['b\r\n', 100] }] },
  'NUL as first byte of chunk 2': { cat: [{ rep: ['a', 8192] }, { hex: '00' }, { rep: ['b\r\n', 100] }] },
  'CR-ended chunks, then NUL': { cat: [{ rep: ['x', 8191] }, '\r', { rep: ['y', 8191] }, '\r', { hex: '00' }, 'z\r\n'] },
  'binary over several buffers': { cat: [{ hex: '00' }, { rep: ['0123456789abcde\r', 40000] }] },
  'text over several buffers': { rep: ['0123456789abcd\r\n', 40000] },
  'text over several buffers, plain': { rep: ['0123456789abcdé\n', 40000] },
  'only CR': '\r', 'only CRLF': '\r\n', 'CR CR LF': '\r\r\n', 'only LF': '\n', 'only NUL': { hex: '00' },
  'BOM and CRLF': { hex: 'efbbbf0d0a' }, 'UTF-16 text': { hex: 'fffe61000d000a00' },
  'U+2028 after CR': { cat: ['a\r\u2028', { rep: ['x', 8190] }] },
};
const NAMES = {
  'a': '1', 'B': '2', 'é': '3', 'e\u0301': '4', 'Z': '5', '～': '6', '😀': '7', '\u{10000}': '8', '\uE000': '9', '\uFFFD': '10', 'a-b/x': '11', 'a/x': '12b',
  'sp ace': '13', ' lead': '14', 'trail ': '15', 'new\nline': '16', 'tab\t': '17', 'quote"': '18', "it's": '19', '-dash': '20', '$x': '21', '%s': '22', 'back\\slash': '23', '\u0001\u0002\u0003': '24',
};
delete NAMES['a'];

function ownFingerprints() {
  const cases = [];
  const add = (name, tree, root = '', opt = {}) => cases.push({ name, made: 1, tree, root, opt });
  for (const follow of FOLLOW) {
    add(`links, ${follow}`, LINKS, 'in', { follow });
    add(`links, ${follow}, from above`, LINKS, '', { follow });
    add(`sibling with the root's name in front, ${follow}`, SIBLING, 'in', { follow });
    add(`links excluded by name, ${follow}`, LINKS, 'in', { follow, exclude: ['l-*', '!l-chain'] });
    add(`git rules over links, ${follow}`, LINKS, 'in', { follow, exclude: ['l-out-dir/', 'd'], ignoreMode: 'git' });
    add(`docker rules over links, ${follow}`, LINKS, 'in', { follow, exclude: ['*', '!l-out-dir/sub', '!d/e'], ignoreMode: 'docker' });
  }
  add('root is a link to a directory', { ...LINKS, l: { link: 'in' } }, 'l');
  for (const [mode, lists] of Object.entries(EXCLUDES)) {
    for (const exclude of lists) add(`${mode}: ${JSON.stringify(exclude)}`, PROJECT, '', { exclude, ignoreMode: mode });
  }
  for (const [name, content] of Object.entries(CHUNKS)) add(`content: ${name}`, { f: content });
  add('names', NAMES);
  add('names, extra hash in Unicode', NAMES, '', { extraHash: 'sälz 😀' });
  add('deep', { [Array.from({ length: 60 }, (_, i) => 'd' + i).join('/') + '/f']: 'deep' });
  add('many files', Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`dir${i % 7}/f${i}.txt`, `content ${i}\r\n`])));
  add('only empty directories', { 'a/b/c': { dir: 1 }, d: { dir: 1 } });
  return cases;
}

function ownCopies() {
  const cases = [];
  const add = (name, tree, root = '', opt = {}) => cases.push({ name, tree, root, opt });
  for (const follow of FOLLOW) {
    add(`links, ${follow}`, LINKS, 'in', { follow });
    add(`links inside only, ${follow}`, { 'a/b': '1', 'a/l': { link: '../c' }, c: { dir: 1 }, m: { link: 'a/b' }, n: { link: '$ROOT/a' }, 'a/self': { link: '.' } }, '', { follow });
    add(`sibling with the root's name in front, ${follow}`, SIBLING, 'in', { follow });
  }
  add('modes', { x: { mode: 0o755, of: '#!' }, r: { mode: 0o400, of: 'r' }, 'd/w': { mode: 0o666, of: 'w' }, 'd/e': { mode: 0o640, of: '' } });
  add('empty directories', { 'a/b': { dir: 1 }, c: { dir: 1 }, 'd/f': '1' });
  for (const [mode, lists] of Object.entries(EXCLUDES)) {
    for (const exclude of lists) add(`${mode}: ${JSON.stringify(exclude)}`, PROJECT, '', { exclude, ignoreMode: mode });
  }
  return cases;
}

const lines = (cases) => cases.map((c) => JSON.stringify(c)).join('\n') + '\n';

module.exports = ({ cdk, modules }) => {
  process.env.REFERENCE = path.dirname(modules);
  ({ FileSystem } = cdk);
  const kept = fs.readFileSync(KEPT, 'utf8').split('\n').filter(Boolean).map((l) => JSON.parse(l)).filter((c) => !c.made);
  const fingerprints = [...kept, ...ownFingerprints()].map((c) => ({ ...c, hash: fingerprintOf(c) }));
  return {
    'assets/fingerprint.jsonl': lines(fingerprints),
    'assets/ignore.jsonl': lines(require('../ignore_cases').recordedCases()),
    'assets/copy.jsonl': lines(ownCopies().map((c) => ({ ...c, ...copyOf(c) }))),
  };
};
