// Evaluates the expression of a state, in which paths of its input stand for values: { expression, expressionAttributeValues }.
'use strict';

const literally = text => text.replace(/[-/\\^$*+?.()|[\]{}]/g, '\\$&');

exports.handler = async ({ expression, expressionAttributeValues }) => {
  const values = Object.assign(Object.create(null), expressionAttributeValues);
  // The longest first: $.a also begins $.ab.
  const paths = Object.keys(values).sort((a, b) => b.length - a.length).map(literally);
  const script = paths.length === 0 ? expression
    : expression.replace(new RegExp(paths.join('|'), 'g'), path => `values[${JSON.stringify(path)}]`);
  console.log(`evaluating ${script}`);
  return new Function('values', 'script', 'return eval(script);')(values, script);
};
