// generated_code.js – facts that only the library's generated JavaScript holds: CloudFormation's names and order, how
// each L1 property is converted, attributes, references, tags and the static helpers. The code is machine-written and
// regular; whatever does not match a known form stops the generator.
'use strict';
const fs = require('fs');
const path = require('path');

function fail(where, text) {
  throw new Error(`${where}: unknown form: ${text.slice(0, 400)}`);
}

/** All `*.generated.js` that hold L1 classes, in sorted order. */
function generatedFiles(folder) {
  const found = [];
  for (const entry of fs.readdirSync(folder).sort()) {
    const lib = path.join(folder, entry, 'lib');
    if (entry === 'node_modules' || !fs.existsSync(lib)) continue;
    for (const file of fs.readdirSync(lib).sort()) {
      if (file.endsWith('.generated.js') && !/augmentations|canned/.test(file)) found.push(path.join(lib, file));
    }
  }
  return found;
}

/** Index behind the bracket that closes the one at `start`; strings are skipped. */
function closing(text, start) {
  let depth = 0;
  for (let i = start; i < text.length; i++) {
    const c = text[i];
    if (c === '"' || c === "'" || c === '`') {
      for (i++; text[i] !== c; i++) if (text[i] === '\\') i++;
    } else if ('([{'.includes(c)) {
      depth++;
    } else if (')]}'.includes(c) && --depth === 0) {
      return i + 1;
    }
  }
  throw new Error('unbalanced brackets');
}

/** Splits at top-level commas. */
function split(text) {
  const parts = [];
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '"' || c === "'" || c === '`') {
      for (i++; text[i] !== c; i++) if (text[i] === '\\') i++;
    } else if ('([{'.includes(c)) {
      i = closing(text, i) - 1;
    } else if (c === ',') {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  if (start < text.length) parts.push(text.slice(start));
  return parts;
}

const LEAF = {
  stringToCloudFormation: 'string', numberToCloudFormation: 'number', booleanToCloudFormation: 'boolean',
  objectToCloudFormation: 'object', dateToCloudFormation: 'date', cfnTagToCloudFormation: 'tag',
  eventPatternToCloudFormation: 'eventPattern',
};

/** A converter expression as a tree: { leaf } | { list } | { map } | { union: [] } | { struct: functionName }. */
function converter(text, where) {
  let match;
  if ((match = /^cdk\(\)\.(\w+)$/.exec(text)) && LEAF[match[1]]) return { leaf: LEAF[match[1]] };
  if ((match = /^convert(\w+)ToCloudFormation$/.exec(text))) return { struct: match[1] };
  if ((match = /^cdk\(\)\.(listMapper|hashMapper)\((.*)\)$/.exec(text))) {
    return { [match[1] === 'listMapper' ? 'list' : 'map']: converter(match[2], where) };
  }
  if ((match = /^cdk\(\)\.unionMapper\((.*)\)$/.exec(text))) {
    const mappers = split(match[1])[1];
    return { union: split(mappers.slice(1, -1)).map((part) => converter(part, where)) };
  }
  return fail(where, text);
}

/** name → [{ property, cfn, convert }] for every conversion function of a file. */
function conversions(text) {
  const found = new Map();
  const start = /function convert(\w+)ToCloudFormation\(properties\)\{/g;
  for (let match; (match = start.exec(text));) {
    const name = match[1];
    const open = start.lastIndex - 1;
    const body = text.slice(open + 1, closing(text, open) - 1);
    const form = /^return cdk\(\)\.canInspect\(properties\)\?\((\w+)Validator\(properties\)\.assertSuccess\(\),\{(.*)\}\):properties;?$/.exec(body);
    if (!form || form[1] !== name) fail(name, body);
    found.set(name, split(form[2]).map((entry) => {
      const part = /^(?:"([^"]+)"|(\w+)):(.*)\(properties\.(\w+)\)$/.exec(entry);
      if (!part) fail(name, entry);
      return { cfn: part[1] || part[2], property: part[4], convert: converter(part[3], name) };
    }));
  }
  return found;
}

