// Runs the programs that constructs bring to the cloud, ours or the reference's, against stand-ins.
//
//   run.js check  <programs> <recordings> [--without-sdk] [area]   ours, compared with the recordings
//   run.js record <programs> <recordings> [area]                   writes the recordings, from the reference's
//
// <programs> holds a folder for each program, of its name (tools/handlers/stage.lua). Recordings are facts: for each event of a
// scenario the calls to the services, the answer to CloudFormation, whether the handler threw, and, where the scenario `returns`,
// what it returned. Where ours are meant to do otherwise the scenario says so: `better`, by the number of the event, has the
// reason, `why`, and what replaces the recorded facts. Prints a line a scenario: "ok", "not ok" with the differences, or
// "skipped".
'use strict';

const { execFileSync, spawn } = require('child_process');
const assert = require('assert');
const { X509Certificate } = require('crypto');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { start } = require('./stand_in');

const [, , mode, programs, recordings, ...rest] = process.argv;
const withoutSdk = rest.includes('--without-sdk');
const only = rest.find(word => !word.startsWith('--'));
const AT_ONCE = 3;
const LONGEST = 120000;

function certificate(folder, name) {
  const key = path.join(folder, `${name}-key.pem`), cert = path.join(folder, `${name}.pem`);
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
    '-keyout', key, '-out', cert, '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'], { stdio: 'ignore' });
  return { file: cert, key: fs.readFileSync(key), cert: fs.readFileSync(cert) };
}

