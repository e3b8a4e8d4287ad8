-- src/object/module.c: where modules find their members.
local engine = require "luacdk.engine"

describe("a module", function()
  it("finds a class in the file that is named after it, without being told", function()
    local sqs = engine.module "aws_cdk.aws_sqs"
    assert.equal("aws_cdk.aws_sqs.QueueBase", sqs.QueueBase.__name)
    assert.equal("queue_policy", engine.exports(sqs).QueuePolicy)
  end)

  it("prefers what it is told", function()
    local sqs = engine.module("aws_cdk.aws_sqs", { Queue = "queue_base" })
    assert.equal("queue_base", engine.exports(sqs).Queue)
    assert.error_matches(function() return sqs.Queue end, "module aws_cdk.aws_sqs: queue_base does not export Queue")
  end)

  it("takes digits and capitals for parts of words", function()
    local exports = engine.exports(require "aws_cdk")
    assert.equal("docker_image", exports.DockerImage)
    assert.equal("cfn_include", engine.exports(require "aws_cdk").CfnInclude)
  end)

  it("looks for classes of the model only", function()
    assert.error_matches(function() return engine.module("aws_cdk.aws_sqs").Init end, "sqs has no member 'Init'")
  end)
end)
