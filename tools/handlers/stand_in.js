// Stand-ins on loopback: services of AWS with a state of their own, and the address that answers to CloudFormation go to.
//
// `start({ state, faults, replies }, tls)` gives { endpoint, answerPort, issuerPort, calls, answers, close }. `state` is changed
// by the calls, as real services would be; each call is noted as { operation, input }. `faults`: [{ operation, times, code,
// status }] fail the first `times` calls of the operation. `replies`: what the address answers first, a status or "reset"; then
// 200. At `issuerPort` is a server with a certificate that nobody knows.
'use strict';

const http = require('http');
const https = require('https');

// The checksum of zip files.
function crc32(data) {
  let crc = ~0;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xEDB88320 : 0);
  }
  return ~crc >>> 0;
}

const ACCOUNT = '111111111111';

class Fault extends Error {
  constructor(code, status = 400) { super(code); this.code = code; this.status = status; }
}

// ---- XML, as much as these services speak ---------------------------------------------------------------------------

const escape = text => String(text).replace(/[&<>]/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c]);
const element = (name, content) => `<${name}>${content}</${name}>`;
const unescape = text => text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&quot;/g, '"').replace(/&amp;/g, '&');

// Elements as a list of [name, text or list].
function parseXml(text) {
  const root = [], stack = [root];
  for (const [, close, name, empty, chars] of text.matchAll(/<(\/?)([\w:?]+)[^>]*?(\/?)>|([^<]+)/g)) {
    if (chars !== undefined) {
      if (chars.trim()) stack[stack.length - 1].text = unescape(chars);
    } else if (name.startsWith('?')) {
      continue;
    } else if (close) {
      stack.pop();
    } else {
      const children = [];
      stack[stack.length - 1].push([name, children]);
      if (!empty) stack.push(children);
    }
  }
  const plain = list => (list.length ? list.map(([name, content]) => [name, plain(content)]) : list.text || '');
  return plain(root);
}

