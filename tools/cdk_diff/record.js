// Records what `cdk diff --template` says of pairs of templates: which resources and other elements come, go, change, and
// are replaced. It needs no AWS account.
//
//     node record.js MODULES < pairs.jsonl > recorded.jsonl
//
// MODULES is a node_modules folder with npm aws-cdk@2.1148.1; pairs.jsonl comes from pairs.py. Each pair gets `told`; pairs at
// which `cdk` itself fails are left out and named on standard error.
'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk-diff-'));
process.env.HOME = folder;
process.env.CDK_DISABLE_CLI_TELEMETRY = '1';
const { exec } = require(path.resolve(process.argv[2], 'aws-cdk'));

const IMPACT = / (replace|may be replaced|destroy|orphan)$/;
const WORDS = { '+': 'add', '-': 'remove', '~': 'change' };

// "[~] AWS::SQS::Queue Path Id replace" → "change Id replace"; "[+] Output Url: {…}" → "add Outputs.Url".
function toldBy(text) {
  const told = [];
  let section = '';
  for (const line of text.replace(/\x1b\[\d+m/g, '').split('\n')) {
    const found = /^\[([-+~])\] (.*)$/.exec(line);
    if (!found) {
      section = /^(Parameters|Mappings|Metadata|Conditions|Resources|Outputs|Other Changes|Template)$/.test(line) ? line
        : /^ /.test(line) ? section : '';
    } else if (section === 'Resources') {
      const impact = IMPACT.exec(found[2]);
      const words = found[2].replace(IMPACT, '').split(' ');
      told.push([WORDS[found[1]], words[words.length - 1], impact ? impact[1] : '-'].join(' '));
    } else if (section && section !== 'Other Changes' && section !== 'Template') {
      told.push(`${WORDS[found[1]]} ${section}.${/^\S+ ([^:\s]+)/.exec(found[2])[1]} -`);
    }
  }
  return told.sort();
}

async function main() {
  const pairs = fs.readFileSync(0, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  const artifacts = {};
  pairs.forEach((pair, i) => {
    artifacts[`S${i}`] = { type: 'aws:cloudformation:stack', environment: 'aws://unknown-account/unknown-region',
      properties: { templateFile: `S${i}.template.json` } };
    fs.writeFileSync(path.join(folder, `S${i}.template.json`), JSON.stringify(pair.new));
    fs.writeFileSync(path.join(folder, `S${i}.old.json`), JSON.stringify(pair.old));
  });
  fs.writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify({ version: '52.0.0', artifacts }));
  const write = { stdout: process.stdout.write, stderr: process.stderr.write };
  let text = '';
  for (let i = 0; i < pairs.length; i++) {
    text = '';
    process.stdout.write = process.stderr.write = (piece, ...rest) => {
      text += piece;
      rest.forEach((one) => typeof one === 'function' && one());
      return true;
    };
    let failure;
    await exec(['diff', '-a', folder, `S${i}`, '--template', path.join(folder, `S${i}.old.json`), '--no-notices',
      '--no-color', '--no-version-reporting']).catch((error) => (failure = error));
    Object.assign(process.stdout, { write: write.stdout });
    Object.assign(process.stderr, { write: write.stderr });
    if (failure || !/Number of stacks with differences/.test(text)) {
      console.error(`pair ${i + 1}: ${failure || text}`);
      continue;
    }
    console.log(JSON.stringify({ ...pairs[i], told: toldBy(text) }));
  }
}

main().then(() => fs.rmSync(folder, { recursive: true }), (error) => {
  console.error(error);
  process.exit(1);
});
