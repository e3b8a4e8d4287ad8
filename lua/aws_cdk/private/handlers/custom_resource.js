// Custom resources: runs the work behind one and tells CloudFormation how it went. Also the entry point, which is put
// beside code that only does the work, ./index.
//
// Work gets the event, and the context of the function. It returns { PhysicalResourceId, Data, NoEcho }, all of them
// optional, or throws. CloudFormation waits an hour for an answer that does not come, so one is always sent, if need be
// before the function runs out of time.
'use strict';

const https = require('https');

// What cannot be created gets this id, so that its deletion, which follows, touches nothing.
const CREATE_FAILED = 'AWSCDK::CustomResourceProviderFramework::CREATE_FAILED';
const NO_PHYSICAL_ID = 'AWSCDK::CustomResourceProviderFramework::MISSING_PHYSICAL_ID';

const ATTEMPTS = 8;
const LONGEST_PAUSE = 10000;
const ATTEMPT_TIMEOUT = 10000;
const TIME_TO_ANSWER = 5000;
const LONGEST_REASON = 1000;

const sleep = milliseconds => new Promise(done => setTimeout(done, milliseconds));

function put(address, body) {
  return new Promise((done, fail) => {
    const headers = { 'content-type': '', 'content-length': Buffer.byteLength(body) };
    const request = https.request(new URL(address), { method: 'PUT', headers, timeout: ATTEMPT_TIMEOUT }, response => {
      response.resume();
      if (response.statusCode < 400) done();
      else fail(new Error(`CloudFormation refused the answer: ${response.statusCode}`));
    });
    request.on('timeout', () => request.destroy(new Error('CloudFormation took too long to take the answer')));
    request.on('error', fail);
    request.end(body);
  });
}

// Sends the answer. `event` has what the work returned, too. An address that refuses is tried again after a while; when
// it never takes the answer the function fails, and Lambda runs it once more.
async function answer(status, event, reason) {
  const body = JSON.stringify({
    Status: status,
    Reason: (reason || status).slice(0, LONGEST_REASON),
    StackId: event.StackId,
    RequestId: event.RequestId,
    PhysicalResourceId: event.PhysicalResourceId || NO_PHYSICAL_ID,
    LogicalResourceId: event.LogicalResourceId,
    NoEcho: event.NoEcho,
    Data: event.Data,
  });
  console.log(`answering ${status} for ${event.LogicalResourceId}`);
  for (let attempt = 1; ; attempt++) {
    try {
      return await put(event.ResponseURL, body);
    } catch (error) {
      console.log(`attempt ${attempt} to answer failed: ${error.message}`);
      if (attempt === ATTEMPTS) throw error;
      await sleep(Math.min(LONGEST_PAUSE, 200 * 2 ** attempt) * (0.5 + Math.random() / 2));
    }
  }
}

// The result of the work, unless the function's time is over first.
async function inTime(work, context) {
  const left = context && context.getRemainingTimeInMillis && context.getRemainingTimeInMillis();
  if (!left) return work;
  let timer;
  const end = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Error('the function ran out of time')), left - Math.min(TIME_TO_ANSWER, left / 10));
  });
  try {
    return await Promise.race([work, end]);
  } finally {
    clearTimeout(timer);
  }
}

function idAfter(event, result) {
  const id = result.PhysicalResourceId ?? event.PhysicalResourceId ?? event.RequestId;
  if (event.RequestType === 'Delete' && id !== event.PhysicalResourceId) {
    throw new Error(`the physical id cannot change on deletion, from ${event.PhysicalResourceId} to ${id}`);
  }
  return id;
}

// A failure becomes an answer. Errors that `passes` accepts are thrown on.
function guarded(run, passes = () => false) {
  return async (event, context) => {
    console.log(`${event.RequestType} of ${event.LogicalResourceId} (${event.ResourceType})`);
    if (event.RequestType === 'Delete' && event.PhysicalResourceId === CREATE_FAILED) {
      return answer('SUCCESS', event);
    }
    let answered;
    try {
      answered = await inTime(run(event, context), context);
    } catch (error) {
      if (passes(error)) throw error;
      console.error(error);
      const marker = event.RequestType === 'Create' ? CREATE_FAILED : undefined;
      const failed = { ...event, PhysicalResourceId: event.PhysicalResourceId || marker };
      return answer('FAILED', failed, `${error.name}: ${error.message}`);
    }
    if (answered) await answer('SUCCESS', answered);
  };
}

// The handler for `work`. The address that the answer goes to is kept from it.
function serve(work) {
  return guarded(async (event, context) => {
    const result = await work({ ...event, ResponseURL: '...' }, context) || {};
    return { ...event, ...result, PhysicalResourceId: idAfter(event, result) };
  });
}

exports.CREATE_FAILED = CREATE_FAILED;
exports.answer = answer;
exports.guarded = guarded;
exports.idAfter = idAfter;
exports.serve = serve;
exports.handler = (event, context) => serve((...all) => require('./index').handler(...all))(event, context);
