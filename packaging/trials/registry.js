// A registry of npm's for trials: serves the tarballs of a folder, at PORT, and knows no other package.
//
//     node registry.js FOLDER PORT
const { createHash } = require("node:crypto");
const { execFileSync } = require("node:child_process");
const { readdirSync, readFileSync } = require("node:fs");
const { createServer } = require("node:http");

const [folder, port] = process.argv.slice(2);
const address = `http://127.0.0.1:${port}`;
const tarballs = new Map();
const packages = new Map();
for (const file of readdirSync(folder).filter((name) => name.endsWith(".tgz"))) {
  const bytes = readFileSync(`${folder}/${file}`);
  const manifest = JSON.parse(execFileSync("tar", ["-xzOf", `${folder}/${file}`, "package/package.json"]));
  const integrity = `sha512-${createHash("sha512").update(bytes).digest("base64")}`;
  manifest.dist = { tarball: `${address}/-/${file}`, integrity };
  tarballs.set(`/-/${file}`, bytes);
  packages.set(`/${manifest.name}`, JSON.stringify({
    name: manifest.name,
    "dist-tags": { latest: manifest.version },
    versions: { [manifest.version]: manifest },
  }));
}
createServer((request, response) => {
  const path = decodeURIComponent(request.url);
  const body = tarballs.get(path) ?? packages.get(path);
  response.writeHead(body ? 200 : 404).end(body ?? "{}");
}).listen(port, "127.0.0.1");
