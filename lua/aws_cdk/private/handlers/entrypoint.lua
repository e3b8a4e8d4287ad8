--- Entry point of functions behind custom resources: runs `index.handler` and tells CloudFormation the result.
return [==[
'use strict';

const https = require('https');

const CREATE_FAILED = 'AWSCDK::CustomResourceProviderFramework::CREATE_FAILED';
const NO_PHYSICAL_ID = 'AWSCDK::CustomResourceProviderFramework::MISSING_PHYSICAL_ID';

function answer(event, status, fields) {
  const { hostname, pathname, search } = new URL(event.ResponseURL);
  const body = JSON.stringify({
    Status: status,
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
    PhysicalResourceId: fields.PhysicalResourceId || NO_PHYSICAL_ID,
    Reason: fields.Reason || status,
    NoEcho: fields.NoEcho,
    Data: fields.Data,
  });
  return new Promise((resolve, reject) => {
    const request = https.request({
      hostname, path: pathname + search, method: 'PUT',
      headers: { 'content-type': '', 'content-length': Buffer.byteLength(body, 'utf8') },
    }, response => {
      response.resume();
      const status = response.statusCode;
      if (!status || status >= 400) reject(new Error(`answer refused: ${status}`));
      else resolve();
    });
    request.on('error', reject);
    request.end(body);
  });
}

exports.handler = async function (event, context) {
  // What could not be created need not be deleted.
  if (event.RequestType === 'Delete' && event.PhysicalResourceId === CREATE_FAILED) {
    return answer(event, 'SUCCESS', event);
  }
  try {
    const result = (await require('./index').handler(event, context)) || {};
    const id = result.PhysicalResourceId || event.PhysicalResourceId || event.RequestId;
    if (event.RequestType === 'Delete' && id !== event.PhysicalResourceId) {
      throw new Error(`the physical id cannot change on deletion: ${event.PhysicalResourceId} to ${id}`);
    }
    await answer(event, 'SUCCESS', { ...result, PhysicalResourceId: id });
  } catch (error) {
    console.error(error);
    const id = event.PhysicalResourceId || (event.RequestType === 'Create' ? CREATE_FAILED : NO_PHYSICAL_ID);
    await answer(event, 'FAILED', { Reason: error.message, PhysicalResourceId: id });
  }
};
]==]
