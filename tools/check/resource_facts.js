// The facts that the rules about whole resources need, from the documents of AWS's validator. Arguments: the folder of
// node_modules, and what to print:
//
//   facts            lua/luacdk/check/resources/fact_rows.lua: names of properties, runtimes, protocols and the like
//   instance-types   lua/luacdk/check/resources/instance_type_rows.lua: what may run where
//   formats          src/check/format_rows.c: what ids and ARNs look like
//   pseudo           src/synth/pseudo_rows.c: the names of pseudo parameters
//
// The validator says which of its rules are about which format, and what it knows as a pseudo parameter, when it is asked.
'use strict';
const path = require('path');
const { documentsOf, literalOf, tableOf, textOf } = require('./documents');

const [modules, what] = process.argv.slice(2);
const documents = documentsOf(modules);
const table = (key) => tableOf(documents, key);
const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const LINE = 113;

const quoted = (text) => JSON.stringify(String(text));

/** Lua for a value of JSON; lists of texts and small maps stay on few lines. */
function lua(value, indent = '') {
  if (value === null || typeof value !== 'object') return typeof value === 'string' ? quoted(value) : String(value);
  const inner = `${indent}  `;
  const parts = Array.isArray(value) ? value.map((one) => lua(one, inner))
    : Object.keys(value).sort(byText).map((key) => `${/^[a-z_]\w*$/i.test(key) ? key : `[${quoted(key)}]`} = ${lua(value[key], inner)}`);
  const short = `{ ${parts.join(', ')} }`;
  if (short.length + indent.length <= LINE && !short.includes('\n')) return parts.length ? short : '{}';
  const lines = [''];
  for (const part of parts) {
    const last = lines[lines.length - 1];
    if (Array.isArray(value) && last && !part.includes('\n') && last.length + part.length + inner.length < LINE) {
      lines[lines.length - 1] = `${last} ${part},`;
    } else {
      lines.push(`${part},`);
    }
  }
  return `{\n${lines.slice(1).map((line) => inner + line).join('\n')}\n${indent}}`;
}

/** A text of words as a long string of Lua. */
const words = (list) => `[[\n${list.join(' ').match(new RegExp(`.{1,${LINE}}(?: |$)`, 'g')).map((line) => line.trim()).join('\n')}\n]]`;

// "Resources/AWS::EC2::Instance/Properties/BlockDeviceMappings/*/Ebs" → { type: path of properties }
const byType = (paths) => {
  const found = {};
  for (const one of paths) {
    const [, type, , ...rest] = one.split('/');
    (found[type] = found[type] || []).push(rest.join('.'));
  }
  return found;
};

const TABLES = ['lambda_zip_required_properties', 'snapstart_runtime_prefixes', 'snapstart_unsupported_runtime_prefixes',
  'snapstart_unsupported_runtimes', 'update_policy_resource_types'];
const LISTS = ['classic_load_balancer_certificate_protocols', 'fargate_supported_log_drivers',
  'lambda_image_excluded_properties', 'lambda_reserved_environment_keys', 'load_balancer_v2_certificate_protocols'];

// What the texts of the rules say themselves: our name, theirs.
const LITERALS = { api_gateway_authorizer_types: '_auth_type_expected', api_gateway_method_settings: '_stage_method_setting_keys',
  creation_policy_resource_types: 'valid_creation_policy_types', ebs_iops_bounds: '_ebs_iops_bounds',
  security_group_protocols_with_ports: '_sg_port_required_protocols' };

// The memory in MiB that Fargate offers with each size of CPU: it is asked for all multiples of 512.
function fargateMemory() {
  const found = {};
  for (let cpu = 256; cpu <= 32768; cpu *= 2) {
    const sizes = Array.from({ length: 600 }, (_, i) => 512 * (i + 1));
    const resources = Object.fromEntries(sizes.map((memory) => [`M${memory}`, { Type: 'AWS::ECS::TaskDefinition',
      Properties: { RequiresCompatibilities: ['FARGATE'], NetworkMode: 'awsvpc', Cpu: `${cpu}`, Memory: `${memory}` } }]));
    const refused = new Set(complaintsOf({ Resources: resources }).filter(({ ruleId }) => ruleId === 'E3047')
      .map(({ entity }) => entity.logicalId || entity.id));
    found[cpu] = sizes.filter((memory) => !refused.has(`M${memory}`));
  }
  return found;
}

