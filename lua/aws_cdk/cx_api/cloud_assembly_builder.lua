local engine = require "luacdk.engine"
local settings = require "luacdk.settings"
local assembly = require "luacdk.assembly"
local dry_run = require "aws_cdk.private.dry_run"
local schema_version = require "aws_cdk.private.schema_version"

local ordered = engine.ordered

--- Collects the content of a cloud assembly and writes it. A nested assembly writes to a folder of its parent's output,
--- which is put in place as a whole when the outermost one is complete.
local CloudAssemblyBuilder = engine.class("aws_cdk.cx_api.CloudAssemblyBuilder")

local function open_output(folder)
  if settings.output then return settings.output end -- a cell of a matrix
  return dry_run.is_on() and dry_run.output(folder) or assembly.output(folder)
end

function CloudAssemblyBuilder:init(outdir, props)
  props = props or {}
  if engine.is_unresolved(outdir) then
    engine.fail(nil, "outdir must be known while the script runs, got %s", engine.display(outdir))
  end
  local parent = props.parent_builder
  self._parent = parent
  -- Manifests of the assemblies in the outermost one, whose files are put in place only with those of that.
  self._texts = parent and parent._texts or {}
  self._artifacts = ordered()
  self._missing, self._missing_keys = {}, {}
  self._version = schema_version.FIRST
  if parent then
    self._folder = (parent._folder or "") .. outdir .. "/"
    self.outdir = parent.outdir .. "/" .. outdir
    self._output = parent._output
    self.asset_outdir = props.asset_outdir or parent.asset_outdir
    self._output:mkdir(self._folder:sub(1, -2))
  else
    self._folder = ""
    self.outdir = outdir or settings.outdir or "cdk.out"
    self.asset_outdir = props.asset_outdir or self.outdir
    self._output = open_output(self.outdir)
  end
end

--- Requires at least this schema version for the manifest.
function CloudAssemblyBuilder:need_version(version) self._version = math.max(self._version, version) end

--- Adds an artifact to the manifest, or replaces the one of that id.
function CloudAssemblyBuilder:add_artifact(id, manifest) self._artifacts[id] = manifest end

--- Notes a context value that the CLI should look up, here and in all parents, once for each key.
function CloudAssemblyBuilder:add_missing(missing)
  if not self._missing_keys[missing.key] then
    self._missing_keys[missing.key] = true
    table.insert(self._missing, missing)
    self:need_version(schema_version.of_query(missing))
  end
  if self._parent then self._parent:add_missing(missing) end
end

--- An assembly in a folder of this one, listed in the manifest from now on.
function CloudAssemblyBuilder:create_nested_assembly(artifact_id, display_name)
  self:add_artifact(artifact_id, ordered(
    "type", "cdk:cloud-assembly",
    "properties", ordered("directoryName", artifact_id, "displayName", display_name)))
  return CloudAssemblyBuilder(artifact_id, { parent_builder = self, asset_outdir = self.asset_outdir })
end

--- Writes a file of this assembly.
function CloudAssemblyBuilder:write(name, text)
  self._output:write(self._folder .. name, text)
  if self._parent and (name == "manifest.json" or name:find "%.assets%.json$") then
    self._texts[self._folder .. name] = tostring(text)
  end
end

--- Where to put the asset `name`, or nil if it is already there. Assets are beside the outermost manifest.
function CloudAssemblyBuilder:stage(name) return self._output:stage(name) end

--- Writes the manifest; the outermost assembly is put in place with everything in it.
function CloudAssemblyBuilder:build_assembly()
  local version = schema_version.text(self._version)
  local manifest = engine.json_buffer(ordered(
    "version", version,
    "artifacts", engine.map(self._artifacts),
    "missing", #self._missing > 0 and self._missing or nil,
    "minimumCliVersion", schema_version.minimum_cli_version(self._version)), 2, 0)
  self:write("manifest.json", manifest)
  manifest:release()
  self:write("cdk.out", ('{"version":"%s"}'):format(version))
  if not self._parent then
    if engine.mapped_lines() then require("aws_cdk.private.source_maps").write(self) end
    self._output:commit()
    for name in pairs(self._texts) do self._texts[name] = nil end
    -- A second synthesis writes everything again.
    if not dry_run.is_on() then self._output = open_output(self.outdir) end
  end
  if dry_run.is_on() and not self._parent then return dry_run.assembly() end
  local result = require("aws_cdk.cx_api").CloudAssembly(self.outdir)
  if self._parent then result._texts, result._folder = self._texts, self._folder end
  return result
end

--- Drops what was collected; nothing is written.
function CloudAssemblyBuilder:delete()
  if not self._parent then self._output:abandon() end
end

return { CloudAssemblyBuilder = CloudAssemblyBuilder }