function pythonHasBoto() {
  try {
    execFileSync('python3', ['-c', 'import boto3'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

// ---- one scenario -------------------------------------------------------------------------------------------------------

function child(program, scenario, tls, services) {
  const python = program.endsWith('.py');
  const preload = mode === 'record' ? ['--require', path.join(__dirname, 'ports.js')] : [];
  const command = python ? ['python3', path.join(__dirname, 'invoke.py')]
    : [process.execPath, ...preload, path.join(__dirname, 'invoke.js')];
  // The reference's kubectl puts its files there, whatever else runs.
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'handler-'));
  const given = Object.entries(scenario.env || {}).map(([key, value]) => [key, value.replace('<services>', services.endpoint)]);
  const process_ = spawn(command[0], [...command.slice(1), program, scenario.export || 'handler'], {
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH, HOME: os.tmpdir(), NODE_PATH: process.env.NODE_PATH || '', NODE_NO_WARNINGS: '1',
      NODE_EXTRA_CA_CERTS: tls.file, SSL_CERT_FILE: tls.file, ANSWER_PORT: String(services.answerPort),
      ISSUER_PORT: String(scenario.known ? services.answerPort : services.issuerPort), PYTHONDONTWRITEBYTECODE: '1',
      AWS_ENDPOINT_URL: services.endpoint, AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'K',
      AWS_SECRET_ACCESS_KEY: 's', AWS_EC2_METADATA_DISABLED: 'true', TEST_OUTDIR: scratch,
      ...Object.fromEntries(given),
    },
  });
  let log = '';
  for (const stream of [process_.stdout, process_.stderr]) stream.on('data', text => { log += text; });
  const lines = require('readline').createInterface({ input: process_.stdio[3] });
  const waiting = [];
  lines.on('line', line => waiting.shift()(JSON.parse(line)));
  process_.on('exit', () => { for (const done of waiting.splice(0)) done({ threw: `the process ended: ${log}` }); });
  return {
    log: () => log,
    run(event, remaining) {
      process_.stdin.write(`${JSON.stringify({ event, remaining })}\n`);
      return new Promise(done => {
        waiting.push(done);
        setTimeout(() => { process_.kill('SIGKILL'); }, LONGEST).unref();
      });
    },
    end() {
      process_.kill();
      fs.rmSync(scratch, { recursive: true, force: true });
    },
  };
}

function eventOf(given, scenario, number, previous, port) {
  if (scenario.plain) return given;
  const fields = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return {
    StackId: 'arn:aws:cloudformation:us-east-1:111111111111:stack/S/1', RequestId: `request-${number}`, LogicalResourceId: 'Logical',
    ResourceType: 'Custom::T', ResponseURL: `https://localhost:${port}/answer?signature=secret`,
    ...(given.RequestType !== 'Create' && previous ? { PhysicalResourceId: previous } : {}),
    ...fields,
  };
}

// Calls of the same operation in a row may be made at the same time: their order says nothing.
function ordered(calls) {
  const text = call => JSON.stringify(call);
  const result = [];
  for (let i = 0, j; i < calls.length; i = j) {
    for (j = i; j < calls.length && calls[j].operation === calls[i].operation; j++);
    result.push(...calls.slice(i, j).sort((a, b) => (text(a) < text(b) ? -1 : 1)));
  }
  return result;
}

// What differs from run to run, by placeholders.
function plain(value, services, tls) {
  const thumbprint = ({ cert }) => new X509Certificate(cert).fingerprint.replace(/:/g, '');
  const text = JSON.stringify(value).split(thumbprint(tls)).join('<thumbprint>').split(thumbprint(tls.unknown))
    .join('<unknown thumbprint>').replace(/localhost:\d\d+/g, 'localhost')
    .replace(/("RoleSessionName":"[a-z-]*)\d+/g, '$1<time>').replace(/\["Id","[^"]*"\]/g, '["Id","<id>"]')
    .replace(/(aws\.cdk\.s3deployment\.)[\da-f-]{36}/g, '$1<uuid>');
  return JSON.parse(text);
}

async function play(program, scenario, tls) {
  const services = await start(JSON.parse(JSON.stringify(scenario)), tls);
  const handler = child(program, scenario, tls, services);
  const facts = [];
  let previous;
  try {
    for (const [index, given] of scenario.events.entries()) {
      services.calls.length = 0;
      services.answers.length = 0;
      const event = JSON.parse(JSON.stringify(eventOf(given, scenario, index, previous, services.answerPort))
        .replace(/<answer>/g, services.answerPort)
        .replace(/:<port>/g, mode === 'record' ? '' : `:${scenario.known ? services.answerPort : services.issuerPort}`));
      const { threw, returned } = await handler.run(event, scenario.remaining || 60000);
      const answer = services.answers[services.answers.length - 1];
      if (answer) previous = answer.PhysicalResourceId;
      const { Reason, StackId, RequestId, LogicalResourceId, ...told } = answer || {};
      if (event.RequestType === 'Delete') delete told.Data;
      facts.push(plain({
        calls: ordered(services.calls), answer: answer ? told : null, threw: threw !== undefined,
        reason: Reason, echoed: !answer || scenario.plain || [StackId, RequestId, LogicalResourceId].join() ===
          [event.StackId, event.RequestId, event.LogicalResourceId].join(),
        ...(scenario.returns ? { returned } : {}),
      }, services, tls));
    }
  } finally {
    handler.end();
    services.close();
  }
  return { facts, log: handler.log() };
}

// ---- checks ---------------------------------------------------------------------------------------------------------------

// Texts of failures are ours; they have to say what happened, by the words of `reason`.
function compare(scenario, recorded, { facts, log }) {
  const problems = [];
  facts.forEach((made, i) => {
    const better = (scenario.better || {})[i] || {};
    const { why, reason, ...replaced } = better;
    const expected = { ...recorded[i], ...replaced };
    for (const key of ['calls', 'answer', 'threw', 'returned']) {
      try {
        assert.deepStrictEqual(made[key], expected[key]);
      } catch (error) {
        problems.push(`event ${i}: ${key}: expected ${JSON.stringify(expected[key])}, got ${JSON.stringify(made[key])}`
          + `${made.reason && made.answer.Status === 'FAILED' ? ` (${made.reason})` : ''}`);
      }
    }
    if (!made.echoed) problems.push(`event ${i}: the answer is for another request`);
    if (made.answer && made.answer.Status === 'FAILED' && !made.reason) problems.push(`event ${i}: no reason is given`);
    if (reason && !(made.reason || '').includes(reason)) problems.push(`event ${i}: the reason is ${made.reason}`);
  });
  if (/signature=secret/.test(log)) problems.push('the address for answers is in the log');
  for (const secret of scenario.secrets || []) if (log.includes(secret)) problems.push(`the log has ${secret}`);
  return problems;
}

async function main() {
  const areas = fs.readdirSync(path.join(__dirname, 'scenarios')).map(file => file.replace(/\.js$/, '')).sort();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'handlers-'));
  const tls = { ...certificate(folder, 'known'), unknown: certificate(folder, 'unknown') }, boto = pythonHasBoto();
  let failed = 0;
  const queue = [], finish = [];
  for (const area of areas.filter(name => !only || name === only)) {
    const { program, file, sdk = true, scenarios } = require(`./scenarios/${area}`);
    const recording = path.join(recordings, `${area}.json`);
    const recorded = fs.existsSync(recording) ? JSON.parse(fs.readFileSync(recording)) : {};
    const made = {};
    const skipped = file.endsWith('.py') ? !boto && 'no boto3' : sdk && withoutSdk && 'no AWS SDK';
    for (const [name, scenario] of Object.entries(scenarios)) {
      queue.push(async () => {
        if (skipped) return console.log(`skipped ${area}: ${name}: ${skipped}`);
        if (scenario.ours && mode === 'record') return;
        const result = await play(path.join(programs, program, file), scenario, tls);
        if (mode === 'record') {
          made[name] = result.facts.map(({ calls, answer, threw, returned }) => ({ calls, answer, threw, returned }));
          console.log(`recorded ${area}: ${name}`);
        } else {
          const problems = compare(scenario, recorded[name] || [], result);
          failed += problems.length > 0;
          console.log([`${problems.length ? 'not ok' : 'ok'} ${area}: ${name}`, ...problems].join('\n    '));
        }
      });
    }
    if (mode === 'record') {
      const names = Object.keys(scenarios).filter(name => !scenarios[name].ours);
      finish.push(() => fs.writeFileSync(recording,
        `${JSON.stringify(Object.fromEntries(names.map(name => [name, made[name]])), null, 1)}\n`));
    }
  }
  const work = async () => { for (let next; (next = queue.shift());) await next(); };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  for (const write of finish) write();
  fs.rmSync(folder, { recursive: true });
  process.exit(failed ? 1 : 0);
}

main();
