#!/usr/bin/env node
// generate.js – writes the schema rows: node generate.js <node_modules> <output folder>
//
// In: npm's aws-cdk-lib (with its copy of @aws/cloudformation-validate), constructs, @aws-cdk/aws-service-spec and aws-cdk
// (for its newer copy of that), as pinned in tools/reference (all Apache-2.0, Amazon.com, Inc. or its affiliates).
// Out: one `.rows` file a module; facts only (names, types, values, order), no prose. The format is in rows.md. Running it
// twice gives the same bytes; files of modules that no longer exist are removed.
'use strict';
const fs = require('fs');
const path = require('path');
const { instrument } = require('./instrument');
const { Model } = require('./model');
const { snake, memberName, assumedCamel, assumedCfn } = require('./names');
const { readGeneratedCode } = require('./generated_code');
const { ServiceSpec } = require('./service_spec');
const { addEnded, limitsOf } = require('./limits');
const { Recipes } = require('./recipes');
const { Permissions } = require('./permissions');

const [modules, output] = process.argv.slice(2);
if (!output) {
  console.error('usage: node generate.js <node_modules> <output folder>');
  process.exit(2);
}
instrument(path.resolve(modules));
const model = new Model(path.resolve(modules));
const code = readGeneratedCode(model.folder);
const packages = { 'aws-cdk-lib': require(model.folder), constructs: require(path.resolve(modules, 'constructs')) };
const recipes = new Recipes(model, packages);
const permissions = new Permissions(recipes, model.folder);

const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

// --- types as text ---------------------------------------------------------------------------------------------------

const PRIMITIVE = { string: 's', number: 'n', boolean: 'b', any: 'a', json: 'j', date: 'd' };

function typeName(fqn, home) {
  const { module, name } = model.place(fqn);
  if (module === home) return '@' + name;
  return `@${module.replace(/^aws_cdk\.?/, '')}:${name}`;
}

/** jsii type reference → shape text; `home` is the module of the row. */
function shape(type, home) {
  if (type.primitive) return PRIMITIVE[type.primitive];
  if (type.fqn === 'aws-cdk-lib.IResolvable') return 'r';
  if (type.fqn) {
    if (!model.types.has(type.fqn)) throw new Error(`unknown type ${type.fqn}`);
    return typeName(type.fqn, home);
  }
  if (type.collection) {
    return (type.collection.kind === 'array' ? '[' : '{') + shape(type.collection.elementtype, home);
  }
  if (type.union) return `(${type.union.types.map((part) => shape(part, home)).join('|')})`;
  // An intersection of interfaces: a value has all of them; the first says enough for checks.
  if (type.intersection) return shape(type.intersection.types[0], home);
  throw new Error(`unknown type ${JSON.stringify(type)}`);
}

/** The shape by which a value is rendered unless a row says otherwise: no tokens, no constructs in unions. */
function assumedRender(type, home) {
  if (type.collection) {
    return (type.collection.kind === 'array' ? '[' : '{') + assumedRender(type.collection.elementtype, home);
  }
  if (type.union) {
    const parts = type.union.types.filter((part) => {
      const known = part.fqn && model.types.get(part.fqn);
      return !known || known.datatype || known.kind === 'enum';
    });
    const texts = [...new Set(parts.map((part) => assumedRender(part, home)))];
    return texts.length === 1 ? texts[0] : `(${texts.join('|')})`;
  }
  if (type.primitive === 'json') return 'a';
  return shape(type, home);
}

const CONVERTER = { string: 's', number: 'n', boolean: 'b', object: 'a', date: 'd', eventPattern: 'e' };

function renderText(convert, home, structOf) {
  if (convert.leaf === 'tag') return typeName('aws-cdk-lib.CfnTag', home);
  if (convert.leaf) return CONVERTER[convert.leaf];
  if (convert.list) return '[' + renderText(convert.list, home, structOf);
  if (convert.map) return '{' + renderText(convert.map, home, structOf);
  if (convert.union) return `(${convert.union.map((part) => renderText(part, home, structOf)).join('|')})`;
  return typeName(structOf(convert.struct), home);
}

// --- which conversion function belongs to which struct ---------------------------------------------------------------

