-- What gives or takes access, as `cdk diff` reads it from templates. Expectations: @aws-cdk/cloudformation-diff.
local assembly = require "luacdk.assembly"
local security = require "luacdk.template.security"
local template_diff = require "luacdk.template_diff"

local function found(old, new)
  local function parse(resources) return assembly.parse_json('{"Resources":{' .. resources .. "}}") end
  return security.of(template_diff.diff(parse(old), parse(new)))
end

local PERMISSION = '"P":{"Type":"AWS::Lambda::Permission","Properties":{"Action":"lambda:InvokeFunction",'
  .. '"FunctionName":{"Fn::GetAtt":["F","Arn"]},"Principal":"%s"}}'

describe("changes of access", function()
  it("are statements, with what they apply to", function()
    local policy = '"P":{"Type":"AWS::S3::BucketPolicy","Properties":{"Bucket":{"Ref":"B"},"PolicyDocument":'
      .. '{"Statement":[{"Effect":"%s","Action":["s3:Put","s3:Get"],"Principal":"*"}]}}}'
    local rows = found("", policy:format "Allow")
    assert.equal(1, #rows)
    assert.same({ "+", "${B}", "Allow", "s3:Get\ns3:Put", "*", "" }, { rows[1].mark, rows[1].resource, rows[1].effect,
      rows[1].action, rows[1].principal, rows[1].condition })
    assert.is_true(rows.broadened)
    assert.is_false(found("", policy:format "Deny").broadened)
    assert.is_true(found(policy:format "Deny", "").broadened)
    assert.is_false(found(policy:format "Allow", "").broadened)
    assert.equal(0, #found(policy:format "Allow", policy:format "Allow"))
  end)

  it("are statements with nulls in them", function()
    local rows = found("", '"P":{"Type":"AWS::S3::BucketPolicy","Properties":{"Bucket":"b","PolicyDocument":{'
      .. '"Statement":[{"Effect":null,"Action":{"a":[null]},"Principal":null,"Resource":[null,"r"]}, null]}}}')
    assert.same({ "Unknown", "a:", "", "\nr" }, { rows[1].effect, rows[1].action, rows[1].principal,
      rows[1].resource })
    for _, row in ipairs(rows) do
      for _, text in pairs(row) do assert.falsy(tostring(text):find "userdata") end
    end
  end)

  it("are permissions of functions", function()
    assert.equal("Service:s3.amazonaws.com", found("", PERMISSION:format "s3.amazonaws.com")[1].principal)
    assert.equal("AWS:arn:aws:iam::111122223333:root", found("", PERMISSION:format "111122223333")[1].principal)
    assert.equal("*", found("", PERMISSION:format "*")[1].principal)
  end)

  it("are managed policies", function()
    local rows = found('"R":{"Type":"AWS::IAM::Role","Properties":{"ManagedPolicyArns":["a"]}}',
      '"R":{"Type":"AWS::IAM::Role","Properties":{"ManagedPolicyArns":["b"]}}')
    assert.same({ "+ b", "- a" }, { rows[1].mark .. " " .. rows[1].policy, rows[2].mark .. " " .. rows[2].policy })
  end)

  it("are rules of security groups", function()
    local rows = found("", '"G":{"Type":"AWS::EC2::SecurityGroup","Properties":{"SecurityGroupIngress":['
      .. '{"IpProtocol":"tcp","FromPort":80,"ToPort":80,"CidrIp":"0.0.0.0/0"},'
      .. '{"IpProtocol":"udp","FromPort":1,"ToPort":9,"SourceSecurityGroupId":{"Ref":"H"}},'
      .. '{"IpProtocol":"-1","CidrIpv6":"::/0"}]}}')
    local texts = {}
    for i, row in ipairs(rows) do texts[i] = table.concat({ row.group, row.direction, row.protocol, row.peer }, " ") end
    assert.same({ "${G.GroupId} In TCP 80 Everyone (IPv4)", "${G.GroupId} In UDP 1-9 ${H}",
      "${G.GroupId} In Everything Everyone (IPv6)" }, texts)
  end)
end)
