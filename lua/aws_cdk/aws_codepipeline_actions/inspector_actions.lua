--- Scans of Amazon Inspector.
local engine = require "luacdk.engine"
local ecr = require "aws_cdk.aws_ecr"
local actions = require "aws_cdk.aws_codepipeline_actions"
local common = require "aws_cdk.aws_codepipeline_actions.private.common"

-- ---- what all scans share -------------------------------------------------------------------------------------------

local InspectorScanActionBase =
  engine.class("aws_cdk.aws_codepipeline_actions.InspectorScanActionBase", actions.Action)

--- Arguments: InspectorScanActionBaseProps: action_name, output (all required), critical_threshold, high_threshold,
-- medium_threshold, low_threshold: how many findings of a severity the action tolerates. `inputs` is for subclasses.
function InspectorScanActionBase:init(props, inputs)
  actions.Action.init(self, common.properties(props, {
    category = "Invoke", provider = "InspectorScan", inputs = inputs or props.inputs, outputs = { props.output },
    artifact_bounds = common.bounds(0, 1, 1, 1),
  }))
  self._props = props
end

common.variables(InspectorScanActionBase, { highest_scanned_severity = "HighestScannedSeverity" })

function InspectorScanActionBase:_bound(scope, stage, options)
  local props = self._props
  common.allow(options.role, { "inspector-scan:ScanSbom" }, "*")
  common.allow_logs(scope, stage, options.role)
  if #(self.action_properties.outputs or {}) > 0 then options.bucket:grant_write(options.role) end
  local configuration = engine.extend(engine.ordered(), self:_render_action_configuration())
  return {
    configuration = engine.extend(configuration, engine.ordered(
      "CriticalThreshold", props.critical_threshold,
      "HighThreshold", props.high_threshold,
      "MediumThreshold", props.medium_threshold,
      "LowThreshold", props.low_threshold)),
  }
end

-- ---- images ---------------------------------------------------------------------------------------------------------

local InspectorEcrImageScanAction =
  engine.class("aws_cdk.aws_codepipeline_actions.InspectorEcrImageScanAction", InspectorScanActionBase)

--- Arguments: InspectorEcrImageScanActionProps: as above, and repository (required), image_tag ("latest").
function InspectorEcrImageScanAction:init(props) InspectorScanActionBase.init(self, props) end

function InspectorEcrImageScanAction:_render_action_configuration()
  return engine.ordered(
    "InspectorRunMode", "ECRImageScan",
    "ECRRepositoryName", self._props.repository.repository_ref.repository_name,
    "ImageTag", self._props.image_tag)
end

function InspectorEcrImageScanAction:_bound(scope, stage, options)
  local config = InspectorScanActionBase._bound(self, scope, stage, options)
  common.allow(options.role,
    { "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage", "ecr:BatchCheckLayerAvailability" },
    { self._props.repository.repository_ref.repository_arn })
  ecr.AuthorizationToken.grant_read(options.role)
  return config
end

-- ---- source code ----------------------------------------------------------------------------------------------------

local InspectorSourceCodeScanAction =
  engine.class("aws_cdk.aws_codepipeline_actions.InspectorSourceCodeScanAction", InspectorScanActionBase)

--- Arguments: InspectorSourceCodeScanActionProps: as above, and input (required).
function InspectorSourceCodeScanAction:init(props) InspectorScanActionBase.init(self, props, { props.input }) end

function InspectorSourceCodeScanAction:_render_action_configuration() -- luacheck: no unused args
  return { InspectorRunMode = "SourceCodeScan" }
end

function InspectorSourceCodeScanAction:_bound(scope, stage, options)
  local config = InspectorScanActionBase._bound(self, scope, stage, options)
  if #(self.action_properties.inputs or {}) > 0 then options.bucket:grant_read(options.role) end
  return config
end

return {
  InspectorEcrImageScanAction = InspectorEcrImageScanAction, InspectorScanActionBase = InspectorScanActionBase,
  InspectorSourceCodeScanAction = InspectorSourceCodeScanAction,
}
