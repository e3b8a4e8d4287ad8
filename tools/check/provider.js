// The resource provider schemas that AWS's validator has in its WebAssembly, as rows: lua/provider/schemas.rows (format:
// tools/check/provider.md). Argument: the folder of node_modules. Needs Debian's zstd: the module keeps its data as JSON in
// frames of Zstandard.
'use strict';
const { documentsOf } = require('./documents');

const documents = documentsOf(process.argv[2]);
const find = (test) => documents.find(test) || (() => { throw new Error('the module has no such table any more'); })();
const schemas = find((d) => d['AWS::SQS::Queue'] && d['AWS::SQS::Queue'].definitions);
const identifiers = find((d) => d.primary_identifiers).primary_identifiers;

// What the validator lets pass although its schemas do not: tried.
delete schemas['AWS::CloudFormation::CustomResource'].additional_properties;
delete schemas['AWS::SNS::Topic'].properties.KmsMasterKeyId.any_of;

// Conditions under which the validator requires properties, by one of these: tried, it has other rules for the others.
const CONDITIONAL = {
  'AWS::DynamoDB::Table': ['ProvisionedThroughput'],
  'AWS::ElastiCache::ReplicationGroup': ['TransitEncryptionEnabled'],
  'AWS::Lambda::EventSourceMapping': ['StartingPosition'],
  'AWS::Lambda::Function': ['Runtime'],
  'AWS::RDS::DBCluster': ['AllocatedStorage', 'MonitoringInterval'],
  'AWS::RDS::DBInstance': ['StorageEncrypted'],
};
for (const [type, names] of Object.entries(CONDITIONAL)) {
  schemas[type].requires = names.map((name) => {
    const rules = (schemas[type].if_then_else || []).filter((r) => ((r.then_schema || {}).required || []).includes(name));
    if (rules.length !== 1) throw new Error(`${type} does not require ${name} any more`);
    return rules[0];
  });
}
// The schema has lost that it must not be PAY_PER_REQUEST; without it another rule tells.
schemas['AWS::DynamoDB::Table'].requires[0].condition = {
  properties: { BillingMode: { enum: ['PROVISIONED'] } }, required: ['BillingMode'],
};
// What it only needs to be known.
schemas['AWS::RDS::DBCluster'].requires[1].condition.properties.MonitoringRoleArn = { pattern: '' };

// ---- rules about some properties ------------------------------------------------------------------------------------

// What the validator finds in policies of identities, and in the two other kinds of properties: tried.
const texts = (more) => ({ type: ['string', 'array'], ...more, items: { type: 'string', ...more } });
const RESOURCE = '^(arn:(aws[A-Za-z\\-]*?|[A-Za-z?*\\-]*[?*][A-Za-z?*\\-]*):[^:*?]+:[^:]*(:(?:\\d{12}|\\*|aws)?:.+|)|\\*)$';
const OPERATORS = '^(ForAnyValue:|ForAllValues:)?((Not)?IpAddress|Arn(Not)?(Equals|Like)|BinaryEquals|Bool'
  + '|Date((Less|Greater)Than(Equals)?|(Not)?Equals)|Null|Numeric((Less|Greater)Than(Equals)?|(Not)?Equals)'
  + '|String(Not)?(Equals(IgnoreCase)?|Like))(IfExists)?$';
const TRUTH = { enum: ['true', 'false'] };
const STATEMENT = {
  type: ['object', 'array'],
  additional_properties: false,
  properties: {
    Action: { ...texts(), min_items: 1 },
    Condition: {
      type: 'object',
      additional_properties: false,
      properties: { Null: { type: 'object', pattern_properties: { '': { ...TRUTH, items: TRUTH } } } },
      pattern_properties: {
        [OPERATORS]: {
          type: 'object',
          pattern_properties: { '': { type: ['boolean', 'number', 'string', 'array'], items: { type: 'string' } } },
        },
      },
    },
    Effect: { type: 'string', enum: ['Allow', 'Deny'] },
    NotAction: { ...texts(), min_items: 1 },
    NotResource: texts({ pattern: RESOURCE }),
    Resource: texts({ pattern: RESOURCE }),
    Sid: { type: 'string', pattern: '^[A-Za-z0-9]+$' },
  },
  required: ['Effect'],
  all_of: [{ required_xor: ['Action', 'NotAction'] }, { required_xor: ['Resource', 'NotResource'] }],
};
const IDENTITY_POLICY = {
  type: 'object',
  additional_properties: false,
  properties: {
    Statement: { ...STATEMENT, min_items: 1, items: { ...STATEMENT, type: 'object' }, distinct: 'Sid' },
    Version: { type: 'string', enum: ['2008-10-17', '2012-10-17'] },
  },
  required: ['Statement'],
};
const ROLE = { pattern: '^arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/[a-zA-Z_0-9+=,.@\\-_/]+$' };

// Makes the property at the path obey a schema, by a rule of its own.
function attach(rule, schema, type, names) {
  let at = schemas[type];
  for (const name of names) {
    const { definitions } = schemas[type];
    if (at.ref_name) at = definitions[at.ref_name];
    if (at.items) at = at.items;
    if (at.ref_name) at = definitions[at.ref_name];
    if (!at.properties || !at.properties[name]) throw new Error(`${type} has no ${names.join('.')} any more`);
    at = at.properties[name];
  }
  at.rule = { id: rule, schema };
}

