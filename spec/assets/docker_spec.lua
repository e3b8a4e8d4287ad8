-- Calls of docker, recorded by a stand-in, against those of the reference (tools/golden/docker_argv.js); a real podman.
local assembly = require "luacdk.assembly"
local assets = require "luacdk.assets"
local docker = require("luacdk.process").docker
local luacdk = require "spec.support.luacdk"

local STAND_IN = assets.path.resolve "spec/support/docker_stand_in"
local IMAGE = '"spec/fixtures/lambda_code/image"'
local BUNDLE = '"spec/fixtures/lambda_code/bundle"'

-- Each case is the text of a script's last line.
local FULL_BUILD = [[{
  build_args = { A = "1", B = "two words" }, build_contexts = { c = "docker-image://x" }, cache_disabled = true,
  cache_from = { { type = "registry", params = { ref = "r", mode = "max" } }, { type = "gha" } },
  cache_to = { type = "inline" }, file = "sub/../Other", network = "host", platform = "linux/arm64", target_stage = "t",
}]]
local FULL_RUN = [[{
  command = { "sh", "-c", 'echo "hi"' }, entrypoint = { "/e", "a", "b" }, environment = { A = "1", B = "x=y" },
  network = "none", platform = "linux/amd64", security_opt = "no-new-privileges", user = "1:2",
  volumes_from = { "v1", "v2" },
  volumes = { { host_path = "/h", container_path = "/c" },
    { host_path = "/h2", container_path = "/c2", consistency = cdk.DockerVolumeConsistency.CONSISTENT } },
  working_directory = "/w",
}]]
local BUNDLING = [[command = { "make" }, entrypoint = { "/e" }, environment = { A = "1" }, network = "none",
  platform = "linux/amd64", security_opt = "s", user = "1:2", volumes = { { host_path = "/h", container_path = "/c" } },
  volumes_from = { "v1" }, working_directory = "/w",]]

local function bundled(options)
  return ([[s3_assets.Asset(stack, "A", { path = %s, bundling = {
    image = cdk.DockerImage.from_registry "alpine", %s } })]]):format(BUNDLE, options)
end

local COPY = "bundling_file_access = cdk.BundlingFileAccess.VOLUME_COPY,"

local cases = {
  run_plain = 'cdk.DockerImage.from_registry "alpine":run()',
  run_full = 'cdk.DockerImage.from_registry "alpine":run(' .. FULL_RUN .. ")",
  run_entrypoint_empty = [[cdk.DockerImage.from_registry "alpine":run {
    entrypoint = { "/e", "", "b" }, command = { "c" }, user = "" }]],
  build_plain = "cdk.DockerImage.from_build(" .. IMAGE .. ")",
  build_full = "cdk.DockerImage.from_build(" .. IMAGE .. "," .. FULL_BUILD .. ")",
  build_known = "cdk.DockerImage.from_build(" .. IMAGE .. ', { file = "Other" })',
  build_known_contexts = "cdk.DockerImage.from_build(" .. IMAGE .. ', { build_contexts = { c = "d" } })',
  cp = 'cdk.DockerImage.from_registry "alpine":cp("/a/b", cdk.FileSystem.mkdtemp "cdk-docker-cp-")',
  cp_temporary = 'cdk.DockerImage.from_registry "alpine":cp "/a/b"',
  code_plain = "lambda.Code.from_docker_build(" .. IMAGE .. ")",
  code_slash = "lambda.Code.from_docker_build(" .. IMAGE .. ', { image_path = "/x/" })',
  code_dot = "lambda.Code.from_docker_build(" .. IMAGE .. ', { image_path = "/x/." })',
  code_file = "lambda.Code.from_docker_build(" .. IMAGE .. ', { image_path = "/x.zip", build_args = { A = "1" } })',
  bundling_plain = bundled "",
  bundling_full = bundled(BUNDLING),
  bundling_copy = bundled(COPY),
  bundling_copy_full = bundled(COPY .. BUNDLING),
}

