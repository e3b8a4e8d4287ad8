// Deletes the function that Synthetics made for a canary when the canary's custom resource is deleted.
'use strict';

const { Lambda } = require('@aws-sdk/client-lambda');
const { Synthetics } = require('@aws-sdk/client-synthetics');
const { serve } = require('./custom_resource');

const TAG = 'aws-cdk:auto-delete-underlying-resources';
const lambda = new Lambda({});
const synthetics = new Synthetics({});

async function canaryOf(name) {
  try {
    return (await synthetics.getCanary({ Name: name })).Canary;
  } catch (error) {
    if (error.name !== 'ResourceNotFoundException') throw error;
  }
}

// The ARN of all versions of the function: the engine of a canary is one version of it, whose name ends with the canary's id.
function functionOf({ Id, EngineArn }) {
  const parts = EngineArn.split(':');
  return (parts.at(-1).includes(Id) ? parts : parts.slice(0, -1)).join(':');
}

async function clear(name) {
  const canary = await canaryOf(name);
  if (!canary || !canary.Id || !canary.EngineArn) return console.log(`there is no function of a canary ${name}`);
  // Without the tag the custom resource alone was taken out of the app.
  if ((canary.Tags || {})[TAG] !== 'true') return console.log(`${name} does not have the tag ${TAG}: its function stays`);
  try {
    await lambda.deleteFunction({ FunctionName: functionOf(canary) });
  } catch (error) {
    if (error.name !== 'ResourceNotFoundException') throw error;
    console.log(`the function of ${name} is gone already`);
  }
}

exports.handler = serve(async event => {
  const { CanaryName } = event.ResourceProperties;
  if (event.RequestType === 'Update') {
    // With another id CloudFormation deletes the old resource, and with it the function of the old canary.
    return event.OldResourceProperties.CanaryName === CanaryName ? {} : { PhysicalResourceId: CanaryName };
  }
  if (event.RequestType === 'Delete') {
    if (!CanaryName) throw new Error('the custom resource has no CanaryName');
    await clear(CanaryName);
  }
});