for (const type of ['Policy', 'ManagedPolicy', 'UserPolicy', 'RolePolicy', 'GroupPolicy']) {
  attach('E3510', IDENTITY_POLICY, `AWS::IAM::${type}`, ['PolicyDocument']);
}
for (const type of ['Role', 'User', 'Group']) {
  attach('E3510', IDENTITY_POLICY, `AWS::IAM::${type}`, ['Policies', 'PolicyDocument']);
}
attach('E3510', IDENTITY_POLICY, 'AWS::SSO::PermissionSet', ['InlinePolicy']);
const tables = find((d) => d.rule_tables).rule_tables;
const paths = (list) => list.map((one) => one.split('/').slice(1).filter((word) => word !== 'Properties'));
for (const [type, ...names] of paths(tables.resource_policy_paths)) {
  attach('E3512', { required: ['Statement'] }, type, names);
}
for (const [type, ...names] of paths(tables.iam_role_arn_property_paths)) attach('E3511', ROLE, type, names);

// ---- nodes ----------------------------------------------------------------------------------------------------------

const lines = [];
const known = new Map();

function intern(line) {
  let number = known.get(line);
  if (number === undefined) {
    number = lines.length;
    lines.push(line);
    known.set(line, number);
  }
  return number;
}

const TYPES = { string: 's', integer: 'i', number: 'n', boolean: 'b', object: 'o', array: 'a', null: '0' };
const sorted = (object) => Object.keys(object).sort((a, b) => (a < b ? -1 : 1));
const text = (value) => {
  const s = String(value);
  if (/[\t\n]/.test(s)) throw new Error(`a value with a tab or a line: ${s}`);
  return s;
};
// Control characters of a pattern as escapes.
const visible = (pattern) => pattern.replace(/[\0-\x1f]/g, (c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
const list = (values) => [values.length, ...values.map(text)];

class Nodes {
  constructor(definitions) {
    Object.assign(this, { definitions, done: new Map(), open: new Map() });
  }

  // A definition that contains itself has a line of its own.
  reference(name) {
    if (this.done.has(name)) return this.done.get(name);
    if (!this.definitions[name]) return '#0';
    if (this.open.has(name)) {
      let number = this.open.get(name);
      if (number === null) {
        number = lines.length;
        lines.push(null);
        this.open.set(name, number);
      }
      return `#${number}`;
    }
    this.open.set(name, null);
    const line = this.line(this.definitions[name]);
    const reserved = this.open.get(name);
    this.open.delete(name);
    if (reserved !== null) lines[reserved] = line;
    const node = `#${reserved === null ? intern(line) : reserved}`;
    this.done.set(name, node);
    return node;
  }

  node(schema) {
    const { ref_name: name, ...rest } = schema;
    if (name !== undefined && Object.keys(rest).length === 0) return this.reference(name);
    return `#${intern(this.line(schema))}`;
  }

  line(s) {
    const out = [];
    const nodes = (schemas) => [schemas.length, ...schemas.map((one) => this.node(one))];
    const bounds = (word, low, high) => {
      if (s[low] !== undefined || s[high] !== undefined) out.push(word, s[low] ?? '-', s[high] ?? '-');
    };
    if (s.ref_name !== undefined) out.push('like', this.reference(s.ref_name));
    if (s.type !== undefined) out.push('type', [s.type].flat().map((t) => TYPES[t]).join(''));
    for (const [key, word] of [['properties', 'has'], ['pattern_properties', 'names']]) {
      if (s[key] && Object.keys(s[key]).length > 0) {
        out.push(word, Object.keys(s[key]).length, ...sorted(s[key]).flatMap((n) => [n, this.node(s[key][n])]));
      }
    }
    if (s.additional_properties === false) out.push('closed');
    if (s.items !== undefined && typeof s.items === 'object') out.push('items', this.node(s.items));
    for (const [key, word] of [['required', 'needs'], ['required_xor', 'one-of'], ['required_or', 'some-of'],
      ['absent', 'absent']]) {
      if (s[key] && s[key].length > 0) out.push(word, ...list(s[key]));
    }
    for (const [key, word] of [['dependent_required', 'with'], ['dependent_excluded', 'without']]) {
      for (const name of sorted(s[key] || {})) out.push(word, name, ...list(s[key][name]));
    }
    const isEmpty = (one) => Object.keys(one).length === 0;
    for (const [key, word] of [['one_of', 'one'], ['any_of', 'any']]) { // the validator does not judge by {}
      if (s[key] && s[key].length > 0 && !s[key].some(isEmpty)) out.push(word, ...nodes(s[key]));
    }
    const all = (s.all_of || []).filter((one) => !isEmpty(one));
    if (all.length > 0) out.push('all', ...nodes(all));
    if (s.rule) out.push('by', s.rule.id, this.node(s.rule.schema));
    if (s.distinct) out.push('distinct', s.distinct);
    for (const { condition, then_schema: { required } } of s.requires || []) {
      out.push('if', this.node(condition), ...list(required));
    }
    for (const [key, word] of [['enum', 'enum'], ['enum_case_insensitive', 'any-case']]) {
      if (s[key]) out.push(word, ...list(s[key]));
    }
    if (s.const !== undefined) out.push('enum', 1, text(s.const));
    if (s.pattern !== undefined) out.push('pattern', visible(s.pattern));
    if (s.format !== undefined) out.push('format', s.format);
    bounds('length', 'min_length', 'max_length');
    bounds('number', 'minimum', 'maximum');
    bounds('count', 'min_items', 'max_items');
    if (s.unique_items) out.push('unique');
    return out.join('\t');
  }
}

intern('');
const types = [];
for (const type of sorted(schemas)) {
  if (type.startsWith('AWS::Serverless::')) continue; // the transform checks those
  const node = new Nodes(schemas[type].definitions).node(schemas[type]);
  const names = identifiers[type];
  types.push(['is', type, node, ...(names ? list(names) : [0])].join('\t'));
}
process.stdout.write(`# Generated by tools/check/provider.js; do not edit. Format: tools/check/provider.md\n`
  + [...lines, ...types].join('\n') + '\n');
