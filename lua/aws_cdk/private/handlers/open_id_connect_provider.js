// Keeps an OpenID Connect provider of IAM: its clients, and the thumbprints of the certificates of its issuer.
'use strict';

const tls = require('tls');
const { IAM } = require('@aws-sdk/client-iam');

const ANSWER_TIMEOUT = 10000;
const iam = new IAM({});

// The SHA-1 of the last certificate of the chain that the issuer shows: what IAM calls its thumbprint.
function thumbprintOf(issuer, rejectUnauthorized) {
  const { hostname, port } = new URL(issuer);
  return new Promise((done, fail) => {
    const options = { host: hostname, port: Number(port) || 443, servername: hostname, rejectUnauthorized };
    const socket = tls.connect(options, () => {
      socket.end();
      let certificate = socket.getPeerX509Certificate();
      if (!certificate) return fail(new Error(`${issuer} shows no certificate`));
      while (certificate.issuerCertificate) certificate = certificate.issuerCertificate;
      if (new Date(certificate.validTo) < new Date()) {
        return fail(new Error(`the certificate of ${issuer} has expired on ${certificate.validTo}`));
      }
      done(certificate.fingerprint.replace(/:/g, ''));
    });
    socket.setTimeout(ANSWER_TIMEOUT, () => socket.destroy(new Error(`${issuer} does not answer`)));
    socket.on('error', fail);
  });
}

async function thumbprintsFor({ Url, ThumbprintList = [], RejectUnauthorized }) {
  if (ThumbprintList.length > 0) return [...ThumbprintList].sort();
  return [await thumbprintOf(Url, String(RejectUnauthorized) === 'true')];
}

const without = (list, others) => list.filter(value => !others.includes(value));

async function create(props) {
  const ThumbprintList = await thumbprintsFor(props);
  const ClientIDList = [...props.ClientIDList || []].sort();
  const made = await iam.createOpenIDConnectProvider({ Url: props.Url, ClientIDList, ThumbprintList });
  return { PhysicalResourceId: made.OpenIDConnectProviderArn, Data: { Thumbprints: JSON.stringify(ThumbprintList) } };
}

async function update(OpenIDConnectProviderArn, props, previous) {
  const ThumbprintList = await thumbprintsFor(props);
  await iam.updateOpenIDConnectProviderThumbprint({ OpenIDConnectProviderArn, ThumbprintList });
  const clients = [...props.ClientIDList || []].sort(), present = [...previous.ClientIDList || []].sort();
  for (const ClientID of without(clients, present)) {
    await iam.addClientIDToOpenIDConnectProvider({ OpenIDConnectProviderArn, ClientID });
  }
  for (const ClientID of without(present, clients)) {
    await iam.removeClientIDFromOpenIDConnectProvider({ OpenIDConnectProviderArn, ClientID });
  }
  return { Data: { Thumbprints: JSON.stringify(ThumbprintList) } };
}

async function remove(OpenIDConnectProviderArn) {
  try {
    await iam.deleteOpenIDConnectProvider({ OpenIDConnectProviderArn });
  } catch (error) {
    if (!error.name.startsWith('NoSuchEntity')) throw error;
  }
}

exports.handler = async event => {
  const props = event.ResourceProperties, previous = event.OldResourceProperties || {};
  if (event.RequestType === 'Delete') return remove(event.PhysicalResourceId);
  // Another issuer is another provider: CloudFormation deletes the old one by its ARN.
  if (event.RequestType === 'Create' || previous.Url !== props.Url) return create(props);
  return update(event.PhysicalResourceId, props, previous);
};
