'use strict';
// The same stacks in one app.
const cdk = require('aws-cdk-lib');

const app = new cdk.App();
require('../../tools/golden/fleet.js').fleet(app, cdk, (name) => require(`aws-cdk-lib/${name}`));
app.synth();
