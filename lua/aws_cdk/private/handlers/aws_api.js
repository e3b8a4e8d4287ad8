// Makes the call of the AWS API that a rule asks for: { service, action, parameters, catchErrorPattern, apiVersion }.
'use strict';

const { call, packageOf } = require('./api_call');

exports.handler = async event => {
  console.log(`calling ${event.service}.${event.action}`);
  try {
    const { response } = await call(require(packageOf(event.service)), event);
    console.log('response', JSON.stringify(response));
  } catch (error) {
    console.log(error);
    if (!event.catchErrorPattern || !new RegExp(event.catchErrorPattern).test(error.name)) throw error;
  }
};
