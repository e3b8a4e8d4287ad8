// instrument.js – remembers with which arguments each object of the library was made.
//
// Must be required, and `instrument` called, before the library is: its source is changed as node loads it. What a class's
// private constructor was given cannot be asked for otherwise.
'use strict';
const fs = require('fs');
const Module = require('module');
const path = require('path');

/** object → arguments of the outermost constructor that made it */
const made = new WeakMap();

function superCall(node) {
  if (!node || typeof node !== 'object') return undefined;
  if (Array.isArray(node)) {
    for (const part of node) {
      const found = superCall(part);
      if (found) return found;
    }
    return undefined;
  }
  if (node.type === 'CallExpression' && node.callee.type === 'Super') return node;
  if (node.type === 'ClassExpression' || node.type === 'ClassDeclaration') return undefined;
  return superCall(Object.values(node).filter((part) => part && typeof part === 'object'));
}

/** Where constructors tell what they were given: [[offset, text], …]. A derived class does so after its base has. */
function editsOf(tree) {
  const edits = [];
  const visit = (node) => {
    if (!node || typeof node !== 'object') return;
    if (Array.isArray(node)) return void node.forEach(visit);
    if (node.type === 'MethodDefinition' && node.kind === 'constructor') {
      const { body } = node.value;
      const call = superCall(body);
      if (call) edits.push([call.start, '('], [call.end, ',__luacdk_made(this,arguments),this)']);
      else edits.push([body.start + 1, '__luacdk_made(this,arguments);']);
    }
    for (const part of Object.values(node)) if (part && typeof part === 'object') visit(part);
  };
  visit(tree);
  return edits.sort((a, b) => b[0] - a[0]);
}

function changed(source, acorn) {
  let text = source;
  for (const [offset, addition] of editsOf(acorn.parse(source, { ecmaVersion: 'latest', allowHashBang: true }))) {
    text = text.slice(0, offset) + addition + text.slice(offset);
  }
  return text;
}

/** Changes how node loads the aws-cdk-lib of this node_modules folder. */
function instrument(modules) {
  const acorn = require(path.resolve(modules, 'acorn'));
  const library = path.join(fs.realpathSync(modules), 'aws-cdk-lib') + path.sep;
  const load = Module._extensions['.js'];
  globalThis.__luacdk_made = (object, args) => made.set(object, [...args]);
  Module._extensions['.js'] = (module, file) => {
    const inside = file.startsWith(library) ? file.slice(library.length) : '';
    if (!/^[a-z0-9-]+\/lib\//.test(inside) || inside.endsWith('.generated.js')) return load(module, file);
    return module._compile(changed(fs.readFileSync(file, 'utf8'), acorn), file);
  };
}

module.exports = { instrument, made };
