// One-property programs with what the running reference makes of them, for compare.lua:
//
//   node tools/properties/generate.js <node_modules> <folder> [module …]
//
// writes <folder>/<module>.jsonl: { name, flags, lua, template } a line, or { name, flags, lua, error } where the reference
// refuses the program. How many are left out is told at the end.
'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');

process.argv[2] = path.resolve(process.argv[2]);
const { programs, flags } = require('./programs');

const folder = path.resolve(process.argv[3]), wanted = process.argv.slice(4);
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'properties-'));
process.chdir(scratch); // some programs write files beside themselves
fs.symlinkSync(path.resolve(__dirname, '../../spec'), 'spec');
const files = new Map();
const left = {};

const whole = (call, modules) => [
  ...Object.entries(modules).map(([local, module]) => `local ${local} = require "${module}"`), '', 'local app = cdk.App()',
  'local stack = cdk.Stack(app, "S", { env = { account = "123456789012", region = "us-east-1" } })', call, 'app:synth()', '',
].join('\n');

programs(wanted, (module, { call, modules, ...row }) => {
  if (!files.has(module)) files.set(module, []);
  files.get(module).push(JSON.stringify({ ...row, lua: whole(call, modules) }));
}, (module, name, error) => {
  if (error) console.error(`${name}: ${error.message.split('\n')[0]}`);
  (left[module] = left[module] || []).push(name);
});

process.chdir(os.tmpdir());
fs.rmSync(scratch, { recursive: true });
fs.mkdirSync(folder, { recursive: true });
fs.writeFileSync(path.join(folder, 'flags.json'), JSON.stringify({ context: flags }));
for (const [module, lines] of files) {
  fs.writeFileSync(path.join(folder, `${module}.jsonl`), lines.join('\n') + '\n');
  console.log(`${module}: ${lines.length} programs, ${(left[module] || []).length} left out`);
}
