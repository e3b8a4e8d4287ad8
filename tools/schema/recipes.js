// recipes.js – what members of the running reference are made of, asked of the members themselves.
//
// A recipe is JSON behind a member's row (rows.md): the value of a constant, what a factory gives to the constructor, the
// name and dimensions of a metric, the actions of a grant. Where the reference does more than a recipe can say there is none,
// and the class's Lua file has to say it.
'use strict';
const { made } = require('./instrument');
const { snake } = require('./names');

const TOKEN = /\$\{Token\[|\d+#\{Token\[/;
/** In place of a string argument while a factory is tried; private use area, so that it is in no constant. */
const STAND_IN = (index) => `\ue000${index}\ue001`;
/** Strings that a factory has to take as it takes any other: one that looks at its argument has no recipe. */
const SAMPLES = ['', 'a b', 'A-1.2', '0', 'arn:aws:sqs:r:1:q', '/a/*'];

class NoRecipe extends Error {}

const isPlain = (value) => Object.getPrototypeOf(value) === Object.prototype;

class Recipes {
  /** `packages`: { "aws-cdk-lib": its exports, constructs: … } */
  constructor(model, packages) {
    this.model = model;
    this.packages = packages;
    this.classes = new Map(); // constructor → fqn
    for (const type of model.types.values()) {
      const value = type.kind === 'class' && this.valueOf(type.fqn);
      if (value && !this.classes.has(value)) this.classes.set(value, type.fqn);
    }
    this.library = packages['aws-cdk-lib'];
  }

  valueOf(fqn) {
    const { source, name } = this.model.place(fqn);
    let value = this.packages[source.split('.')[0]];
    for (const step of [...source.split('.').slice(1), ...name.split('.')]) value = value && value[step];
    return value;
  }

  typeName(fqn, home) {
    const { module, name } = this.model.place(fqn);
    return module === home ? name : `${module}.${name}`;
  }

  /** A JavaScript value as JSON; `type` is what the model says of it, where it says anything. */
  json(value, home, type) {
    if (value === null) return null;
    if (typeof value === 'string') {
      if (TOKEN.test(value)) throw new NoRecipe('a token');
      return value;
    }
    if (typeof value === 'boolean') return value;
    if (typeof value === 'number') {
      if (!Number.isFinite(value) || value < -1e15) throw new NoRecipe('a token, or no number of JSON');
      return value;
    }
    if (typeof value !== 'object') throw new NoRecipe(typeof value);
    if (Array.isArray(value)) {
      if (value.some((one) => typeof one === 'string' && one.startsWith('#{Token['))) throw new NoRecipe('a token');
      return value.map((one) => this.json(one, home));
    }
    if (isPlain(value)) {
      const isMap = type && type.collection;
      const fields = Object.entries(value).filter(([, one]) => one !== undefined);
      return Object.fromEntries(fields.map(([key, one]) => [isMap ? key : snake(key), this.json(one, home)]));
    }
    return this.instance(value, home);
  }

  /**
   * { "@": class, "new": arguments }, the class left out where it is `own`; or { "is": other constant }. Two modules may
   * export one class: then each has it as its own.
   */
  instance(value, home, own) {
    if (this.twins && this.twins.has(value)) return { is: this.twins.get(value) };
    const isOwn = own !== undefined && this.valueOf(own) === value.constructor;
    const fqn = isOwn ? own : this.classes.get(value.constructor);
    if (!fqn || !made.has(value)) throw new NoRecipe('an object of a class that is not public');
    const type = this.model.types.get(fqn);
    const parameters = (type.initializer && type.initializer.parameters) || [];
    const args = made.get(value).map((one, i) =>
      one === undefined ? null : this.json(one, home, parameters[i] && parameters[i].type));
    while (args.length && args[args.length - 1] === null) args.pop();
    return fqn === own ? { new: args } : { '@': this.typeName(fqn, home), new: args };
  }

  attempt(make) {
    try {
      return make();
    } catch (error) {
      if (error instanceof NoRecipe || !(error instanceof SyntaxError)) return undefined;
      throw error;
    }
  }

  /** The value of a static constant, as JSON text. */
  constant(type, property) {
    const holder = this.valueOf(type.fqn);
    const { module } = this.model.place(type.fqn);
    return this.attempt(() => {
      const value = holder[property.name];
      if (value === undefined) throw new NoRecipe('nothing');
      this.twins = new Map(); // objects that other constants of the class are → their names
      for (const other of type.properties || []) {
        if (!other.static || !other.const || (!Array.isArray(value) && other.name >= property.name)) continue;
        const object = holder[other.name];
        if (object && typeof object === 'object' && !Array.isArray(object)) this.twins.set(object, other.name);
      }
      const isOwn = value !== null && typeof value === 'object' && !Array.isArray(value) && !isPlain(value);
      return JSON.stringify(isOwn ? this.instance(value, module, type.fqn) : this.json(value, module, property.type));
    });
  }

  /** Whether fields of an object have other values than its constructor gave them. */
  isChanged(object) {
    const fresh = new object.constructor(...made.get(object));
    const isPrimitive = (value) => !['object', 'function'].includes(typeof value);
    return Object.keys(object).some((name) => isPrimitive(object[name]) && object[name] !== fresh[name]);
  }

  /** What a static method of a class gives to the constructor of its own class: `$1` in a text is the first argument. */
  factory(type, method) {
    const parameters = method.parameters || [];
    const own = method.returns && method.returns.type.fqn === type.fqn;
    if (!method.static || method.variadic || !own || !parameters.length) return undefined;
    if (!parameters.every((one) => one.type.primitive === 'string')) return undefined;
    const { module } = this.model.place(type.fqn);
    const holder = this.valueOf(type.fqn);
    const made = (args) => {
      const one = holder[method.name](...args);
      if (one.constructor !== holder) throw new NoRecipe('another class');
      if (this.isChanged(one)) throw new NoRecipe('it changes what it made');
      return JSON.stringify(this.instance(one, module, type.fqn));
    };
    this.twins = undefined;
    return this.attempt(() => {
      const text = made(parameters.map((_, i) => STAND_IN(i + 1)));
      if (text.includes('$')) throw new NoRecipe('a dollar of its own');
      for (const sample of SAMPLES) {
        const expected = text.replace(/\ue000(\d+)\ue001/g, () => JSON.stringify(sample).slice(1, -1));
        if (made(parameters.map(() => sample)) !== expected) throw new NoRecipe('it looks at its argument');
      }
      return text.replace(/\ue000(\d+)\ue001/g, '$$$1');
    });
  }

  /** How the constructor's arguments become fields, if that is all that instances of the class are: { field: "$1", … }. */
  fields(type) {
    const holder = this.valueOf(type.fqn);
    const methods = (type.methods || []).filter((method) => !method.static || this.factory(type, method) === undefined);
    if (methods.length || type.base || type.abstract || (type.interfaces || []).length) return undefined;
    const samples = [];
    for (const property of type.properties || []) {
      const value = property.static && property.const && holder[property.name];
      if (value && typeof value === 'object' && value.constructor === holder && made.has(value)) samples.push(value);
    }
    const factory = (type.methods || []).find((method) => method.static);
    if (factory) samples.push(holder[factory.name](...factory.parameters.map((_, i) => STAND_IN(i + 1))));
    const found = new Map();
    for (const sample of samples) {
      const args = made.get(sample);
      for (const field of Object.keys(sample)) {
        const same = args.map((one, i) => (one === sample[field] ? i + 1 : 0)).filter(Boolean);
        const before = found.get(field);
        found.set(field, before ? before.filter((one) => same.includes(one)) : same);
      }
    }
    const names = new Set([...found.keys()].map(snake));
    const declared = (type.properties || []).filter((property) => !property.static).map((property) => snake(property.name));
    if (!found.size || [...found.values()].some((places) => !places.length)) return undefined;
    if (!declared.every((name) => names.has(name))) return undefined;
    const used = [...found.values()].map((places) => places[0]);
    if (new Set(used).size !== used.length) return undefined;
    return JSON.stringify(Object.fromEntries([...found].map(([field, places]) => [snake(field), `$${places[0]}`])));
  }
}

module.exports = { Recipes };