/** fqn of struct → { fields: [{ property, cfn, convert }], structOf } */
const conversionOf = new Map();
for (const { namespace, table, file } of code.structs) {
  if (!namespace) continue;
  const names = new Map();
  const prefix = namespace + '.';
  for (const type of model.types.values()) {
    if (!type.datatype || !type.fqn.startsWith(prefix)) continue;
    const flat = type.fqn.slice(prefix.length).replace(/\./g, '');
    if (!table.has(flat)) continue;
    if (names.has(flat)) throw new Error(`two structs for ${flat} in ${file}`);
    names.set(flat, type.fqn);
  }
  const structOf = (flat) => {
    if (!names.has(flat)) throw new Error(`no struct for ${flat} in ${file}`);
    return names.get(flat);
  };
  for (const [flat, fields] of table) {
    if (names.has(flat)) conversionOf.set(names.get(flat), { fields, structOf });
  }
}
conversionOf.set('aws-cdk-lib.CfnTag', {
  fields: [
    { property: 'key', cfn: 'Key', convert: { leaf: 'string' } },
    { property: 'value', cfn: 'Value', convert: { leaf: 'string' } },
  ],
});
/** fqn of properties struct → facts of its class */
const classOfProps = new Map();
for (const facts of code.classes.values()) {
  const type = model.types.get(facts.fqn);
  const last = type.initializer.parameters[2];
  if (last) {
    facts.props = last.type.fqn;
    classOfProps.set(facts.props, facts);
  }
}

// --- facts of CloudFormation -----------------------------------------------------------------------------------------

// What replaces a resource is said by the copy of the specification by which `cdk diff` decides it; it is newer than what
// the library was made from.
const spec = new ServiceSpec(path.resolve(modules, '@aws-cdk', 'aws-service-spec'));
const cliSpec = new ServiceSpec(path.resolve(modules, 'aws-cdk'));
const validation = require(path.join(model.folder, 'node_modules', '@aws', 'cloudformation-validate'));
const validator = new validation.SchemaValidator();
const engine = new validation.CompositeEngine();

function validate(cfnType, properties) {
  const template = JSON.stringify({ Resources: { R: { Type: cfnType, Properties: properties } } });
  return validator.validate(new validation.TemplateContent(template));
}

/** The same by all rules, which takes longer. */
function validateAll(cfnType, properties) {
  const template = JSON.stringify({ Resources: { R: { Type: cfnType, Properties: properties } } });
  return engine.validateTemplate(new validation.TemplateContent(template)).diagnostics;
}

/** A conversion with the fqn of structs in place of the names of their functions. */
function withFqns(convert, structOf) {
  if (convert.struct) return { struct: structOf(convert.struct) };
  if (convert.list) return { list: withFqns(convert.list, structOf) };
  if (convert.map) return { map: withFqns(convert.map, structOf) };
  if (convert.union) return { union: convert.union.map((part) => withFqns(part, structOf)) };
  return convert;
}

function fieldsOf(fqn) {
  const conversion = conversionOf.get(fqn);
  return conversion.fields.map(({ cfn, convert }) => ({ cfn, convert: withFqns(convert, conversion.structOf) }));
}

/** fqn of struct → Map of CloudFormation's property → { replace, deprecated, values, known, value, length, items, ended,
 *  pattern } */
const cfnFacts = new Map();

const endedCandidates = new Map(); // see addEnded

function addFacts(fqn, found) {
  if (!cfnFacts.has(fqn)) cfnFacts.set(fqn, new Map());
  const all = cfnFacts.get(fqn);
  for (const [cfn, facts] of found) all.set(cfn, { ...all.get(cfn), ...facts });
}

for (const facts of [...code.classes.values()].sort((a, b) => byText(a.fqn, b.fqn))) {
  if (!facts.props) continue;
  const root = fieldsOf(facts.props);
  const limits = limitsOf(facts.cfnType, root, fieldsOf, validate);
  if (!limits.fields.has(null)) limits.fields.set(null, new Map());
  addEnded(facts.cfnType, root, limits.fields.get(null), endedCandidates, validateAll);
  facts.retired = limits.retired;
  for (const [struct, found] of limits.fields) {
    // Where the specification knows the type it also knows what "maybe" replaces.
    if (cliSpec.has(facts.cfnType)) for (const one of found.values()) delete one.replace;
    addFacts(struct || facts.props, found);
  }
  for (const [copy, wanted] of [[spec, ['known', 'deprecated']], [cliSpec, ['replace']]]) {
    for (const [struct, found] of copy.factsOf(facts.cfnType, root, fieldsOf, wanted)) addFacts(struct || facts.props, found);
  }
}

