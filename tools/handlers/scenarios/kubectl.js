'use strict';

const PREFIX = 'Custom::AWSCDK-EKS-';
const ROLE = 'arn:aws:iam::111111111111:role/kubectl';
const resource = (type, defaults) => (RequestType, fields) => ({
  RequestType, ResourceType: `${PREFIX}${type}`, ResourceProperties: { ClusterName: 'c', ...defaults, ...fields },
});
const pod = name => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, labels: { 'aws.cdk.eks/prune-c8': '' } } });
const PODS = [pod('a'), { kind: 'Service', metadata: { name: 'b;\n"é"' } }];

const manifest = resource('KubernetesResource', { Manifest: JSON.stringify(PODS) });
const chart = resource('HelmChart', { Release: 'r' });
const patch = resource('KubernetesPatch', {
  ResourceName: 'deployment/d', ResourceNamespace: 'n', ApplyPatchJson: '{"spec":{"replicas":5}}', RestorePatchJson: '{"spec":{"replicas":3}}',
  PatchType: 'strategic',
});
const value = resource('KubernetesObjectValue', {
  ObjectType: 'service', ObjectName: 's', ObjectNamespace: 'n', JsonPath: '.status.loadBalancer', TimeoutSeconds: '60',
});

const all = (of, fields, more) => ({ events: ['Create', 'Update', 'Delete'].map(kind => of(kind, fields)), ...more });
const one = (event, more) => ({ events: [event], ...more });
const fault = (operation, code, times = 1) => ({ operation, code, times, status: 400 });
const TIMEOUT = 'dial tcp 10.0.0.1:443: i/o timeout', PIPE = 'write tcp: Broken pipe';
const asset = fields => ({ ChartAssetURL: 's3://assets/chart.zip', ...fields });
const assets = { buckets: { assets: { zips: { 'chart.zip': { 'Chart.yaml': 'name: c', 'templates/pod.yaml': 'kind: Pod' } } } } };
const NAMED = { Chart: 'nginx', Repository: 'https://charts.example.com', Version: '1.2.3', Namespace: 'web' };
const oci = (registry, fields) => ({ Chart: 'pets', Repository: `oci://${registry}/team/pets`, Version: '0.1.0', ...fields });
const PRIVATE = oci('111111111111.dkr.ecr.eu-west-1.amazonaws.com');

