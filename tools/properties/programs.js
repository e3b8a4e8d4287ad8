// One-property programs: for each construct with a constructor (scope, id, props), the smallest program that makes it, and one for
// each optional property alone, in Lua, with the template that the running reference makes of the same program. Values are
// made by type; what cannot be made is left out. The node_modules of the reference are the program's first argument.
'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');
const { Model } = require('../schema/model');
const { snake, memberName } = require('../schema/names');
const BASES = require('./bases');

const model = new Model(path.resolve(process.argv[2]));
process.env.CDK_VALIDATION = 'false';
const cdk = require(model.folder);
const FLAGS = { none: {}, all: require(path.join(model.folder, 'recommended-feature-flags.json')) };
const ENV = { account: '123456789012', region: 'us-east-1' };

// All programs write into one folder: assets that several have, such as layers, are copied once.
const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'properties-out-'));
process.on('exit', () => fs.rmSync(outdir, { recursive: true, force: true }));

class NoValue extends Error {}

const classOf = (fqn) => fqn.split('.').slice(1).reduce((value, step) => value && value[step], cdk);

/** "aws_sqs.Queue" as a Lua expression; the local of each module is its name without "aws_". */
function luaName(fqn) {
  const { module, name } = model.place(fqn);
  const local = module === 'aws_cdk' ? 'cdk' : module.replace(/^aws_cdk\./, '').replace(/\./g, '_');
  return { local, module, text: `${local}.${name}` };
}

function allProperties(fqn) {
  const type = model.types.get(fqn);
  const all = new Map();
  for (const base of type.interfaces || []) for (const [name, property] of allProperties(base)) all.set(name, property);
  for (const property of type.properties || []) all.set(property.name, property);
  return all;
}

function initializerOf(fqn) {
  for (let type = model.types.get(fqn); type; type = type.base && model.types.get(type.base)) {
    if (type.initializer) return type.initializer;
  }
  return undefined;
}

const implementations = new Map(); // interface → classes
for (const type of model.types.values()) {
  if (type.kind !== 'class' || type.abstract) continue;
  const visit = (fqn) => {
    if (!implementations.has(fqn)) implementations.set(fqn, new Set());
    implementations.get(fqn).add(type.fqn);
    for (const base of (model.types.get(fqn) || {}).interfaces || []) visit(base);
  };
  for (let t = type; t; t = t.base && model.types.get(t.base)) for (const one of t.interfaces || []) visit(one);
}

/** Builds values for one program: the JavaScript value and the Lua text side by side, as { js, lua }. */
class Program {
  constructor(stack) {
    this.stack = stack;
    this.modules = new Map([['cdk', 'aws_cdk']]);
  }

  name(fqn) {
    const { local, module, text } = luaName(fqn);
    this.modules.set(local, module);
    return text;
  }

  text(text) { return { js: text, lua: JSON.stringify(text) }; }

  primitive(type, name) {
    if (type.primitive === 'string') {
      if (/arn$/i.test(name)) return this.text(`arn:aws:svc:us-east-1:123456789012:type/x${name.toLowerCase()}`);
      return this.text(`x${name.toLowerCase()}`);
    }
    if (type.primitive === 'number') return { js: 7, lua: '7' };
    if (type.primitive === 'boolean') return { js: true, lua: 'true' };
    if (type.primitive === 'any' || type.primitive === 'json') return { js: { key: 'value' }, lua: '{ key = "value" }' };
    throw new NoValue(type.primitive);
  }