/** A list of values as one word. */
function valueList(list) {
  return list.map((text) => text.replace(/[\\\s|]/g, (c) =>
    ({ '\\': '\\\\', '|': '\\p', ' ': '\\s', '\n': '\\n', '\t': '\\t' })[c])).join('|');
}

function range([low, high]) {
  return `${low === null ? '' : low}..${high === null ? '' : high}`;
}

function factRows(fqn, cfn) {
  const facts = cfnFacts.has(fqn) && cfnFacts.get(fqn).get(cfn);
  if (!facts) return [];
  const words = [];
  if (facts.replace) words.push(facts.replace);
  if (facts.deprecated) words.push('deprecated');
  if (facts.anycase) words.push('anycase');
  if (facts.values) words.push('values', valueList(facts.values));
  else if (facts.known) words.push('known', valueList(facts.known));
  if (facts.value) words.push('number', range(facts.value));
  if (facts.length) words.push('length', range(facts.length));
  if (facts.items) words.push('items', range(facts.items));
  if (facts.ended) words.push('ended', valueList(facts.ended.flat()));
  if (facts.format) words.push('format', facts.format);
  if (facts.pattern) {
    const visible = facts.pattern.replace(/[\0-\x1f]/g, (c) => '\\x' + c.charCodeAt(0).toString(16).padStart(2, '0'));
    words.push('pattern', escaped(visible));
  }
  return words.length ? ['~ ' + words.join(' ')] : [];
}

// --- rows ------------------------------------------------------------------------------------------------------------

const flagText = (flags) => (flags ? '/' + flags : '');
const deprecated = (item) => (item.docs && item.docs.deprecated !== undefined ? 'd' : '');

function named(luaName, jsiiName, isConstant) {
  return assumedCamel(luaName, isConstant) === jsiiName ? luaName : `${luaName}=${jsiiName}`;
}

/** Methods and fields whose map of anything is a JSON document: TypeScript lets a list through, and the library takes it. */
const DOCUMENTS = new Set([
  'aws-cdk-lib.aws_codepipeline_actions.LambdaInvokeActionProps.userParameters',
  'aws-cdk-lib.aws_ec2.InitFile.fromObject',
  'aws-cdk-lib.aws_eks.KubernetesPatchProps.applyPatch',
  'aws-cdk-lib.aws_eks.KubernetesPatchProps.restorePatch',
  'aws-cdk-lib.aws_eks_v2.KubernetesPatchProps.applyPatch',
  'aws-cdk-lib.aws_eks_v2.KubernetesPatchProps.restorePatch',
  'aws-cdk-lib.aws_stepfunctions.FieldUtils.containsTaskToken',
  'aws-cdk-lib.aws_stepfunctions.FieldUtils.findReferencedPaths',
  'aws-cdk-lib.aws_stepfunctions.ParallelJsonataProps.arguments',
  'aws-cdk-lib.aws_stepfunctions.ParallelProps.arguments',
  'aws-cdk-lib.aws_stepfunctions.Result.fromObject',
  'aws-cdk-lib.aws_stepfunctions.TaskInput.fromObject',
]);

/** Classes whose objects serve as well where one of the class is asked for: TypeScript takes them, as they have the same
 *  members and none of those is private, and so does the library. Of all such pairs these are of one meaning. */
const SERVES = new Map();
function serves(asked, ...given) {
  SERVES.set(`aws-cdk-lib.${asked}`, given.map((name) => `aws-cdk-lib.${name}`));
}
const SCHEDULES = ['aws_applicationautoscaling.Schedule', 'aws_autoscaling.Schedule', 'aws_events.Schedule'];
for (const asked of [...SCHEDULES, 'aws_stepfunctions_tasks.Schedule', 'aws_synthetics.Schedule']) {
  serves(asked, ...SCHEDULES.filter((given) => given !== asked));
}
for (const [one, other] of [
  ['aws_batch.Secret', 'aws_ecs.Secret'],
  ['aws_cloudwatch.ScheduleExpression', 'aws_scheduler.ScheduleExpression'],
  ['aws_codepipeline_actions.CacheControl', 'aws_s3_deployment.CacheControl'],
  ['aws_eks.AccessPolicyArn', 'aws_eks_v2.AccessPolicyArn'],
  ['aws_eks.AlbControllerVersion', 'aws_eks_v2.AlbControllerVersion'],
  ['aws_eks.EndpointAccess', 'aws_eks_v2.EndpointAccess'],
  ['aws_eks.KubernetesVersion', 'aws_eks_v2.KubernetesVersion'],
]) {
  serves(one, other);
  serves(other, one);
}
serves('aws_ec2.BlockDeviceVolume', 'aws_autoscaling.BlockDeviceVolume');
serves('aws_events_targets.LogGroupTargetInput', 'aws_events.RuleTargetInput');