const scenarios = {
  'a manifest, from its creation to its deletion': all(manifest),
  'a manifest that overwrites': one(manifest('Create', { Overwrite: 'true' })),
  'a manifest that does not overwrite': one(manifest('Create', { Overwrite: 'false' })),
  'a manifest whose labels are pruned': one(manifest('Update', { PruneLabel: 'aws.cdk.eks/prune-c8' })),
  'a manifest that is not validated': one(manifest('Update', { SkipValidation: 'true', PruneLabel: 'l' })),
  'a manifest that is not validated and overwrites': one(manifest('Create', { SkipValidation: 'true', Overwrite: 'true' })),
  'an empty manifest': one(manifest('Create', { Manifest: '[]' })),
  'a manifest that cannot be read': one(manifest('Create', { Manifest: '{' })),
  'an object that exists': one(manifest('Create'), { faults: [fault('kubectl create', 'Error from server (AlreadyExists)')] }),
  'an object that cannot be deleted': one(manifest('Delete'), { faults: [fault('kubectl delete', 'Error from server (NotFound)')] }),
  'a cluster that answers late': one(manifest('Create'), { faults: [fault('kubectl create', TIMEOUT, 2)] }),
  'a cluster that does not answer': one(manifest('Update'), { faults: [fault('kubectl apply', TIMEOUT, 9)] }),
  'a cluster that does not answer, at the end': one(manifest('Delete'), { faults: [fault('kubectl delete', TIMEOUT, 9)] }),
  'no way to log in': one(manifest('Create'), { faults: [fault('aws eks update-kubeconfig', 'AccessDenied')] }),
  'no way to log in, at the end': one(manifest('Delete'), { faults: [fault('aws eks update-kubeconfig', 'AccessDenied')] }),

  'a chart, from its creation to its deletion': all(chart, { Chart: 'nginx', Namespace: 'default' }),
  'a chart of a repository': all(chart, NAMED),
  'a chart with values': one(chart('Create', { ...NAMED, Values: JSON.stringify({ a: { b: [1, true, 'é'] } }) })),
  'a chart that is waited for': one(chart('Delete', { ...NAMED, Wait: 'true', Timeout: '300s', CreateNamespace: 'true' })),
  'a chart with every option': one(chart('Create', {
    ...NAMED, Wait: 'true', Atomic: 'true', Timeout: '60s', CreateNamespace: 'true', Values: '{}',
  })),
  'a chart without definitions of resources': one(chart('Create', { ...NAMED, SkipCrds: 'true' })),
  'a chart that came in an asset': one(chart('Create', asset({ Namespace: 'n', Values: '{"x":1}' })), { state: assets }),
  'a chart whose asset is not there': one(chart('Create', asset()), { state: { buckets: { assets: { zips: {} } } } }),
  'a chart whose asset is elsewhere': one(chart('Create', { ChartAssetURL: 'https://assets/chart.zip' })),
  'a chart from two places': one(chart('Create', asset({ Chart: 'nginx' })), { state: assets }),
  'a chart of an asset and a repository': one(chart('Create', asset({ Repository: 'https://charts.example.com' })), { state: assets }),
  'a chart of an asset with a version': one(chart('Create', asset({ Version: '1' })), { state: assets }),
  'no chart': one(chart('Create', {})),
  'no chart, at the end': one(chart('Delete', {})),
  'a chart of a private registry': one(chart('Create', { ...PRIVATE, Namespace: 'n' }), { secrets: ['<secret>'] }),
  'a chart of a private registry in China': one(chart('Create', oci('111111111111.dkr.ecr.cn-north-1.amazonaws.com.cn'))),
  'a chart of the public registry': one(chart('Create', oci('public.ecr.aws'))),
  'a chart of the public registry, from China': one(chart('Create', oci('public.ecr.aws')), { env: { AWS_REGION: 'cn-north-1' } }),
  'a chart of somebody else’s registry': one(chart('Create', oci('ghcr.io'))),
  'no password for a registry': one(chart('Create', PRIVATE), {
    faults: [fault('aws ecr get-login-password', 'AccessDenied')],
    better: {
      0: {
        why: 'without a password there is no login', calls: [
          {
            operation: 'aws eks update-kubeconfig',
            input: { arguments: ['eks', 'update-kubeconfig', '--role-arn', ROLE, '--name', 'c', '--kubeconfig', '<local>'] },
          },
          { operation: 'aws ecr get-login-password', input: { arguments: ['ecr', 'get-login-password', '--region', 'eu-west-1'] } },
        ],
      },
    },
  }),
  'a registry that lets nobody in': one(chart('Create', PRIVATE), { faults: [fault('helm registry', 'Unauthorized')] }),
  'a chart that is not in the registry': one(chart('Create', PRIVATE), { faults: [fault('helm pull', 'not found')] }),
  'a registry that hangs up': one(chart('Create', oci('ghcr.io')), { faults: [fault('helm pull', PIPE, 2)] }),
  'a registry that always hangs up': one(chart('Create', oci('ghcr.io')), { faults: [fault('helm pull', PIPE, 9)] }),
  'a cluster that hangs up': one(chart('Create', NAMED), { faults: [fault('helm upgrade', PIPE, 2)] }),
  'a cluster that always hangs up': one(chart('Update', NAMED), { faults: [fault('helm upgrade', PIPE, 9)] }),
  'a chart that cannot be installed': one(chart('Create', NAMED), { faults: [fault('helm upgrade', 'another operation is in progress')] }),
  'a chart that cannot be uninstalled': one(chart('Delete', NAMED), { faults: [fault('helm uninstall', 'release: not found')] }),
  'values that cannot be read': one(chart('Create', { ...NAMED, Values: '{' })),

  'a patch, from its creation to its deletion': all(patch),
  'a patch of another type': one(patch('Create', { PatchType: 'json', ApplyPatchJson: '[{"op":"add","path":"/a","value":"é"}]' })),
  'a patch that does not fit': one(patch('Create'), { faults: [fault('kubectl patch', 'Error from server (Invalid)')] }),
  'a patch of nothing': one(patch('Update'), { faults: [fault('kubectl patch', 'Error from server (NotFound)')] }),
  'a patch that cannot be taken back': one(patch('Delete'), { faults: [fault('kubectl patch', 'Error from server (Forbidden)')] }),
  'a patch, late': one(patch('Create'), { faults: [fault('kubectl patch', TIMEOUT, 2)] }),
  'a patch, too late': one(patch('Create'), { faults: [fault('kubectl patch', TIMEOUT, 9)] }),
  'a patch of what is gone': one(patch('Delete'), {
    faults: [fault('kubectl patch', 'Error from server (NotFound)')],
    better: { 0: { why: 'the stack would stay', threw: false, returned: null } },
  }),

  'a value, from its creation to its deletion': all(value, {}, { state: { values: [' host.example.com '] } }),
  'a value that is there later': one(value('Create'), { state: { values: ['', '', '{"ip":"10.0.0.1"}'] } }),
  'a value of an object that is there later': one(value('Create'), {
    state: { values: ['v'] }, faults: [fault('kubectl get', 'Error from server (NotFound)', 3)],
  }),
  'a value that is never there': one(value('Update', { TimeoutSeconds: '25' }), { state: { values: [''] } }),
  'a value for which nobody may look': one(value('Create', { TimeoutSeconds: '15' }), { faults: [fault('kubectl get', 'Forbidden', 9)] }),
  'a value of a cluster that answers late': one(value('Create'), { state: { values: ['v'] }, faults: [fault('kubectl get', TIMEOUT, 2)] }),

  'an unknown resource': {
    ...one({ RequestType: 'Create', ResourceType: 'Custom::T', ResourceProperties: { ClusterName: 'c' } }),
  },
  'a property that is missing': one(patch('Create', { PatchType: undefined })),
};

for (const scenario of Object.values(scenarios)) {
  for (const event of scenario.events) event.ResourceProperties.RoleArn = ROLE;
  Object.assign(scenario, { plain: true, returns: true });
}

module.exports = { program: 'aws-eks/kubectl-handler', file: 'index.py', scenarios };
