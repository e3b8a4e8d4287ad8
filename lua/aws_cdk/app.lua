local engine = require "luacdk.engine"
local settings = require "luacdk.settings"
local cdk = require "aws_cdk"
local dry_run = require "aws_cdk.private.dry_run"
local test_run = require "aws_cdk.private.test_run"
local Stage = cdk.Stage

--- The root of a tree: the result of a script.
local App = engine.class("aws_cdk.App", Stage)

local function set_all(node, context)
  for name, value in pairs(context or {}) do node:set_context(name, value) end
end

function App:init(props)
  props = props or {}
  Stage.init(self, nil, "", { outdir = props.outdir or test_run.outdir() or settings.outdir })
  engine.mark(self, "app")
  for _, injector in ipairs(props.property_injectors or {}) do cdk.PropertyInjectors.of(self):add(injector) end
  if props.policy_validation_beta1 then self:_add_validation_plugins(table.unpack(props.policy_validation_beta1)) end
  local node = self.node
  -- Later sources take precedence: the app's context, then the CLI's, then the app's post-CLI context.
  set_all(node, props.context)
  set_all(node, settings.context)
  set_all(node, props.post_cli_context)
  if props.stack_traces == false then node:set_context("aws:cdk:disable-stack-trace", true) end
  self._default_stack_synthesizer = props.default_stack_synthesizer
  if props.analytics_reporting ~= nil then
    node:set_context("aws:cdk:version-reporting", props.analytics_reporting)
  end
  -- Commands that show the tree need it even if the app does without.
  self._tree_metadata = props.tree_metadata ~= false or node:try_get_context "luacdk:tree" == true
  self._builtin_validation = props.builtin_cloud_formation_validation ~= false
  if settings.findings then require("aws_cdk.private.own_findings").prepare(self) end
  -- The host synthesises apps that the script did not synthesise itself.
  if props.auto_synth ~= false then engine.register_app(self) end
  dry_run.add_app(self)
end

function App.is_app(x) return engine.is_a(x, App) end

--- The app that contains a construct.
function App.of(construct) return engine.app_of(construct) end

return { App = App }