local HEADER = [[
local cdk, lambda = require "aws_cdk", require "aws_cdk.aws_lambda"
local s3_assets = require "aws_cdk.aws_s3_assets"
local stack = cdk.Stack(cdk.App(), "S")
assert(lambda and s3_assets and stack)
]]

-- Runs a script with `program` for docker in the project's folder. Returns the result and the folder, which holds `log`
-- and `out`.
local function run(text, program, env)
  local folder = luacdk.folder { ["app.lua"] = HEADER .. text, log = "" }
  local all = { CDK_DOCKER = program, DOCKER_LOG = folder .. "/log", TMPDIR = folder }
  for name, value in pairs(env or {}) do all[name] = value end
  return luacdk.run(".", { folder .. "/app.lua", "--output", folder .. "/out" }, { env = all }), folder
end

local function plain(text) return (text:gsub("%p", "%%%0")) end

local function calls(folder)
  local log = luacdk.read(folder .. "/log")
  local user = docker.user()
  log = log:gsub(plain(folder .. "/out"), "$OUT"):gsub("%.luacdk%-run%-%w+/[%d-]+/", "")
    :gsub(plain(assets.cwd()), "$ROOT"):gsub("[^%s:]*cdk%-docker%-cp%-%w%w%w%w%w%w", "$TMP")
    :gsub("\n" .. user .. "\n", "\n$USER\n"):gsub("chown %-R " .. user, "chown -R $USER")
  for _, name in ipairs { "assetInput", "assetOutput", "copyContainer" } do
    log = log:gsub(name .. ("%x"):rep(24), name .. "X")
  end
  local list = {}
  for call in log:gmatch "(.-)\n%.\n" do
    local words = {}
    for word in call:gmatch "[^\n]*" do words[#words + 1] = word end
    list[#list + 1] = words
  end
  return list
end

describe("calls of docker", function()
  local recorded = assembly.parse_json(luacdk.read(luacdk.golden .. "/docker_argv.json"))

  for name, expected in pairs(recorded) do
    it("are the reference's for " .. name:gsub("_", " "), function()
      local result, folder = run(cases[name], STAND_IN, { DOCKER_HAS_IMAGE = name:find "known" and "1" or "" })
      local actual = calls(folder)
      luacdk.remove(folder)
      assert.equal("", result.status == 0 and "" or result.err)
      assert.equal(assembly.print_json(expected, 1), assembly.print_json(actual, 1))
    end)
  end

  it("print to stderr, so that stdout stays the script's", function()
    local result, folder = run('cdk.DockerImage.from_registry "alpine":run() print "mine"', STAND_IN)
    luacdk.remove(folder)
    assert.truthy(result.out:find "mine")
    assert.falsy(result.out:find "container")
    assert.truthy(result.err:find "printed by the container")
  end)

  it("take the words of an ordered map in their order", function()
    local result, folder = run([[cdk.DockerImage.from_registry "alpine":run {
      environment = require("luacdk.engine").ordered("Z", "1", "A", "2") }]], STAND_IN)
    local call = calls(folder)[1]
    luacdk.remove(folder)
    assert.equal(0, result.status)
    assert.equal("run --rm --env Z=1 --env A=2 alpine", table.concat(call, " "))
  end)
end)

describe("a failing docker", function()
  local function failure(text, env, program)
    local result, folder = run(text, program or STAND_IN, env)
    local list = calls(folder)
    luacdk.remove(folder)
    assert.not_equal(0, result.status)
    return result.err, list
  end

  it("is reported with its status and command line", function()
    local err = failure([[cdk.DockerImage.from_registry "alpine":run { command = { "a b" } }]], { DOCKER_FAIL = "run" })
    assert.truthy(err:find("app.lua:5: " .. plain(STAND_IN) .. " exited with status 3\n"))
    assert.truthy(err:find("--> Command: " .. STAND_IN .. ' run "--rm" alpine "a b"', 1, true)
      or err:find('run --rm alpine "a b"', 1, true))
  end)

  it("has its captured output reported", function()
    local err = failure('cdk.DockerImage.from_registry "alpine":cp "/a"', { DOCKER_FAIL = "create" })
    assert.truthy(err:find("--> STDOUT:  partial output\n", 1, true))
    assert.truthy(err:find("--> STDERR:  cannot create\n", 1, true))
  end)

  it("that cannot be started is named, and what to do", function()
    local err = failure('cdk.DockerImage.from_registry "alpine":run()', nil, "no-such-docker")
    assert.truthy(err:find("cannot run no-such-docker: No such file or directory; install Docker", 1, true))
  end)

  it("still removes the container when copying fails", function()
    local err, list = failure('cdk.DockerImage.from_registry "alpine":cp "/a"', { DOCKER_FAIL = "cp" })
    assert.truthy(err:find "cannot copy files from 0123456789abcdef0123456789abcdef:/a to ")
    assert.equal("rm", list[3][1])
  end)

  it("leaves nothing of the half-made bundle", function()
    local result, folder = run(bundled "", STAND_IN, { DOCKER_FAIL = "run" })
    assert.truthy(result.err:find("[S/A/Stage] bundling of asset S/A/Stage failed: ", 1, true))
    assert.is_false(luacdk.exists(folder .. "/out"))
    luacdk.remove(folder)
  end)

  it("stops a bundling by copies at the first failed step", function()
    local _, list = failure(bundled(COPY), { DOCKER_FAIL = "run" })
    assert.equal(3, #list)
  end)
end)

it("an absolute file is refused by from_build", function()
  local result, folder = run("cdk.DockerImage.from_build(" .. IMAGE .. ', { file = "/Dockerfile" })', STAND_IN)
  luacdk.remove(folder)
  assert.truthy(result.err:find("app.lua:5: file must be relative to the build directory", 1, true))
end)

-- ---------------------------------------------------------------------------------------------------------------------

local function has_podman()
  local file = io.popen "command -v podman 2>/dev/null"
  local path = file:read "l"
  file:close()
  return path
end

-- Builds without namespaces of their own, which a container that runs the specs may not make.
local PODMAN = [[#!/bin/sh
case "$1" in
build) shift; echo "$2" >"${0%/*}/tag"; exec podman build --isolation=chroot "$@" ;;
esac
exec podman "$@"
]]

describe("a real podman", function()
  it("builds an image from scratch and gives its files", function()
    if not has_podman() then return pending "podman is not installed" end
    local folder = luacdk.folder {
      podman = PODMAN,
      ["image/Dockerfile"] = "FROM scratch\nCOPY a.txt /asset/a.txt\nCMD [\"none\"]\n",
      ["image/a.txt"] = "built " .. os.tmpname() .. "\n",
      ["app.lua"] = HEADER .. [[
        lambda.Function(stack, "F", { code = lambda.Code.from_docker_build "image", handler = "i.h",
          runtime = lambda.Runtime.PYTHON_3_12 })
      ]],
    }
    assert(os.execute("chmod +x " .. folder .. "/podman"))
    local result = luacdk.run(folder, { "app.lua", "--output", "out" },
      { env = { CDK_DOCKER = folder .. "/podman", TMPDIR = folder } })
    local text = luacdk.read(folder .. "/image/a.txt")
    local copy
    for _, name in ipairs(result.status == 0 and luacdk.list(folder .. "/out") or {}) do
      if name:find "^asset%..*/a%.txt$" then copy = luacdk.read(folder .. "/out/" .. name) end
    end
    if luacdk.exists(folder .. "/tag") then
      os.execute("podman rmi -f " .. luacdk.read(folder .. "/tag"):gsub("%s", "") .. " >/dev/null 2>&1")
    end
    luacdk.remove(folder)
    assert.equal(text, copy, result.err)
  end)
end)
