local engine = require "luacdk.engine"
local sdk = require "aws_cdk.private.sdk_rows"

--- Makes the call of the AWS API that a rule asks for: { service, action, parameters, catchErrorPattern, apiVersion }.
return {
  ["services.json"] = engine.json(engine.map(sdk.v3)),
  ["index.js"] = [==[
'use strict';

const services = require('./services.json');

function packageOf(service) {
  const name = service.toLowerCase().replace(/^@aws-sdk\/client-/, '');
  return `@aws-sdk/client-${services[name] || name}`;
}

// A package has the client and the commands as classes; the base of all clients is no client of the service.
function member(sdk, fits, what) {
  const name = Object.keys(sdk).find(fits);
  if (!name) throw new Error(`the SDK has no ${what}`);
  return sdk[name];
}

exports.handler = async event => {
  console.log('event', JSON.stringify(event));
  const sdk = require(packageOf(event.service));
  const wanted = event.action.toLowerCase().replace(/command$/, '') + 'command';
  const Client = member(sdk, name => name.endsWith('Client') && name !== '__Client', `client of ${event.service}`);
  const Command = member(sdk, name => name.toLowerCase() === wanted, `action ${event.action}`);
  try {
    const client = new Client({ apiVersion: event.apiVersion });
    const { $metadata, ...response } = await client.send(new Command(event.parameters || {}));
    console.log('response', JSON.stringify(response));
  } catch (error) {
    console.log(error);
    if (!event.catchErrorPattern || !new RegExp(event.catchErrorPattern).test(error.name)) throw error;
  }
};
]==],
}
