#!/usr/bin/env node
// conformance.js – every L1 class against the library itself: node conformance.js <node_modules> <luacdk> <work folder> [variant]
//
// For each module that has L1 classes it makes the same app twice, in JavaScript and in Lua: every class with a value for each
// declared property (structs to a depth), and outputs of all attributes, references and static helpers. The templates must be
// equal byte for byte. `variant` (0, 1, 2 …) picks other alternatives of unions.
'use strict';
const fs = require('fs');
const path = require('path');
const { spawnSync } = require('child_process');
const { Model } = require('./model');
const { snake } = require('./names');

const [modules, luacdk, folder, variantText] = process.argv.slice(2);
const variant = Number(variantText || 0);
const model = new Model(path.resolve(modules));
const cdk = require(model.folder);
const DEEPEST = 4;

const isKeyword = (name) => ['end', 'function', 'for', 'not', 'and', 'or', 'then', 'else', 'local', 'in', 'if', 'repeat'].includes(name);
const key = (name) => (isKeyword(name) ? `${name}_` : name);
const quote = (text) => JSON.stringify(text);
const pair = (js, lua) => ({ js, lua });

function fields(type) {
  const found = new Map();
  for (const base of type.interfaces || []) for (const f of fields(model.types.get(base))) found.set(f.name, f);
  for (const property of type.properties || []) found.set(property.name, property);
  return [...found.values()];
}

function struct(type, depth) {
  const js = {};
  const lua = [];
  for (const property of fields(type)) {
    if (depth >= DEEPEST && property.optional) continue;
    // One struct of tags is declared in a way that the library's own tag manager refuses.
    if (property.name === 'tags' && JSON.stringify(property.type).includes('TagsProperty')) continue;
    const value = sample(property.type, depth + 1, property.name);
    if (!value) continue;
    js[property.name] = value.js;
    lua.push(`${key(snake(property.name))} = ${value.lua}`);
  }
  return pair(js, `{ ${lua.join(', ')} }`);
}

function named(type, depth, name) {
  if (type.kind === 'enum') {
    const member = type.members[0].name;
    let value = cdk;
    for (const step of type.fqn.split('.').slice(1)) value = value[step];
    return pair(value[member], typeof value[member] === 'number' ? String(value[member]) : quote(value[member]));
  }
  if (type.datatype) return depth > DEEPEST + 6 ? null : struct(type, depth);
  const ref = (type.properties || []).find((property) => property.name.endsWith('Ref'));
  if (type.kind !== 'interface' || !ref) return null;
  const content = struct(model.types.get(ref.type.fqn), 0);
  // The object must not look like one with the reference's fields itself.
  return pair({ [ref.name]: content.js }, `{ ${snake(ref.name)} = ${content.lua} }`);
}

function sample(type, depth, name) {
  switch (type.primitive) {
    case 'string': return pair(`${name} ü "x"`, quote(`${name} ü "x"`));
    case 'number': return pair(depth + 0.5, String(depth + 0.5));
    case 'boolean': return pair(depth % 2 === 0, String(depth % 2 === 0));
    case 'date': return pair(new Date(Date.UTC(2024, 1, 3, 4, 5, 6)), quote('2024-02-03T04:05:06Z'));
    case 'any': case 'json':
      // Values of tag maps are texts, whatever the model says.
      if (/tags$/i.test(name)) return pair({ aKey: 'x' }, '{ aKey = "x" }');
      return pair({ aKey: ['x', { b_key: 1 }] }, '{ aKey = { "x", { b_key = 1 } } }');
    default:
  }
  if (type.fqn) {
    if (type.fqn === 'aws-cdk-lib.IResolvable') return null;
    return named(model.types.get(type.fqn), depth, name);
  }
  if (type.collection) {
    const element = sample(type.collection.elementtype, depth, name);
    if (!element) return type.collection.kind === 'array' ? pair([], '{}') : pair({}, '{}');
    if (type.collection.kind === 'array') return pair([element.js, element.js], `{ ${element.lua}, ${element.lua} }`);
    return pair({ a_key: element.js, bKey: element.js }, `{ a_key = ${element.lua}, bKey = ${element.lua} }`);
  }
  const values = type.union.types.map((part) => sample(part, depth, name)).filter(Boolean);
  return values.length ? values[variant % values.length] : null;
}

const byModule = new Map();
for (const type of model.types.values()) {
  if (type.base !== 'aws-cdk-lib.CfnResource') continue;
  const { module } = model.place(type.fqn);
  if (type.fqn === 'aws-cdk-lib.CfnCustomResource') continue;
  if (!byModule.has(module)) byModule.set(module, []);
  byModule.get(module).push(type);
}

function classOf(fqn) {
  let value = cdk;
  for (const step of fqn.split('.').slice(1)) value = value[step];
  return value;
}