/** The shape of what users give, with the classes that serve as well. */
function shapeGiven(type, home) {
  const given = type.fqn && SERVES.get(type.fqn);
  if (given) return `(${[type.fqn, ...given].map((fqn) => typeName(fqn, home)).join('|')})`;
  if (type.collection) {
    return (type.collection.kind === 'array' ? '[' : '{') + shapeGiven(type.collection.elementtype, home);
  }
  return shape(type, home);
}

/** The shape of a parameter or field; `member` says of what. */
function shapeIn(member, type, home) {
  const text = shapeGiven(type, home);
  return text === '{a' && DOCUMENTS.has(member) ? '({a|[a)' : text;
}

function parameterList(callable, home, owner) {
  const parts = (callable.parameters || []).map((parameter) =>
    `${snake(parameter.name)}${parameter.optional ? '?' : ''}:${shapeIn(`${owner}.${callable.name}`, parameter.type, home)}`);
  return `(${parts.join(',')})`;
}

/** What stands for a property that is not given, as Lua: only literal values that the property's type takes. */
function literalDefault(property) {
  const text = ((property.docs && property.docs.default) || '').trim().replace(/^-\s+/, '').replace(/\.$/, '');
  const bare = text.replace(/^`(.*)`$/, '$1');
  const parts = property.type.union ? property.type.union.types : [property.type];
  if (parts.some((part) => part.primitive === 'boolean') && /^(true|false)$/.test(bare)) return bare;
  if (parts.some((part) => part.primitive === 'number') && /^-?\d+(\.\d+)?$/.test(bare)) return bare;
  const quoted = /^(["'])([\x20-\x7e]*)\1$/.exec(bare);
  if (quoted && parts.some((part) => part.primitive === 'string')) return JSON.stringify(quoted[2]);
  const named = /^(?:\w+\.)*?(?:(\w+)\.)?(\w+)(\((\d*)\))?$/.exec(bare);
  for (const part of named ? parts : []) {
    const type = part.fqn && model.types.get(part.fqn);
    if (!type || (named[1] || type.name) !== type.name) continue;
    const { module, name } = model.place(type.fqn);
    const prefix = `${module === 'aws_cdk' ? 'cdk' : module.replace(/^aws_cdk\.(aws_)?/, '')}.${name}.`;
    if (type.kind === 'enum' && !named[3] && type.members.some((member) => member.name === named[2])) {
      return prefix + named[2];
    }
    if (type.kind !== 'class' || !named[1]) continue;
    const isStatic = (member) => member.static && member.name === named[2];
    const constant = !named[3] && (type.properties || []).find(isStatic);
    if (constant) return prefix + memberName(constant);
    const method = named[3] && (type.methods || []).find(isStatic);
    if (method && (method.parameters || []).length >= (named[4] ? 1 : 0)) return prefix + memberName(method) + named[3];
  }
  return undefined;
}

function structField(property, home, owner, conversion, facts) {
  const name = snake(property.name);
  const parts = ['.' + named(name, property.name) +
    flagText((property.optional ? '' : 'r') + deprecated(property)),
    shapeIn(`${owner}.${property.name}`, property.type, home)];
  if (conversion) {
    if (conversion.cfn !== assumedCfn(property.name)) parts.push(conversion.cfn);
    const chain = facts && facts.references.get(property.name);
    if (chain) parts.push('<' + chain.map((step) => `${snake(step.property)}.${snake(step.field)}`).join(','));
    const text = renderText(conversion.convert, home, conversion.structOf);
    if (text !== assumedRender(property.type, home)) parts.push('>' + text);
  }
  const value = property.optional ? literalDefault(property) : undefined;
  if (value !== undefined) parts.push('=' + value);
  return parts.join(' ');
}

function structRows(type, home) {
  const rows = [];
  const conversion = conversionOf.get(type.fqn);
  const properties = new Map((type.properties || []).map((property) => [property.name, property]));
  if (!conversion) {
    for (const property of properties.values()) rows.push(structField(property, home, type.fqn));
    return rows;
  }
  const facts = classOfProps.get(type.fqn);
  if (facts) {
    const required = [...properties.values()].filter((property) => !property.optional).map((property) => property.name);
    if (required.sort().join() !== facts.required.sort().join()) {
      throw new Error(`${type.fqn}: required: model ${required}, code ${facts.required}`);
    }
  }
  for (const field of conversion.fields) {
    const property = properties.get(field.property);
    if (!property) throw new Error(`${type.fqn}.${field.property} is not in the model`);
    properties.delete(field.property);
    rows.push(structField(property, home, type.fqn, { ...field, structOf: conversion.structOf }, facts));
    rows.push(...factRows(type.fqn, field.cfn));
  }
  if (properties.size) throw new Error(`${type.fqn}: no conversion for ${[...properties.keys()]}`);
  return rows;
}

/** A value on one line. */
function escaped(text) {
  return text.replace(/[\\\n\t\r]/g, (c) => ({ '\\': '\\\\', '\n': '\\n', '\t': '\\t', '\r': '\\r' })[c]);
}

function enumRows(type) {
  const { source, name } = model.place(type.fqn);
  let value = packages[source.split('.')[0]];
  for (const step of [...source.split('.').slice(1), ...name.split('.')]) value = value[step];
  // jsii knows one name for each value, TypeScript all of them: the documentation's programs use the others, too.
  const texts = new Set(type.members.map((member) => value[member.name]).filter((text) => typeof text === 'string'));
  const known = new Set(type.members.map((member) => member.name));
  const others = Object.keys(value).filter((key) => !known.has(key) && texts.has(value[key]));
  return [...type.members, ...others.map((key) => ({ name: key }))].map((member) => {
    const actual = value[member.name];
    const head = `-${member.name}${flagText(deprecated(member))}`;
    if (typeof actual === 'string') return `${head} =${escaped(actual)}`;
    if (typeof actual !== 'number') throw new Error(`${type.fqn}.${member.name} has no value`);
    if (value[actual] === undefined) throw new Error(`${type.fqn}.${member.name} is not a numeric enum member`);
    return `${head} #${actual}`;
  });
}

const recipeText = (recipe) => (recipe === undefined ? '' : ` =${escaped(recipe)}`);

function memberRows(type, home) {
  const rows = [];
  const isInterface = type.kind === 'interface';
  const common = (member) => (member.static ? 's' : '') + (member.protected ? 'p' : '') +
    (member.abstract && !isInterface ? 'a' : '') + deprecated(member);
  for (const property of type.properties || []) {
    const isConstant = Boolean(property.static && property.const);
    const flags = (property.optional ? '' : 'r') + (property.const ? 'c' : '') + (property.immutable ? 'i' : '') +
      common(property);
    const isRead = isConstant && type.kind === 'class' && !code.classes.has(type.fqn);
    const recipe = isRead ? recipes.constant(type, property) : undefined;
    rows.push(`.${named(memberName(property), property.name, isConstant)}${flagText(flags)} ` +
      shape(property.type, home) + recipeText(recipe));
  }
  for (const method of type.methods || []) {
    const flags = (method.variadic ? 'v' : '') + (method.async ? 'y' : '') + common(method);
    const returns = method.returns ? ' ' + shape(method.returns.type, home) : '';
    const recipe = isInterface ? undefined
      : recipes.factory(type, method) || permissions.metric(type, method) || permissions.grant(type, method);
    rows.push(`:${named(memberName(method), method.name)}${flagText(flags)} ${parameterList(method, home, type.fqn)}${returns}` +
      recipeText(recipe));
  }
  rows.sort((a, b) => byText(a.slice(1), b.slice(1)));
  if (type.initializer) {
    const flags = (type.initializer.variadic ? 'v' : '') + (type.initializer.protected ? 'p' : '') +
      deprecated(type.initializer);
    rows.unshift(`+${flagText(flags)} ${parameterList(type.initializer, home, type.fqn)}`.replace('+ ', '+'));
  }
  if (type.kind === 'class' && !code.classes.has(type.fqn)) {
    const recipe = permissions.grantsClass(type) || recipes.fields(type);
    if (recipe) rows.unshift(recipeText(recipe).slice(1));
  }
  return rows;
}

const HINT = { string: 's', number: 'n', list: '[s', any: 'a' };
const TAGS = { STANDARD: 'standard', MAP: 'map', AUTOSCALING_GROUP: 'autoscaling', KEY_VALUE: 'key_value' };

function sourceText(source) {
  if (typeof source === 'object') return `ref/${source.part}/${source.separator}`;
  if (source === 'ref') return source;
  return source[0] === '=' ? '=' + snake(source.slice(1)) : snake(source);
}

function resourceRows(facts) {
  const rows = [];
  for (const attribute of facts.attributes) {
    const name = snake(attribute.name);
    rows.push(`@${named(name, attribute.name)} ${HINT[attribute.hint]} ${attribute.cfn}`);
  }
  rows.sort(byText);
  for (const ref of facts.refs) {
    const name = snake(ref.name);
    const fields = ref.fields.map(([field, source]) => `${snake(field)}:${sourceText(source)}`);
    rows.push([`>${named(name, ref.name)}`, ...fields].join(' '));
  }
  if (facts.tags) {
    rows.push(`%${TAGS[facts.tags.type]} ${snake(facts.tags.property)}${facts.tags.modern ? ' cdk' : ''}`);
  }
  if (facts.addsTransform) rows.push(`~transform ${facts.transform}`);
  if (facts.needsDeletionPolicy) rows.push('~stateful');
  if (facts.retired) rows.push(`~retired ${facts.retired}`);
  for (const helper of facts.helpers) {
    const fields = helper.fields.map(([field, value]) => `${snake(field)}:${value}`);
    const variable = helper.variable ? [`$${helper.variable}`] : [];
    rows.push(['^' + named(snake(helper.name), helper.name), helper.mode, snake(helper.ref), helper.template || '-',
      ...variable, ...fields].join(' '));
  }
  return rows;
}

const LETTER = { class: 'C', resource: 'R', struct: 'S', interface: 'I', enum: 'E' };

function typeRows(type, home) {
  const facts = code.classes.get(type.fqn);
  const kind = facts ? 'resource' : model.kind(type);
  const conversion = conversionOf.get(type.fqn);
  const head = [LETTER[kind], model.place(type.fqn).name +
    flagText((type.abstract && type.kind === 'class' ? 'a' : '') + deprecated(type) + (conversion ? 'l' : ''))];
  if (facts) head.push(facts.cfnType);
  if (type.base) head.push('<' + typeName(type.base, home).slice(1));
  for (const other of type.interfaces || []) head.push('&' + typeName(other, home).slice(1));
  let rows;
  if (kind === 'struct') rows = structRows(type, home);
  else if (kind === 'enum') rows = enumRows(type);
  else rows = memberRows(type, home);
  if (facts) rows.push(...resourceRows(facts));
  return [head.join(' '), ...rows.map((row) => ' ' + row)];
}

const files = new Map();
for (const type of model.types.values()) {
  const { module, source } = model.place(type.fqn);
  if (!files.has(module)) files.set(module, { source, types: [] });
  files.get(module).types.push(type);
}

const sources = `aws-cdk-lib ${model.library.version}, constructs ${model.constructs.version}, ` +
  `aws-service-spec ${spec.version} and aws-cdk ${cliSpec.version}`;
fs.mkdirSync(output, { recursive: true });
const kept = new Set();
for (const [module, { source, types }] of [...files].sort((a, b) => byText(a[0], b[0]))) {
  const home = module;
  const rows = [
    `# Generated by tools/schema/generate.js from ${sources} (Apache-2.0). Do not edit.`,
    `M ${module} ${source}`,
  ];
  types.sort((a, b) => byText(model.place(a.fqn).name, model.place(b.fqn).name));
  for (const type of types) rows.push(...typeRows(type, home));
  const file = `${module}.rows`;
  kept.add(file);
  fs.writeFileSync(path.join(output, file), rows.join('\n') + '\n');
}
for (const file of fs.readdirSync(output)) {
  if (file.endsWith('.rows') && !kept.has(file)) fs.unlinkSync(path.join(output, file));
}
