--- Pipelines that deploy apps, whatever runs them.
local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local pipelines = require "aws_cdk.pipelines"

local PipelineBase = engine.class("aws_cdk.pipelines.PipelineBase", engine.Construct)

function PipelineBase.is_pipeline(x) return engine.is_a(x, PipelineBase) end

--- Arguments: scope, id, PipelineBaseProps: synth (required): the step that makes the assembly. Subclasses have a
-- method `_do_build_pipeline`.
function PipelineBase:init(scope, id, props)
  engine.Construct.init(self, scope, id)
  local synth = props.synth
  if engine.is_a(synth, pipelines.ShellStep) and not synth.primary_output then
    synth:primary_output_directory "cdk.out"
  end
  if not synth.primary_output then
    engine.fail(self, "the synth step %s makes no files; -> give it a primary output, or use a ShellStep",
      engine.display(synth.id))
  end
  self.synth, self.waves, self.cloud_assembly_file_set = synth, {}, synth.primary_output
  cdk.Aspects.of(self):add({
    visit = function()
      if not self._built then self:build_pipeline() end
    end,
  }, { priority = cdk.AspectPriority.MUTATING })
end

local function check_open(self, what)
  if self._built then engine.fail(self, "the pipeline is built already, so %s is too late", what) end
end

--- Adds a stage as a wave of its own. Options: pre, post, stack_steps. Returns its StageDeployment.
function PipelineBase:add_stage(stage, options)
  check_open(self, "add_stage")
  return self:add_wave(stage.stage_name):add_stage(stage, options)
end

--- Adds a wave, whose stages are deployed at the same time. Options: pre, post.
function PipelineBase:add_wave(id, options)
  check_open(self, "add_wave")
  local wave = pipelines.Wave(id, options)
  table.insert(self.waves, wave)
  return wave
end

--- Makes the pipeline, which otherwise happens when the app is synthesised.
function PipelineBase:build_pipeline()
  check_open(self, "build_pipeline")
  self:_do_build_pipeline()
  self._built = true
end

return { PipelineBase = PipelineBase }
