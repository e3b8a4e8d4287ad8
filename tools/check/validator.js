// AWS's validator as the library runs it: reads lines of JSON { key, templates: { name: text } } and prints a line
// { key, found: [[id, severity, name, logical id, property, message]] } for each. Argument: the folder of node_modules.
'use strict';
const fs = require('fs');
const path = require('path');
const readline = require('readline');

const library = path.resolve(process.argv[2], 'aws-cdk-lib');
const validation = require(path.join(library, 'node_modules', '@aws', 'cloudformation-validate'));
const rulesFolder = path.join(library, 'core', 'lib', 'validation', 'rules');
const index = JSON.parse(fs.readFileSync(path.join(rulesFolder, 'index.generated.json'), 'utf8'));
const regoRules = index.rules.map((rule) => ({
  name: rule.file, content: fs.readFileSync(path.join(rulesFolder, rule.file), 'utf8'),
}));
// The library switches these off.
const ignored = ['W3005', 'W1020', 'I4010', 'W4011', 'W4012', 'W9002', 'W9013', 'W1103'];
const engine = new validation.CompositeEngine({ regoRules });

function diagnosticsOf(text) {
  return engine.validateTemplate(new validation.TemplateContent(text), {
    detailLevel: 'STANDARD', exclude: { ids: ignored }, severityLevel: 'WARN',
  }).diagnostics;
}

if (process.argv[3] === '--rules') {
  for (const rule of engine.listRules()) console.log(JSON.stringify(rule));
} else {
  readline.createInterface({ input: process.stdin }).on('line', (line) => {
    const { key, templates } = JSON.parse(line);
    const found = [];
    for (const [name, text] of Object.entries(templates)) {
      for (const d of diagnosticsOf(text)) {
        const entity = d.entity || {};
        found.push([d.ruleId, d.severity, name, entity.logicalId || entity.id || "", d.propertyPath || "",
          d.message]);
      }
    }
    console.log(JSON.stringify({ key, found }));
  });
}
