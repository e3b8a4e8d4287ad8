'use strict';
const cdk = require('aws-cdk-lib');
const lambda = require('aws-cdk-lib/aws-lambda');

const app = new cdk.App();
new lambda.Function(new cdk.Stack(app, 'Asset'), 'Function', {
  code: lambda.Code.fromAsset(process.env.INPUT),
  handler: 'index.handler',
  runtime: lambda.Runtime.PYTHON_3_12,
});

app.synth();
