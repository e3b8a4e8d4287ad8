'use strict';
// The same stack.
const cdk = require('aws-cdk-lib');
const dynamodb = require('aws-cdk-lib/aws-dynamodb');
const lambda = require('aws-cdk-lib/aws-lambda');
const sqs = require('aws-cdk-lib/aws-sqs');

const app = new cdk.App();
const stack = new cdk.Stack(app, 'Grants');
for (let i = 1; i <= Number(process.env.COUNT); i++) {
  const table = new dynamodb.Table(stack, `Table${i}`, {
    partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING },
  });
  const queue = new sqs.Queue(stack, `Queue${i}`);
  const fn = new lambda.Function(stack, `Function${i}`, {
    runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => {}'),
  });
  table.grantReadWriteData(fn);
  queue.grantSendMessages(fn);
}
app.synth();
