// Functions bundled by esbuild in the project that compare.sh makes; twin of app.lua.
'use strict';

const cdk = require('aws-cdk-lib');
const lambda = require('aws-cdk-lib/aws-lambda');
const { LogLevel, NodejsFunction, OutputFormat, SourceMapMode } = require('aws-cdk-lib/aws-lambda-nodejs');

const stack = new cdk.Stack(new cdk.App(), 'S');
const runtime = lambda.Runtime.NODEJS_22_X;
const entry = 'src/entry.ts';
const add = (id, props) => new NodejsFunction(stack, id, { entry, runtime, ...props });

add('Plain');
add('Maps', { bundling: { minify: true, sourceMap: true, sourcesContent: false } });
add('Inline', { bundling: { sourceMap: true, sourceMapMode: SourceMapMode.INLINE, keepNames: true } });
add('Banner', { bundling: { banner: "/* it's */", footer: '/* end */', define: { 'process.env.STAGE': '"prod"' } } });
add('Module', { bundling: { format: OutputFormat.ESM, mainFields: ['module', 'main'], target: 'es2020' } });
add('Loader', { entry: 'src/text.js', bundling: { loader: { '.txt': 'text' }, logLevel: LogLevel.ERROR } });
add('Installed', { bundling: { nodeModules: ['left-pad'] } });
add('External', { bundling: { externalModules: ['left-pad'], esbuildArgs: { '--log-limit': '0', '--legal-comments': 'none' } } });
add('Compiled', { bundling: { preCompilation: true } });
add('Hashed', { bundling: { assetHash: 'mine', minify: true } });
add('Hooks', { bundling: { commandHooks: {
  beforeBundling: (input) => [`test -f '${input}/package.json'`],
  beforeInstall: () => [],
  afterBundling: (input, output) => [`cp '${input}/src/text.txt' '${output}/'`],
} } });

stack.node.root.synth();
