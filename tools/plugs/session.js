// What AWS's command line shows of an app in Lua: its language server, its explorer, `cdk validate`; and, of another one
// before and after a change, `cdk diff` and `cdk refactor`.
//
//     node session.js <folder of the package aws-cdk> <luacdk> <app.lua> <diff.lua>     prints JSON
//
// Lines are counted from 1; paths are from the folder of the app.
'use strict';
const { spawn, spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { pathToFileURL } = require('url');

const [cdk, luacdk, app, changing] = process.argv.slice(2).map((word) => path.resolve(word));
const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'session-')));
const file = path.join(folder, 'app.lua');

// Without a network, an account and a browser.
const environment = { PATH: process.env.PATH, HOME: folder, CI: 'true', NO_COLOR: '1', BROWSER: 'true',
  AWS_EC2_METADATA_DISABLED: 'true', CDK_DISABLE_VERSION_CHECK: '1', CDK_DISABLE_CLI_TELEMETRY: 'true' };

const command = (words) => [path.join(cdk, 'bin', 'cdk'), ...words, '--unstable', words[0], '--no-notices'];
const plain = (value) => JSON.parse(JSON.stringify(value).replaceAll(pathToFileURL(folder).href, '').replaceAll(`${folder}/`, '')
  .replaceAll(folder, '.'));

function run(words) {
  const done = spawnSync(process.execPath, command(words), { cwd: folder, env: environment, encoding: 'utf8', timeout: 120000 });
  return { status: done.status, text: done.stdout + done.stderr };
}

// ---- cdk lsp --------------------------------------------------------------------------------------------------------

async function languageServer() {
  const server = spawn(process.execPath, command(['lsp']), { cwd: folder, env: environment, stdio: ['pipe', 'pipe', 'ignore'] });
  const answers = new Map(), diagnostics = [];
  let input = Buffer.alloc(0), last = 0, refreshed;
  const ready = new Promise((resolve) => { refreshed = resolve; });
  const send = (message) => {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message });
    server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  };
  const ask = (method, params) => new Promise((resolve) => {
    answers.set(++last, resolve);
    send({ id: last, method, params });
  });
  const receive = (message) => {
    if (message.method === undefined) return answers.get(message.id)?.(message.error ?? message.result);
    if (message.method === 'textDocument/publishDiagnostics') diagnostics.push(message.params);
    if (message.method === 'workspace/codeLens/refresh') refreshed();
    if (message.id !== undefined) send({ id: message.id, result: null });
    return undefined;
  };
  server.stdout.on('data', (bytes) => {
    input = Buffer.concat([input, bytes]);
    for (;;) {
      const head = input.indexOf('\r\n\r\n');
      if (head < 0) return;
      const end = head + 4 + Number(/Content-Length: (\d+)/.exec(input.subarray(0, head))[1]);
      if (input.length < end) return;
      receive(JSON.parse(input.subarray(head + 4, end)));
      input = input.subarray(end);
    }
  });
  const uri = pathToFileURL(file).href, rootUri = pathToFileURL(folder).href, textDocument = { uri };
  await ask('initialize', { processId: process.pid, rootUri, workspaceFolders: [{ uri: rootUri, name: 'app' }],
    capabilities: { workspace: { codeLens: { refreshSupport: true } } }, initializationOptions: {} });
  send({ method: 'initialized', params: {} });
  send({ method: 'textDocument/didOpen',
    params: { textDocument: { uri, languageId: 'lua', version: 1, text: fs.readFileSync(file, 'utf8') } } });
  await ask('workspace/executeCommand', { command: 'cdk.explorer.synthNow', arguments: [] });
  await ready;
  const lenses = (await ask('textDocument/codeLens', { textDocument }))
    .filter((lens) => lens.command.command === 'cdkExplorer.openResource')
    .map((lens) => ({ line: lens.range.start.line + 1, title: lens.command.title,
      resources: lens.command.arguments[0].map((resource) => `${resource.label} ${resource.description}`) }));
  const hovers = [];
  for (const line of new Set(lenses.map((lens) => lens.line))) {
    const hover = await ask('textDocument/hover', { textDocument, position: { line: line - 1, character: 2 } });
    if (hover) hovers.push({ line, text: hover.contents.value });
  }
  const tree = (await ask('cdk/getConstructTree')).entries
    .filter((entry) => entry.sourceLocation)
    .map(({ path: id, logicalId, sourceLocation }) => ({ path: id, logicalId, ...sourceLocation }));
  server.stdin.end();
  server.kill();
  const found = diagnostics.flatMap(({ uri: place, diagnostics: list }) => list.map((one) => ({ file: place,
    line: one.range.start.line + 1, code: one.code, severity: one.severity, message: one.message })));
  const key = (one) => `${String(one.line).padStart(6)} ${one.title ?? one.message}`;
  const sorted = (list) => [...new Map(list.map((one) => [JSON.stringify(one), one])).values()]
    .sort((a, b) => (key(a) < key(b) ? -1 : 1));
  return { lenses: sorted(lenses), hovers, tree, diagnostics: sorted(found) };
}

