-- Writes the programs that constructs bring to the cloud into a folder each, below the given one, for run.js:
--
--   luacdk tools/handlers/stage.lua --quiet -- <folder> [<node_modules>]
--
-- With <node_modules>, those of the reference that have the same names.
local cdk = require "aws_cdk"
local assets = require "luacdk.assets"
local facts = require "aws_cdk.private.reference_programs"
local programs = require "aws_cdk.private.programs"

local folder, packages = table.unpack(arg)
local ENTRY_POINT = "__entrypoint__.js"

local function write(name, file, text)
  assert(assets.mkdirs(folder .. "/" .. name))
  assert(assets.write_file(folder .. "/" .. name .. "/" .. file, text))
end

local function copy(name)
  local fact = assert(facts.programs[name], name)
  assert(assets.mkdirs(assets.path.dirname(folder .. "/" .. name)))
  assert(assets.copy_directory(packages .. "/" .. fact.folder, folder .. "/" .. name, {}))
end

-- Programs that are part of a template, with our sources: name, source, and whether the reference has it whole.
local INLINE = {
  { "aws-s3/notifications-resource-handler", "bucket_notifications.py" },
  { "aws-ecs/lambda-source", "instance_drain.py", true },
}
local ENTRY_POINT_NAME = "core/nodejs-entrypoint-handler"

assert(assets.remove_tree(folder))
local own = programs.list()
if packages then copy(ENTRY_POINT_NAME) end
local entry_point = packages and assert(assets.read_file(folder .. "/" .. ENTRY_POINT_NAME .. "/index.js"))
for _, program in ipairs(own) do
  if packages then
    copy(program.name)
    if program.texts[ENTRY_POINT] then write(program.name, ENTRY_POINT, entry_point) end
  else
    for file, text in pairs(program.texts) do write(program.name, file, text()) end
  end
end

-- Code of a user behind the entry point.
local USER_CODE = [[
exports.handler = async event => {
  if (event.ResourceProperties.fail) throw new Error('it does not work');
  if (event.ResourceProperties.slow) await new Promise(done => setTimeout(done, 60000));
  return event.ResourceProperties.result || { Data: { address: event.ResponseURL } };
};
]]
write("user", "index.js", USER_CODE)
write("user", ENTRY_POINT, entry_point or require "aws_cdk.private.handlers.custom_resource.js")

local app = cdk.App { outdir = folder .. "/cdk.out", context = { ["luacdk:aws-handlers"] = packages } }
local scope = cdk.Stack(app, "S")
for _, row in ipairs(INLINE) do
  local name, source, whole = table.unpack(row)
  write(name, "index.py", programs.inline(scope, name, source, whole))
end
