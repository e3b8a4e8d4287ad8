// The framework between CloudFormation and a user's functions: calls them, answers CloudFormation, and waits by a state
// machine for what takes long.
'use strict';

const { Lambda, waitUntilFunctionActiveV2 } = require('@aws-sdk/client-lambda');
const { SFN } = require('@aws-sdk/client-sfn');
const { answer, guarded, idAfter } = require('./custom_resource');

const LONGEST_WAKING = 300; // seconds
const lambda = new Lambda({});
const machines = new SFN({});

// Tells the state machine to ask again; its message is the event, which comes back when time is over.
class Retry extends Error {}

function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`the environment variable ${name} is not set`);
  return value;
}

async function invoke(FunctionName, payload) {
  const request = { FunctionName, Payload: JSON.stringify(payload) };
  try {
    return await lambda.invoke(request);
  } catch (error) {
    // A function that was idle for long, or has just been made, is not ready at once.
    console.log(`${FunctionName} cannot be invoked yet: ${error.message}`);
    await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: LONGEST_WAKING }, { FunctionName });
    return lambda.invoke(request);
  }
}

function parse(payload) {
  const text = Buffer.from(payload || '').toString('utf8');
  if (!text) return {};
  try {
    return JSON.parse(text) || {};
  } catch {
    throw new Error(`the function must return an object, not ${text}`);
  }
}

// Calls a function of the user with the event.
async function call(variable, event) {
  const name = required(variable);
  const response = await invoke(name, event);
  const result = parse(response.Payload);
  if (!response.FunctionError) return result;
  const failure = new Error(`${result.errorMessage || 'error'}\n\nLogs: /aws/lambda/${name.split(':').pop()}\n`);
  failure.name = result.errorType || 'Error';
  throw failure;
}

exports.onEvent = guarded(async event => {
  const result = await call('USER_ON_EVENT_FUNCTION_ARN', event);
  const next = { ...event, ResourceProperties: event.ResourceProperties || {}, ...result };
  next.PhysicalResourceId = idAfter(event, { PhysicalResourceId: result.PhysicalResourceId || undefined });
  if (!process.env.USER_IS_COMPLETE_FUNCTION_ARN) return { ...next, NoEcho: next.NoEcho ? true : undefined };
  const stateMachineArn = required('WAITER_STATE_MACHINE_ARN');
  await machines.startExecution({ stateMachineArn, input: JSON.stringify(next) });
});

exports.isComplete = guarded(async event => {
  const result = await call('USER_IS_COMPLETE_FUNCTION_ARN', event);
  if (!result.IsComplete) {
    if (result.Data && Object.keys(result.Data).length > 0) {
      throw new Error('Data can be returned only once IsComplete is true');
    }
    throw new Retry(JSON.stringify(event));
  }
  const NoEcho = event.NoEcho || result.NoEcho ? true : undefined;
  return { ...event, ...result, NoEcho, Data: { ...event.Data, ...result.Data } };
}, error => error instanceof Retry);

exports.onTimeout = async failure => {
  let event;
  try {
    event = JSON.parse(JSON.parse(failure.Cause).errorMessage);
  } catch (error) {
    throw new Error(`the state machine's failure does not hold the event (${error.name}): ${failure && failure.Error}`);
  }
  await answer('FAILED', { ...event, NoEcho: event.NoEcho ? true : undefined }, 'the operation timed out');
};
