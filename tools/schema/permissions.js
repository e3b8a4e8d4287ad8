// permissions.js – recipes of the methods that give metrics and permissions: they are run on a stand-in for the construct,
// whose fields are placeholders, and what reaches CloudWatch's Metric and IAM's Grant is written down.
'use strict';
const fs = require('fs');
const path = require('path');
const { snake } = require('./names');

const GRANTS = ['addToPrincipal', 'addToPrincipalOrResource', 'addToPrincipalAndResource'];

/** Set when a method of another object is called: there is logic that no recipe says. */
let called = false;

/** A field of a stand-in: as text it names itself. */
function placeholder(name, depth = 0) {
  const text = `{${name}}`;
  if (depth > 4) return text;
  return new Proxy(() => undefined, {
    get(_, key) {
      if (key === Symbol.toPrimitive || key === 'toString' || key === 'toJSON') return () => text;
      if (typeof key === 'symbol' || key === 'then') return undefined;
      return placeholder(`${name}.${key}`, depth + 1);
    },
    apply: () => {
      called = true;
      return placeholder(`${name}()`, depth + 1);
    },
  });
}

/** An object of the class whose methods are the class's and whose fields are placeholders. */
function standIn(holder) {
  return new Proxy(Object.create(holder.prototype), {
    getPrototypeOf: () => null, // no construct, so that no metadata of the call is written to its node
    get(target, key) {
      if (typeof key === 'symbol') return target[key];
      for (let proto = holder.prototype; proto; proto = Object.getPrototypeOf(proto)) {
        const own = Object.getOwnPropertyDescriptor(proto, key);
        if (own && typeof own.value === 'function') return own.value;
        if (own) break;
      }
      return placeholder(key);
    },
  });
}

class Permissions {
  constructor(recipes, folder) {
    this.recipes = recipes;
    const { Metric } = recipes.library.aws_cloudwatch;
    Metric.prototype.attachTo = function attachTo() { return this; };
    Metric.prototype.validateDimensions = (dimensions) => dimensions;
    this.declared = new Map(); // "aws_sqs.QueueGrants" → { consumeMessages: { actions, keyActions, … }, … }
    for (const name of fs.readdirSync(folder)) {
      const file = path.join(folder, name, 'grants.json');
      if (!fs.existsSync(file)) continue;
      for (const [resource, row] of Object.entries(JSON.parse(fs.readFileSync(file, 'utf8')).resources)) {
        this.declared.set(`${name.replace(/-/g, '_')}.${resource}Grants`, row);
      }
    }
  }

  /** "queue_name" or "rest_api.rest_api_id" of a placeholder, undefined of anything else. */
  fieldOf(value) {
    const found = /^\{(\w+(?:\.\w+)*)\}$/.exec(String(value));
    return found ? found[1].split('.').map(snake).join('.') : undefined;
  }

  /** { metric: [namespace, name, statistic, { dimension: field or =text }], period?, region? } of a method without other arguments than MetricOptions. */
  metric(type, method) {
    const parameters = method.parameters || [];
    if (!/^metric./.test(method.name) || method.static || parameters.length > 1) return undefined;
    if (!method.returns || method.returns.type.fqn !== 'aws-cdk-lib.aws_cloudwatch.Metric') return undefined;
    if (parameters[0] && (parameters[0].type.fqn || '') !== 'aws-cdk-lib.aws_cloudwatch.MetricOptions') return undefined;
    return this.recipes.attempt(() => {
      const holder = this.recipes.valueOf(type.fqn);
      called = false;
      const made = holder.prototype[method.name].call(standIn(holder), undefined);
      if (called) return undefined;
      const row = [made.namespace, made.metricName, made.statistic];
      if (!row.every((text) => typeof text === 'string' && !text.includes('{'))) return undefined;
      const dimensions = Object.entries(made.dimensions || {}).map(([name, value]) =>
        [name, this.fieldOf(value) || (/[{]/.test(value) ? undefined : `=${value}`)]);
      if (dimensions.some(([, field]) => !field)) return undefined;
      if (made.unit || made.color || made.label || /[{]/.test(made.region)) return undefined;
      const period = made.period && made.period.toSeconds();
      return JSON.stringify({
        metric: [...row, Object.fromEntries(dimensions)],
        period: period === 300 ? undefined : period,
        region: made.region,
      });
    });
  }

  declaration(type) {
    const { source, name } = this.recipes.model.place(type.fqn);
    return this.declared.get(`${source.split('.')[1]}.${name}`);
  }

  /** { actions, arns?, key_actions? } of a method of a class of grants that the package declares. */
  declaredGrant(type, method) {
    const resource = this.declaration(type);
    const row = resource && resource.grants[method.name];
    if (!row) return undefined;
    const arns = row.arnFormat && [].concat(row.arnFormat).map((arn) =>
      arn.replace(/\$\{(\w+)\}/g, (_, field) => `\${${snake(field)}}`));
    return JSON.stringify({ actions: row.actions, arns, key_actions: row.keyActions });
  }

  /** { grants: noun of the resource, policy?, key? } of a class of grants that the package declares. */
  grantsClass(type) {
    const resource = this.declaration(type);
    if (!resource) return undefined;
    return JSON.stringify({
      grants: snake(type.name.replace(/Grants$/, '')),
      policy: resource.hasResourcePolicy,
      key: Object.values(resource.grants).some((row) => row.keyActions) || undefined,
    });
  }

  /** { actions, arns } of a method `grant_…(grantee)` that makes one grant on ARNs made of the construct's own fields. */
  grant(type, method) {
    const declared = this.declaredGrant(type, method);
    if (declared || !/^grant/.test(method.name) || method.static) return declared;
    const parameters = method.parameters || [];
    if (parameters.length !== 1 || parameters[0].type.fqn !== 'aws-cdk-lib.aws_iam.IGrantable') return undefined;
    const { Grant } = this.recipes.library.aws_iam;
    const kept = GRANTS.map((name) => Grant[name]);
    const seen = [];
    for (const name of GRANTS) Grant[name] = (options) => (seen.push([name, options]), placeholder('grant'));
    try {
      return this.recipes.attempt(() => {
        const holder = this.recipes.valueOf(type.fqn);
        called = false;
        holder.prototype[method.name].call(standIn(holder), { grantPrincipal: {} });
        if (called || seen.length !== 1) return undefined;
        const [[name, { actions, resourceArns, ...rest }]] = seen;
        if (Object.keys(rest).some((key) => !['grantee', 'resource', 'scope'].includes(key))) return undefined;
        if (!actions.length || !actions.every((action) => /^[\w-]+:[\w*]+$/.test(action))) return undefined;
        const arns = resourceArns.map((arn) => String(arn).replace(/\{(\w+)\}/g, (_, field) => `\${${snake(field)}}`));
        if (arns.some((arn) => /[{]\w+[.(]/.test(arn) || !/^\$\{\w+\}[^{}]*$/.test(arn))) return undefined;
        return JSON.stringify({ actions, arns, on: name === GRANTS[0] ? undefined : snake(name.slice('addToPrincipal'.length)) });
      });
    } finally {
      GRANTS.forEach((name, i) => { Grant[name] = kept[i]; });
    }
  }
}

module.exports = { Permissions };
