// For the reference's programs, which go to port 443 whatever the address says: gives them the ports of the stand-ins.
'use strict';

const https = require('https');
const tls = require('tls');
const { request } = https, { connect } = tls;

https.request = (options, ...rest) => request(
  options && options.hostname === 'localhost' && (options.port || 443) === 443 ? { ...options, port: process.env.ANSWER_PORT } : options, ...rest);

tls.connect = (...all) => (all[0] === 443 && all[1] === 'localhost' ? connect(process.env.ISSUER_PORT, ...all.slice(1)) : connect(...all));
