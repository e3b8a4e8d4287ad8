'use strict';

// Cases of cloud_assembly_schema; their Lua twins are in spec/aws_cdk/cloud_assembly_schema/manifest_spec.lua.
const fs = require('fs');
const os = require('os');
const path = require('path');

module.exports = {
  manifests: (app, cdk) => {
    const { Manifest } = cdk.cloud_assembly_schema, stack = new cdk.Stack(app, 'S');
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'manifests-')), file = path.join(folder, 'file.json');
    const saved = (id, kind, manifest) => {
      Manifest[`save${kind}Manifest`](manifest, file);
      new cdk.CfnOutput(stack, id, { value: fs.readFileSync(file, 'utf8') });
      Manifest[`save${kind}Manifest`](Manifest[`load${kind}Manifest`](file), file);
      new cdk.CfnOutput(stack, `${id}Again`, { value: fs.readFileSync(file, 'utf8') });
    };
    saved('Assembly', 'Assembly', {
      artifacts: {
        S: {
          displayName: 'S', environment: 'aws://unknown-account/unknown-region',
          metadata: { '/S/A': [{ data: 'A', type: 'aws:cdk:logicalId' }, { data: [{ key: 'k', value: 'v' }], type: 'aws:cdk:stack-tags' }] },
          properties: {
            cloudFormationExecutionRoleArn: 'r', lookupRole: { arn: 'a', bootstrapStackVersionSsmParameter: 'p' }, parameters: { a_b: 'c' },
            requiresBootstrapStackVersion: 8, templateFile: 't', validateOnSynth: false,
          },
          type: 'aws:cloudformation:stack',
        },
        T: { properties: { file: 'tree.json' }, type: 'cdk:tree' },
      },
      missing: [{ key: 'k', props: { account: 'a', filter: { x_y: 'z' }, region: 'r', returnAsymmetricSubnets: true }, provider: 'vpc-provider' }],
      version: 'any',
    });
    saved('Assets', 'Asset', {
      files: { h: { destinations: { 'd-1': { assumeRoleArn: 'r', bucketName: 'b', objectKey: 'k' } }, displayName: 'd', source: { packaging: 'zip', path: 'p' } } },
      version: 'any',
    });
    saved('Integ', 'Integ', {
      testCases: { t: { cdkCommandOptions: { deploy: { args: { rollback: false } } }, diffAssets: true, hooks: { preDeploy: ['x'] }, stacks: ['S'] } },
      version: 'any',
    });
    fs.writeFileSync(file, JSON.stringify({
      version: '1.0.0', unknown: 1, artifacts: { S: { type: 'aws:cloudformation:stack', metadata: { '/S': [{ type: 'aws:cdk:stack-tags', data: [{ Key: 'k', Value: 'v' }] }] } } },
    }));
    const { artifacts: { S: { metadata: { '/S': [{ data: [{ key, value }] }] } } } } = Manifest.loadAssemblyManifest(file);
    fs.writeFileSync(file, '{"version":"1.0.0","pluginReports":[{"pluginName":"p","conclusion":"success","violations":[]}]}');
    new cdk.CfnOutput(stack, 'Values', { value: [key, value, Manifest.loadValidationReport(file).pluginReports[0].pluginName, Manifest.version(), Manifest.cliVersion()].join() });
    fs.rmSync(folder, { recursive: true });
  },
};