function facts() {
  const rules = table('rule_tables');
  const made = { codepipeline_artifact_counts: table('codepipeline_action_artifact_counts') };
  for (const name of TABLES) made[name] = rules[name];
  for (const name of LISTS) made[name] = table(name);
  const rulesText = textOf(modules);
  for (const [name, theirs] of Object.entries(LITERALS)) made[name] = literalOf(rulesText, theirs);
  made.fargate_memory = fargateMemory();
  made.block_device_paths = byType(rules.ebs_iops_property_paths.map((one) => one.replace(/\/\*\/Ebs$/, '')));
  made.deprecated_types = table('deprecated_resource_types');
  const schemas = documents.find((one) => one['AWS::SQS::Queue'] && one['AWS::SQS::Queue'].definitions);
  made.deprecated_properties = {};
  for (const type of Object.keys(schemas)) {
    const paths = schemas[type].deprecated_properties || [];
    if (paths.length) made.deprecated_properties[type] = paths;
  }
  return `-- Generated by tools/check/resource_facts.js; do not edit. What AWS's validator knows of resources.\nreturn ${lua(made)}\n`;
}

// The properties with an instance type, the rule about them, and the document with the types in each region.
const INSTANCE_TYPES = [
  ['E3617', 'AWS::ManagedBlockchain::Node', 'NodeConfiguration.InstanceType', 'aws_managedblockchain_node_nodeconfiguration_instancetype_enum'],
  ['E3620', 'AWS::DocDB::DBInstance', 'DBInstanceClass', 'aws_docdb_dbinstance_dbinstanceclass_enum'],
  ['E3621', 'AWS::AppStream::Fleet', 'InstanceType', 'aws_appstream_fleet_instancetype_enum'],
  ['E3628', 'AWS::EC2::Instance', 'InstanceType', 'aws_ec2_instance_instancetype_enum'],
  ['E3635', 'AWS::Neptune::DBInstance', 'DBInstanceClass', 'aws_neptune_dbinstance_dbinstanceclass_enum'],
  ['E3640', 'AWS::SageMaker::DataQualityJobDefinition', 'JobResources.ClusterConfig.InstanceType', 'aws_sagemaker_processing_instancetype_enum'],
  ['E3640', 'AWS::SageMaker::ModelBiasJobDefinition', 'JobResources.ClusterConfig.InstanceType', 'aws_sagemaker_processing_instancetype_enum'],
  ['E3640', 'AWS::SageMaker::ModelExplainabilityJobDefinition', 'JobResources.ClusterConfig.InstanceType', 'aws_sagemaker_processing_instancetype_enum'],
  ['E3640', 'AWS::SageMaker::ModelQualityJobDefinition', 'JobResources.ClusterConfig.InstanceType', 'aws_sagemaker_processing_instancetype_enum'],
  ['E3640', 'AWS::SageMaker::MonitoringSchedule', 'MonitoringScheduleConfig.MonitoringJobDefinition.MonitoringResources.ClusterConfig.InstanceType', 'aws_sagemaker_processing_instancetype_enum'],
  ['E3641', 'AWS::GameLift::Fleet', 'EC2InstanceType', 'aws_gamelift_fleet_ec2instancetype_enum'],
  ['E3642', 'AWS::SageMaker::InferenceExperiment', 'ModelVariants.*.InfrastructureConfig.RealTimeInferenceConfig.InstanceType', 'aws_sagemaker_hosting_instancetype_enum'],
  ['E3643', 'AWS::SageMaker::ModelPackage', 'ValidationSpecification.ValidationProfiles.*.TransformJobDefinition.TransformResources.InstanceType', 'aws_sagemaker_transform_instancetype_enum'],
  ['E3644', 'AWS::SageMaker::Cluster', 'InstanceGroups.*.InstanceType', 'aws_sagemaker_cluster_instancetype_enum'],
  ['E3644', 'AWS::SageMaker::Cluster', 'RestrictedInstanceGroups.*.InstanceType', 'aws_sagemaker_cluster_instancetype_enum'],
  ['E3647', 'AWS::ElastiCache::CacheCluster', 'CacheNodeType', 'aws_elasticache_cachecluster_cachenodetype_enum'],
  ['E3652', 'AWS::Elasticsearch::Domain', 'ElasticsearchClusterConfig.InstanceType', 'aws_elasticsearch_domain_elasticsearchclusterconfig_instancetype_enum'],
  ['E3653', 'AWS::OpenSearchService::Domain', 'ClusterConfig.InstanceType', 'aws_opensearchservice_domain_clusterconfig_instancetype_enum'],
  ['E3667', 'AWS::Redshift::Cluster', 'NodeType', 'aws_redshift_cluster_nodetype_enum'],
  ['E3670', 'AWS::AmazonMQ::Broker', 'HostInstanceType', 'aws_amazonmq_broker_instancetype_enum'],
  ['E3672', 'AWS::DAX::Cluster', 'NodeType', 'aws_dax_cluster_nodetype_enum'],
  ['E3675', 'AWS::EMR::InstanceFleetConfig', 'InstanceType', 'aws_emr_cluster_instancetypeconfig_instancetype_enum'],
  ['E3675', 'AWS::EMR::InstanceTypeConfig', 'InstanceType', 'aws_emr_cluster_instancetypeconfig_instancetype_enum'],
];

