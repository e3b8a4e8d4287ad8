// Runs a function during deployment: when its trigger is created, and when a change of the function changes the trigger.
'use strict';

const { Lambda } = require('@aws-sdk/client-lambda');

const CALLS = 13;
const PAUSE = 5000;

const sleep = milliseconds => new Promise(done => setTimeout(done, milliseconds));

// The right to run the function may have been given a moment ago; it takes a while until Lambda knows.
async function invoke(lambda, FunctionName, InvocationType) {
  for (let call = 1; ; call++) {
    try {
      return await lambda.invoke({ FunctionName, InvocationType });
    } catch (error) {
      if (error.name !== 'AccessDeniedException' || call === CALLS) throw error;
      await sleep(PAUSE);
    }
  }
}

// What a function that failed says of it: its message and where it was, or all that it gave back.
function complaint(payload) {
  const text = payload ? Buffer.from(payload).toString() : '';
  if (!text) return 'the function failed without saying why';
  try {
    const { errorMessage, trace } = JSON.parse(text);
    const lines = [errorMessage, trace && [].concat(trace).join('\n')].filter(line => line);
    return lines.join('\n') || text;
  } catch {
    return text;
  }
}

exports.handler = async event => {
  const { HandlerArn, InvocationType, Timeout, ExecuteOnHandlerChange } = event.ResourceProperties;
  if (event.RequestType === 'Delete') return;
  if (event.RequestType === 'Update' && ExecuteOnHandlerChange === 'false') {
    console.log('the function is not run: execute_on_handler_change is false');
    return;
  }
  if (!HandlerArn) throw new Error('HandlerArn is missing: the ARN of the function to run');
  const socketTimeout = Number.parseInt(Timeout, 10);
  if (Number.isNaN(socketTimeout)) throw new Error(`Timeout must be a number of milliseconds, got ${Timeout}`);
  console.log(`running ${HandlerArn}`);
  const { StatusCode, FunctionError, Payload } =
    await invoke(new Lambda({ requestHandler: { requestTimeout: socketTimeout } }), HandlerArn, InvocationType);
  if (StatusCode >= 400) throw new Error(`Lambda answered ${StatusCode}`);
  if (FunctionError) throw new Error(complaint(Payload));
};