// ---- cdk explore ----------------------------------------------------------------------------------------------------

async function explorer() {
  const server = spawn(process.execPath, command(['explore', '--port', '0']), { cwd: folder, env: environment });
  const address = await new Promise((resolve, reject) => {
    let text = '';
    const look = (bytes) => {
      text += bytes;
      const found = /(http:\/\/localhost:\d+)\/\?token=(\S+)/.exec(text);
      if (found) resolve({ base: found[1], token: found[2] });
    };
    server.stdout.on('data', look);
    server.stderr.on('data', look);
    server.on('exit', () => reject(new Error(`cdk explore ended: ${text}`)));
  });
  const get = async (name) => (await fetch(`${address.base}/api/${name}`,
    { headers: { cookie: `cdk_explorer_session=${address.token}` } })).json();
  const rows = [];
  const walk = (nodes) => nodes.forEach(({ path: id, type, sourceLocation, highestSeverity, children }) => {
    rows.push({ path: id, type, ...sourceLocation, severity: highestSeverity });
    walk(children);
  });
  walk((await get('tree')).tree);
  const { violations } = await get('policy-validation');
  server.removeAllListeners('exit');
  server.kill();
  return { tree: rows, violations };
}

// ---- cdk diff, cdk refactor -----------------------------------------------------------------------------------------

// Only what it says of the app: not the times, and nothing after the refusal to go on without an account.
function tell(words, more) {
  const done = spawnSync(process.execPath, [path.join(cdk, 'bin', 'cdk'), ...words, '--no-notices'],
    { cwd: folder, env: { ...environment, ...more }, encoding: 'utf8', timeout: 120000 });
  return (done.stdout + done.stderr).split('\n').map((line) => line.trimEnd())
    .filter((line) => line !== '' && !/^✨ {2}(Synthesis|Total) time/.test(line));
}

function difference() {
  fs.copyFileSync(changing, path.join(folder, 'diff.lua'));
  const run = `'${luacdk}' diff.lua`, template = path.join('before', 'Shop.template.json');
  const started = tell(['synth', '-q', '-a', run, '-o', 'before'], { VERSION: 'before' });
  if (!fs.existsSync(path.join(folder, template))) throw new Error(started.join('\n'));
  const words = ['diff', '-a', run, '--template', template];
  const plainly = tell(words);
  const coloured = tell(words, { NO_COLOR: '', FORCE_COLOR: '1', CI: '' });
  const mapping = path.join(folder, 'mapping.json');
  const wrote = spawnSync(luacdk, ['diff', 'diff.lua', '--against', 'before', '--write-refactor', mapping],
    { cwd: folder, env: environment, encoding: 'utf8' });
  if (wrote.status !== 0) throw new Error(wrote.stderr);
  const refactor = () => tell(['refactor', '-a', run, '--unstable=refactor', '--dry-run', '--override-file', mapping]);
  const document = JSON.parse(fs.readFileSync(mapping, 'utf8'));
  const accepted = refactor();
  const { resources } = document.environments[0];
  fs.writeFileSync(mapping, JSON.stringify({ environments: [{ ...document.environments[0],
    resources: { ...resources, 'Shop.Another': Object.values(resources)[0] } }] }));
  return { plainly, coloured, mapping: document, refactor: { accepted, refused: refactor() } };
}

async function main() {
  fs.copyFileSync(app, file);
  fs.writeFileSync(path.join(folder, 'cdk.json'), JSON.stringify({ app: `'${luacdk}' app.lua` }));
  const lsp = await languageServer();
  const explore = await explorer();
  const validate = run(['validate']);
  const strict = run(['validate', '--strict']);
  const shown = (text) => text.slice(text.search(/^app\.lua:\d+$/m)).trimEnd().split('\n');
  console.log(JSON.stringify(plain({ lsp, explore, diff: difference(),
    validate: { status: validate.status, strict: strict.status, lines: shown(validate.text) } }), null, 1));
}

main().then(() => 0, (error) => {
  console.error(error);
  return 1;
}).then((status) => {
  fs.rmSync(folder, { recursive: true, force: true });
  process.exit(status);
});
