-- Stages that are synthesised by themselves, before their app.
local cdk = require "aws_cdk"
local luacdk = require "spec.support.luacdk"
local sqs = require "aws_cdk.aws_sqs"

describe("a stage that is synthesised before its app", function()
  -- Of three stacks the first one in the alphabet needs the last.
  local function make_stage(app)
    local stage = cdk.Stage(app, "Early")
    local last = cdk.Stack(stage, "Last")
    local queue = sqs.Queue(last, "Queue")
    cdk.Stack(stage, "Between")
    cdk.CfnOutput(cdk.Stack(stage, "Alpha"), "Arn", { value = queue.queue_arn })
    return stage
  end

  it("gives an assembly that can be read at once, with stacks after those they need", function()
    local folder = luacdk.folder()
    local app = cdk.App { outdir = folder }
    local assembly = make_stage(app):synth()
    local names = {}
    for i, stack in ipairs(assembly.stacks) do names[i] = stack.stack_name end
    assert.same({ "Early-Between", "Early-Last", "Early-Alpha" }, names)
    local manifest
    for _, artifact in ipairs(assembly.stacks[2].dependencies) do manifest = artifact.contents end
    assert.is_table(manifest.files)
    luacdk.remove(folder)
  end)

  it("is part of the app's assembly as it was then", function()
    local folder = luacdk.folder()
    local app = cdk.App { outdir = folder }
    make_stage(app):synth()
    app:synth()
    local template
    for _, name in ipairs(luacdk.list(folder .. "/assembly-Early")) do
      if name:find "^EarlyLast.*%.template%.json$" then template = luacdk.read(folder .. "/assembly-Early/" .. name) end
    end
    assert.truthy(template:find("ExportsOutputFnGetAttQueue", 1, true))
    luacdk.remove(folder)
  end)

  it("may be a stage in another one", function()
    local folder = luacdk.folder()
    local app = cdk.App { outdir = folder }
    local outer = cdk.Stage(app, "Outer")
    local inner = cdk.Stage(outer, "Inner")
    sqs.Queue(cdk.Stack(inner, "Stack"), "Queue")
    assert.equal("Outer-Inner-Stack", outer:synth().nested_assemblies[1].nested_assembly.stacks[1].stack_name)
    app:synth()
    luacdk.remove(folder)
  end)
end)
