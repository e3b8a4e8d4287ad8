--- Makes a log group if it is missing and sets how long it keeps its events.
return {
  ["respond.js"] = require "aws_cdk.private.handlers.respond",
  ["index.js"] = [==[
'use strict';

const { CloudWatchLogs } = require('@aws-sdk/client-cloudwatch-logs');
const { handle } = require('./respond');

// Another call may be changing the group at the same time: such errors pass when tried again.
async function persist(call, maxRetries) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      const passing = error.name === 'OperationAbortedException' || error.name === 'ThrottlingException';
      if (!passing || attempt >= maxRetries) throw error;
      await new Promise(done => setTimeout(done, Math.min(60000, 1000 * 2 ** attempt) * (0.5 + Math.random() / 2)));
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

async function retain(event) {
  const props = event.ResourceProperties;
  const logGroupName = props.LogGroupName;
  const region = props.LogGroupRegion || process.env.AWS_REGION;
  const retries = Number(props.SdkRetry && props.SdkRetry.maxRetries) || 10;
  const logs = new CloudWatchLogs({ region, maxAttempts: retries });

  if (event.RequestType === 'Delete') {
    if (props.RemovalPolicy === 'destroy') {
      await ignoring('ResourceNotFoundException', () => persist(() => logs.deleteLogGroup({ logGroupName }), retries));
    }
    return;
  }
  await ignoring('ResourceAlreadyExistsException', () => persist(() => logs.createLogGroup({ logGroupName }), retries));
  const retentionInDays = Number(props.RetentionInDays);
  if (retentionInDays) {
    await persist(() => logs.putRetentionPolicy({ logGroupName, retentionInDays }), retries);
  } else {
    await persist(() => logs.deleteRetentionPolicy({ logGroupName }), retries);
  }
}

exports.handler = handle(async event => {
  await retain(event);
  const LogGroupName = event.ResourceProperties.LogGroupName;
  return { id: LogGroupName, data: { LogGroupName } };
});
]==],
}
