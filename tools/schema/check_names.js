// Compares our spelling of names with jsii's own tool, over every name of the models.
//
//   node tools/schema/check_names.js <node_modules>
'use strict';
const path = require('path');
const { snake } = require('./names');
const { readModel } = require('./model');

const modules = path.resolve(process.argv[2]);
const { toSnakeCase } = require(path.join(modules, 'codemaker'));

// Names of members, fields and parameters.
function namesOf(model) {
  const names = new Set();
  for (const type of Object.values(model.types)) {
    for (const property of type.properties || []) names.add(property.name);
    for (const method of [...(type.methods || []), ...(type.initializer ? [type.initializer] : [])]) {
      if (method.name) names.add(method.name);
      for (const parameter of method.parameters || []) names.add(parameter.name);
    }
  }
  return names;
}

const names = new Set();
for (const name of ['aws-cdk-lib', 'constructs']) {
  for (const member of namesOf(readModel(path.join(modules, name)))) names.add(member);
}
const wrong = [...names].filter(name => snake(name) !== toSnakeCase(name));
for (const name of wrong.slice(0, 20)) console.error(`${name}: ${snake(name)}, jsii spells it ${toSnakeCase(name)}`);
console.log(`${names.size - wrong.length} of ${names.size} names spelt as jsii does`);
process.exit(wrong.length ? 1 : 0);
