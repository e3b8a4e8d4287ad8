'use strict';

const scenario = (expression, expressionAttributeValues) => ({ plain: true, events: [{ expression, expressionAttributeValues }], state: {} });

module.exports = {
  program: 'aws-stepfunctions-tasks/eval-nodejs-handler',
  file: 'index.js',
  scenarios: {
    'a sum': scenario('$.a + $.b', { '$.a': 1, '$.b': 2 }),
    'a path that begins another': scenario('$.a + $.ab', { '$.a': 'x', '$.ab': 'y' }),
    'a template': scenario('`${$.a} and ${$.list[0]}`', { '$.a': 'x', '$.list[0]': ['y'] }),
    'objects': scenario('({ ...$.o, n: $.o.n + 1 })', { '$.o': { n: 1 }, '$.o.n': 1 }),
    'no paths': scenario('[1, 2].map(x => x * 2)', {}),
    'statements': scenario('const a = 2; a * a', {}),
    'an error': scenario('$.a.b.c', { '$.a': {} }),
    'no JavaScript': scenario('1 +', {}),
  },
};
