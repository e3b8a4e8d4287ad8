-- What is wrong with a whole resource is told at the line of its property, with what would be right. That the rules
-- find what AWS's validator finds is shown by validator_spec.lua.
local assembly = require "luacdk.assembly"
local luacdk = require "spec.support.luacdk"

local HEAD = [[
local cdk = require "aws_cdk"
local app = cdk.App()
local stack = cdk.Stack(app, "S")
]]

describe("rules about resources", function()
  local folder

  setup(function() folder = luacdk.folder() end)
  teardown(function() luacdk.remove(folder) end)

  -- "id line property: message; fix" for what is found in a script.
  local function findings(text)
    luacdk.write(folder .. "/app.lua", HEAD .. text)
    local list = {}
    for i, one in ipairs(assembly.parse_json(luacdk.run(folder, { "check", "app.lua", "--format", "json" }).out)
      .findings) do
      list[i] = ("%s %d %s%s"):format(one.id, one.line, one.message, one.fix and "; " .. one.fix or "")
    end
    return list
  end

  it("name the property and its line, at any depth", function()
    assert.same({
      "E3061 12 s3.CfnBucket 'B': intelligent_tiering_configurations[1].tierings[2].days: 100 days are out of bounds "
        .. "for DEEP_ARCHIVE_ACCESS; it must be 180 to 730",
    }, findings [[
s3.CfnBucket(stack, "B", {
  intelligent_tiering_configurations = {
    {
      id = "a",
      status = "Enabled",
      tierings = {
        { access_tier = "ARCHIVE_ACCESS", days = 100 },
        { access_tier = "DEEP_ARCHIVE_ACCESS",
          days = 100 },
      },
    },
  },
})]])
  end)

  it("name the property of the construct that made the resource", function()
    assert.same({ "E3505 6 sqs.Queue 'Q': visibility_timeout: messages are hidden for 10 s, and 'FC4345940' may work "
      .. "for 20 s; give the queue a visibility timeout of at least that" }, findings [[
local queue = sqs.Queue(stack, "Q", {
  encryption = sqs.QueueEncryption.SQS_MANAGED,
  visibility_timeout = cdk.Duration.seconds(10),
})
local fn = lambda.Function(stack, "F", {
  runtime = lambda.Runtime.PYTHON_3_14,
  handler = "index.handler",
  code = lambda.Code.from_inline "x",
  timeout = cdk.Duration.seconds(20),
})
fn:add_event_source(lambda_event_sources.SqsEventSource(queue))]])
  end)

  it("name properties of plain resources as these have them", function()
    assert.same({ "E3501 8 cdk.CfnResource 'Q': properties.QueueName: 'q' is the name of a FIFO queue; "
      .. "write 'q.fifo'" }, findings [[
cdk.CfnResource(stack, "Q", {
  type = "AWS::SQS::Queue",
  properties = {
    FifoQueue = true,
    QueueName = "q",
  },
})]])
  end)

  it("suggest the nearest instance type", function()
    assert.same({ "E3628 5 ec2.CfnInstance 'I': instance_type: 't3.micr' is no instance type in any region; "
      .. "did you mean 't3.micro'?" }, findings [[
ec2.CfnInstance(stack, "I", {
  instance_type = "t3.micr",
})]])
  end)

  it("tell a deprecated property once", function()
    assert.same({ "W9009 7 b2bi.CfnTransformer 'T': file_format: FileFormat is deprecated" }, findings [[
b2bi.CfnTransformer(stack, "T", {
  name = "x",
  status = "active",
  file_format = "JSON",
})]])
  end)

  it("look at the same properties of many resources once, and still tell each that is faulty", function()
    local function wrong(line, id)
      return ("E3677 %d lambda.CfnFunction '%s': runtime: inline code does not run on 'java21'; "
        .. "use nodejs or python, or code from a file"):format(line, id)
    end
    assert.same({ wrong(5, "A"), wrong(9, "B") }, findings [[
lambda.CfnFunction(stack, "A", {
  runtime = "java21", handler = "h", code = { zip_file = "x" },
  role = "arn:aws:iam::123456789012:role/x",
})
lambda.CfnFunction(stack, "B", {
  runtime = "java21", handler = "h", code = { zip_file = "y" },
  role = "arn:aws:iam::123456789012:role/x",
})]])
  end)

  it("let pass what is known only at deployment", function()
    assert.same({}, findings [[
local size = cdk.CfnParameter(stack, "Size")
ec2.CfnInstance(stack, "I", { instance_type = size.value_as_string })
events.CfnRule(stack, "R", { schedule_expression = "rate(" .. size.value_as_string .. ")" })
s3.CfnBucket(stack, "B", { tags = { { key = size.value_as_string, value = "x" } } })]])
  end)
end)