const REFERENCE = /^cdk\(\)\.getRefProperty\((?:props\.\w+|item)\?\.(\w+),"(\w+)"\)$/;

function references(chain, where) {
  const parts = chain.split('??');
  if (!/^cdk\(\)\.ensureStringOrUndefined\(/.test(parts.pop())) fail(where, chain);
  return parts.map((part) => {
    const match = REFERENCE.exec(part);
    if (!match) fail(where, chain);
    return { property: match[1], field: match[2] };
  });
}

function readConstructor(body, facts) {
  const where = facts.name;
  for (const statement of split(body)) {
    let match;
    if (/^super\(scope,id,\{type:\w+\.CFN_RESOURCE_TYPE_NAME,properties:props\}\)$/.test(statement)) continue;
    if (/^cdk\(\)\.requireProperty\(props,"\w+",this\)$/.test(statement)) {
      facts.required.push(/"(\w+)"/.exec(statement)[1]);
    } else if (/^this\._?\w+=props\.\w+$/.test(statement)) {
      continue;
    } else if ((match = /^this\.(\w+)=new\(cdk\(\)\)\.TagManager\(cdk\(\)\.TagType\.(\w+),"[^"]*",(void 0|props\.(\w+)),\{tagPropertyName:"(\w+)"\}\)$/.exec(statement))) {
      facts.tags = { manager: match[1], type: match[2], property: match[5], modern: match[3] === 'void 0' };
      if (match[4] && match[4] !== match[5]) fail(where, statement);
    } else if ((match = /^this\._?\w+=cdk\(\)\.mapArrayInPlace\(props\.(\w+),item=>(.*)\)$/.exec(statement))) {
      facts.references.set(match[1], references(match[2], where));
    } else if ((match = /^this\._?\w+=(cdk\(\)\.getRefProperty\(props\.(\w+)\?.*)$/.exec(statement))) {
      facts.references.set(match[2], references(match[1], where));
    } else if (/^this\.node\.scope!=null&&cdk\(\)\.Resource\.isResource\(this\.node\.scope\)&&this\.node\.addValidation\(/.test(statement)) {
      facts.needsDeletionPolicy = /deletionPolicy===void 0\?\["(.*)"\]/.exec(statement)[1];
    } else if (/^this\.stack\.addTransform\(\w+\.REQUIRED_TRANSFORM\)$/.test(statement)) {
      facts.addsTransform = true;
    } else {
      fail(where, statement);
    }
  }
}

/** What a field of a `*Ref` getter is made of: "ref", "attrX", "=property", or { part, separator } of ref. */
function refSource(text, where) {
  let match;
  if (text === 'this.ref') return 'ref';
  if ((match = /^this\.(attr[A-Z]\w*)$/.exec(text))) return match[1];
  if ((match = /^this\.(\w+)$/.exec(text))) return '=' + match[1];
  if ((match = /^cdk\(\)\.Fn\.select\((\d+),cdk\(\)\.Fn\.split\("([^"]+)",this\.ref\)\)$/.exec(text))) {
    return { part: Number(match[1]), separator: match[2] };
  }
  return fail(where, text);
}

const HINTS = { 'STRING': 'string', 'NUMBER': 'number', 'STRING_LIST': 'list' };

function attribute(text, where) {
  const match = /^(?:cdk\(\)\.Token\.as(\w+)\()?this\.getAtt\("([^"]+)"(?:,cdk\(\)\.ResolutionTypeHint\.(\w+))?\)\)?$/.exec(text);
  if (!match) fail(where, text);
  if (match[3] && !HINTS[match[3]]) fail(where, text);
  return { cfn: match[2], hint: match[1] ? HINTS[match[3]] : 'any' };
}

function pairs(text) {
  return split(text).map((entry) => {
    const at = entry.indexOf(':');
    if (at < 0) return [entry, entry];
    return [entry.slice(0, at), entry.slice(at + 1)];
  });
}

const ARN_TEMPLATE = /^new\(cfn_parse\(\)\)\.TemplateString\("([^"]+)"\)\.interpolate\((\{.*\})\)$/;

/** The placeholder that is not partition, region or account, with what fills it. */
function placeholders(text, fixed, where) {
  const own = [];
  for (const [name, value] of pairs(text.slice(1, -1))) {
    if (fixed[name] === value) continue;
    if (fixed[name]) fail(where, text);
    own.push([name, value]);
  }
  return own;
}

function readImporter(name, argument, body, where) {
  const form = /^class Import extends cdk\(\)\.Resource\{(\w+);constructor\(scope2,id2,(\w+)2\)\{(.*)\}\}return new Import\(scope,id,\w+\)$/.exec(body);
  if (!form || form[2] !== argument) fail(where, body);
  const helper = { name, argument, ref: form[1], fields: [] };
  let code = form[3];
  let match;
  let values;
  const own = argument + '2';
  if ((match = /^super\(scope2,id2,\{environmentFromArn:(\w+)\}\);const variables=new\(cfn_parse\(\)\)\.TemplateString\("([^"]+)"\)\.parse\((\w+)\);this\.\w+=(\{.*\})$/.exec(code))) {
    helper.mode = 'parse';
    helper.template = match[2];
    values = match[4];
  } else if ((match = /^const arn=(.*?);super\(scope2,id2,\{environmentFromArn:arn\}\),this\.\w+=(\{.*\})$/.exec(code))) {
    const template = ARN_TEMPLATE.exec(match[1]);
    if (!template) fail(where, code);
    const fixed = {};
    for (const part of ['partition', 'region', 'account']) {
      fixed[part[0].toUpperCase() + part.slice(1)] = `cdk().Stack.of(scope2).${part}`;
    }
    const filled = placeholders(template[2], fixed, where);
    if (filled.length !== 1 || filled[0][1] !== own) fail(where, code);
    helper.mode = 'build';
    helper.template = template[1];
    helper.variable = filled[0][0];
    values = match[2];
  } else if ((match = /^super\(scope2,id2(,\{environmentFromArn:\w+\})?\),this\.\w+=(\{.*\})$/.exec(code))) {
    helper.mode = match[1] ? 'arn' : 'plain';
    values = match[2];
  } else {
    fail(where, code);
  }
  for (const [field, value] of pairs(values.slice(1, -1))) {
    if (value === own) helper.fields.push([field, '@']);
    else if (value === 'arn' && helper.mode === 'build') helper.fields.push([field, '@arn']);
    else if ((match = /^variables\.(\w+)$/.exec(value)) && helper.mode === 'parse') helper.fields.push([field, match[1]]);
    else fail(where, values);
  }
  return helper;
}

function readArnFor(name, body, where) {
  let match;
  if ((match = /^return resource\.(\w+)\.(\w+)$/.exec(body))) {
    return { name, argument: 'resource', mode: 'field', ref: match[1], fields: [[match[2], '@']] };
  }
  const template = body.startsWith('return ') && ARN_TEMPLATE.exec(body.slice(7));
  if (!template) return fail(where, body);
  const fixed = {
    Partition: 'cdk().Stack.of(resource).partition', Region: 'resource.env.region', Account: 'resource.env.account',
  };
  let ref;
  const fields = placeholders(template[2], fixed, where).map(([variable, value]) => {
    const from = /^resource\.(\w+)\.(\w+)$/.exec(value);
    if (!from || (ref && ref !== from[1])) fail(where, body);
    ref = from[1];
    return [from[2], variable];
  });
  return { name, argument: 'resource', mode: 'format', ref, template: template[1], fields };
}

// Deprecation warnings of the library: they say nothing about the value.
const WARNINGS = /try\{jsiiDeprecationWarnings\(\).*?\}catch\(error\)\{throw .*?,error\}/g;

function readClass(name, text) {
  const facts = {
    name, required: [], references: new Map(), attributes: [], refs: [], helpers: [], properties: [],
  };
  // A few classes are generated but not in the public model: they have no name there.
  const known = /\{fqn:"([^"]+)"/.exec(text);
  if (!known) return null;
  facts.fqn = known[1];
  facts.cfnType = /static CFN_RESOURCE_TYPE_NAME="([^"]+)"/.exec(text)[1];
  const transform = /static REQUIRED_TRANSFORM="([^"]+)"/.exec(text);
  if (transform) facts.transform = transform[1];
  // Members one after the other: `static? (get|set)? name(arguments){body}`; fields lie between them.
  const member = /(static |get |set |)(_?\w+)\(([^()]*)\)\{/g;
  member.lastIndex = text.indexOf('{') + 1;
  for (let match; (match = member.exec(text));) {
    const [, how, word, argument] = match;
    const open = member.lastIndex - 1;
    const end = closing(text, open);
    const body = text.slice(open + 1, end - 1).replace(WARNINGS, '').replace(/;$/, '');
    member.lastIndex = end;
    const where = `${facts.fqn}.${word}`;
    let form;
    if (how === 'static ') {
      const parameters = argument.split(',');
      if (word === '_fromCloudFormation' || word.startsWith('isCfn')) continue;
      else if (word.startsWith('arnFor')) facts.helpers.push(readArnFor(word, body, where));
      else if (word.startsWith('from')) facts.helpers.push(readImporter(word, parameters[2], body, where));
      else fail(where, body);
    } else if (word === 'constructor') {
      readConstructor(body.replace(/;+/g, ','), facts);
    } else if (word === 'renderProperties') {
      form = /^return convert(\w+)ToCloudFormation\(props\)$/.exec(body);
      if (!form) fail(where, body);
      facts.conversion = form[1];
    } else if (how === 'get ' && word === 'cfnProperties') {
      form = /^return(\{.*\})$/.exec(body);
      if (!form) fail(where, body);
      for (const [property, value] of pairs(form[1].slice(1, -1))) {
        if (!/^this\._?\w+(\.renderTags\((this\._\w+)?\))?$/.test(value)) fail(where, value);
        facts.properties.push(property);
      }
    } else if (how === 'get ' && (form = /^return (.*this\.getAtt\(.*)$/.exec(body))) {
      facts.attributes.push({ name: word, ...attribute(form[1], where) });
    } else if (how === 'get ' && (form = /^return(\{.*\})$/.exec(body))) {
      facts.refs.push({
        name: word, fields: pairs(form[1].slice(1, -1)).map(([field, value]) => [field, refSource(value, where)]),
      });
    } else if (how === 'get ' && /^return this\._\w+$/.test(body)) {
      continue;
    } else if (how === 'set ' || word === 'inspect') {
      continue;
    } else {
      fail(where, how + word + body);
    }
  }
  return facts;
}

/** fqn → facts of the class, with `conversions` of its file. */
function readGeneratedCode(folder) {
  const classes = new Map();
  const structs = [];
  for (const file of generatedFiles(folder)) {
    const text = fs.readFileSync(file, 'utf8');
    if (!text.includes('.CfnResource{')) continue;
    const table = conversions(text);
    const start = /class (Cfn\w+) extends cdk\(\)\.CfnResource\{/g;
    let namespace;
    for (let match; (match = start.exec(text));) {
      const facts = readClass(match[1], text.slice(match.index, closing(text, start.lastIndex - 1)));
      if (!facts) continue;
      namespace = facts.fqn.slice(0, facts.fqn.lastIndexOf('.'));
      facts.namespace = namespace;
      facts.file = path.relative(folder, file);
      classes.set(facts.fqn, facts);
    }
    structs.push({ namespace, table, file: path.relative(folder, file) });
  }
  return { classes, structs };
}

module.exports = { readGeneratedCode };
