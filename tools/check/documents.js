// What AWS's validator has to read: the JSON documents that its WebAssembly keeps, as frames of Zstandard, and its texts.
// Needs Debian's zstd.
'use strict';
const childProcess = require('child_process');
const fs = require('fs');
const path = require('path');

const FRAME = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x60]);

/** The validator's module, below the folder of node_modules. */
function moduleFile(modules) {
  return path.resolve(modules, 'aws-cdk-lib/node_modules/@aws/cloudformation-validate/bindings_wasm_bg.wasm');
}

// The end of the frame that begins at `at`: its header has six bytes, each block three and its content.
function frameEnd(data, at) {
  for (let next = at + FRAME.length; ;) {
    const header = data.readUIntLE(next, 3);
    const isRepeatedByte = ((header >> 1) & 3) === 1;
    next += 3 + (isRepeatedByte ? 1 : header >> 3);
    if (header & 1) return next;
  }
}

/** All documents, parsed, in their order. */
function documentsOf(modules) {
  const data = fs.readFileSync(moduleFile(modules));
  const documents = [];
  for (let at = data.indexOf(FRAME); at >= 0; at = data.indexOf(FRAME, at + 1)) {
    const frame = data.subarray(at, frameEnd(data, at));
    const text = childProcess.execFileSync('zstd', ['-dcq'], { input: frame, maxBuffer: 1 << 28 }).toString();
    documents.push(JSON.parse(text));
  }
  return documents;
}

/** The module's bytes as a text of one character each. */
function textOf(modules) {
  return fs.readFileSync(moduleFile(modules), 'latin1');
}

/** The value of the only document that has the key. */
function tableOf(documents, key) {
  const found = documents.filter((one) => one[key] !== undefined);
  if (found.length !== 1) throw new Error(`${found.length} documents have ${key}`);
  return found[0][key];
}

/** The value of a name that the module's rules, whose text it has, set to an object, a list or a set; a set as a list. */
function literalOf(text, name) {
  const found = text.match(new RegExp(`\\n${name} := ([{[][^]*?\\n?[}\\]])\\n`));
  if (!found) throw new Error(`the module's rules have no ${name} any more`);
  const isSet = /^\{\s*"[^"]*"\s*[,}]/.test(found[1]);
  const json = found[1].replace(/,(\s*[}\]])/g, '$1');
  return JSON.parse(isSet ? json.replace(/^\{/, '[').replace(/\}$/, ']') : json);
}

module.exports = { documentsOf, literalOf, tableOf, textOf };
