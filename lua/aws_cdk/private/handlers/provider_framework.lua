--- The framework between CloudFormation and a user's functions: calls them, answers CloudFormation, and waits by a
--- state
--- machine for what takes long.
return {
  ["answer.js"] = [==[
'use strict';

const CREATE_FAILED = 'AWSCDK::CustomResourceProviderFramework::CREATE_FAILED';
const NO_PHYSICAL_ID = 'AWSCDK::CustomResourceProviderFramework::MISSING_PHYSICAL_ID';

exports.CREATE_FAILED = CREATE_FAILED;
exports.Retry = class Retry extends Error {};

exports.answer = async (status, event, reason) => {
  const body = JSON.stringify({
    Status: status,
    Reason: reason || status,
    StackId: event.StackId,
    RequestId: event.RequestId,
    PhysicalResourceId: event.PhysicalResourceId || NO_PHYSICAL_ID,
    LogicalResourceId: event.LogicalResourceId,
    NoEcho: event.NoEcho,
    Data: event.Data,
  });
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await fetch(event.ResponseURL, { method: 'PUT', body, headers: { 'content-type': '' } });
      if (response.ok) return;
      throw new Error(`CloudFormation answered ${response.status}`);
    } catch (error) {
      if (attempt === 5) throw error;
      await new Promise(done => setTimeout(done, 500 * 2 ** attempt));
    }
  }
};

// Runs the work; a failure is told to CloudFormation, except that a state machine is asked to try again.
exports.guarded = work => async event => {
  // What could not be created need not be deleted.
  if (event.RequestType === 'Delete' && event.PhysicalResourceId === CREATE_FAILED) {
    return exports.answer('SUCCESS', event);
  }
  try {
    return await work(event);
  } catch (error) {
    if (error instanceof exports.Retry) throw error;
    console.error(error);
    if (!event.PhysicalResourceId && event.RequestType === 'Create') event.PhysicalResourceId = CREATE_FAILED;
    return exports.answer('FAILED', event, error.message);
  }
};
]==],
  ["framework.js"] = [==[
'use strict';

const { LambdaClient, InvokeCommand, waitUntilFunctionActiveV2 } = require('@aws-sdk/client-lambda');
const { SFNClient, StartExecutionCommand } = require('@aws-sdk/client-sfn');
const { answer, guarded, Retry } = require('./answer');

const lambda = new LambdaClient({ requestHandler: { requestTimeout: 900000 } });
const machines = new SFNClient({});

function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`the environment variable ${name} is not set`);
  return value;
}

// Calls a function of the user with the event, without the address that only the framework answers to.
async function call(name, event) {
  const { ResponseURL, ...payload } = event;
  const request = new InvokeCommand({ FunctionName: required(name), Payload: JSON.stringify(payload) });
  let response;
  try {
    response = await lambda.send(request);
  } catch (error) {
    // A function that was idle for long has to be woken up first.
    if (error.name !== 'ResourceNotReadyException' && error.name !== 'ResourceConflictException') throw error;
    await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 300 }, { FunctionName: required(name) });
    response = await lambda.send(request);
  }
  const text = Buffer.from(response.Payload || []).toString('utf8');
  const result = text ? JSON.parse(text) : undefined;
  if (!response.FunctionError) return result || {};
  const failure = new Error((result && result.errorMessage) || 'the function failed');
  failure.name = (result && result.errorType) || 'Error';
  throw failure;
}

function idAfter(event, result) {
  if (result.PhysicalResourceId) return result.PhysicalResourceId;
  return event.RequestType === 'Create' ? event.RequestId : event.PhysicalResourceId;
}

exports.onEvent = guarded(async event => {
  event.ResourceProperties = event.ResourceProperties || {};
  const result = await call('USER_ON_EVENT_FUNCTION_ARN', event);
  const id = idAfter(event, result);
  if (event.RequestType === 'Delete' && id !== event.PhysicalResourceId) {
    throw new Error(`the physical id cannot change on deletion: ${event.PhysicalResourceId} to ${id}`);
  }
  const next = { ...event, ...result, PhysicalResourceId: id };
  if (!process.env.USER_IS_COMPLETE_FUNCTION_ARN) return answer('SUCCESS', next);
  await machines.send(new StartExecutionCommand({
    stateMachineArn: required('WAITER_STATE_MACHINE_ARN'), name: event.RequestId, input: JSON.stringify(next),
  }));
});

exports.isComplete = guarded(async event => {
  const result = await call('USER_IS_COMPLETE_FUNCTION_ARN', event);
  if (!result.IsComplete) {
    if (result.Data && Object.keys(result.Data).length > 0) {
      throw new Error('data can only be returned once the resource is complete');
    }
    throw new Retry(JSON.stringify(event));
  }
  await answer('SUCCESS', { ...event, ...result, Data: { ...event.Data, ...result.Data } });
});

exports.onTimeout = async failure => {
  const event = JSON.parse(JSON.parse(failure.Cause).errorMessage);
  await answer('FAILED', event, 'the operation timed out');
};
]==],
}
