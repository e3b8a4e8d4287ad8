// service_spec.js – what a package's copy of AWS's service specification knows of a property and the models of the library
// do not: whether a change replaces the resource, values seen in documentation, deprecation.
'use strict';
const fs = require('fs');
const path = require('path');
const zlib = require('zlib');

class ServiceSpec {
  /** folder: that of a package with a db.json.gz, which are @aws-cdk/aws-service-spec and aws-cdk. */
  constructor(folder) {
    this.version = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'))).version;
    const { schema } = JSON.parse(zlib.gunzipSync(fs.readFileSync(path.join(folder, 'db.json.gz'))));
    this.types = new Map(Object.values(schema.typeDefinition.entities).map((one) => [one.$id, one]));
    this.resources = new Map(Object.values(schema.resource.entities).map((one) => [one.cloudFormationType, one]));
  }

  /** Whether it knows the type at all. */
  has(cfnType) {
    return this.resources.has(cfnType);
  }

  /**
   * The same walk as in limits.js, along the library's structs and the spec's types at once.
   * Returns Map of struct (null: the type itself) → Map of CloudFormation's property → those of the facts { replace, known,
   * deprecated } that are named in `wanted`.
   */
  factsOf(cfnType, root, fieldsOf, wanted) {
    const found = new Map();
    const visit = (struct, fields, entity) => {
      if (found.has(struct)) return;
      const own = new Map();
      found.set(struct, own);
      for (const { cfn, convert } of fields) {
        const property = entity.properties[cfn];
        if (!property) continue;
        const facts = {};
        if (property.causesReplacement === 'yes') facts.replace = 'replace';
        if (property.causesReplacement === 'maybe') facts.replace = 'maybe';
        if (property.deprecated === 'WARN') facts.deprecated = true;
        const known = allowedValues(property.type);
        if (known) facts.known = known;
        for (const name of Object.keys(facts)) if (!wanted.includes(name)) delete facts[name];
        if (Object.keys(facts).length) own.set(cfn, facts);
        const inner = innerStruct(convert);
        const reference = innerReference(property.type);
        if (inner && reference) visit(inner, fieldsOf(inner), this.types.get(reference));
      }
    };
    const resource = this.resources.get(cfnType);
    if (resource) visit(null, root, resource);
    return found;
  }
}

function allowedValues(type) {
  if (type.element) return allowedValues(type.element);
  return type.allowedValues && type.allowedValues.map(String);
}

function innerStruct(convert) {
  if (convert.struct) return convert.struct;
  if (convert.union) return convert.union.map(innerStruct).find(Boolean);
  return convert.list || convert.map ? innerStruct(convert.list || convert.map) : undefined;
}

function innerReference(type) {
  if (type.type === 'ref') return type.reference.$ref;
  if (type.types) return type.types.map(innerReference).find(Boolean);
  return type.element ? innerReference(type.element) : undefined;
}

module.exports = { ServiceSpec };
