// How JavaScript's localeCompare orders pairs of ASCII texts: spec/golden/js_order.json. Each line is [a, b, -1 | 0 | 1].
'use strict';

let seed = 7;
const random = n => (seed = (seed * 1103515245 + 12345) % 2147483648) % n;
const printable = Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i));
const control = ['\t', '\n', '\r', '\x01', '\x1f', '\x7f'];

function text(controls) {
  let made = '';
  for (let n = random(7); n > 0; n--) {
    if (controls && random(6) === 0) made += control[random(control.length)];
    else made += random(3) ? 'aAbB/-_1'[random(8)] : printable[random(printable.length)];
  }
  return made;
}

const pairs = [];
for (let i = 0; i < 1500; i++) {
  const a = text(i >= 1000);
  const b = random(3) ? text(i >= 1000) : [...a].map(c => (random(2) ? c.toUpperCase() : c.toLowerCase())).join('');
  pairs.push([a, b, Math.sign(a.localeCompare(b))]);
}

module.exports = () => ({ 'js_order.json': `[\n${pairs.map(pair => '  ' + JSON.stringify(pair)).join(',\n')}\n]\n` });
