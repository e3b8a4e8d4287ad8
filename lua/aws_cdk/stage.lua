local engine = require "luacdk.engine"
local settings = require "luacdk.settings"
local cdk = require "aws_cdk"
local dry_run = require "aws_cdk.private.dry_run"

local Construct = engine.Construct

--- A set of stacks that are deployed together, in their own assembly.
local Stage = engine.class("aws_cdk.Stage", Construct)

function Stage:init(scope, id, props)
  props = props or {}
  Construct.init(self, scope, id)
  if id ~= "" and not id:find("^%a[%w_.-]*$") then
    engine.fail(self,
      "a stage's id must start with a letter and contain only letters, digits, hyphens, underscores and "
        .. "periods, got %s", engine.display(id))
  end
  local parent = scope and engine.stage_of(scope)
  engine.mark(self, "stage")
  for _, injector in ipairs(props.property_injectors or {}) do cdk.PropertyInjectors.of(self):add(injector) end
  if parent then self.parent_stage = parent end
  local env = props.env or {}
  self.region = env.region or parent and parent.region
  self.account = env.account or parent and parent.account
  if props.permissions_boundary then props.permissions_boundary:_bind(self) end
  if parent and props.outdir then
    engine.fail(self, "outdir cannot be given for a stage inside an app: its folder is in the app's")
  end
  self._validation_plugins = { table.unpack(props.policy_validation_beta1 or {}) }
  self.stage_name = parent and parent.stage_name ~= "" and parent.stage_name .. "-" .. (props.stage_name or id)
    or props.stage_name or id
  self._assembly_builder = self:_create_builder(parent, props.outdir)
end

-- How many bytes the file systems of Linux, macOS and Windows let a name have.
local LONGEST_NAME = 255

function Stage:_create_builder(parent, outdir)
  if parent then
    local folder = self.artifact_id
    if #folder > LONGEST_NAME then
      engine.fail(self, "a stage's folder is named after its path, and names can have at most %d bytes, "
        .. "this one has %d; -> nest fewer stages, or give them shorter ids", LONGEST_NAME, #folder)
    end
    return parent._assembly_builder:create_nested_assembly(folder, self.node.path)
  end
  return require("aws_cdk.cx_api").CloudAssemblyBuilder(outdir)
end

function Stage.is_stage(x) return engine.is_a(x, Stage) end

--- The stage that contains a construct; nil outside any app.
function Stage.of(construct) return engine.stage_of(construct) end

--- Id of the stage's assembly in the manifest of its parent; empty for the app.
Stage.get.artifact_id = function(self)
  local path = self.node.path
  if path == "" then return "" end
  return "assembly-" .. path:gsub("/", "-"):gsub("^%-+", ""):gsub("%-+$", "")
end

Stage.get.outdir = function(self) return self._assembly_builder.outdir end
Stage.get.asset_outdir = function(self) return self._assembly_builder.asset_outdir end
Stage.get.policy_validation_beta1 = function(self) return { table.unpack(self._validation_plugins) } end

function Stage:_add_validation_plugins(...)
  for _, plugin in ipairs { ... } do table.insert(self._validation_plugins, plugin) end
end

--- Writes the assembly, once: later calls give the same result unless `options.force`. A tree changed in between is an
--- error, or with `error_on_duplicate_synth = false` a warning.
function Stage:synth(options)
  options = options or {}
  if dry_run.is_on() and not dry_run.is_previewing() then return dry_run.assembly() end
  if settings.synth_later then return dry_run.assembly() end -- lines of a session may follow this one
  if not self._assembly or options.force then
    self._assembly = require("aws_cdk.private.synthesis").synth(self, options)
    engine.remember_tree(self)
    return self._assembly
  end
  local changes = engine.tree_changes(self)
  if #changes > 0 then
    local text = "the tree was changed after it had been synthesised (" .. table.concat(changes, ", ") .. ")"
    if options.error_on_duplicate_synth ~= false then
      engine.fail(self, "%s; -> call synth() once, after the last change, or synth { force = true }", text)
    end
    io.stderr:write(text, "; only what existed at the first synth() is written\n")
  end
  engine.remember_tree(self)
  return self._assembly
end

return { Stage = Stage }
