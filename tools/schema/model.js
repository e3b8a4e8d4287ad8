// model.js – reads the jsii models of aws-cdk-lib and constructs, and answers what a type is called and where it lives.
'use strict';
const fs = require('fs');
const path = require('path');
const zlib = require('zlib');

function readModel(folder) {
  const text = fs.readFileSync(path.join(folder, '.jsii'));
  const model = JSON.parse(text);
  if (model.schema !== 'jsii/file-redirect') return model;
  const packed = fs.readFileSync(path.join(folder, model.filename));
  return JSON.parse(model.compression === 'gzip' ? zlib.gunzipSync(packed) : packed);
}

class Model {
  /** `modules` is the node_modules folder holding both packages. */
  constructor(modules) {
    this.folder = path.join(modules, 'aws-cdk-lib');
    this.library = readModel(this.folder);
    this.constructs = readModel(path.join(modules, 'constructs'));
    this.types = new Map();
    for (const type of Object.values(this.constructs.types)) this.types.set(type.fqn, type);
    for (const type of Object.values(this.library.types)) this.types.set(type.fqn, type);
    this.luaModules = new Map([['constructs', 'constructs'], ['aws-cdk-lib', 'aws_cdk']]);
    for (const [fqn, sub] of Object.entries(this.library.submodules)) {
      const python = sub.targets && sub.targets.python && sub.targets.python.module;
      this.luaModules.set(fqn, python || fqn.replace('aws-cdk-lib', 'aws_cdk'));
    }
  }

  /** { source: "aws-cdk-lib.aws_s3", module: "aws_cdk.aws_s3", name: "CfnBucket.CorsRuleProperty" } */
  place(fqn) {
    let source = fqn;
    while (source.includes('.')) {
      source = source.slice(0, source.lastIndexOf('.'));
      const module = this.luaModules.get(source);
      if (module) return { source, module, name: fqn.slice(source.length + 1) };
    }
    throw new Error(`no module holds ${fqn}`);
  }

  /** "class", "resource", "struct", "interface" or "enum". */
  kind(type) {
    if (type.kind === 'interface') return type.datatype ? 'struct' : 'interface';
    return type.kind;
  }
}

module.exports = { Model, readModel };
