#!/usr/bin/env node
// Starts the program of this platform's package, and ends as it ends.
const { spawn } = require("node:child_process");
const name = `@luacdk/${process.platform}-${process.arch}`;
let program;
try {
  program = require.resolve(`${name}/bin/luacdk`);
} catch {
  console.error(`luacdk: the package ${name} is missing; luacdk runs on linux-x64 and linux-arm64,`
    + " and npm must not leave out optional dependencies");
  process.exit(1);
}
const child = spawn(program, process.argv.slice(2), { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("error", (error) => { console.error(`luacdk: ${error.message}`); process.exit(1); });
child.on("exit", (status, signal) => {
  for (const each of ["SIGINT", "SIGTERM", "SIGHUP"]) process.removeAllListeners(each);
  if (signal) process.kill(process.pid, signal); else process.exitCode = status;
});
