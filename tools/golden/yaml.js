// What aws-cdk-lib's reader of templates makes of YAML: spec/golden/yaml.json. Each line is [a text, the compact JSON of its
// document, or null where the reader throws].
'use strict';

const path = require('path');

const texts = [
  '', 'a', 'a: b', '- 1\n- 2', '{a: [b, {c: d}], "e": \'f\'}', 'a:\n- b\n- c:\n    d: 1\n', '# only this\n', 'a: # none\nb: 1',
  ...['yes', 'No', 'on', 'y', '~', 'null', 'Null', 'NULL', 'nULL', 'true', 'True', 'TRUE', 'tRUE', 'false', 'False', 'FALSE', '012', '0o14',
    '0o8', '0x1F', '0X1F', '0xg', '+0x1', '0b11', '1_000', '+5', '-5', '- 5', '5.', '.5', '-.5', '+.5', '.', '1.5e3', '1e3', '1E+3',
    '1e', 'e3', '1.e3', '-0', '00', '190:20:30', '12:30:45', '2010-09-09', '2001-12-14t21:59:43.10-05:00', '"12"', "'true'",
    '99999999999999999999', '1.7976931348623157e308', '0.1', 'a b', 'a#b', 'a # b', 'http://x/y', 'x:y', '=', '<<', '"\\u00e9\\x41"',
    "'it''s'", '"a\\\n  b"', 'é', '*', '%a', '[', '"', '@a', '`a', '!!str 12', '!!int "12"', '!!float 1', '!!bool "true"',
    '!!null ""', '! 12', '[1, 2', '{a: 1', '|\n  x\n  y\n', '>\n  x\n  y\n\n  z\n', '|-\n  x\n', '|+\n  x\n\n', '>-\n  x\n  y\n',
    '|2\n    x\n', 'x\n  y\n  z'].map((scalar) => `v: ${scalar}`),
  'a: &x {b: 1}\nc: *x\n', 'a: &x [1]\nc:\n  <<: *x\n', 'a: *x', 'a: 1\n---\nb: 2\n', '--- a\n...\n', '%YAML 1.2\n---\na: 1\n',
  'a: 1\na: 2\n', '"a": 1\na: 2\n', '1.10: a\n', '~: a\n', 'true: a\n', '0x1F: a\n', '"0x1F": a\n', 'a:1', 'a:\n\t- b', ' a: 1\n b: 2\n',
  'a: 1\n b: 2\n', '? a\n: b\n',
  ...['!Ref a', '!Ref "a"', '!Ref 12', '!Ref', '!Condition c', '!Sub "${a}"', '!Sub [a, {b: !Ref c}]', '!Sub |\n  a ${b}\n  c\n',
    '!GetAtt [a, b]', '!GetAtt a', '!GetAtt a.b.c', '!Join ["", [a, !Ref b]]', '!Join\n  - ","\n  - - a\n    - !GetAZs ""\n', '!Base64\n  Fn::Sub: a\n',
    '!Base64\n  !Sub a\n', '!Base64 !Sub a', '!If [c, !Ref AWS::NoValue, {a: !ImportValue b}]', '!And [!Condition a, !Not [!Equals [a, b]]]',
    '!Or [!Condition a, {Condition: b}]', '!Select [0, !Split [",", a]]', '!Cidr [a, 1, 8]', '!FindInMap [a, !Ref b, c]',
    '!Transform {Name: a, Parameters: {b: !Ref c}}', '!Select\n  - 1\n  - !Cidr\n    - !GetAtt [V, CidrBlock]\n    - 2\n    - 8\n',
    '!Sub >-\n  a\n  b\n', "!Sub 'a: b'", '!Ref a # why'].map((value) => `v: ${value}`),
];

function read(deserialize, text) {
  try {
    return JSON.stringify(deserialize(text));
  } catch {
    return null;
  }
}

module.exports = ({ modules }) => {
  const { deserialize } = require(path.join(modules, 'aws-cdk-lib/cloudformation-include/lib/private/yaml-cfn'));
  return { 'yaml.json': `[\n${texts.map((text) => '  ' + JSON.stringify([text, read(deserialize, text)])).join(',\n')}\n]\n` };
};