function instanceTypes() {
  const lists = [];
  const number = new Map();
  const list = (values) => {
    const text = words([...new Set(values)].sort(byText));
    if (!number.has(text)) number.set(text, lists.push(text));
    return number.get(text);
  };
  const rows = INSTANCE_TYPES.map(([rule, type, property, name]) => {
    const values = Object.values(table(name)).flatMap((region) => region.enum || []);
    const head = `  { ${quoted(rule)}, ${quoted(type)},`;
    const rest = `${quoted(property)}, ${list(values)} },`;
    return head.length + rest.length < LINE ? `${head} ${rest}` : `${head}\n    ${rest}`;
  });
  // Where the types depend on engine and license: in any region.
  const conditional = [['E3025', 'AWS::RDS::DBInstance', 'DBInstanceClass', 'aws_rds_dbinstance_dbinstanceclass_enum'],
    ['E3694', 'AWS::RDS::DBCluster', 'DBClusterInstanceClass', 'aws_rds_dbcluster_dbclusterinstanceclass_enum']];
  const engines = conditional.flatMap(([rule, type, property, name]) => {
    const found = new Map();
    for (const { if: condition, then } of Object.values(table(name)).flatMap((region) => region.allOf || [])) {
      const { Engine: engine, LicenseModel: license } = condition.properties;
      const key = `${quoted(engine.const)}, ${license ? quoted(license.const) : 'false'}`;
      found.set(key, [...(found.get(key) || []), ...then.properties[property].enum]);
    }
    return [...found].sort(([a], [b]) => byText(a, b))
      .map(([key, values]) => `  { ${quoted(rule)}, ${quoted(type)}, ${quoted(property)}, ${key}, ${list(values)} },`);
  });
  const versions = new Map(); // by list: { engine: [version] }
  for (const { if: condition, then } of table('aws_rds_dbinstance_db_instance_class').allOf) {
    const { Engine: engine, EngineVersion: version } = condition.properties;
    const match = /^\^\((.+)\\\.\.\+\|(.+)\)\$$/.exec(version.pattern);
    if (!match || match[1] !== match[2]) throw new Error(`versions are told otherwise: ${version.pattern}`);
    const at = list(then.properties.DBInstanceClass.enum);
    if (!versions.has(at)) versions.set(at, {});
    const own = versions.get(at);
    (own[engine.const] = own[engine.const] || []).push(match[1].replace(/\\/g, ''));
  }
  const byList = [...versions].sort(([a], [b]) => a - b).map(([at, own]) => {
    const lines = Object.keys(own).sort(byText).map((engine) => `    [${quoted(engine)}] = ${words(own[engine].sort(byText))},`);
    return `  [${at}] = {\n${lines.join('\n')}\n  },`;
  });
  return '-- Generated by tools/check/resource_facts.js; do not edit. Instance types, in any region.\nreturn {\n'
    + `-- rule, resource type, property, number of the list\nproperties = {\n${rows.join('\n')}\n},\n`
    + `-- rule, resource type, property, engine, license (false: any), number of the list\nengines = {\n${engines.join('\n')}\n},\n`
    + `-- number of the list → engine → versions, which may be followed by a dot and more\nversions = {\n${byList.join('\n')}\n},\n`
    + `lists = {\n${lists.join(',\n')},\n},\n}\n`;
}

