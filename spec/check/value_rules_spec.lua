-- Values that CloudFormation is likely to reject cause warnings on standard error, and change nothing else.
local luacdk = require "spec.support.luacdk"

local HEAD = 'local app = cdk.App()\nlocal stack = cdk.Stack(app, "S")\n'

describe("rules for values", function()
  local folder

  setup(function() folder = luacdk.folder() end)
  teardown(function() luacdk.remove(folder) end)

  local function run(text, options)
    luacdk.write(folder .. "/app.lua", HEAD .. text)
    local arguments = { "-q" }
    for _, word in ipairs(options and options.arguments or {}) do arguments[#arguments + 1] = word end
    arguments[#arguments + 1] = "app.lua"
    local result = luacdk.run(folder, arguments, options)
    assert.equal(0, result.status, result.err)
    return result.err, luacdk.read(folder .. "/cdk.out/S.template.json")
  end

  local function warning(text)
    return (run(text):gsub("^%[WARNING%] app.lua:3: %[S%] ", ""))
  end

  it("warn of values that are not among the known ones", function()
    assert.equal("lambda.CfnFunction 'F': package_type: 'Bla' is not one of 'Image', 'Zip'\n",
      warning 'lambda.CfnFunction(stack, "F", { code = {}, role = { Ref = "R" }, package_type = "Bla" })')
    assert.matches("access_control: 'Privat' is not known to CloudFormation; did you mean 'Private'%?\n$",
      warning 's3.CfnBucket(stack, "B", { access_control = "Privat" })')
    assert.equal("", run 's3.CfnBucket(stack, "B", { access_control = "Private" })')
  end)

  it("warn of texts that do not match, and of bounds", function()
    assert.matches("bucket_name: 'X_Y' does not match %^", warning 's3.CfnBucket(stack, "B", { bucket_name = "X_Y" })')
    assert.matches("email_verification_subject: '.+' does not match %^%[\\p{L}\\p{M}\\p{S}",
      warning 'cognito.CfnUserPool(stack, "P", { email_verification_subject = "a\\7b" })')
    assert.equal("", run 'cognito.CfnUserPool(stack, "P", { email_verification_subject = "1 + 1" })')
    assert.matches("memory_size: 1 is out of bounds; it must be 128 to 32768\n$",
      warning 'lambda.CfnFunction(stack, "F", { code = {}, role = { Ref = "R" }, memory_size = 1 })')
    assert.matches("description: 'x+…?.*has 300 characters; there must be at most 256\n$",
      warning 'lambda.CfnFunction(stack, "F", { code = {}, role = { Ref = "R" }, description = ("x"):rep(300) })')
    assert.matches("architectures: it has 2 items; there must be 1\n$",
      warning 'lambda.CfnFunction(stack, "F", { code = {}, role = {Ref="R"}, architectures = {"x86_64", "arm64"} })')
  end)

  it("warn of texts that are no ids or ARNs, with the rules of AWS's validator", function() -- asked by validator.js
    for text, right in pairs { ["vpc-1234567"] = false, ["vpc-12345678"] = true, ["vpc-0123456789abcdef0"] = true,
      ["vpc-0123456789ABCDEF0"] = false, ["vpc-1234567g"] = false, ["{{resolve:ssm:x}}"] = true } do
      local said = run(('ec2.CfnSubnet(stack, "N", { vpc_id = "%s", cidr_block = "10.0.0.0/24" })'):format(text))
      assert.equal(right and "" or ("[WARNING] app.lua:3: [S] ec2.CfnSubnet 'N': vpc_id: '%s' is no AWS::EC2::VPC.Id; "
        .. "write an id such as 'vpc-0123456789abcdef0'\n"):format(text), said)
    end
    for arn, right in pairs { ["arn:aws:iam::123456789012:role/a/b"] = true,
      ["arn:aws-cn:iam::123456789012:role/x"] = true, ["arn:aws:iam::123:role/x"] = false,
      ["arn:aws:iam::123456789012:user/x"] = false,
      ["arn:aws:iam::123456789012:role/"] = false, ["arn:x:iam::123456789012:role/x"] = false } do
      local said = run(('amplify.CfnBranch(stack, "B", { app_id = "a", branch_name = "b", compute_role_arn = "%s" })')
        :format(arn))
      assert.equal(not right, said:find("is no AWS::IAM::Role.Arn", 1, true) ~= nil, arn)
    end
  end)

  it("warn of values that AWS gives up, with the days and what to write", function()
    local text = run([[
      lambda.Function(stack, "F", {
        runtime = lambda.Runtime.PYTHON_3_9, handler = "index.handler", code = lambda.Code.from_inline("pass"),
      })
      local role = { Ref = "R" }
      lambda.CfnFunction(stack, "L", { runtime = "nodejs12.x", role = role, code = { zip_file = "x" } })
      lambda.CfnFunction(stack, "N", { runtime = "nodejs24.x", role = role, code = { zip_file = "x" } })
      sam.CfnFunction(stack, "S", { runtime = "go1.x", handler = "h", code_uri = "s3://bucket/key" })]])
    local said = {}
    for path, rest in text:gmatch "%[(S[^%]]*)%] (%w+%.CfnFunction '%w+': runtime: [^\n]*)" do
      said[#said + 1] = path .. " " .. rest
    end
    local days = "is deprecated since %s (no creation from %s, no updates from %s); write '%s'"
    assert.same({
      "S/F lambda.CfnFunction 'Resource': runtime: 'python3.9' "
        .. days:format("2025-12-15", "2027-02-01", "2027-03-03", "python3.14"),
      "S lambda.CfnFunction 'L': runtime: 'nodejs12.x' "
        .. days:format("2023-03-31", "2023-03-31", "2023-04-30", "nodejs24.x"),
      "S sam.CfnFunction 'S': runtime: 'go1.x' "
        .. days:format("2024-01-08", "2024-02-08", "2027-03-03", "provided.al2023"),
    }, said)
  end)

  it("are looked at in depth, with the path", function()
    assert.matches("lifecycle_configuration%.rules%[2%]%.status: 'On' is not one of 'Enabled', 'Disabled'\n$",
      warning [[s3.CfnBucket(stack, "B", { lifecycle_configuration = { rules = {
        { status = "Enabled" }, { status = "On" } } } })]])
    assert.matches("allowed_methods: 'PATCH' is not one of", warning [[s3.CfnBucket(stack, "B", { cors_configuration = {
      cors_rules = { { allowed_methods = { "GET", "PATCH" }, allowed_origins = { "*" } } } } })]])
  end)

  it("are looked at when a property is set later", function()
    local text = run 'local b = s3.CfnBucket(stack, "B")\nb.access_control = "Foo"'
    assert.matches("^%[WARNING%] app.lua:4: %[S/B%] access_control: 'Foo' is not one of", text)
  end)

  it("let every token pass", function()
    assert.equal("", run [[
      local p = cdk.CfnParameter(stack, "P")
      local n = cdk.CfnParameter(stack, "N", { type = "Number" })
      local l = cdk.CfnParameter(stack, "L", { type = "CommaDelimitedList" })
      lambda.CfnFunction(stack, "F", { code = { s3_bucket = p.value_as_string }, role = "x" .. p.value_as_string,
        package_type = cdk.Fn.ref "P", memory_size = n.value_as_number, layers = l.value_as_list,
        architectures = { cdk.Fn.ref "P" }, runtime = { ["Fn::Sub"] = "x" }, handler = tostring(p.value_as_string) })]])
  end)

  it("are told once for a line", function()
    local text = run 'for i = 1, 3 do s3.CfnBucket(stack, "B" .. i, { tags = {}, access_control = "Foo" }) end'
    local _, count = text:gsub("WARNING", "")
    assert.equal(3, count) -- three constructs have three names
    text = run 'for i = 1, 3 do local b = s3.CfnBucket(stack, "B" .. i); b.access_control = "Foo" end'
    _, count = text:gsub("WARNING", "")
    assert.equal(1, count)
  end)

  it("warn of deprecated properties as of any deprecated API", function()
    local script = 'b2bi.CfnTransformer(stack, "T", { name = "x", status = "active", file_format = "JSON" })'
    local text = run(script)
    assert.matches("%[WARNING%] aws_cdk.aws_b2bi.CfnTransformerProps#file_format is deprecated.\n", text)
    assert.not_matches("deprecated", (run(script, { env = { JSII_DEPRECATED = "quiet" } })))
  end)

  it("warn of types that AWS is retiring", function()
    assert.matches("AWS::QLDB::Ledger is of a service that AWS has shut down\n",
      run 'qldb.CfnLedger(stack, "L", { permissions_mode = "STANDARD" })')
  end)

  it("do not change what is written", function()
    local _, template = run 's3.CfnBucket(stack, "B", { access_control = "Foo" })'
    assert.matches('"AccessControl": "Foo"\n', template)
    assert.not_matches("[Ww]arning", template .. luacdk.read(folder .. "/cdk.out/manifest.json"))
  end)
end)

describe("--no-schema-check", function()
  local folder

  setup(function() folder = luacdk.folder() end)
  teardown(function() luacdk.remove(folder) end)

  local SCRIPT = HEAD .. [[
    lambda.CfnFunction(stack, "F", { role = "x", code = { zip_file = "x", brand_new = { a_b = 1 } }, package_type = 3,
      new_thing = { Foo = "x" } })]]

  local function run(...)
    luacdk.write(folder .. "/app.lua", SCRIPT)
    return luacdk.run(folder, { "-q", ... })
  end

  it("lets properties through that no row knows", function()
    local result = run("--no-schema-check", "app.lua")
    assert.equal("", result.err)
    local template = luacdk.read(folder .. "/cdk.out/S.template.json"):gsub("%s", "")
    assert.matches('"Properties":{"Code":{"ZipFile":"x","BrandNew":{"a_b":1}},"PackageType":3,"Role":"x",' ..
      '"NewThing":{"Foo":"x"}}', template)
  end)

  it("lets them through in values that are known at synthesis, between those that rows know", function()
    luacdk.write(folder .. "/app.lua", HEAD .. [[
      lambda.CfnFunction(stack, "F", { role = "x", code = cdk.Lazy.any { produce = function()
        return { s3_bucket = "b", brand_new = { a_b = 1 }, s3_key = "k", other = 2, zip_file = "x" }
      end } })]])
    local result = luacdk.run(folder, { "-q", "--no-schema-check", "app.lua" })
    assert.equal("", result.err)
    assert.matches('"Code":{"S3Bucket":"b","S3Key":"k","ZipFile":"x","BrandNew":{"a_b":1},"Other":2}',
      (luacdk.read(folder .. "/cdk.out/S.template.json"):gsub("%s", "")))
  end)

  it("can be said by the environment", function()
    luacdk.write(folder .. "/app.lua", SCRIPT)
    local result = luacdk.run(folder, { "-q", "app.lua" }, { env = { LUACDK_NO_SCHEMA_CHECK = "1" } })
    assert.equal(0, result.status, result.err)
  end)

  it("is what an unknown property reminds of", function()
    local result = run "app.lua"
    assert.equal(1, result.status)
    assert.matches("app.lua:3: %[S%] lambda.CfnFunction 'F': unknown property 'new_thing';.*%-%-no%-schema%-check",
      result.err)
  end)
end)
