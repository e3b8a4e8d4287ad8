'use strict';
const cdk = require('aws-cdk-lib');
const lambda = require('aws-cdk-lib/aws-lambda');

const app = new cdk.App();
let stack;
for (let i = 0; i < Number(process.env.COUNT); i++) {
  if (i % 60 === 0) stack = new cdk.Stack(app, 'Stack' + i / 60);
  new lambda.Function(stack, 'Function' + i, {
    code: lambda.Code.fromInline('def handler(event, context):\n    return ' + i + '\n'),
    handler: 'index.handler',
    runtime: lambda.Runtime.PYTHON_3_12,
  });
}

app.synth();