// ---- asking ---------------------------------------------------------------------------------------------------------

const validation = require(path.resolve(modules, 'aws-cdk-lib/node_modules/@aws/cloudformation-validate'));
let engine;

function complaintsOf(template) {
  engine = engine || new validation.CompositeEngine({});
  return engine.validateTemplate(new validation.TemplateContent(JSON.stringify(template)), { detailLevel: 'STANDARD' }).diagnostics;
}

const C_STRING = (text) => `"${text.replace(/[\\"]/g, '\\$&').replace(/[^ -~]/g, () => { throw new Error(text); })}"`;

// A text of each format, by which the others are told what is right. They are checked below.
const EXAMPLES = {
  'AWS::EC2::Image.Id': 'ami-0123456789abcdef0',
  'AWS::EC2::SecurityGroup.Id': 'sg-0123456789abcdef0',
  'AWS::EC2::SecurityGroup.Name': 'web servers',
  'AWS::EC2::Subnet.Id': 'subnet-0123456789abcdef0',
  'AWS::EC2::VPC.Id': 'vpc-0123456789abcdef0',
  'AWS::IAM::Role.Arn': 'arn:aws:iam::123456789012:role/Name',
  'AWS::Logs::LogGroup.Name': '/aws/lambda/name',
  'AWS::Route53::HostedZone.Id': 'Z0123456789ABCDEFGHIJ',
};

function formats() {
  // A property of each format, by the first resource type that has one at the top.
  const schemas = documents.find((one) => one['AWS::SQS::Queue'] && one['AWS::SQS::Queue'].definitions);
  const places = new Map();
  for (const [type, schema] of Object.entries(schemas)) {
    for (const [name, property] of Object.entries(schema.properties)) {
      const format = property.format;
      if (/^AWS::/.test(format || '') && property.type === 'string' && !places.has(format)) places.set(format, [type, name]);
      const inner = property.items && property.items.format;
      if (/^AWS::/.test(inner || '') && property.type === 'array' && !places.has(inner)) places.set(inner, [type, name, true]);
    }
  }
  const text = textOf(modules);
  const at = text.indexOf('AWS::EC2::VPC.Id^');
  const rows = [];
  const resources = [...places.values()].map(([type, name, listed], i) => [`R${i}`,
    { Type: type, Properties: { [name]: listed ? ['\u00a7'] : '\u00a7' } }]);
  const complaints = complaintsOf({ Resources: Object.fromEntries(resources) });
  for (const format of [...places.keys()].sort(byText)) {
    const found = complaints.find(({ ruleId, message }) => /^E\d/.test(ruleId)
      && message.includes(`does not match format '${format}'`));
    if (!found) continue; // the validator knows the name, and does not look
    // The module's texts follow each other without a mark: a pattern ends with the first "$" that is not escaped.
    const begin = text.indexOf(`${format}^`, at) + format.length;
    const whole = /^(?:\\.|[^\\$])*\$/.exec(text.slice(begin, begin + 1000))[0];
    const example = EXAMPLES[format];
    if (!example || !new RegExp(whole).test(example)) throw new Error(`${format}: ${example} is not ${whole}`);
    rows.push(`    {${[format, found.ruleId, whole, example].map(C_STRING).join(', ')}},`);
  }
  return `/* Generated by tools/check/resource_facts.js; do not edit. */\n#include "check/format_rows.h"\n\n`
    + `const struct format_row format_rows[] = {\n${rows.join('\n')}\n};\n\nconst size_t format_row_count = sizeof format_rows / sizeof *format_rows;\n`;
}

function pseudo() {
  const [, names] = /is not one of \[(.*)\]$/.exec(complaintsOf({
    Resources: { R: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { Ref: 'Missing' } } } },
  }).find(({ ruleId }) => ruleId === 'F1020').message);
  const found = names.slice(1, -1).split("', '").filter((name) => name.startsWith('AWS::'));
  return `/* Generated by tools/check/resource_facts.js; do not edit. */\n#include "synth/pseudo_rows.h"\n\n`
    + `const char *const pseudo_rows[] = {\n${found.map((name) => `    ${C_STRING(name)},`).join('\n')}\n};\n\n`
    + 'const size_t pseudo_row_count = sizeof pseudo_rows / sizeof *pseudo_rows;\n';
}

process.stdout.write({ facts, 'instance-types': instanceTypes, formats, pseudo }[what]());
