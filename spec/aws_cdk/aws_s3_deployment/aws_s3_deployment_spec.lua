-- Files that are put into buckets when a stack is deployed. The cases are twins of tools/golden/aws_s3_deployment.js.
local cdk = require "aws_cdk"
local ec2 = require "aws_cdk.aws_ec2"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local kms = require "aws_cdk.aws_kms"
local logs = require "aws_cdk.aws_logs"
local luacdk = require "spec.support.luacdk"
local s3 = require "aws_cdk.aws_s3"
local s3_deployment = require "aws_cdk.aws_s3_deployment"
local sqs = require "aws_cdk.aws_sqs"
local refuses = require "spec.support.refuses"

local ENV = { account = "111122223333", region = "eu-west-1" }

local BucketDeployment, Source, CacheControl =
  s3_deployment.BucketDeployment, s3_deployment.Source, s3_deployment.CacheControl

local function number_of(value)
  return cdk.Token.as_number(cdk.Lazy.any { produce = function() return value end })
end

local function zip(scope) return Source.bucket(s3.Bucket.from_bucket_name(scope, "Other", "other"), "a.zip") end

local cases = {}

-- Files of data may hold values that are known only at deployment: they stand in them as markers.
function cases.sources(app)
  local stack = cdk.Stack(app, "S")
  local queue = sqs.Queue(stack, "Queue")
  local bucket, other = s3.Bucket(stack, "Bucket"), s3.Bucket.from_bucket_name(stack, "Other", "other")
  local list = cdk.Fn.split(",", queue.queue_name)
  local all = BucketDeployment(stack, "All", {
    destination_bucket = bucket,
    sources = {
      Source.bucket(other, "a.zip"),
      Source.data("plain.txt", "text\n"),
      Source.data("a/b/named.txt",
        "queue " .. queue.queue_name .. ", again " .. queue.queue_name .. ": " .. tostring(number_of(7)),
        { json_escape = true }),
      Source.json_data("config.json", {
        arn = queue.queue_arn, count = number_of(3),
        deep = { list = list, text = "x " .. queue.queue_name, yes = true }, n = { 1, 2.5, cdk.NULL },
      }),
      Source.json_data("bare.json", { arn = queue.queue_arn }, { escape = false }),
      Source.yaml_data("config.yaml", {
        arn = queue.queue_arn, list = { "a", "x " .. queue.queue_name, { k = "v", list = list } },
        text = "two\nlines\n", yes = "yes",
      }),
      Source.data("empty", ""),
    },
  })
  all:add_source(Source.bucket(other, "a.zip"))
  all:add_source(Source.bucket(other, "b.zip"))
  all:add_source(Source.data("late.txt", queue.queue_arn))
  local function out(id, value) cdk.CfnOutput(stack, id, { value = value }) end
  out("In", all.deployed_bucket.bucket_name)
  out("Keys", cdk.Fn.select(0, all.object_keys))
  local kept = BucketDeployment(stack, "Kept", {
    destination_bucket = bucket, sources = { Source.bucket(other, "a.zip") }, extract = false,
    destination_key_prefix = "kept",
  })
  out("Version", cdk.Fn.select(0, kept.object_version_ids))
  BucketDeployment(stack, "Nothing", { destination_bucket = bucket, sources = {} })
end

