// Calls the AWS API of any region for a state: { region, endpoint, service, action, parameters }.
'use strict';

const decoded = bytes => {
  const text = new TextDecoder().decode(bytes);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

// The one class of the SDK's package that is a client, not the bare base of all clients.
function clientOf(sdk) {
  const names = Object.keys(sdk).filter(name => name.endsWith('Client') && name !== '__Client');
  if (names.length !== 1) throw new Error(`the package of the SDK has ${names.length} clients instead of one`);
  return sdk[names[0]];
}

function commandOf(sdk, action) {
  const wanted = `${action}Command`.toLowerCase();
  const name = Object.keys(sdk).find(key => key.toLowerCase() === wanted);
  if (!name) throw new Error(`the SDK has no action ${action}`);
  return sdk[name];
}

exports.handler = async ({ region, endpoint, service, action, parameters = {} }) => {
  console.log(`calling ${service}.${action} in ${region}`);
  try {
    const sdk = require(`@aws-sdk/client-${service}`);
    const [Client, Command] = [clientOf(sdk), commandOf(sdk, action)];
    const response = await new Client({ region, endpoint }).send(new Command(parameters));
    if (response.Payload instanceof Uint8Array) response.Payload = decoded(response.Payload);
    return JSON.parse(JSON.stringify(response));
  } catch (error) {
    console.log(error);
    throw error;
  }
};
