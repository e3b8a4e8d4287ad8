// scrutiny.js MODULES – which resources and properties grant access, as they are marked in the copy of AWS's service
// specification by which `cdk diff` decides it. Prints lua/luacdk/template/scrutiny.lua.
'use strict';
const fs = require('fs');
const path = require('path');
const zlib = require('zlib');

const folder = path.resolve(process.argv[2], 'aws-cdk');
const { schema } = JSON.parse(zlib.gunzipSync(fs.readFileSync(path.join(folder, 'db.json.gz'))));
const resources = [];
const properties = [];
for (const resource of Object.values(schema.resource.entities)) {
  const type = resource.cloudFormationType;
  if (resource.scrutinizable && resource.scrutinizable !== 'None') {
    resources.push(`  ["${type}"] = "${resource.scrutinizable}",`);
  }
  const marked = Object.entries(resource.properties)
    .filter(([, property]) => property.scrutinizable && property.scrutinizable !== 'None')
    .map(([name, property]) => `${name} = "${property.scrutinizable}"`)
    .sort();
  if (marked.length) properties.push(`  ["${type}"] = {\n    ${marked.join(',\n    ')},\n  },`);
}
process.stdout.write(`--- Which resources and properties grant access. Written by tools/schema/scrutiny.js; do not edit.
return {
resources = {
${resources.sort().join('\n')}
},
properties = {
${properties.sort().join('\n')}
},
}
`);
