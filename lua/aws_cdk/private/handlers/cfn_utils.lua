--- Small computations at deployment: parses JSON text, and makes JSON text of a value. Runs behind the entry point.
return {
  ["__entrypoint__.js"] = require "aws_cdk.private.handlers.entrypoint",
  ["index.js"] = [==[
'use strict';

exports.handler = async event => {
  const { Value } = event.ResourceProperties;
  switch (event.ResourceType) {
    case 'Custom::AWSCDKCfnJson':
      return event.RequestType === 'Delete' ? {} : { Data: { Value: JSON.parse(Value) } };
    case 'Custom::AWSCDKCfnJsonStringify':
      return event.RequestType === 'Delete' ? {} : { Data: { Value: JSON.stringify(Value) } };
    default:
      throw new Error(`this function does not handle ${event.ResourceType}`);
  }
};
]==],
}