  value(type, name, depth = 3) {
    if (type.primitive) return this.primitive(type, name);
    if (type.collection) {
      const one = this.value(type.collection.elementtype, name, depth);
      if (type.collection.kind === 'array') return { js: [one.js], lua: `{ ${one.lua} }` };
      return { js: { aKey: one.js }, lua: `{ aKey = ${one.lua} }` };
    }
    if (type.union) {
      for (const part of type.union.types) {
        try {
          return this.value(part, name, depth);
        } catch (error) {
          if (!(error instanceof NoValue)) throw error;
        }
      }
      throw new NoValue('union');
    }
    const declared = model.types.get(type.fqn);
    if (!declared) throw new NoValue(type.fqn || 'intersection');
    const given = BASES.values[type.fqn.replace('aws-cdk-lib.', '')];
    if (given) return given(this, `V${name}`);
    if (declared.kind === 'enum') {
      const member = declared.members[0].name;
      return { js: classOf(type.fqn)[member], lua: `${this.name(type.fqn)}.${member}` };
    }
    if (declared.datatype) return this.struct(type.fqn, depth);
    if (declared.kind === 'class') return this.object(type.fqn, name, depth);
    return this.implementation(type.fqn, name, depth);
  }

  /** The required fields of a struct, and one more. */
  struct(fqn, depth, extra) {
    const js = {};
    const lua = [];
    for (const [name, property] of allProperties(fqn)) {
      if (property.optional && name !== extra) continue;
      const one = this.value(property.type, name, depth - 1);
      js[name] = one.js;
      lua.push(`${BASES.keyword(snake(name))} = ${one.lua}`);
    }
    return { js, lua: lua.length ? `{ ${lua.join(', ')} }` : '{}' };
  }

  call(fqn, method, values, isNew) {
    const holder = classOf(fqn);
    const args = values.map((one) => one.js);
    const lua = `${this.name(fqn)}${isNew ? '' : '.' + memberName(method)}(${values.map((one) => one.lua).join(', ')})`;
    return { js: isNew ? new holder(...args) : holder[method.name](...args), lua };
  }

  /** A constant, an import by a text, a factory of plain values, or a new construct. */
  object(fqn, name, depth) {
    const type = model.types.get(fqn);
    const constant = (type.properties || []).find((one) => one.static && one.const && one.type.fqn === fqn);
    if (constant) return { js: classOf(fqn)[constant.name], lua: `${this.name(fqn)}.${memberName(constant)}` };
    if (depth <= 0) throw new NoValue('too deep');
    const statics = (type.methods || []).filter((one) => one.static && !(one.docs && one.docs.deprecated !== undefined));
    const isScope = (parameter) => parameter && parameter.type.fqn === 'constructs.Construct';
    const imports = statics.find((one) => /^from.*(Arn|Name|Id)$/.test(one.name) && isScope(one.parameters[0]) &&
      one.parameters.length === 3 && one.parameters[2].type.primitive === 'string');
    if (imports) {
      const given = this.primitive({ primitive: 'string' }, imports.parameters[2].name);
      return this.call(fqn, imports, [{ js: this.stack, lua: 'stack' }, this.text(`V${name}`), given]);
    }
    const factory = statics.find((one) => one.returns && one.returns.type.fqn === fqn &&
      (one.parameters || []).every((parameter) => parameter.optional || parameter.type.primitive));
    if (factory) {
      const required = (factory.parameters || []).filter((parameter) => !parameter.optional);
      return this.call(fqn, factory, required.map((parameter) => this.value(parameter.type, parameter.name, depth - 1)));
    }
    const init = initializerOf(fqn);
    if (!init || init.protected || type.abstract) throw new NoValue(fqn);
    const parameters = init.parameters || [];
    if (isScope(parameters[0])) {
      const rest = parameters.slice(2).filter((parameter) => !parameter.optional);
      const values = rest.map((parameter) => this.value(parameter.type, parameter.name, depth - 1));
      return this.call(fqn, null, [{ js: this.stack, lua: 'stack' }, this.text(`V${name}`), ...values], true);
    }
    const required = parameters.filter((parameter) => !parameter.optional);
    return this.call(fqn, null, required.map((parameter) => this.value(parameter.type, parameter.name, depth - 1)), true);
  }

  implementation(fqn, name, depth) {
    for (const one of implementations.get(fqn) || []) {
      if (/\.Cfn[A-Z]/.test(one)) continue;
      try {
        return this.object(one, name, depth);
      } catch (error) {
        if (!(error instanceof NoValue)) throw error;
      }
    }
    throw new NoValue(fqn);
  }

