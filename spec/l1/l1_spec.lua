local engine = require "luacdk.engine"
local cdk = require "aws_cdk"
local lambda = require "aws_cdk.aws_lambda"
local s3 = require "aws_cdk.aws_s3"

local function new_stack() return cdk.Stack(cdk.App(), "Stack") end

-- Without the marks of ordered maps and lists.
local function plain(value)
  if type(value) ~= "table" then return value end
  local copy = {}
  for k, v in pairs(value) do copy[k] = plain(v) end
  return copy
end

local function properties(resource) return plain(engine.resolve_properties(resource)) end

local function message(f, ...)
  local ok, text = pcall(f, ...)
  assert.is_false(ok)
  return text
end

describe("an L1 class", function()
  it("says its type", function()
    assert.equal("AWS::S3::Bucket", s3.CfnBucket.CFN_RESOURCE_TYPE_NAME)
    local bucket = s3.CfnBucket(new_stack(), "Bucket")
    assert.equal("AWS::S3::Bucket", bucket.cfn_resource_type)
    assert.is_true(s3.CfnBucket.is_cfn_bucket(bucket))
    assert.is_false(lambda.CfnFunction.is_cfn_function(bucket))
    assert.is_false(s3.CfnBucket.is_cfn_bucket {})
  end)

  it("names properties for CloudFormation at every depth", function()
    local fn = lambda.CfnFunction(new_stack(), "Fn", {
      role = "arn", code = { s3_bucket = "b", source_kms_key_arn = "k" },
      environment = { variables = { some_key = "v" } }, layers = {}, vpc_config = {},
      file_system_configs = { { arn = "a", local_mount_path = "/mnt/x" } },
    })
    assert.same({
      Role = "arn", Code = { S3Bucket = "b", SourceKMSKeyArn = "k" }, Environment = { Variables = { some_key = "v" } },
      Layers = {}, VpcConfig = {}, FileSystemConfigs = { { Arn = "a", LocalMountPath = "/mnt/x" } },
    }, properties(fn))
  end)

  it("names properties that come out of a token", function()
    local fn = lambda.CfnFunction(new_stack(), "Fn", {
      role = "arn", code = engine.lazy(function() return { zip_file = "x" } end),
      environment = { variables = engine.lazy(function() return { some_key = "v" } end) },
      dead_letter_config = { Ref = "AWS::NoValue" },
    })
    assert.same({ Role = "arn", Code = { ZipFile = "x" }, Environment = { Variables = { some_key = "v" } },
      DeadLetterConfig = { Ref = "AWS::NoValue" } }, properties(fn))
  end)

  it("does not change when the user's table does", function()
    local props = { bucket_name = "a" }
    local bucket = s3.CfnBucket(new_stack(), "Bucket", props)
    props.bucket_name = "b"
    assert.equal("a", bucket.bucket_name)
  end)

  it("takes properties later", function()
    local bucket = s3.CfnBucket(new_stack(), "Bucket", { bucket_name = "a" })
    bucket.bucket_name = "b"
    bucket.object_lock_enabled = true
    assert.same({ BucketName = "b", ObjectLockEnabled = true }, properties(bucket))
    bucket.bucket_name = nil
    assert.same({ ObjectLockEnabled = true }, properties(bucket))
    assert.matches("bucket_name: expected a string, got the number 3", message(function() bucket.bucket_name = 3 end))
  end)

  it("reads attributes and references", function()
    local stack = new_stack()
    local fn = lambda.CfnFunction(stack, "Fn", { role = "arn", code = {} })
    assert.same({ ["Fn::GetAtt"] = { "Fn", "Arn" } }, plain(stack:resolve(fn.attr_arn)))
    assert.same({ Ref = "Fn" }, plain(stack:resolve(fn.function_ref.function_name)))
    assert.same({ ["Fn::GetAtt"] = { "Fn", "Arn" } }, plain(stack:resolve(fn.function_ref.function_arn)))
    assert.same({ ["Fn::GetAtt"] = { "Fn", "Arn" } }, plain(stack:resolve(lambda.CfnFunction.arn_for_function(fn))))
  end)

  it("tells tokens where they are in the document, under the names of the library", function()
    local paths, scope = {}, new_stack()
    local function place(name)
      return cdk.Token.as_string {
        resolve = function(_, context)
          local path = table.pack(table.unpack(context.document_path))
          path[2] = "ID"
          paths[name] = table.concat(path, "/")
          return "x"
        end,
      }
    end
    s3.CfnBucket(scope, "B", {
      lifecycle_configuration = {
        rules = { { status = "Enabled", transitions = { { storage_class = place "deep" } } } },
      },
      bucket_name = place "plain", tags = { { key = "k", value = place "tag" } },
    })
    scope.node.root:synth()
    assert.same({
      deep = "Resources/ID/Properties/lifecycleConfiguration/rules/0/transitions/0/storageClass",
      plain = "Resources/ID/Properties/bucketName", tag = "Resources/ID/Properties/tags/0/value",
    }, paths)
  end)

  it("takes a construct in place of its name or ARN", function()
    local stack = new_stack()
    local fn = lambda.CfnFunction(stack, "Fn", { role = "arn", code = {} })
    local alias = lambda.CfnAlias(stack, "Alias", { function_name = fn, function_version = "1", name = "live" })
    assert.same({ FunctionName = { Ref = "Fn" }, FunctionVersion = "1", Name = "live" }, properties(alias))
    assert.matches("function_name: expected a string or a lambda.IFunction",
      message(lambda.CfnAlias, stack, "Bad", { function_name = 3, function_version = "1", name = "live" }))
  end)

  it("writes tags sorted, in the kind that the resource has", function()
    local stack = new_stack()
    local bucket = s3.CfnBucket(stack, "Bucket", { tags = { { key = "b", value = "1" }, { key = "a", value = "2" } } })
    assert.same({ Tags = { { Key = "a", Value = "2" }, { Key = "b", Value = "1" } } }, properties(bucket))
    bucket.tags:set_tag("c", "3")
    assert.same({ Key = "c", Value = "3" }, properties(bucket).Tags[3])

    local ssm = require "aws_cdk.aws_ssm"
    local parameter = ssm.CfnParameter(stack, "P", { type = "String", value = "x", tags = { b = "1", a = "2" } })
    assert.same({ a = "2", b = "1" }, properties(parameter).Tags)
  end)

  it("makes references to what exists already", function()
    local stack = new_stack()
    local bucket = s3.CfnBucket.from_bucket_arn(stack, "A", "arn:aws:s3:::my-bucket")
    assert.equal("my-bucket", bucket.bucket_ref.bucket_name)
    local other = s3.CfnBucket.from_bucket_name(stack, "B", "other")
    assert.same({ ["Fn::Join"] = { "", { "arn:", { Ref = "AWS::Partition" }, ":s3:::other" } } },
      plain(stack:resolve(other.bucket_ref.bucket_arn)))
    assert.matches("does not have the form", message(s3.CfnBucket.from_bucket_arn, stack, "C", "arn:aws:sqs:::x"))
  end)

  it("shows itself to an inspector", function()
    local inspector = cdk.TreeInspector()
    s3.CfnBucket(new_stack(), "Bucket", { bucket_name = "a" }):inspect(inspector)
    assert.equal("AWS::S3::Bucket", inspector.attributes["aws:cdk:cloudformation:type"])
    assert.same({ bucket_name = "a" }, inspector.attributes["aws:cdk:cloudformation:props"])
  end)

  it("can be extended", function()
    local Mine = s3.CfnBucket:extend "Mine"
    function Mine:init(scope, id)
      Mine.super.init(self, scope, id, { bucket_name = "mine" })
      self.object_lock_enabled = true
    end
    local bucket = Mine(new_stack(), "Bucket")
    assert.same({ BucketName = "mine", ObjectLockEnabled = true }, properties(bucket))
    assert.is_true(s3.CfnBucket.is_cfn_bucket(bucket))
  end)

  it("tells a slip of the pen", function()
    local bucket = s3.CfnBucket(new_stack(), "Bucket")
    assert.matches("did you mean 'bucket_name'", message(function() return bucket.bukcet_name end))
    assert.matches("set_tag", message(function() bucket.tags = {} end))
  end)

  it("checks its properties when it is made", function()
    local stack = new_stack()
    assert.matches("lambda%.CfnFunction 'X': code%.s3_bucket: expected a string, got the number 3",
      message(lambda.CfnFunction, stack, "X", { role = "r", code = { s3_bucket = 3 } }))
    assert.matches("lambda%.CfnFunction 'X': missing required property 'role'",
      message(lambda.CfnFunction, stack, "X", { code = {} }))
    assert.matches("argument 1 %(scope%): expected a constructs%.Construct, got nil",
      message(function() s3.CfnBucket() end))
    assert.matches("takes 3 arguments, got 4", message(s3.CfnBucket, stack, "Y", {}, {}))
  end)
end)
