// limits.js – which values CloudFormation accepts: enumerations, patterns, and bounds of numbers, lengths and counts.
//
// The library checks its templates with @aws/cloudformation-validate, which holds CloudFormation's own schemas but has no
// call to read them. So each resource type is given templates full of senseless values, and the complaints are read. What
// comes out is what the library itself warns about. Values that AWS gives up are asked for one by one.
'use strict';

const LONG = 5000; // longer bounds than this stay unknown
const MANY = 101; // the same for counts of items

/** One template a probe: what stands for a string and a number, and how many items a list has. */
const PROBES = [
  { text: '~', number: -1e15, items: 1 },
  { text: '', number: 1e15, items: 1 },
  { text: '\u0001 \u00e9', number: 0.5, items: 1 },
  { text: 'x'.repeat(LONG), number: 1, items: 1 },
  { text: 'A', number: 1, items: MANY },
  { text: '-1', number: 1, items: 0 },
  { text: 'a', number: 1, items: 1 },
];

/** The alternative of a union that tells most. */
function likely({ union }) {
  return union.find((one) => one.struct) || union.find((one) => one.list) || union[0];
}

function sample(convert, probe, visit) {
  if (convert.list) {
    if (probe.items === 0 && !convert.list.struct && !convert.list.list) return [];
    const first = sample(convert.list, probe, visit);
    if (first === undefined) return probe.items === 0 ? [] : undefined;
    const list = [first];
    for (let i = 1; i < probe.items; i++) list.push(convert.list.struct ? {} : `${first}${i}`);
    return list;
  }
  if (convert.map) {
    const value = sample(convert.map, probe, visit);
    return value === undefined ? undefined : { Key: value };
  }
  if (convert.union) {
    return sample(likely(convert), probe, visit);
  }
  if (convert.struct) return visit(convert.struct);
  switch (convert.leaf) {
    case 'string': return probe.text;
    case 'number': return probe.number;
    case 'boolean': return true;
    case 'tag': return { Key: 'k', Value: 'v' };
    default: return undefined;
  }
}

const ENUM = /^(?:'[^]*'|\S+) is not one of \[([^]*)\]( \(case-insensitive\))?$/;
const PATTERN = /^'[^]*?' does not match pattern '([^]*)'$/;
const FORMAT = /^'[^]*?' does not match format '([\w:.]+)'$/;
const CONSTANT = /^"([^"]*)" was expected$/;

/** The values of "'a', 'b', 3". */
function values(text) {
  if (text[0] !== "'") return text.split(', ');
  return text.slice(1, -1).split("', '");
}

/** A diagnostic as a change of the facts of one field; false if it says nothing of the kind. */
function learn(facts, rule, message) {
  let match;
  const bound = (name, end, value) => {
    facts[name] = facts[name] || [null, null];
    if (facts[name][end] === null) facts[name][end] = Number(value);
  };
  if (/ \(from [^)]*\)$/.test(message)) return false; // holds under conditions only
  if (rule === 'W3030' || rule === 'F3030') {
    if ((match = ENUM.exec(message))) {
      facts.values = facts.values || values(match[1]);
      facts.anycase = facts.anycase || Boolean(match[2]);
    }
    if ((match = CONSTANT.exec(message))) facts.values = facts.values || [match[1]];
  } else if (rule === 'F3031' && (match = PATTERN.exec(message))) {
    facts.pattern = facts.pattern || match[1];
  } else if (/^E115\d$/.test(rule) && (match = FORMAT.exec(message))) {
    facts.format = facts.format || match[1];
  } else if (rule === 'F3032' && (match = /^expected (maximum|minimum) item count: (\d+)/.exec(message))) {
    bound('items', match[1] === 'maximum' ? 1 : 0, match[2]);
  } else if (rule === 'F3033' && (match = /^length \d+ (exceeds maximum|is below minimum) (\d+)$/.exec(message))) {
    bound('length', match[1] === 'exceeds maximum' ? 1 : 0, match[2]);
  } else if (rule === 'F3034' && (match = /^\S+ is (greater than the maximum|less than the minimum) of (\S+)$/.exec(message))) {
    bound('value', match[1] === 'greater than the maximum' ? 1 : 0, match[2]);
  } else if (rule === 'I9001') {
    facts.replace = 'replace';
  } else {
    return false;
  }
  return true;
}