function cases.options(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local bucket = s3.Bucket(stack, "Bucket",
    { encryption_key = kms.Key(stack, "Key"), website_index_document = "index.html" })
  local sources = { zip(stack) }
  BucketDeployment(stack, "Full", {
    destination_bucket = bucket, sources = sources, destination_key_prefix = "web/x", exclude = { "*.map" },
    include = { "a.map" }, prune = false, retain_on_delete = false, extract = true, sign_content = true,
    output_object_keys = false, wait_for_distribution_invalidation = false,
    distribution = { distribution_ref = { distribution_id = "D1" }, node = stack.node, env = stack.env },
    distribution_paths = { "/a", "/b/*" },
    memory_limit = 512, ephemeral_storage_size = cdk.Size.gibibytes(2), log_group = logs.LogGroup(stack, "Log"),
    role = iam.Role(stack, "Role", { assumed_by = iam.ServicePrincipal "lambda.amazonaws.com" }),
    metadata = { A = "1", ["b-C"] = "2" }, access_control = s3.BucketAccessControl.BUCKET_OWNER_FULL_CONTROL,
    cache_control = {
      CacheControl.max_age(cdk.Duration.days(1)), CacheControl.s_max_age(cdk.Duration.minutes(1)),
      CacheControl.no_cache(), CacheControl.no_store(), CacheControl.no_transform(), CacheControl.must_revalidate(),
      CacheControl.must_understand(), CacheControl.proxy_revalidate(), CacheControl.set_public(),
      CacheControl.set_private(), CacheControl.immutable(), CacheControl.stale_if_error(cdk.Duration.seconds(5)),
      CacheControl.stale_while_revalidate(cdk.Duration.seconds(6)), CacheControl.from_string "own",
    },
    content_disposition = "inline", content_encoding = "gzip", content_language = "en", content_type = "text/html",
    expires = cdk.Expiration.at_date "2031-02-03T04:05:06Z",
    server_side_encryption = s3_deployment.ServerSideEncryption.AWS_KMS, server_side_encryption_aws_kms_key_id = "k",
    server_side_encryption_customer_algorithm = "AES256",
    storage_class = s3_deployment.StorageClass.INTELLIGENT_TIERING, website_redirect_location = "elsewhere",
  })
  local plain = BucketDeployment(stack, "Plain",
    { destination_bucket = bucket, sources = sources, log_retention = logs.RetentionDays.ONE_WEEK })
  cdk.CfnOutput(stack, "Website", { value = plain.deployed_bucket.bucket_website_url })
  BucketDeployment(stack, "Again", { destination_bucket = bucket, sources = sources, destination_key_prefix = "/" })
end

-- Deployments with the same memory, storage and network share a function.
function cases.in_a_network(app)
  local stack = cdk.Stack(app, "S", { env = ENV })
  local vpc, bucket = ec2.Vpc(stack, "Vpc", { max_azs = 2 }), s3.Bucket(stack, "Bucket")
  local sources = { zip(stack) }
  BucketDeployment(stack, "Efs", {
    destination_bucket = bucket, sources = sources, vpc = vpc, use_efs = true,
    vpc_subnets = { subnet_type = ec2.SubnetType.PRIVATE_WITH_EGRESS },
  })
  BucketDeployment(stack, "Groups", {
    destination_bucket = bucket, sources = sources, vpc = vpc, memory_limit = 256,
    security_groups = { ec2.SecurityGroup(stack, "A", { vpc = vpc }), ec2.SecurityGroup(stack, "B", { vpc = vpc }) },
  })
  BucketDeployment(stack, "None",
    { destination_bucket = bucket, sources = sources, vpc = vpc, security_groups = {} })
end

local PAGE = "<p>{{ queue }} {{queue}} {{  other}} {{unknown}} { {queue} }</p>\n"

function cases.substituted_files(app)
  local stack = cdk.Stack(app, "S")
  local folder = luacdk.folder()
  local source = folder .. "/page.html"
  luacdk.write(source, PAGE)
  local queue, bucket = sqs.Queue(stack, "Queue"), s3.Bucket(stack, "Bucket")
  local file = s3_deployment.DeployTimeSubstitutedFile(stack, "File", {
    source = source, destination_bucket = bucket, substitutions = { queue = queue.queue_url, other = "text" },
  })
  s3_deployment.DeployTimeSubstitutedFile(stack, "Named", {
    source = source, destination_bucket = bucket, substitutions = {}, destination_key = "a/page.html",
    role = iam.Role.from_role_arn(stack, "Role", "arn:aws:iam::111122223333:role/r"),
  })
  cdk.CfnOutput(stack, "Key", { value = file.object_key })
  cdk.CfnOutput(stack, "In", { value = file.bucket.bucket_name })
  luacdk.remove(folder)
end

describe("aws_s3_deployment", function()
  golden.check("aws_s3_deployment", cases)

  local stack, bucket

  before_each(function()
    stack = cdk.Stack(cdk.App(), "S")
    bucket = s3.Bucket(stack, "Bucket")
  end)

  local function deploys(props)
    props.destination_bucket = bucket
    props.sources = props.sources or { zip(stack) }
    return BucketDeployment(stack, "Deployment", props)
  end

  it("refuses paths of no distribution, and file systems of no network", function()
    local distribution = { distribution_ref = { distribution_id = "D1" }, node = stack.node, env = stack.env }
    refuses("distribution_paths needs distribution", deploys, { distribution_paths = { "/a" } })
    stack = cdk.Stack(cdk.App(), "S")
    refuses('distribution_paths[2] must start with "/", got \'b\'', deploys,
      { distribution = distribution, distribution_paths = { "/a", "b" } })
    stack = cdk.Stack(cdk.App(), "S")
    refuses("use_efs needs a vpc", deploys, { use_efs = true })
  end)

  it("refuses a prefix that makes the tag on its bucket too long", function()
    deploys { destination_key_prefix = ("x"):rep(102) }
    stack = cdk.Stack(cdk.App(), "S")
    refuses("destination_key_prefix must have at most 102 characters, got 103", deploys,
      { destination_key_prefix = ("x"):rep(103) })
  end)

  it("refuses files outside of the deployment, and texts with lists known only later", function()
    refuses("object_key must name a file below the bucket's prefix, got 'a/../../b'", deploys,
      { sources = { Source.data("a/../../b", "x") } })
    stack = cdk.Stack(cdk.App(), "S")
    refuses("the content of 'x' contains a list in a string that is known only at deployment", deploys,
      { sources = { Source.data("x", tostring(cdk.Fn.split(",", sqs.Queue(stack, "Queue").queue_name))) } })
  end)

  it("refuses files that are not there, and files that are no zip", function()
    refuses("there is no file 'nowhere.html' to deploy", s3_deployment.DeployTimeSubstitutedFile, stack, "F",
      { source = "nowhere.html", destination_bucket = bucket, substitutions = {} })
    refuses("'README.md' is neither a folder nor a .zip file", deploys, { sources = { Source.asset "README.md" } })
  end)

  it("has versions only of what is not extracted", function()
    refuses("object_version_ids need extract = false", function() return deploys({}).object_version_ids end)
    stack = cdk.Stack(cdk.App(), "S")
    refuses("object_version_ids follow object_keys", function()
      return deploys({ extract = false, output_object_keys = false }).object_version_ids
    end)
  end)

  it("wants values known only at deployment extracted", function()
    deploys { extract = false, sources = { Source.data("x", "y") } }
    refuses("must be extracted: leave out extract = false", function() stack.node.root:synth() end)
  end)
end)
