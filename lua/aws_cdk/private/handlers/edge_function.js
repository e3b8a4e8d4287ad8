// Reads the ARN of a function for Lambda@Edge, which a stack in another region wrote into a parameter.
'use strict';

const { SSM } = require('@aws-sdk/client-ssm');

exports.handler = async ({ RequestType, ResourceProperties: { Region, ParameterName } }) => {
  if (RequestType === 'Delete') return undefined;
  console.log(`reading ${ParameterName} in ${Region}`);
  const { Parameter } = await new SSM({ region: Region }).getParameter({ Name: ParameterName });
  return { Data: { FunctionArn: Parameter?.Value ?? '' } };
};
