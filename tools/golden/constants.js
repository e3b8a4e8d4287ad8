// The static constants of all classes but L1's, as far as they are plain data: spec/golden/constants.json. A line a class:
// name of the class, { constant: text, number, boolean, list of them, or public fields of the object that it is }.
'use strict';
const path = require('path');
const { Model } = require('../schema/model');
const { memberName } = require('../schema/names');

const TOKEN = /\$\{Token\[|#\{Token\[/;

function isPlain(value) {
  if (Array.isArray(value)) return value.every(isPlain);
  return typeof value === 'boolean' || (typeof value === 'string' && !TOKEN.test(value)) ||
    (typeof value === 'number' && value > -1e15);
}

function fieldsOf(value, type) {
  const fields = {};
  for (const property of type.properties || []) {
    if (property.name !== 'creationStack' && !property.static && !property.protected && isPlain(value[property.name])) {
      fields[memberName(property)] = value[property.name];
    }
  }
  return fields;
}

module.exports = ({ lib, modules }) => {
  const model = new Model(path.resolve(modules));
  const lines = [];
  for (const type of model.types.values()) {
    if (type.kind !== 'class' || /\.Cfn[A-Z]/.test(type.fqn) || !type.fqn.startsWith('aws-cdk-lib.')) continue;
    const holder = type.fqn.split('.').slice(1).reduce((value, step) => value && value[step], lib());
    const constants = {};
    for (const property of type.properties || []) {
      if (!property.static || !property.const || !holder) continue;
      const value = holder[property.name];
      if (isPlain(value)) constants[memberName(property)] = value;
      else if (value && value.constructor === holder) {
        const fields = fieldsOf(value, type);
        if (Object.keys(fields).length) constants[memberName(property)] = fields;
      }
    }
    if (!Object.keys(constants).length) continue;
    const { module, name } = model.place(type.fqn);
    lines.push(JSON.stringify([module, name, constants]));
  }
  return { 'constants.json': `[\n${lines.sort().join(',\n')}\n]\n` };
};
