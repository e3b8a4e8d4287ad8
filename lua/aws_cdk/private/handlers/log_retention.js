// Makes a log group if it is missing and sets how long it keeps its events.
'use strict';

const { CloudWatchLogs } = require('@aws-sdk/client-cloudwatch-logs');
const { serve } = require('./custom_resource');

const RETRIES = 10;
const LONGEST_PAUSE = 60000;

// Another call may be changing the group at the same time: such errors pass when the call is tried again.
const PASSING = ['OperationAbortedException', 'ThrottlingException'];

const isNamed = (error, name) => error.name === name || error.message.includes(name);

async function persist(retries, call) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (attempt >= retries || !PASSING.some(name => isNamed(error, name))) throw error;
      await new Promise(done => setTimeout(done, Math.random() * Math.min(LONGEST_PAUSE, 1000 * 2 ** attempt)));
    }
  }
}

async function ignoring(name, call) {
  try {
    await call();
  } catch (error) {
    if (error.name !== name) throw error;
  }
}

async function keep(logs, logGroupName, retentionInDays, retries) {
  await persist(retries, () =>
    ignoring('ResourceAlreadyExistsException', () => logs.createLogGroup({ logGroupName })));
  await persist(retries, () => retentionInDays
    ? logs.putRetentionPolicy({ logGroupName, retentionInDays }) : logs.deleteRetentionPolicy({ logGroupName }));
}

exports.handler = serve(async (event, context) => {
  const { LogGroupName, LogGroupRegion, RetentionInDays, RemovalPolicy, SdkRetry = {} } = event.ResourceProperties;
  const retries = SdkRetry.maxRetries === undefined ? RETRIES : Number(SdkRetry.maxRetries);
  const logs = new CloudWatchLogs({ region: LogGroupRegion });
  const result = { PhysicalResourceId: LogGroupName, Data: { LogGroupName } };
  if (event.RequestType === 'Delete') {
    if (RemovalPolicy === 'destroy') {
      await persist(retries, () =>
        ignoring('ResourceNotFoundException', () => logs.deleteLogGroup({ logGroupName: LogGroupName })));
    }
    return { ...result, PhysicalResourceId: event.PhysicalResourceId };
  }
  await keep(logs, LogGroupName, Number(RetentionInDays || 0), retries);
  // This function logs, too: a day is enough.
  if (event.RequestType === 'Create') {
    await keep(new CloudWatchLogs({}), `/aws/lambda/${context.functionName}`, 1, retries);
  }
  return result;
});
