// Requests without a role: ours is the same program as that of kubectl.js, so these are few.
'use strict';

const { scenarios } = require('./kubectl');

const NAMES = [
  'a manifest, from its creation to its deletion', 'a cluster that does not answer', 'a chart with every option',
  'a chart that came in an asset', 'a chart of a private registry', 'a patch, from its creation to its deletion',
  'a value that is there later', 'an unknown resource',
];
const SKIPS = 'a chart without definitions of resources';

const without = Object.fromEntries([...NAMES, SKIPS].map(name => [name, {
  ...scenarios[name],
  events: scenarios[name].events.map(({ ResourceProperties: { RoleArn, ...props }, ...event }) => ({ ...event, ResourceProperties: props })),
}]));

const LOGIN = { arguments: ['eks', 'update-kubeconfig', '--name', 'c', '--kubeconfig', '<local>'] };
const UPGRADE = [
  'upgrade', 'r', 'nginx', '--install', '--repo', 'https://charts.example.com', '--version', '1.2.3', '--namespace', 'web', '--skip-crds',
  '--kubeconfig', '<local>',
];
without[SKIPS].better = {
  0: {
    why: 'what is asked for is done', calls: [
      { operation: 'aws eks update-kubeconfig', input: LOGIN },
      { operation: 'helm upgrade', input: { arguments: UPGRADE, kubeconfig: '0o600' } },
    ],
  },
};

module.exports = { program: 'aws-eks-v2/kubectl-handler', file: 'index.py', scenarios: without };
