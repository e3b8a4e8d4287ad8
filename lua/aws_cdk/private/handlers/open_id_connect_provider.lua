--- Keeps an OpenID Connect provider of IAM: its clients, and the thumbprints of the certificates of its issuer.
return {
  ["respond.js"] = require "aws_cdk.private.handlers.respond",
  ["__entrypoint__.js"] = [==[
'use strict';

const tls = require('tls');
const { IAM } = require('@aws-sdk/client-iam');
const { handle } = require('./respond');

// The SHA-1 of the certificate at the top of the chain that the issuer shows: what IAM calls its thumbprint.
function thumbprintOf(issuer, rejectUnauthorized) {
  const { hostname, port } = new URL(issuer);
  return new Promise((done, fail) => {
    const options = { host: hostname, port: Number(port) || 443, servername: hostname, rejectUnauthorized };
    const socket = tls.connect(options, () => {
      let certificate = socket.getPeerCertificate(true);
      while (certificate.issuerCertificate && certificate.issuerCertificate !== certificate) {
        if (certificate.issuerCertificate.fingerprint === certificate.fingerprint) break;
        certificate = certificate.issuerCertificate;
      }
      socket.end();
      if (!certificate.fingerprint) return fail(new Error(`${issuer} shows no certificate`));
      if (new Date(certificate.valid_to) < new Date()) {
        return fail(new Error(`the certificate of ${issuer} has expired`));
      }
      done(certificate.fingerprint.replace(/:/g, '').toLowerCase());
    });
    socket.setTimeout(10000, () => socket.destroy(new Error(`${issuer} does not answer`)));
    socket.on('error', fail);
  });
}

const without = (list, others) => list.filter(value => !others.includes(value));

exports.handler = handle(async event => {
  const iam = new IAM({});
  const props = event.ResourceProperties;
  const arn = event.PhysicalResourceId;
  if (event.RequestType === 'Delete') {
    if (arn && arn.startsWith('arn:')) {
      try {
        await iam.deleteOpenIDConnectProvider({ OpenIDConnectProviderArn: arn });
      } catch (error) {
        if (error.name !== 'NoSuchEntityException' && error.name !== 'NoSuchEntity') throw error;
      }
    }
    return {};
  }

  const ClientIDList = (props.ClientIDList || []).slice().sort();
  const rejectUnauthorized = String(props.RejectUnauthorized) === 'true';
  const ThumbprintList = props.ThumbprintList && props.ThumbprintList.length
    ? props.ThumbprintList.slice().sort() : [await thumbprintOf(props.Url, rejectUnauthorized)];
  const data = { Thumbprints: JSON.stringify(ThumbprintList) };

  const previous = event.OldResourceProperties || {};
  if (event.RequestType === 'Create' || previous.Url !== props.Url) {
    // Another issuer is another provider: CloudFormation deletes the old one by its ARN.
    const made = await iam.createOpenIDConnectProvider({ Url: props.Url, ClientIDList, ThumbprintList });
    return { id: made.OpenIDConnectProviderArn, data };
  }
  await iam.updateOpenIDConnectProviderThumbprint({ OpenIDConnectProviderArn: arn, ThumbprintList });
  const previousClients = previous.ClientIDList || [];
  for (const ClientID of without(ClientIDList, previousClients)) {
    await iam.addClientIDToOpenIDConnectProvider({ OpenIDConnectProviderArn: arn, ClientID });
  }
  for (const ClientID of without(previousClients, ClientIDList)) {
    await iam.removeClientIDFromOpenIDConnectProvider({ OpenIDConnectProviderArn: arn, ClientID });
  }
  return { id: arn, data };
});
]==],
}
