// What the reference's matchers and templates say of random values: spec/golden/assertions.json.
// `matches`: [value, pattern, failed, cost, places of mistakes, captured values] ("throws" in place of failed where
// the pattern itself is refused); `templates`: [template, method, arguments, what it gives, null where it fails].
// A pattern { "$": name, "of": pattern } is that matcher. Places count from 1.
'use strict';

let seed = 20261128;
const random = (n) => Math.floor(((seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648) * n);
const pick = (list) => list[random(list.length)];
const scalars = [0, 1, 2.5, true, false, 'x', 'y', '', 'two\nlines', '{"a":1}', '[1,"x"]', '{"a":'];

function value(depth) {
  if (depth > 3 || random(10) < 4) return pick(scalars);
  if (random(2)) return Array.from({ length: random(4) }, () => value(depth + 1));
  return Object.fromEntries(Array.from({ length: random(4) }, () => [pick(['a', 'b', 'c', 'd']), value(depth + 1)]));
}

const of = (name, pattern) => ({ $: name, of: pattern });

// A pattern that is likely to fit, or nearly.
function pattern(actual, depth = 0) {
  if (random(14) === 0) return value(3);
  if (random(16) === 0) return of('not', random(2) ? pattern(actual, depth + 1) : value(2));
  if (random(18) === 0) return of(pick(['absent', 'anyValue']));
  if (random(18) === 0) {
    const inside = pattern(actual, depth + 1);
    return of('Capture', depth < 3 && inside !== null && typeof inside === 'object' && !Array.isArray(inside) ? inside : undefined);
  }
  if (typeof actual === 'string') {
    if (random(4) === 0) return of('stringLikeRegexp', pick(['x', '^y$', '^lines$', 'o\\n', '[', '.*', '^$', '\\d+', '^t.*s$']));
    if (random(3) === 0) return of('serializedJson', pick([{ a: 1 }, [1, 'x'], of('objectLike', {}), of('arrayWith', ['x'])]));
  }
  if (Array.isArray(actual)) {
    let entries = actual.map((one) => pattern(one, depth + 1));
    const kind = random(5);
    if (kind < 2) entries = entries.filter(() => random(3) > 0);
    if (random(10) === 0) entries.push(value(3));
    return [of('arrayWith', entries), of('arrayWith', entries), of('arrayEquals', entries), entries, of('exact', entries)][kind];
  }
  if (actual !== null && typeof actual === 'object') {
    let entries = Object.entries(actual).map(([key, one]) => [key, pattern(one, depth + 1)]);
    const kind = random(6);
    if (kind < 3) entries = entries.filter(() => random(3) > 0);
    if (random(8) === 0) entries.push([pick(['a', 'e']), random(2) ? of('absent') : value(3)]);
    const map = Object.fromEntries(entries);
    return kind < 3 ? of('objectLike', map) : kind < 5 ? map : of(pick(['objectEquals', 'exact']), map);
  }
  return random(8) === 0 ? of('exact', actual) : actual;
}

// The same for what must be a map or a matcher.
function mapPattern(actual) {
  const made = pattern(actual);
  return made !== null && typeof made === 'object' && !Array.isArray(made) ? made : {};
}

const BY_RESOURCE = ['hasResource', 'hasResourceProperties', 'allResources', 'allResourcesProperties', 'findResources',
  'getResourceId'];
const BY_NAME = ['hasOutput', 'findOutputs', 'hasParameter', 'findParameters', 'hasMapping', 'findMappings', 'hasCondition',
  'findConditions'];

function reference(name) {
  return random(3) ? { Ref: name } : pick([{ 'Fn::GetAtt': [name, 'Arn'] }, { 'Fn::Sub': '${!x}-${' + name + '.Arn}' }]);
}

function template() {
  const names = ['A', 'B', 'C', 'D'].slice(0, 1 + random(4));
  const resources = names.map((name) => {
    const resource = { Type: pick(['X::Y::Z', 'X::Y::W']) };
    if (random(6)) resource.Properties = { a: value(2), b: value(2) };
    if (random(5) === 0) resource.Properties = { r: reference(pick(names)), ...resource.Properties };
    if (random(6) === 0) resource.DependsOn = random(2) ? pick(names) : [pick(names)];
    return [name, resource];
  });
  const section = (inside) => Object.fromEntries(Array.from({ length: random(3) }, (_, i) => ['N' + i, inside()]));
  return {
    Resources: Object.fromEntries(resources), Outputs: section(() => ({ Value: value(3) })),
    Parameters: section(() => ({ Type: 'String', Default: 'x' })), Mappings: section(() => ({ a: { b: value(3) } })),
    Conditions: section(() => ({ 'Fn::Equals': ['x', value(3)] })),
  };
}

module.exports = ({ lib }) => {
  const { Capture, Match, Template } = lib('assertions');
  let captures;
  const captured = () => captures.flatMap((one) => one._captured);

  function decoded(x) {
    if (Array.isArray(x)) return x.map(decoded);
    if (x === null || typeof x !== 'object') return x;
    if (typeof x.$ !== 'string') return Object.fromEntries(Object.entries(x).map(([key, one]) => [key, decoded(one)]));
    if (x.$ !== 'Capture') return Match[x.$](decoded(x.of));
    const capture = new Capture(decoded(x.of));
    captures.push(capture);
    return capture;
  }

  function tested(actual, given) {
    captures = [];
    try {
      const result = decoded(of('objectLike', { in: given })).test({ in: actual });
      result.finished();
      const places = result.toHumanStrings().map((text) => (/ at (\/\S*) \(using \w+ matcher\)$/.exec(text) ?? ['', ''])[1]
        .replace(/\/(\d+)/g, (_, i) => `/${+i + 1}`));
      return [result.hasFailed(), result.failCost, [...new Set(places)].sort(), captured()];
    } catch {
      return ['throws'];
    }
  }

  function called(document, method, given) {
    captures = [];
    try {
      const made = Template.fromJSON(document)[method](...given.map(decoded));
      return [made ?? true, captured()];
    } catch {
      return [null];
    }
  }

  const matches = Array.from({ length: 1500 }, () => {
    const actual = value(0);
    const given = random(12) ? pattern(actual) : value(1);
    return [actual, given, ...tested(actual, given)];
  });

  const templates = Array.from({ length: 700 }, () => {
    const document = template();
    const kind = random(8);
    let method, given;
    const one = pick(Object.values(document.Resources));
    if (kind < 4) {
      method = pick(BY_RESOURCE);
      const inside = method.endsWith('Properties');
      given = [one.Type, mapPattern((inside ? one.Properties : one) ?? {})];
    } else if (kind < 6) {
      method = pick(BY_NAME);
      const section = Object.entries(document[method.replace(/^has|^find|s$/g, '') + 's']);
      const [name, entry] = section.length ? pick(section) : ['N1', {}];
      given = [pick([name, '*']), mapPattern(entry)];
    } else if (kind === 6) {
      method = 'templateMatches';
      given = [mapPattern(document)];
    } else if (random(2)) {
      method = 'resourceCountIs';
      given = [one.Type, random(4)];
    } else {
      method = 'resourcePropertiesCountIs';
      given = [one.Type, mapPattern(one.Properties ?? {}), random(3)];
    }
    return [document, method, given, ...called(document, method, given)];
  });

  const lines = (list) => list.map((row) => '  ' + JSON.stringify(row)).join(',\n');
  return { 'assertions.json': `{"matches": [\n${lines(matches)}\n], "templates": [\n${lines(templates)}\n]}\n` };
};