/** Rules that speak of the type as a whole. */
const RETIRED = { E3710: 'shutdown', W3696: 'sunset', W3697: 'maintenance' };

/**
 * Facts of the properties of one resource type.
 * `validate(template)` gives diagnostics, `root` the fields of the type, `fieldsOf(struct)` those of a nested one.
 * Returns { retired, fields: Map of struct (null: the type itself) → Map of CloudFormation's property → facts }.
 */
function limitsOf(cfnType, root, fieldsOf, validate) {
  const found = new Map();
  let retired;
  for (const probe of PROBES) {
    const seen = new Set();
    const object = (struct, fields) => {
      if (seen.has(struct)) return undefined;
      seen.add(struct);
      const value = {};
      for (const field of fields) {
        const part = sample(field.convert, probe, (inner) => object(inner, fieldsOf(inner)));
        if (part !== undefined) value[field.cfn] = part;
      }
      return value;
    };
    const properties = object(null, root);
    // The validator gives its complaints in no certain order.
    const complaints = validate(cfnType, properties).map((one) => ({ ...one, order: `${one.ruleId} ${one.message}` }));
    complaints.sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0));
    for (const { ruleId, message, propertyPath } of complaints) {
      retired = retired || RETIRED[ruleId];
      const steps = (propertyPath || '').split('.').slice(1);
      let struct = null;
      let fields = root;
      let field = null;
      let convert = null;
      let known = true;
      for (const [i, step] of steps.entries()) {
        if (convert === null) {
          field = fields.find((one) => one.cfn === step);
          if (!field) { known = false; break; }
          convert = field.convert;
        } else if (convert.list) {
          convert = convert.list;
        } else if (convert.map) {
          convert = convert.map;
        } else {
          known = false;
          break;
        }
        if (convert.union) convert = likely(convert);
        if (convert.struct && i + 1 < steps.length) {
          struct = convert.struct;
          fields = fieldsOf(struct);
          convert = null;
        } else if (convert.struct) {
          known = false; // a complaint about the object as a whole
        }
      }
      if (!known || !field) continue;
      if (!found.has(struct)) found.set(struct, new Map());
      const facts = found.get(struct).get(field.cfn) || {};
      if (learn(facts, ruleId, message)) found.get(struct).set(field.cfn, facts);
    }
  }
  return { retired, fields: found };
}

const ENDED = new RegExp([
  "^\\S+ '([^']*)' was deprecated on '([^']*)'\\.",
  "Creation (?:was|will be) disabled on '([^']*)', and updates (?:were|will be) disabled on '([^']*)'\\.",
  "Please consider updating to '([^']*)'$",
].join(' '));

/**
 * Values that AWS gives up: adds `ended`, a list of [value, deprecated, creation disabled, updates disabled, successor],
 * to the facts (Map of CloudFormation's property → facts) of the fields of a type. Where a field has no list of values,
 * those are asked for that `candidates` (the same kind of Map, filled here) has from fields of that name in other types.
 */
function addEnded(cfnType, fields, facts, candidates, validate) {
  for (const { cfn } of fields) {
    const { values } = facts.get(cfn) || candidates.get(cfn) || {};
    const ended = (values || []).flatMap((value) => {
      const matches = validate(cfnType, { [cfn]: value }).map(({ message }) => ENDED.exec(message));
      const match = matches.find((found) => found && found[1] === value);
      return match ? [match.slice(1)] : [];
    });
    if (ended.length) {
      facts.set(cfn, { ...facts.get(cfn), ended });
      if (!candidates.has(cfn)) candidates.set(cfn, { values });
    }
  }
}

module.exports = { limitsOf, addEnded };