  print(fqn, props) { return `${this.name(fqn)}(stack, "R"${props ? `, ${props}` : ''})`; }
}

/** The program of a construct with one optional property, or none: { call, modules, template } or { …, error }. */
function run(fqn, extra, flags) {
  // The library remembers by path which services have a name, for as long as it runs.
  cdk.aws_route53.VpcEndpointServiceDomainName.endpointServicesMap = {};
  const app = new cdk.App({
    analyticsReporting: false, outdir, context: { ...FLAGS[flags], 'aws:cdk:disable-stack-trace': true },
  });
  const stack = new cdk.Stack(app, 'S', { env: ENV });
  const program = new Program(stack);
  const parameter = initializerOf(fqn).parameters[2];
  const given = BASES.props[fqn.replace('aws-cdk-lib.', '')];
  let props;
  if (parameter) {
    props = given ? given(program) : program.struct(parameter.type.fqn, 4);
    if (extra) {
      const property = allProperties(parameter.type.fqn).get(extra);
      const one = program.value(property.type, extra, 3);
      props.js[extra] = one.js;
      props.lua = `${props.lua.replace(/ ?}$/, '')}${props.lua === '{}' ? ' ' : ', '}${snake(extra)} = ${one.lua} }`;
    }
  }
  let call = program.print(fqn, props && props.lua);
  // A state is seen in the definition of a machine alone.
  const { DefinitionBody, State, StateMachine } = cdk.aws_stepfunctions;
  const isState = classOf(fqn).prototype instanceof State;
  if (isState) {
    const body = `${program.name('aws-cdk-lib.aws_stepfunctions.DefinitionBody')}.from_chainable(${call})`;
    call = `${program.name('aws-cdk-lib.aws_stepfunctions.StateMachine')}(stack, "M", { definition_body = ${body} })`;
  }
  const modules = Object.fromEntries(program.modules);
  try {
    const construct = new (classOf(fqn))(stack, 'R', props && props.js);
    if (isState) new StateMachine(stack, 'M', { definitionBody: DefinitionBody.fromChainable(construct) });
    return { call, modules, template: JSON.stringify(app.synth().getStackByName('S').template, null, 1) };
  } catch (error) {
    return { call, modules, error: String(error.message).split('\n')[0] };
  }
}

/** The constructs of a module, or of all: { module, name, fqn, optional (names of properties) }. */
function constructs(wanted) {
  const found = [];
  for (const type of model.types.values()) {
    if (type.kind !== 'class' || type.abstract || /\.Cfn[A-Z]/.test(type.fqn) || !type.fqn.startsWith('aws-cdk-lib.')) continue;
    const module = model.place(type.fqn).module.replace(/^aws_cdk\./, '');
    if (wanted.length && !wanted.includes(module)) continue;
    const init = initializerOf(type.fqn);
    const [scope, id, props] = (init && init.parameters) || [];
    if (!scope || scope.type.fqn !== 'constructs.Construct' || !id || !classOf(type.fqn)) continue;
    if (props && (!props.type.fqn || !model.types.get(props.type.fqn).datatype)) continue;
    const properties = props ? [...allProperties(props.type.fqn).values()].filter((one) => one.optional) : [];
    found.push({ module, name: `${module}.${type.name}`, fqn: type.fqn, optional: properties.map((one) => one.name) });
  }
  return found;
}

/** Calls `visit(module, { name, flags, call, modules, template | error })` for each program of these modules, all without any,
 * and `leftOut(module, name, error)` for each that cannot be made. */
function programs(wanted, visit, leftOut) {
  for (const { module, name: construct, fqn, optional } of constructs(wanted)) {
    for (const flags of Object.keys(FLAGS)) {
      for (const extra of [undefined, ...optional]) {
        const name = construct + (extra ? `.${snake(extra)}` : '');
        try {
          visit(module, { name, flags, ...run(fqn, extra, flags) });
        } catch (error) {
          leftOut(module, name, error instanceof NoValue ? undefined : error);
          if (!extra) break;
        }
      }
    }
  }
}

module.exports = { programs, flags: FLAGS.all };
