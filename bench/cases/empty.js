'use strict';
const cdk = require('aws-cdk-lib');

new cdk.App().synth();
