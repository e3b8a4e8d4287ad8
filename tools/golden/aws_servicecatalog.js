'use strict';

// Cases of aws_servicecatalog; their Lua twins are in spec/aws_cdk/aws_servicecatalog/aws_servicecatalog_spec.lua.
const fs = require('fs');
const os = require('os');
const path = require('path');

const ENV = { account: '111122223333', region: 'eu-west-1' };
const FILES = 'spec/fixtures/servicecatalog';
const URL = 'https://example.com/template.json';

// Snapshots that are written.
const folder = () => fs.mkdtempSync(path.join(os.tmpdir(), 'snapshots-'));

module.exports = {
  portfolios: (app, cdk, lib) => {
    const sc = lib('aws-servicecatalog'), iam = lib('aws-iam'), sns = lib('aws-sns'), { Portfolio, Product, TagOptions, MessageLanguage } = sc;
    const stack = new cdk.Stack(app, 'S'), other = new cdk.Stack(app, 'Other', { env: ENV });
    const out = (id, value) => new cdk.CfnOutput(stack, `Out${id}`, { value });
    const tagOptions = new TagOptions(stack, 'Tags', { allowedValuesForTags: { cost: ['a', 'b', 'a'], group: ['x'] } });
    const portfolio = new Portfolio(stack, 'Portfolio', { displayName: 'n', providerName: 'p', description: 'd', messageLanguage: MessageLanguage.JP, tagOptions });
    const imported = Portfolio.fromPortfolioArn(other, 'Imported', 'arn:aws:catalog:eu-west-1:444455556666:portfolio/port-1');
    const plain = new Portfolio(other, 'Plain', { displayName: new cdk.CfnParameter(other, 'Name').valueAsString, providerName: 'p' });
    const version = { cloudFormationTemplate: sc.CloudFormationTemplate.fromUrl(URL) };
    const product = new sc.CloudFormationProduct(stack, 'Product', {
      productName: 'n', owner: 'o', description: 'd', distributor: 'i', messageLanguage: MessageLanguage.ZH, supportDescription: 's', supportEmail: 'a@example.com', supportUrl: 'https://example.com',
      replaceProductVersionIds: true, tagOptions, productVersions: [version, { ...version, productVersionName: 'v2', description: 'd', validateTemplate: false }],
    });
    const second = Product.fromProductArn(stack, 'Second', 'arn:aws:catalog:eu-west-1:444455556666:product/prod-1'), third = Product.fromProductArn(other, 'Third', cdk.Fn.importValue('arn'));
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() }), user = new iam.User(stack, 'User'), group = new iam.Group(stack, 'Group');
    for (let i = 0; i < 2; i++) {
      portfolio.giveAccessToRole(role);
      portfolio.giveAccessToUser(user);
      portfolio.giveAccessToGroup(group);
      portfolio.addProduct(product);
      second.associateTagOptions(tagOptions);
    }
    portfolio.shareWithAccount('111111111111', { shareTagOptions: true, messageLanguage: MessageLanguage.EN });
    imported.shareWithAccount('222222222222');
    imported.giveAccessToRole(iam.Role.fromRoleArn(other, 'Role', 'arn:aws:iam::111122223333:role/r'));
    imported.addProduct(third);
    imported.associateTagOptions(new TagOptions(other, 'Tags', { allowedValuesForTags: { cost: ['a'] } }));
    const options = { description: 'd', messageLanguage: MessageLanguage.EN };
    portfolio.constrainTagUpdates(product);
    portfolio.constrainTagUpdates(second, { ...options, allow: false });
    const topic = new sns.Topic(stack, 'Topic'), topic2 = sns.Topic.fromTopicArn(stack, 'Topic2', 'arn:aws:sns:eu-west-1:111122223333:t');
    portfolio.notifyOnStackEvents(product, topic);
    portfolio.notifyOnStackEvents(product, topic2, options);
    const { Fn } = cdk;
    portfolio.constrainCloudFormationParameters(product, {
      ...options, rule: {
        ruleName: 'first', condition: Fn.conditionEquals(Fn.ref('Environment'), 'test'),
        assertions: [{ assert: Fn.conditionContains(['t3.micro', 't3.small'], Fn.ref('Type')), description: 'small' }, { assert: Fn.conditionNot(Fn.conditionEquals(Fn.ref('A'), Fn.ref('AWS::Region'))) }],
      },
    });
    portfolio.constrainCloudFormationParameters(product, { rule: { ruleName: 'second', assertions: [{ assert: Fn.conditionEquals('a', 'b'), description: `in ${cdk.Aws.REGION}` }] } });
    portfolio.setLaunchRole(product, role, options);
    portfolio.setLocalLaunchRoleName(second, 'my-role', options);
    plain.setLocalLaunchRole(third, new iam.Role(other, 'Named', { roleName: 'named', assumedBy: new iam.AccountRootPrincipal() }));
    const fourth = Product.fromProductArn(other, 'Fourth', 'arn:aws:catalog:eu-west-1:444455556666:product/prod-4');
    plain.setLocalLaunchRole(fourth, iam.Role.fromRoleName(other, 'ByName', 'by-name'));
    imported.deployWithStackSets(third, { accounts: ['1', '2'], regions: ['eu-west-1'], adminRole: iam.Role.fromRoleName(other, 'Admin', 'admin'), executionRoleName: 'e' });
    plain.deployWithStackSets(new sc.CloudFormationProduct(other, 'Product', { productName: 'n', owner: 'o', productVersions: [version] }), {
      ...options, accounts: ['1'], regions: [], adminRole: new iam.CfnRole(other, 'L1Role', { assumeRolePolicyDocument: {} }), executionRoleName: 'e', allowStackSetInstanceOperations: true,
    });
    out('Arn', portfolio.portfolioArn);
    out('Id', portfolio.portfolioId);
    out('Ref', portfolio.portfolioRef.portfolioId);
    out('Imported', imported.portfolioId);
    out('ImportedAccount', imported.env.account);
    out('Product', product.productArn);
    out('ProductRef', product.cloudFormationProductRef.cloudFormationProductId);
    out('Second', second.cloudFormationProductRef.cloudFormationProductId);
  },

  products: (app, cdk, lib) => {
    const sc = lib('aws-servicecatalog'), s3 = lib('aws-s3'), s3_assets = lib('aws-s3-assets'), sqs = lib('aws-sqs'), { ServerSideEncryption } = lib('aws-s3-deployment');
    const { CloudFormationTemplate: Template, ProductStackHistory } = sc;
    const before = new cdk.Stack(app, 'Before'), stack = new cdk.Stack(app, 'S'), after = new cdk.Stack(app, 'After', { env: ENV });
    const product = (scope, id, ...templates) => new sc.CloudFormationProduct(scope, id, {
      productName: 'n', owner: 'o', productVersions: templates.map((one) => (one.cloudFormationTemplate ? one : { cloudFormationTemplate: one })),
    });
    const file = Template.fromAsset(`${FILES}/product.json`), other = Template.fromAsset(`${FILES}/product.json`, { assetHash: 'h', assetHashType: cdk.AssetHashType.CUSTOM });
    product(stack, 'OfFile', file, file);
    product(after, 'OfOther', other);

    const plain = new sc.ProductStack(stack, 'Plain', { description: 'd' });
    new sqs.Queue(plain, 'Queue', { queueName: `ü${cdk.Aws.STACK_NAME}` });
    const assetBucket = new s3.Bucket(stack, 'Assets', { bucketName: 'my-assets' });
    const whole = new sc.ProductStack(stack, 'Whole', {
      assetBucket, serverSideEncryption: ServerSideEncryption.AWS_KMS, serverSideEncryptionAwsKmsKeyId: 'key', memoryLimit: 256,
    });
    const assets = ['product.json', 'S.snapshot'].map((name) => new s3_assets.Asset(whole, name, { path: `${FILES}/product.json`, assetHash: name, assetHashType: cdk.AssetHashType.CUSTOM }));
    assets.forEach((asset, i) => new cdk.CfnOutput(whole, `Asset${i}`, { value: `${asset.httpUrl} ${asset.s3ObjectUrl} ${asset.s3BucketName} ${asset.s3ObjectKey}` }));
    const imported = new sc.ProductStack(after, 'Imported', { assetBucket: s3.Bucket.fromBucketName(after, 'Bucket', 'imported'), serverSideEncryption: ServerSideEncryption.AES_256 });
    new s3_assets.Asset(imported, 'Asset', { path: `${FILES}/product.json` });
    const nested = new cdk.NestedStack(stack, 'Nested'), inner = new sc.ProductStack(nested, 'Inner'), within = new sc.ProductStack(whole, 'Within');
    new sqs.Queue(inner, 'Queue');
    new sqs.Queue(within, 'Queue');
    new sqs.Queue(new cdk.NestedStack(whole, 'Nested'), 'Queue');
    product(nested, 'OfInner', Template.fromProductStack(inner));
    product(before, 'TooEarly', Template.fromProductStack(plain));
    product(stack, 'OfInner', Template.fromProductStack(inner), Template.fromProductStack(within));
    product(after, 'OfPlain', Template.fromProductStack(plain), Template.fromProductStack(imported));
    const many = product(stack, 'Many', Template.fromProductStack(plain), Template.fromProductStack(whole));
    new sc.CfnCloudFormationProduct(stack, 'L1', { name: 'n', owner: 'o', provisioningArtifactParameters: [{ info: { LoadTemplateFromURL: Template.fromProductStack(plain).bind(stack).httpUrl } }] });

    const history = new ProductStackHistory(stack, 'History', { productStack: plain, currentVersionName: 'v2', currentVersionLocked: true, directory: FILES, description: 'd' });
    const old = history.versionFromSnapshot('v1');
    const now = new ProductStackHistory(stack, 'Now', { productStack: plain, currentVersionName: 'v2', currentVersionLocked: true, directory: `${folder()}/below`, validateTemplate: false });
    product(stack, 'WithHistory', old, now.currentVersion());

    const portfolio = new sc.Portfolio(stack, 'Portfolio', { displayName: 'n', providerName: 'p' });
    portfolio.addProduct(many);
    portfolio.shareWithAccount('222222222222');
    portfolio.shareWithAccount('333333333333');
    new cdk.CfnOutput(stack, 'File', { value: plain.templateFile });
    new cdk.CfnOutput(stack, 'Buckets', { value: many.assetBuckets.map((bucket) => bucket.bucketName).join() });
  },
};
