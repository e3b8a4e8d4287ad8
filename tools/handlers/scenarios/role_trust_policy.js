'use strict';

const props = { eksClusterId: 'c', eksNamespace: 'n', roleName: 'r' };
const event = kind => ({ RequestType: kind, ResourceProperties: props });

module.exports = {
  program: 'aws-stepfunctions-tasks/role-policy-handler',
  file: 'index.py',
  scenarios: {
    'a role, from its creation to its deletion': { plain: true, events: [event('Create'), event('Update'), event('Delete')] },
    'a role that may not be changed': {
      plain: true, events: [event('Create')],
      faults: [{ operation: 'aws emr-containers update-role-trust-policy', code: 'AccessDenied', status: 403 }],
    },
  },
};