// Elements, [name, text or elements], in an order that says nothing.
const order = (a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
const sorted = content => (Array.isArray(content) ? content.map(([name, inner]) => [name, sorted(inner)]).sort(order) : content);

// ---- S3 -------------------------------------------------------------------------------------------------------------

const s3 = {
  bucket(state, name) {
    const bucket = (state.buckets || {})[name];
    if (!bucket) throw new Fault('NoSuchBucket', 404);
    return bucket;
  },

  operation({ method, query, key, headers }) {
    if (query.has('tagging')) return 'GetBucketTagging';
    if (query.has('policy')) return method === 'PUT' ? 'PutBucketPolicy' : 'GetBucketPolicy';
    if (query.has('notification')) return method === 'PUT' ? 'PutBucketNotificationConfiguration' : 'GetBucketNotificationConfiguration';
    if (query.has('versions')) return 'ListObjectVersions';
    if (query.has('delete')) return 'DeleteObjects';
    if (headers['x-amz-copy-source']) return 'CopyObject';
    if (method === 'DELETE') return 'DeleteObject';
    if (method === 'HEAD') return 'HeadObject';
    if (method === 'GET' && key) return 'GetObject';
    return method === 'GET' ? 'ListObjectsV2' : `${method}Object`;
  },

  input(operation, { query, bucket, key, headers, body }) {
    const input = { Bucket: bucket };
    if (key) input.Key = key;
    for (const name of ['versionId', 'max-keys', 'prefix']) if (query.has(name)) input[name] = query.get(name);
    if (operation === 'PutBucketPolicy') input.Policy = JSON.parse(body);
    if (operation === 'DeleteObjects') {
      input.Objects = parseXml(body)[0][1].filter(([name]) => name === 'Object').map(([, fields]) => Object.fromEntries(fields));
    }
    if (operation === 'PutBucketNotificationConfiguration') {
      input.Configuration = body ? sorted(parseXml(body)[0][1] || []) : [];
      if (headers['x-amz-skip-destination-validation']) input.Skip = headers['x-amz-skip-destination-validation'].toLowerCase();
    }
    if (operation === 'CopyObject') input.CopySource = headers['x-amz-copy-source'];
    return input;
  },

  GetBucketTagging(state, { Bucket }) {
    const { tags } = s3.bucket(state, Bucket);
    if (!tags) throw new Fault('NoSuchTagSet', 404);
    const set = Object.entries(tags).map(([key, value]) => element('Tag', element('Key', key) + element('Value', value)));
    return element('Tagging', element('TagSet', set.join('')));
  },
  GetBucketPolicy(state, { Bucket }) {
    const { policy } = s3.bucket(state, Bucket);
    if (!policy) throw new Fault('NoSuchBucketPolicy', 404);
    return { raw: JSON.stringify(policy), type: 'application/json' };
  },
  PutBucketPolicy(state, { Bucket, Policy }) { s3.bucket(state, Bucket).policy = Policy; return ''; },
  GetBucketNotificationConfiguration(state, { Bucket }) {
    return element('NotificationConfiguration', s3.bucket(state, Bucket).notifications || '');
  },
  PutBucketNotificationConfiguration(state, { Bucket }) { s3.bucket(state, Bucket); return ''; },
  ListObjectVersions(state, { Bucket }) {
    const bucket = s3.bucket(state, Bucket), page = (bucket.versions || []).slice(0, bucket.page || 1000);
    const truncated = page.length < (bucket.versions || []).length;
    return element('ListVersionsResult', element('IsTruncated', truncated) + page.map(({ Key, VersionId, marker }) =>
      element(marker ? 'DeleteMarker' : 'Version', element('Key', Key) + element('VersionId', VersionId))).join(''));
  },
  DeleteObjects(state, { Bucket, Objects }) {
    const bucket = s3.bucket(state, Bucket), same = (a, b) => a.Key === b.Key && a.VersionId === b.VersionId;
    const errors = Objects.filter(o => (bucket.locked || []).includes(o.Key));
    bucket.versions = bucket.versions.filter(v => errors.some(e => same(e, v)) || !Objects.some(o => same(o, v)));
    if (bucket.vanishes) delete state.buckets[Bucket];
    return element('DeleteResult', errors.map(({ Key }) =>
      element('Error', element('Key', Key) + element('Code', 'AccessDenied') + element('Message', 'Access Denied'))).join(''));
  },
  CopyObject(state, { Bucket, Key }) {
    const bucket = s3.bucket(state, Bucket);
    bucket.copies = (bucket.copies || 0) + 1;
    const headers = bucket.versioned === false ? {} : { 'x-amz-version-id': `v${bucket.copies}` };
    return { raw: element('CopyObjectResult', element('ETag', '"e"')), type: 'application/xml', headers };
  },
  DeleteObject(state, { Bucket }) { s3.bucket(state, Bucket); return ''; },
  GetObject(state, { Bucket, Key }) {
    const body = (s3.bucket(state, Bucket).objects || {})[Key];
    if (body === undefined) throw new Fault('NoSuchKey', 404);
    return { raw: body, type: 'text/plain' };
  },
  HeadObject(state, { Bucket, Key }) {
    const { versions = {} } = s3.bucket(state, Bucket);
    if (versions[Key] === undefined) throw new Fault('NoSuchKey', 404);
    return { raw: '', type: 'text/plain', headers: versions[Key] ? { 'x-amz-version-id': versions[Key] } : {} };
  },
  ListObjectsV2(state, { Bucket }) {
    const keys = Object.keys(s3.bucket(state, Bucket).objects || {});
    return element('ListBucketResult', element('KeyCount', keys.length)
      + keys.map(key => element('Contents', element('Key', key))).join(''));
  },
};

// ---- services that speak JSON: input and output are objects ------------------------------------------------------------

const look = list => (list.length > 1 ? list.shift() : list[0]);
const containerInstance = machine => `arn:aws:ecs:us-east-1:${ACCOUNT}:container-instance/c/${machine}`;
const ecsInstance = (state, arn) => {
  const found = (state.instances || {})[arn.split('/').pop()];
  if (!found) throw new Fault('InvalidParameterException');
  return found;
};

const json = {
  // ECR
  DescribeRepositories(state, { repositoryNames: [name] }) {
    if (!(state.repositories || {})[name]) throw new Fault('RepositoryNotFoundException');
    return { repositories: [{ repositoryName: name, repositoryArn: `arn:aws:ecr:us-east-1:${ACCOUNT}:repository/${name}` }] };
  },
  ListTagsForResource(state, { resourceArn, ResourceId }) {
    if (ResourceId) return { TagList: [] };
    const { tags = {} } = state.repositories[resourceArn.split('/').pop()];
    return { tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
  },
  ListImages(state, { repositoryName, nextToken }) {
    const repository = state.repositories[repositoryName];
    if (!repository || repository.vanished) throw new Fault('RepositoryNotFoundException');
    const from = Number(nextToken || 0), page = repository.page || 100;
    const imageIds = (repository.images || []).slice(from, from + page);
    const next = from + page < (repository.images || []).length ? { nextToken: String(from + page) } : {};
    return { imageIds, ...next };
  },
  BatchDeleteImage(state, { repositoryName, imageIds }) {
    const repository = state.repositories[repositoryName];
    if (imageIds.length > 100) throw new Fault('InvalidParameterException');
    const done = [], failures = [];
    for (const id of imageIds) {
      const parent = (repository.parents || {})[id.imageDigest];
      if (parent && repository.images.some(image => image.imageDigest === parent)) {
        failures.push({ imageId: id, failureCode: 'ImageReferencedByManifestList', failureReason: 'referenced' });
      } else if ((repository.locked || []).includes(id.imageDigest)) {
        failures.push({ imageId: id, failureCode: 'KmsError', failureReason: 'the key is disabled' });
      } else {
        done.push(id);
      }
    }
    repository.images = repository.images.filter(image => !done.some(id => id.imageDigest === image.imageDigest
      && (!id.imageTag || id.imageTag === image.imageTag)));
    return { imageIds: done, failures };
  },
  // CloudWatch Logs
  CreateLogGroup(state, { logGroupName }) {
    state.groups = state.groups || {};
    if (state.groups[logGroupName]) throw new Fault('ResourceAlreadyExistsException');
    state.groups[logGroupName] = {};
    return {};
  },
  PutRetentionPolicy(state, { logGroupName, retentionInDays }) { state.groups[logGroupName].days = retentionInDays; return {}; },
  DeleteRetentionPolicy() { return {}; },
  DeleteLogGroup(state, { logGroupName }) {
    if (!(state.groups || {})[logGroupName]) throw new Fault('ResourceNotFoundException');
    delete state.groups[logGroupName];
    return {};
  },
  // DynamoDB
  DescribeTable(state, { TableName }) {
    const table = (state.tables || {})[TableName];
    if (!table) throw new Fault('ResourceNotFoundException');
    return { Table: { TableName, ...table } };
  },
  UpdateTable(state, { TableName, ReplicaUpdates: [{ Create, Delete }] }) {
    const { Table: { Replicas = [] } } = json.DescribeTable(state, { TableName });
    const there = Replicas.some(({ RegionName }) => RegionName === (Create || Delete).RegionName);
    if (there === Boolean(Create)) throw new Fault('ValidationException');
    state.tables[TableName].Replicas = Create ? [...Replicas, { ...Create, ReplicaStatus: 'CREATING' }]
      : Replicas.filter(({ RegionName }) => RegionName !== Delete.RegionName);
    return json.DescribeTable(state, { TableName });
  },
  // Glue: indexes by table, "<database>.<table>"
  GetPartitionIndexes(state, { DatabaseName, TableName }) {
    return { PartitionIndexDescriptorList: (state.indexes || {})[`${DatabaseName}.${TableName}`] };
  },
  CreatePartitionIndex(state, { DatabaseName, TableName, PartitionIndex: { IndexName, Keys } }) {
    const table = `${DatabaseName}.${TableName}`, there = (state.indexes || {})[table] || [];
    if (there.some(index => index.IndexName === IndexName)) throw new Fault('AlreadyExistsException');
    const index = { IndexName, Keys: Keys.map(Name => ({ Name })), IndexStatus: 'CREATING' };
    state.indexes = { ...state.indexes, [table]: [...there, index] };
    return {};
  },
  DeletePartitionIndex(state, { DatabaseName, TableName, IndexName }) {
    const table = `${DatabaseName}.${TableName}`, index = ((state.indexes || {})[table] || []).find(one => one.IndexName === IndexName);
    if (!index) throw new Fault('EntityNotFoundException');
    index.IndexStatus = 'DELETING';
    return {};
  },
  // SSM
  PutParameter(state, { Name, Value }) {
    state.parameters = { ...state.parameters, [Name]: Value };
    return { Version: 1 };
  },
  GetParameter(state, { Name }) {
    const Value = (state.parameters || {})[Name];
    if (Value === undefined) throw new Fault('ParameterNotFound');
    return { Parameter: { Name, Value, Version: 3, LastModifiedDate: 1700000000 } };
  },
  DescribeParameters(state) { return { Parameters: Object.keys(state.parameters || {}).map(Name => ({ Name })) }; },
  DeleteParameter(state, { Name }) { delete (state.parameters || {})[Name]; return {}; },
  DeleteParameters(state, { Names }) {
    for (const name of Names) delete (state.parameters || {})[name];
    return { DeletedParameters: Names };
  },
  AddTagsToResource(state, { ResourceId }) {
    if (!(ResourceId in (state.parameters || {}))) throw new Fault('InvalidResourceId');
    return {};
  },
  RemoveTagsFromResource(state, { ResourceId }) { return json.AddTagsToResource(state, { ResourceId }); },
  // CodePipeline. The approval is asked for once the pipeline was looked at `early` times.
  GetPipelineState(state, { name }) {
    const stages = (state.pipelines || {})[name];
    if (!stages) throw new Fault('PipelineNotFoundException');
    if (state.early > 0) {
      state.early--;
      return { pipelineName: name, stageStates: [] };
    }
    return { pipelineName: name, stageStates: stages };
  },
  PutApprovalResult(state, { token }) {
    if (token !== 'token') throw new Fault('InvalidApprovalTokenException');
    return { approvedAt: 1700000000 };
  },
  // Certificate Manager
  RequestCertificate(state, { DomainName, SubjectAlternativeNames = [] }) {
    const arn = `arn:aws:acm:us-east-1:${ACCOUNT}:certificate/${DomainName}`;
    const options = [DomainName, ...SubjectAlternativeNames].map(name => ({
      DomainName: name, ValidationStatus: 'SUCCESS',
      ResourceRecord: { Name: `_x.${name.replace('*.', '')}.`, Type: 'CNAME', Value: `${name.replace('*.', '')}.acm.` },
    }));
    state.certificates = { ...state.certificates, [arn]: { DomainValidationOptions: options } };
    return { CertificateArn: arn };
  },
  // The records of a certificate are named once it was looked at `unnamed` times.
  DescribeCertificate(state, { CertificateArn }) {
    const found = (state.certificates || {})[CertificateArn];
    if (!found) throw new Fault('ResourceNotFoundException');
    if (state.unnamed > 0) {
      state.unnamed--;
      return { Certificate: { CertificateArn, DomainValidationOptions: [{ DomainName: 'x', ValidationStatus: 'PENDING_VALIDATION' }] } };
    }
    return { Certificate: { CertificateArn, ...found } };
  },
  DeleteCertificate(state, { CertificateArn }) {
    json.DescribeCertificate(state, { CertificateArn });
    delete state.certificates[CertificateArn];
    return {};
  },
  AddTagsToCertificate: () => ({}),
  // ECS: state.instances[EC2 instance] = { status, tasks, running, pending }. Lists are what one look after the other finds,
  // the last for good: `running` and `pending` numbers, `tasks[arn]` statuses, and none for a task that is forgotten.
  ListContainerInstances({ instances = {} }, { filter }) {
    const machine = filter.split('==')[1];
    return { containerInstanceArns: instances[machine] ? [containerInstance(machine)] : [] };
  },
  ListTasks(state, { containerInstance: arn }) { return { taskArns: Object.keys(ecsInstance(state, arn).tasks || {}) }; },
  DescribeContainerInstances(state, { containerInstances: [arn] }) {
    const instance = ecsInstance(state, arn), { status, running = [0], pending = [0] } = instance;
    if (!status) return { containerInstances: [], failures: [{ arn, reason: 'MISSING' }] };
    const described = { containerInstanceArn: arn, status, runningTasksCount: look(running), pendingTasksCount: look(pending) };
    return { containerInstances: [described], failures: [] };
  },
  UpdateContainerInstancesState(state, { containerInstances: [arn], status }) {
    ecsInstance(state, arn).status = status;
    return { containerInstances: [{ containerInstanceArn: arn, status }], failures: [] };
  },
  DescribeTasks(state, { tasks }) {
    const all = Object.assign({}, ...Object.values(state.instances).map(instance => instance.tasks));
    if (!tasks.length) throw new Fault('InvalidParameterException');
    const known = tasks.filter(arn => (all[arn] || []).length);
    return {
      tasks: known.map(taskArn => ({ taskArn, lastStatus: look(all[taskArn]) })),
      failures: tasks.filter(arn => !known.includes(arn)).map(arn => ({ arn, reason: 'MISSING' })),
    };
  },
  // Step Functions
  StartExecution(state, { stateMachineArn }) { return { executionArn: `${stateMachineArn}:1`, startDate: 1700000000 }; },
};

// ---- services that speak queries and XML ---------------------------------------------------------------------------------

const query = {
  CompleteLifecycleAction: () => '',
  CreateOpenIDConnectProvider: (state, { Url }) => {
    const arn = `arn:aws:iam::${ACCOUNT}:oidc-provider/${Url.replace('https://', '')}`;
    state.providers = [...state.providers || [], arn];
    return element('OpenIDConnectProviderArn', arn);
  },
  UpdateOpenIDConnectProviderThumbprint: () => '',
  AddClientIDToOpenIDConnectProvider: () => '',
  RemoveClientIDFromOpenIDConnectProvider: () => '',
  DeleteOpenIDConnectProvider: (state, { OpenIDConnectProviderArn }) => {
    if (!(state.providers || []).includes(OpenIDConnectProviderArn)) throw new Fault('NoSuchEntity', 404);
    return '';
  },
  AssumeRole: () => element('Credentials', element('AccessKeyId', 'ASSUMED') + element('SecretAccessKey', 's')
    + element('SessionToken', 't') + element('Expiration', '2099-01-01T00:00:00Z')),
};

// ---- EC2, whose queries have answers of another form ---------------------------------------------------------------------

const RULES = { Ingress: 'ingress', Egress: 'egress' };

// The rules of a group stand in state.groups[group] = { ingress: true, egress: true } while they are there.
function changeRules(kind, wanted) {
  return (state, { GroupId }) => {
    const group = (state.groups || {})[GroupId];
    if (!group) throw new Fault('InvalidGroup.NotFound');
    if (Boolean(group[RULES[kind]]) === wanted) {
      throw new Fault(wanted ? 'InvalidPermission.Duplicate' : 'InvalidPermission.NotFound');
    }
    group[RULES[kind]] = wanted;
    return element('return', 'true');
  };
}

const ec2 = {};
for (const kind of Object.keys(RULES)) {
  ec2[`AuthorizeSecurityGroup${kind}`] = changeRules(kind, true);
  ec2[`RevokeSecurityGroup${kind}`] = changeRules(kind, false);
}
const EC2_VERSION = '2016-11-15';

// ---- Route 53: zones in state.zones, records in state.records, both as the service has them ------------------------------------

const route53 = {
  ChangeResourceRecordSets(state) {
    if (state.refusal) throw new Fault(state.refusal);
    const change = element('Id', '/change/C1') + element('Status', 'PENDING') + element('SubmittedAt', '2026-01-01T00:00:00Z');
    return element('ChangeResourceRecordSetsResponse', element('ChangeInfo', change));
  },
  GetChange: () => element('GetChangeResponse', element('ChangeInfo',
    element('Id', '/change/C1') + element('Status', 'INSYNC') + element('SubmittedAt', '2026-01-01T00:00:00Z'))),
  ListHostedZonesByName({ zones = [] }) {
    const all = zones.map(({ Id, Name, PrivateZone }) => element('HostedZone', element('Id', `/hostedzone/${Id}`) + element('Name', Name)
      + element('CallerReference', 'c') + element('Config', element('PrivateZone', Boolean(PrivateZone)))));
    return element('ListHostedZonesByNameResponse', element('HostedZones', all.join('')) + element('IsTruncated', 'false')
      + element('MaxItems', '100'));
  },
  ListResourceRecordSets({ records = [] }) {
    const alias = ({ HostedZoneId, DNSName }) => element('AliasTarget', element('HostedZoneId', HostedZoneId)
      + element('DNSName', DNSName) + element('EvaluateTargetHealth', 'false'));
    const all = records.map(({ Name, Type, TTL, Values, Alias }) => element('ResourceRecordSet', element('Name', Name)
      + element('Type', Type) + (TTL ? element('TTL', TTL) : '') + (Alias ? alias(Alias) : '')
      + (Values ? element('ResourceRecords', Values.map(value => element('ResourceRecord', element('Value', value))).join('')) : '')));
    return element('ListResourceRecordSetsResponse', element('ResourceRecordSets', all.join('')) + element('IsTruncated', 'false')
      + element('MaxItems', '100'));
  },

  call({ method, pathname, query, body }) {
    const [, resource, id] = /^\/2013-04-01\/(\w+)\/?([^/]*)/.exec(pathname);
    const input = { ...(id && { Id: id }), ...Object.fromEntries(query) };
    if (resource === 'change') return { operation: 'GetChange', input };
    if (resource === 'hostedzonesbyname') return { operation: 'ListHostedZonesByName', input };
    if (method === 'GET') return { operation: 'ListResourceRecordSets', input };
    return { operation: 'ChangeResourceRecordSets', input: { ...input, Request: sorted(parseXml(body)[0][1]) } };
  },
};

// ---- Lambda ------------------------------------------------------------------------------------------------------------

const lambda = {
  Invoke(state, { FunctionName }) {
    const results = state.functions[FunctionName.split(':').pop()];
    const result = results.length > 1 ? results.shift() : results[0];
    if (result.fault) throw new Fault(result.fault, result.status || 409);
    const headers = result.error ? { 'x-amz-function-error': 'Unhandled' } : {};
    const payload = result.error || result.value;
    return { raw: payload === undefined ? '' : result.raw ? payload : JSON.stringify(payload), type: 'application/json', headers };
  },
  GetFunction: (state, { FunctionName }) => ({ Configuration: { FunctionName, State: 'Active', LastUpdateStatus: 'Successful' } }),
  DeleteFunction(state, { FunctionName }) {
    const name = FunctionName.split(':').pop();
    if (!(state.functions || {})[name]) throw new Fault('ResourceNotFoundException', 404);
    delete state.functions[name];
    return {};
  },
};

// ---- Synthetics --------------------------------------------------------------------------------------------------------

const synthetics = {
  GetCanary(state, { Name }) {
    if (!(Name in (state.canaries || {}))) throw new Fault('ResourceNotFoundException', 404);
    return { Canary: state.canaries[Name] };
  },
};

// ---- CloudFront --------------------------------------------------------------------------------------------------------

const invalidation = (state, { Distribution, Id = 'I1' }) => {
  if (!(state.distributions || []).includes(Distribution)) throw new Fault('NoSuchDistribution', 404);
  return element('Invalidation', element('Id', Id) + element('Status', 'Completed'));
};
const cloudfront = { CreateInvalidation: invalidation, GetInvalidation: invalidation };

// ---- programs of layers, by way of command.py -----------------------------------------------------------------------------------

// A zip file, not compressed, of path → text.
function zip(files) {
  const local = [], central = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const path = Buffer.from(name), data = Buffer.from(text), fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt32LE(crc32(data), 10);
    fields.writeUInt32LE(data.length, 14);
    fields.writeUInt32LE(data.length, 18);
    fields.writeUInt16LE(path.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    local.push(Buffer.from('PK\x03\x04'), fields, path, data);
    central.push(Buffer.from('PK\x01\x02\x14\x00'), fields, place, path);
    offset += 30 + path.length + data.length;
  }
  const end = Buffer.alloc(18), list = Buffer.concat(central), count = Object.keys(files).length;
  end.writeUInt16LE(count, 4);
  end.writeUInt16LE(count, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...local, list, Buffer.from('PK\x05\x06'), end]);
}

const command = {
  'aws s3 cp': (state, { arguments: [, , source] }) => {
    const [, bucket, key] = /^s3:\/\/([^/]+)\/(.*)$/.exec(source);
    const files = (s3.bucket(state, bucket).zips || {})[key];
    if (!files) throw new Fault('NoSuchKey', 404);
    return { body: zip(files).toString('base64') };
  },
  'aws s3 sync': () => ({}),
  'aws s3 rm': () => ({}),
  'aws configure set': () => ({}),
  'aws eks update-kubeconfig': () => ({}),
  'aws ecr get-login-password': () => ({ output: '<secret>' }),
  'aws ecr-public get-login-password': () => ({ output: '<secret>' }),
  'kubectl apply': () => ({}),
  'kubectl create': () => ({}),
  'kubectl delete': () => ({}),
  'kubectl patch': () => ({}),
  // What is seen, look after look; a text in braces stands for it.
  'kubectl get': (state, { arguments: all }) => {
    const [, template] = /^-o=jsonpath=(.*)$/.exec(all[all.length - 1]);
    return { output: template.replace(/\{.*\}/, look(state.values)) };
  },
  'helm upgrade': () => ({}),
  'helm uninstall': () => ({}),
  'helm registry': () => ({}),
  'helm pull': (state, { arguments: [, repository] }) => ({ files: { [`${repository.split('/').pop()}/Chart.yaml`]: repository } }),
};

// ---- EKS: clusters, updates and profiles as the service describes them; updates and `statuses` by what is seen, look after look

const eks = {
  cluster(state, name) {
    const found = (state.clusters || {})[name];
    if (!found) throw new Fault('ResourceNotFoundException', 404);
    const { statuses, ...cluster } = found;
    return { name, arn: `arn:aws:eks:us-east-1:${ACCOUNT}:cluster/${name}`, ...cluster, ...(statuses ? { status: look(statuses) } : {}) };
  },
  profile(state, name) {
    const found = (state.profiles || {})[name];
    if (!found) throw new Fault('ResourceNotFoundException', 404);
    return { fargateProfileName: name, status: look(found) };
  },

  CreateCluster(state, { name, ...more }) {
    state.clusters = { ...state.clusters, [name]: { status: 'CREATING', ...more } };
    return { cluster: eks.cluster(state, name) };
  },
  DescribeCluster: (state, { name }) => ({ cluster: eks.cluster(state, name) }),
  DeleteCluster: (state, { name }) => ({ cluster: eks.cluster(state, name) }),
  UpdateClusterConfig: (state, { name }) => ({ update: { id: eks.cluster(state, name) && 'U1', status: 'InProgress' } }),
  UpdateClusterVersion: (state, { name }) => ({ update: { id: eks.cluster(state, name) && 'U2', status: 'InProgress' } }),
  DescribeUpdate: (state, { updateId }) => ({ update: { id: updateId, ...look(state.updates) } }),
  CreateFargateProfile: (state, { fargateProfileName }) => ({
    fargateProfile: { fargateProfileName, fargateProfileArn: `arn:aws:eks:::fargateprofile/${fargateProfileName}`, status: 'CREATING' },
  }),
  DescribeFargateProfile: (state, { fargateProfileName }) => ({ fargateProfile: eks.profile(state, fargateProfileName) }),
  DeleteFargateProfile: (state, { fargateProfileName }) => ({ fargateProfile: eks.profile(state, fargateProfileName) }),
  TagResource: () => ({}),
  UntagResource: () => ({}),

  call({ method, pathname, query, body }) {
    const [, top, name, kind, id] = pathname.split('/').map(decodeURIComponent);
    const { clientRequestToken, ...given } = JSON.parse(body || '{}');
    const sends = method === 'POST', removes = method === 'DELETE';
    if (top === 'tags') {
      const input = { resourceArn: name, ...(sends ? given : { tagKeys: query.getAll('tagKeys') }) };
      return { operation: sends ? 'TagResource' : 'UntagResource', input };
    }
    if (!name) return { operation: 'CreateCluster', input: given };
    const input = { name, ...given };
    if (kind === 'update-config') return { operation: 'UpdateClusterConfig', input };
    if (kind === 'updates') {
      return sends ? { operation: 'UpdateClusterVersion', input } : { operation: 'DescribeUpdate', input: { name, updateId: id } };
    }
    if (kind === 'fargate-profiles') {
      const operation = `${sends ? 'Create' : removes ? 'Delete' : 'Describe'}FargateProfile`;
      return { operation, input: { clusterName: name, ...(sends ? given : { fargateProfileName: id }) } };
    }
    return { operation: removes ? 'DeleteCluster' : 'DescribeCluster', input };
  },
};

// ---- the server -----------------------------------------------------------------------------------------------------------

function readCall(request, body) {
  const url = new URL(request.url, 'http://localhost'), { headers, method } = request;
  const target = headers['x-amz-target'];
  if (target) return { protocol: 'json', operation: target.split('.').pop(), input: JSON.parse(body || '{}') };
  if ((headers['content-type'] || '').startsWith('application/x-www-form-urlencoded')) {
    const { Action, Version, ...input } = Object.fromEntries(new URLSearchParams(body));
    return { protocol: Version === EC2_VERSION ? 'ec2' : 'query', operation: Action, input };
  }
  const [, FunctionName, invocation] = /^\/2015-03-31\/functions\/([^/]+)(\/invocations)?$/.exec(url.pathname) || [];
  if (FunctionName) {
    const input = { FunctionName: decodeURIComponent(FunctionName) };
    if (!invocation) return { protocol: 'lambda', operation: method === 'DELETE' ? 'DeleteFunction' : 'GetFunction', input };
    return { protocol: 'lambda', operation: 'Invoke', input: { ...input, Payload: JSON.parse(body || '{}') } };
  }
  const [, Name] = /^\/canary\/([^/]+)$/.exec(url.pathname) || [];
  if (Name) return { protocol: 'synthetics', operation: 'GetCanary', input: { Name: decodeURIComponent(Name) } };
  const [, program] = /^\/command\/(.*)$/.exec(url.pathname) || [];
  if (program) {
    const input = JSON.parse(body), words = input.arguments.filter(one => /^[a-z]/.test(one));
    return { protocol: 'command', operation: [program, ...words.slice(0, program === 'aws' ? 2 : 1)].join(' '), input };
  }
  if (/^\/(clusters|tags)(\/|$)/.test(url.pathname)) {
    return { protocol: 'eks', ...eks.call({ method, pathname: url.pathname, query: url.searchParams, body }) };
  }
  if (url.pathname.startsWith('/2013-04-01/')) {
    return { protocol: 'route53', ...route53.call({ method, pathname: url.pathname, query: url.searchParams, body }) };
  }
  const [, Distribution, Id] = /^\/2020-05-31\/distribution\/([^/]+)\/invalidation\/?(.*)$/.exec(url.pathname) || [];
  if (Distribution) {
    if (Id) return { protocol: 'cloudfront', operation: 'GetInvalidation', input: { Distribution, Id } };
    const batch = Object.fromEntries(parseXml(body)[0][1]);
    return { protocol: 'cloudfront', operation: 'CreateInvalidation', input: { Distribution, Paths: batch.Paths } };
  }
  const [, bucket, key] = /^\/([^/]+)\/?(.*)$/.exec(decodeURIComponent(url.pathname)) || [];
  const parts = { method, query: url.searchParams, bucket, key, headers, body };
  const operation = s3.operation(parts);
  return { protocol: 's3', operation, input: s3.input(operation, parts) };
}

// The body of a chunked upload, as the SDK sends what it adds a checksum to.
function unchunk(body, headers) {
  if (!/aws-chunked/.test(headers['content-encoding'] || '')) return body;
  return body.replace(/^[0-9a-f]+\r\n|\r\n0\r\n[\s\S]*$/g, '');
}

const SERVICES = { json, query, ec2, lambda, synthetics, s3, cloudfront, route53, eks, command };
const IN_JSON = ['json', 'lambda', 'synthetics', 'eks', 'command'];

function respond(response, { protocol, operation }, result) {
  if (result && result.raw !== undefined) {
    response.writeHead(200, { 'content-type': result.type, ...result.headers });
    return response.end(result.raw);
  }
  if (IN_JSON.includes(protocol)) {
    response.writeHead(200, { 'content-type': 'application/json' });
    return response.end(JSON.stringify(result));
  }
  response.writeHead(200, { 'content-type': 'application/xml' });
  if (['s3', 'cloudfront', 'route53'].includes(protocol)) return response.end(result);
  response.end(element(`${operation}Response`, protocol === 'ec2' ? result : element(`${operation}Result`, result)));
}

function fail(response, { protocol }, { code, status }) {
  const message = `${code} of the stand-in`;
  if (protocol === 'command') {
    response.writeHead(status);
    return response.end(message);
  }
  if (IN_JSON.includes(protocol)) {
    response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': code });
    return response.end(JSON.stringify({ __type: code, message, Message: message }));
  }
  response.writeHead(status, { 'content-type': 'application/xml' });
  const error = element('Code', code) + element('Message', escape(message));
  if (protocol === 's3') return response.end(element('Error', error));
  if (protocol === 'ec2') return response.end(element('Response', element('Errors', element('Error', error))));
  response.end(element('ErrorResponse', element('Error', error)));
}

function read(request) {
  return new Promise(done => {
    const chunks = [];
    request.on('data', chunk => chunks.push(chunk));
    request.on('end', () => done(Buffer.concat(chunks).toString()));
  });
}

const listen = server => new Promise(done => server.listen(0, '127.0.0.1', () => done(server.address().port)));

exports.start = async ({ state = {}, faults = [], replies = [] }, tls) => {
  const calls = [], answers = [], left = faults.map(fault => ({ times: 1, ...fault })), pending = [...replies];
  const services = http.createServer(async (request, response) => {
    const call = readCall(request, unchunk(await read(request), request.headers));
    calls.push({ operation: call.operation, input: call.input });
    try {
      const fault = left.find(({ operation, times }) => operation === call.operation && times > 0);
      if (fault) {
        fault.times--;
        throw new Fault(fault.code, fault.status);
      }
      const run = SERVICES[call.protocol][call.operation];
      if (!run) throw new Fault(`NoSuchOperation${call.operation}`, 501);
      respond(response, call, run(state, call.input));
    } catch (error) {
      fail(response, call, error.code ? error : new Fault(`StandIn: ${error.stack}`, 400));
    }
  });
  const cloudFormation = https.createServer(tls, async (request, response) => {
    const body = await read(request);
    const reply = pending.length ? pending.shift() : 200;
    if (reply === 'reset') return request.socket.destroy();
    if (reply < 400) answers.push(JSON.parse(body));
    response.writeHead(reply);
    response.end();
  });
  const issuer = https.createServer(tls.unknown, (request, response) => response.end());
  const endpoint = `http://127.0.0.1:${await listen(services)}`, answerPort = await listen(cloudFormation);
  const issuerPort = await listen(issuer);
  const close = () => { for (const server of [services, cloudFormation, issuer]) { server.close(); server.closeAllConnections(); } };
  return { endpoint, answerPort, issuerPort, calls, answers, close };
};
