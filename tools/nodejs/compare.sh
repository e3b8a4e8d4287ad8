#!/bin/sh
# Functions that npm's esbuild bundles, by the reference and by us: the same template, the same files.
#
#   tools/nodejs/compare.sh <node_modules of the reference> <luacdk>
set -eu

tools=$(cd "$(dirname "$0")" && pwd)
modules=$(cd "$1" && pwd)
program=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
project=$(mktemp -d)
trap 'rm -rf "$project"' EXIT
trap 'exit 130' INT TERM

cp "$tools/app.js" "$tools/app.lua" "$project"
cd "$project"
mkdir src
cat > src/entry.ts <<'END'
import leftPad from 'left-pad';
declare const process: { env: { STAGE?: string } };
/** @license kept */
export const handler = async (event: { name: string }): Promise<string> =>
  leftPad(event.name, 5) + (process.env.STAGE ?? '');
END
printf 'some text\n' > src/text.txt
printf "exports.handler = async () => require('./text.txt');\n" > src/text.js
cat > tsconfig.json <<'END'
{ "compilerOptions": { "target": "es2022", "module": "commonjs", "esModuleInterop": true, "strict": false } }
END
cat > package.json <<'END'
{ "name": "functions", "version": "1.0.0",
  "dependencies": { "left-pad": "1.3.0" }, "devDependencies": { "esbuild": "0.21.5", "typescript": "5.6.3" } }
END
npm install --silent --no-audit --no-fund
ln -s "$modules/aws-cdk-lib" "$modules/constructs" node_modules/

# Each writes to cdk.out, whose path counts in what esbuild makes.
CDK_VALIDATION=false CDK_OUTDIR=cdk.out node --preserve-symlinks --preserve-symlinks-main app.js > reference.log 2>&1 || { cat reference.log; exit 1; }
mv cdk.out reference.out
rm -f src/entry.js
"$program" --quiet app.lua > ours.log 2>&1 || { cat ours.log; exit 1; }
rm -rf cdk.out/.luacdk-known reference.out/*.metadata.json
for name in $(cd reference.out && ls -d S.template.json S.assets.json asset.*); do
  diff -r "reference.out/$name" "cdk.out/$name"
done
echo "$(cd cdk.out && ls -d asset.* | wc -l) assets and the template are the reference's"
