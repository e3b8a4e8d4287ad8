// What JSON.stringify and JSON.parse make of many values: spec/golden/json.json.
// Each line of `numbers` is [the number with 17 digits, its JSON]; of `strings` [its bytes in hex, its JSON];
// of `documents` [compact, indented by 1, by 2]; of `texts` [a text, what parsing and printing it gives, or null].
'use strict';

let seed = 20240229;
const random = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
const pick = list => list[Math.floor(random() * list.length)];

const numbers = [0, -0, 1, -1, 1.5, 0.1, 1e21, 1e20, 123456789012345680000, 2 ** 53, 2 ** 53 + 2, -(2 ** 53), 1e-6, 1e-7,
  5e-324, 1.7976931348623157e308, 2.2250738585072014e-308, 2 ** -44, 9007199254740993, 0.1 + 0.2, 1 / 3, 4.35, 1e300];
for (let e = -1074; e < 1024; e += 37) numbers.push(2 ** e, -(2 ** e) * 3, 2 ** e * (1 + 2 ** -52));
const view = new DataView(new ArrayBuffer(8));
while (numbers.length < 400) {
  view.setUint32(0, random() * 2 ** 32);
  view.setUint32(4, random() * 2 ** 32);
  if (Number.isFinite(view.getFloat64(0))) numbers.push(view.getFloat64(0), Math.round(random() * 1e6) / 100);
}

const strings = [];
for (let byte = 0; byte < 256; byte++) strings.push(Buffer.from([byte]));
const odd = [0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80, 0xed, 0xa0, 0x80, 0xc0, 0xf4, 0x90, 0x7f, 0, 0x22, 0x5c, 0x41];
while (strings.length < 500) strings.push(Buffer.from(Array.from({ length: 1 + random() * 8 }, () => pick(odd))));

function value(depth) {
  if (depth > 4 || random() < 0.3) return pick([null, true, false, 12.5, 3, 'x\u0000y', 'é\u2028\u{1f600}', '', -1e-9]);
  if (random() < 0.5) return Array.from({ length: random() * 4 }, () => value(depth + 1));
  return Object.fromEntries(Array.from({ length: random() * 4 }, () =>
    [pick(['b', 'a', 'zeta', 'k"', 'é', '']) + pick(['', 'x', '\n']), value(depth + 1)]));
}
const documents = Array.from({ length: 60 }, () => value(0)).concat({}, [], [{}], { a: [] });

const texts = ['01', '-', '1.', '1.e3', '1e', '"\\u00e9\\ud83d\\ude00"', '{"a":1,"b":2,"a":3}', '[1,]', '{"a":1,}', '  1 ', '',
  '"\t"', 'nul', 'truex', '"\\u00G0"', "{'a':1}", '{a:1}', '[1 2]', '{"a" 1}', '"', '[', '-0', '1E5', '"\\x"', '// c\n1'];
for (let i = 0; i < 200; i++) {
  const text = JSON.stringify(pick(documents)), at = Math.floor(random() * (text.length + 1));
  texts.push(text.slice(0, at) + pick([...'{}[],:"\\0123-+.eEtfn ', '']) + text.slice(at + (random() < 0.5 ? 1 : 0)));
}
function reprint(text) {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return null;
  }
}

const lines = list => list.map(row => '  ' + JSON.stringify(row)).join(',\n');
module.exports = () => ({ 'json.json': `{"numbers": [
${lines(numbers.map(n => [n.toPrecision(17), JSON.stringify(n)]))}
], "strings": [
${lines(strings.map(s => [s.toString('hex'), JSON.stringify(s.toString('utf8'))]))}
], "documents": [
${lines(documents.map(d => [0, 1, 2].map(indent => JSON.stringify(d, null, indent))))}
], "texts": [
${lines(texts.map(t => [t, reprint(t)]))}
]}
` });