function build(module, types) {
  const context = { '@aws-cdk/core:stackResourceLimit': 0, '@aws-cdk/core:validateAgainstDefaultRules': false };
  const app = new cdk.App({ context, analyticsReporting: false, outdir: path.join(folder, 'js', module) });
  const stack = new cdk.Stack(app, 'S');
  const lua = ['require("luacdk.engine").warnings(false)', 'local cdk = require "aws_cdk"', `local m = require "${module}"`,
    'local app = cdk.App { context = { ["@aws-cdk/core:stackResourceLimit"] = 0 }, analytics_reporting = false }',
    'local stack = cdk.Stack(app, "S")', 'local n, r = 0, nil',
    'local function out(v) n = n + 1; cdk.CfnOutput(stack, "O" .. n, { value = v }) end'];
  let outputs = 0;
  const out = (js, text) => {
    if (js === undefined) return;
    new cdk.CfnOutput(stack, `O${++outputs}`, { value: cdk.Token.isUnresolved(js) ? cdk.Lazy.string({ produce: () => js }) : js });
    lua.push(`out(${text})`);
  };
  for (const type of types.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const Class = classOf(type.fqn);
    const parameter = type.initializer.parameters[2];
    const props = parameter ? struct(model.types.get(parameter.type.fqn), 0) : pair({}, '{}');
    const resource = new Class(stack, type.name, props.js);
    lua.push('do', `local c = m.${type.name}(stack, "${type.name}", ${props.lua})`);
    for (const property of type.properties || []) {
      if (/^attr[A-Z]/.test(property.name) && property.type.primitive === 'string') {
        out(resource[property.name], `c.${snake(property.name)}`);
      } else if (property.type.fqn && /Reference$/.test(property.type.fqn) && /Ref$/.test(property.name)) {
        for (const [field, value] of Object.entries(resource[property.name])) {
          if (typeof value === 'string') out(value, `c.${snake(property.name)}.${snake(field)}`);
        }
      }
    }
    for (const method of type.methods || []) {
      if (!method.static || !/^(from|arnFor)[A-Z]/.test(method.name)) continue;
      const text = `m.${type.name}.${snake(method.name)}`;
      if (method.name.startsWith('arnFor')) {
        out(Class[method.name](resource), `${text}(c)`);
        continue;
      }
      const facts = Class[method.name].toString();
      const template = /TemplateString\("([^"]+)"\)\.parse/.exec(facts);
      const arn = name => (/environmentFromArn/.test(facts) && /Arn$/.test(name) ? 'arn:aws:x:r:1:y' : `value of ${name}`);
      const value = template ? template[1].replace(/\$\{(\w+)\}/g, (_, word) => `v${word}`) : arn(method.name);
      const id = `${type.name}-${method.name}`;
      const made = Class[method.name](stack, id, value);
      lua.push(`r = ${text}(stack, "${id}", ${quote(value)})`);
      for (const name of Object.keys(made).filter((word) => /Ref$/.test(word))) {
        for (const [field, content] of Object.entries(made[name])) out(content, `r.${snake(name)}.${snake(field)}`);
      }
    }
    lua.push('end');
  }
  const text = JSON.stringify(app.synth().getStackByName('S').template, null, 1);
  const file = path.join(folder, `${module}.lua`);
  fs.writeFileSync(file, lua.join('\n') + '\n');
  return { text, file };
}

fs.rmSync(folder, { recursive: true, force: true });
fs.mkdirSync(folder, { recursive: true });
let good = 0;
let bad = 0;
let classes = 0;
for (const [module, types] of [...byModule].sort()) {
  let made;
  try {
    made = build(module, types);
  } catch (error) {
    console.log(`${module}: the library itself fails: ${String(error.message).split('\n')[0]}`);
    bad++;
    continue;
  }
  const output = path.join(folder, 'lua', module);
  const run = spawnSync(path.resolve(luacdk), ['synth', '-q', '-o', output, made.file], { encoding: 'utf8' });
  const template = path.join(output, 'S.template.json');
  const got = run.status === 0 ? fs.readFileSync(template, 'utf8') : '';
  if (got === made.text) {
    good++;
    classes += types.length;
    continue;
  }
  bad++;
  fs.writeFileSync(path.join(folder, `${module}.expected.json`), made.text);
  const at = made.text.split('\n').findIndex((line, i) => line !== got.split('\n')[i]);
  console.log(`${module}: ${run.status !== 0 ? (run.stderr || String(run.signal)).split('\n')[0] :
    `line ${at + 1}: expected ${made.text.split('\n')[at]}, got ${got.split('\n')[at]}`}`);
}
console.log(`${good} modules equal (${classes} classes), ${bad} not`);
process.exit(bad ? 1 : 0);
