// Runs a handler as Lambda does: invoke.js <file> <export>. A line of standard input is an event, with its `remaining` time
// in milliseconds; a line of the fourth descriptor tells what the handler returned, or that it threw, and what.
'use strict';

const fs = require('fs');
const readline = require('readline');

const [, , file, name] = process.argv;

async function run({ event, remaining }) {
  const end = Date.now() + remaining;
  const context = {
    functionName: 'fn', logStreamName: 'stream', invokedFunctionArn: 'arn:aws:lambda:us-east-1:111111111111:function:fn',
    getRemainingTimeInMillis: () => end - Date.now(),
  };
  try {
    return { returned: await require(file)[name](event, context) };
  } catch (error) {
    return { threw: String(error && error.message) };
  }
}

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    fs.writeSync(3, `${JSON.stringify(await run(JSON.parse(line)))}\n`);
  }
  process.exit(0);
})();
