-- AWS Service Catalog. The cases are twins of tools/golden/aws_servicecatalog.js.
local assembly = require "luacdk.assembly"
local cdk = require "aws_cdk"
local golden = require "spec.support.golden"
local iam = require "aws_cdk.aws_iam"
local luacdk = require "spec.support.luacdk"
local s3 = require "aws_cdk.aws_s3"
local s3_assets = require "aws_cdk.aws_s3_assets"
local s3_deployment = require "aws_cdk.aws_s3_deployment"
local sc = require "aws_cdk.aws_servicecatalog"
local sns = require "aws_cdk.aws_sns"
local sqs = require "aws_cdk.aws_sqs"
local refuses = require "spec.support.refuses"

local ENV = { account = "111122223333", region = "eu-west-1" }
local FILES = "spec/fixtures/servicecatalog"
local URL = "https://example.com/template.json"
local ARN = "arn:aws:catalog:eu-west-1:444455556666:"

local Portfolio, Product, Template = sc.Portfolio, sc.Product, sc.CloudFormationTemplate

local function outputs(stack)
  return function(id, value) cdk.CfnOutput(stack, "Out" .. id, { value = value }) end
end

local function product(scope, id, ...)
  local versions = {}
  for i, one in ipairs { ... } do
    versions[i] = rawget(one, "cloud_formation_template") and one or { cloud_formation_template = one }
  end
  return sc.CloudFormationProduct(scope, id, { product_name = "n", owner = "o", product_versions = versions })
end

local cases = {}

function cases.portfolios(app)
  local stack = cdk.Stack(app, "S")
  local other = cdk.Stack(app, "Other", { env = ENV })
  local out = outputs(stack)
  local Language, Fn = sc.MessageLanguage, cdk.Fn
  local tag_options = sc.TagOptions(stack, "Tags", {
    allowed_values_for_tags = { cost = { "a", "b", "a" }, group = { "x" } },
  })
  local portfolio = Portfolio(stack, "Portfolio", {
    display_name = "n", provider_name = "p", description = "d", message_language = Language.JP,
    tag_options = tag_options,
  })
  local imported = Portfolio.from_portfolio_arn(other, "Imported", ARN .. "portfolio/port-1")
  local plain = Portfolio(other, "Plain", {
    display_name = cdk.CfnParameter(other, "Name").value_as_string, provider_name = "p",
  })
  local version = { cloud_formation_template = Template.from_url(URL) }
  local own = sc.CloudFormationProduct(stack, "Product", {
    product_name = "n", owner = "o", description = "d", distributor = "i", message_language = Language.ZH,
    support_description = "s", support_email = "a@example.com", support_url = "https://example.com",
    replace_product_version_ids = true, tag_options = tag_options,
    product_versions = {
      version,
      {
        cloud_formation_template = version.cloud_formation_template, product_version_name = "v2", description = "d",
        validate_template = false,
      },
    },
  })
  local second = Product.from_product_arn(stack, "Second", ARN .. "product/prod-1")
  local third = Product.from_product_arn(other, "Third", Fn.import_value "arn")
  local root = iam.AccountRootPrincipal()
  local role = iam.Role(stack, "Role", { assumed_by = root })
  local user, group = iam.User(stack, "User"), iam.Group(stack, "Group")
  for _ = 1, 2 do
    portfolio:give_access_to_role(role)
    portfolio:give_access_to_user(user)
    portfolio:give_access_to_group(group)
    portfolio:add_product(own)
    second:associate_tag_options(tag_options)
  end
  portfolio:share_with_account("111111111111", { share_tag_options = true, message_language = Language.EN })
  imported:share_with_account "222222222222"
  imported:give_access_to_role(iam.Role.from_role_arn(other, "Role", "arn:aws:iam::111122223333:role/r"))
  imported:add_product(third)
  imported:associate_tag_options(sc.TagOptions(other, "Tags", { allowed_values_for_tags = { cost = { "a" } } }))
  local description, language = "d", Language.EN
  portfolio:constrain_tag_updates(own)
  portfolio:constrain_tag_updates(second, { description = description, message_language = language, allow = false })
  portfolio:notify_on_stack_events(own, sns.Topic(stack, "Topic"))
  portfolio:notify_on_stack_events(own,
    sns.Topic.from_topic_arn(stack, "Topic2", "arn:aws:sns:eu-west-1:111122223333:t"),
    { description = description, message_language = language })
  portfolio:constrain_cloud_formation_parameters(own, {
    description = description, message_language = language,
    rule = {
      rule_name = "first", condition = Fn.condition_equals(Fn.ref "Environment", "test"),
      assertions = {
        { assert = Fn.condition_contains({ "t3.micro", "t3.small" }, Fn.ref "Type"), description = "small" },
        { assert = Fn.condition_not(Fn.condition_equals(Fn.ref "A", Fn.ref "AWS::Region")) },
      },
    },
  })
  portfolio:constrain_cloud_formation_parameters(own, {
    rule = { rule_name = "second", assertions = {
      { assert = Fn.condition_equals("a", "b"), description = "in " .. cdk.Aws.REGION },
    } },
  })
  portfolio:set_launch_role(own, role, { description = description, message_language = language })
  portfolio:set_local_launch_role_name(second, "my-role", { description = description, message_language = language })
  plain:set_local_launch_role(third, iam.Role(other, "Named", { role_name = "named", assumed_by = root }))
  local fourth = Product.from_product_arn(other, "Fourth", ARN .. "product/prod-4")
  plain:set_local_launch_role(fourth, iam.Role.from_role_name(other, "ByName", "by-name"))
  imported:deploy_with_stack_sets(third, {
    accounts = { "1", "2" }, regions = { "eu-west-1" }, execution_role_name = "e",
    admin_role = iam.Role.from_role_name(other, "Admin", "admin"),
  })
  plain:deploy_with_stack_sets(product(other, "Product", version), {
    description = description, message_language = language, accounts = { "1" }, regions = {},
    admin_role = iam.CfnRole(other, "L1Role", { assume_role_policy_document = {} }), execution_role_name = "e",
    allow_stack_set_instance_operations = true,
  })
  out("Arn", portfolio.portfolio_arn)
  out("Id", portfolio.portfolio_id)
  out("Ref", portfolio.portfolio_ref.portfolio_id)
  out("Imported", imported.portfolio_id)
  out("ImportedAccount", imported.env.account)
  out("Product", own.product_arn)
  out("ProductRef", own.cloud_formation_product_ref.cloud_formation_product_id)
  out("Second", second.cloud_formation_product_ref.cloud_formation_product_id)
end

function cases.products(app)
  local before, stack = cdk.Stack(app, "Before"), cdk.Stack(app, "S")
  local after = cdk.Stack(app, "After", { env = ENV })
  local OfStack, Encryption = Template.from_product_stack, s3_deployment.ServerSideEncryption
  local path = FILES .. "/product.json"
  local file = Template.from_asset(path)
  local other = Template.from_asset(path, { asset_hash = "h", asset_hash_type = cdk.AssetHashType.CUSTOM })
  product(stack, "OfFile", file, file)
  product(after, "OfOther", other)

  local plain = sc.ProductStack(stack, "Plain", { description = "d" })
  sqs.Queue(plain, "Queue", { queue_name = "ü" .. cdk.Aws.STACK_NAME })
  local asset_bucket = s3.Bucket(stack, "Assets", { bucket_name = "my-assets" })
  local whole = sc.ProductStack(stack, "Whole", {
    asset_bucket = asset_bucket, server_side_encryption = Encryption.AWS_KMS,
    server_side_encryption_aws_kms_key_id = "key", memory_limit = 256,
  })
  local assets = {}
  for i, name in ipairs { "product.json", "S.snapshot" } do
    assets[i] = s3_assets.Asset(whole, name, {
      path = path, asset_hash = name, asset_hash_type = cdk.AssetHashType.CUSTOM,
    })
  end
  for i, asset in ipairs(assets) do
    cdk.CfnOutput(whole, "Asset" .. i - 1, {
      value = ("%s %s %s %s"):format(asset.http_url, asset.s3_object_url, asset.s3_bucket_name, asset.s3_object_key),
    })
  end
  local imported = sc.ProductStack(after, "Imported", {
    asset_bucket = s3.Bucket.from_bucket_name(after, "Bucket", "imported"), server_side_encryption = Encryption.AES_256,
  })
  s3_assets.Asset(imported, "Asset", { path = path })
  local nested = cdk.NestedStack(stack, "Nested")
  local inner, within = sc.ProductStack(nested, "Inner"), sc.ProductStack(whole, "Within")
  sqs.Queue(inner, "Queue")
  sqs.Queue(within, "Queue")
  sqs.Queue(cdk.NestedStack(whole, "Nested"), "Queue")
  product(nested, "OfInner", OfStack(inner))
  product(before, "TooEarly", OfStack(plain))
  product(stack, "OfInner", OfStack(inner), OfStack(within))
  product(after, "OfPlain", OfStack(plain), OfStack(imported))
  local many = product(stack, "Many", OfStack(plain), OfStack(whole))
  sc.CfnCloudFormationProduct(stack, "L1", {
    name = "n", owner = "o",
    provisioning_artifact_parameters = { { info = { LoadTemplateFromURL = OfStack(plain):bind(stack).http_url } } },
  })

  local history = sc.ProductStackHistory(stack, "History", {
    product_stack = plain, current_version_name = "v2", current_version_locked = true, directory = FILES,
    description = "d",
  })
  local old = history:version_from_snapshot "v1"
  local folder = luacdk.folder()
  finally(function() luacdk.remove(folder) end)
  local now = sc.ProductStackHistory(stack, "Now", {
    product_stack = plain, current_version_name = "v2", current_version_locked = true, directory = folder .. "/below",
    validate_template = false,
  })
  product(stack, "WithHistory", old, now:current_version())

  local portfolio = Portfolio(stack, "Portfolio", { display_name = "n", provider_name = "p" })
  portfolio:add_product(many)
  portfolio:share_with_account "222222222222"
  portfolio:share_with_account "333333333333"
  cdk.CfnOutput(stack, "File", { value = plain.template_file })
  local names = {}
  for i, bucket in ipairs(many.asset_buckets) do names[i] = tostring(bucket.bucket_name) end
  cdk.CfnOutput(stack, "Buckets", { value = table.concat(names, ",") })
end

describe("aws_servicecatalog", function()
  golden.check("aws_servicecatalog", cases)

  local stack
  before_each(function() stack = cdk.Stack(cdk.App(), "S") end)

  local function product_of(id) return product(stack, id, Template.from_url(URL)) end

  it("refuses portfolios, products and tags that Service Catalog does not take", function()
    local function refuses_portfolio(text, props)
      local all = { display_name = "n", provider_name = "p" }
      for name, value in pairs(props) do all[name] = value end
      refuses(text, Portfolio, stack, "P" .. #stack.node.children, all)
    end
    refuses_portfolio("display_name must have 1 to 100 characters, got 0", { display_name = "" })
    refuses_portfolio("provider_name must have 1 to 50 characters, got 51", { provider_name = ("x"):rep(51) })
    refuses_portfolio("description must have at most 2000 characters, got 2001", { description = ("x"):rep(2001) })

    local function refuses_product(text, props)
      local all = {
        product_name = "n", owner = "o", product_versions = { { cloud_formation_template = Template.from_url(URL) } },
      }
      for name, value in pairs(props) do all[name] = value end
      refuses(text, sc.CloudFormationProduct, stack, "C" .. #stack.node.children, all)
    end
    local long = ("x"):rep(8192)
    refuses_product("product_name must have 1 to 100 characters, got 101", { product_name = ("x"):rep(101) })
    refuses_product("owner must have 1 to 8191 characters, got 0", { owner = "" })
    for _, name in ipairs { "description", "distributor", "support_description" } do
      refuses_product(name .. " must have at most 8191 characters, got 8192", { [name] = long })
    end
    refuses_product("support_email must be an e-mail address, got 'a@b'", { support_email = "a@b" })
    refuses_product("support_url must begin with http:// or https://, got 'ftp://x'", { support_url = "ftp://x" })
    refuses_product("product_versions must have at least one version", { product_versions = {} })
    local function refuses_version(text, version)
      version.cloud_formation_template = version.cloud_formation_template or Template.from_url(URL)
      refuses_product(text, { product_versions = { version } })
    end
    refuses_version("product_versions[1].product_version_name must have at most 100 characters, got 101",
      { product_version_name = ("x"):rep(101) })
    refuses_version("product_versions[1].description must have at most 8191 characters", { description = long })
    refuses_version("the URL of product_versions[1].cloud_formation_template must begin with http:// or https://",
      { cloud_formation_template = Template.from_url "s3://bucket/key" })

    local function refuses_tags(text, values)
      refuses(text, sc.TagOptions, stack, "T" .. #stack.node.children, { allowed_values_for_tags = values })
    end
    refuses_tags("allowed_values_for_tags must have at least one tag", {})
    refuses_tags("the tag 'k' must have at least one value", { k = {} })
    refuses_tags("the key of a tag must have 1 to 128 characters, got 0", { [""] = { "v" } })
    refuses_tags("the value of a tag must have 1 to 256 characters, got 257", { k = { ("x"):rep(257) } })
  end)

  it("refuses ARNs of something else", function()
    refuses("a portfolio ARN has the form arn:<partition>:catalog:<region>:<account>:portfolio/<portfolio id>",
      Portfolio.from_portfolio_arn, stack, "P", ARN .. "portfolio")
    refuses("a product ARN has the form arn:<partition>:catalog:<region>:<account>:product/<product id>",
      Product.from_product_arn, stack, "Q", ARN .. "product")
  end)

  it("refuses a second constraint where there can be one, and roles together with stack sets", function()
    local portfolio = Portfolio(stack, "Portfolio", { display_name = "n", provider_name = "p" })
    local first, second = product_of "First", product_of "Second"
    local topic = sns.Topic(stack, "Topic")
    local role = iam.Role(stack, "Role", { assumed_by = iam.AccountRootPrincipal() })
    local sets = { accounts = { "1" }, regions = { "eu-west-1" }, admin_role = role, execution_role_name = "e" }
    local rule = { rule = { rule_name = "r", assertions = {} } }
    local function twice(text, method, ...)
      portfolio[method](portfolio, ...)
      refuses("[S/Portfolio] product S/First of this portfolio " .. text, portfolio[method], portfolio, ...)
    end
    twice("already has a constraint on updates of tags", "constrain_tag_updates", first)
    twice("already notifies the topic S/Topic", "notify_on_stack_events", first, topic)
    twice("already has the rule 'r'", "constrain_cloud_formation_parameters", first, rule)
    twice("already has a launch role", "set_launch_role", first, role)
    refuses("product S/First of this portfolio has a launch role and cannot be deployed with stack sets",
      portfolio.deploy_with_stack_sets, portfolio, first, sets)
    portfolio:deploy_with_stack_sets(second, sets)
    refuses("product S/Second of this portfolio is already deployed with stack sets",
      portfolio.deploy_with_stack_sets, portfolio, second, sets)
    refuses("product S/Second of this portfolio is deployed with stack sets and cannot have a launch role",
      portfolio.set_launch_role, portfolio, second, role)
    refuses("the local launch role S/Role must have a role_name that is a literal string",
      portfolio.set_local_launch_role, portfolio, product_of "Third", role)
    refuses("description must have at most 2000 characters, got 2001", portfolio.constrain_tag_updates, portfolio,
      product_of "Fourth", { description = ("x"):rep(2001) })
  end)

  it("refuses product stacks outside of stacks, and assets that nobody could read", function()
    refuses("a product stack must be made inside a Stack", sc.ProductStack, cdk.App(), "P")
    local path, Encryption = FILES .. "/product.json", s3_deployment.ServerSideEncryption
    local function refuses_asset(text, props)
      local inner = sc.ProductStack(stack, "P" .. #stack.node.children, props)
      refuses(text, s3_assets.Asset, inner, "Asset", { path = path })
    end
    local bucket = s3.Bucket(stack, "Bucket", { bucket_name = "bucket" })
    refuses_asset("a product stack with assets needs asset_bucket", {})
    refuses_asset("the asset_bucket of a product stack must have a bucket_name",
      { asset_bucket = s3.Bucket(stack, "Unnamed") })
    refuses_asset("the bucket_name of a product stack's asset_bucket must be a literal string",
      { asset_bucket = s3.Bucket(stack, "Token", { bucket_name = "a-" .. cdk.Aws.REGION }) })
    refuses_asset("server_side_encryption AWS_KMS needs server_side_encryption_aws_kms_key_id",
      { asset_bucket = bucket, server_side_encryption = Encryption.AWS_KMS })
    refuses_asset("server_side_encryption_aws_kms_key_id needs server_side_encryption = "
      .. "s3_deployment.ServerSideEncryption.AWS_KMS",
      { asset_bucket = bucket, server_side_encryption_aws_kms_key_id = "k" })
    local images = sc.ProductStack(stack, "Images", { asset_bucket = bucket })
    refuses("a product stack cannot have images as assets", images.synthesizer.add_docker_image_asset,
      images.synthesizer, { source_hash = "h", directory_name = "d" })
  end)

  it("lets no stack depend on one that is deployed only when its product is launched", function()
    local inner = sc.ProductStack(stack, "P")
    cdk.CfnOutput(stack, "Out", { value = sqs.Queue(inner, "Queue").queue_arn })
    refuses("[S] the stack uses or awaits something of 'S/P', which is not deployed with the app", function()
      stack.node.root:synth()
    end)
  end)

  describe("snapshots", function()
    local folder
    before_each(function() folder = luacdk.folder() end)
    after_each(function() luacdk.remove(folder) end)

    -- The template of a product stack as the snapshot of `version`, with a queue of that name.
    local function write(version, name, locked)
      local app = cdk.App { outdir = folder .. "/out" }
      local outer = cdk.Stack(app, "S")
      local inner = sc.ProductStack(outer, "P")
      sqs.Queue(inner, name)
      local history = sc.ProductStackHistory(outer, "H", {
        product_stack = inner, current_version_name = version, current_version_locked = locked,
        directory = folder .. "/a/b",
      })
      app:synth()
      return history, luacdk.read(folder .. "/out/" .. inner.template_file)
    end

    it("are written as the template is", function()
      local history, text = write("v1", "Queue", true)
      local name = luacdk.list(folder .. "/a/b")[1]
      assert.truthy(name:find "^SH%x+%.SP%x+%.v1%.product%.template%.json$", name)
      assert.equal(text, luacdk.read(folder .. "/a/b/" .. name))
      assert.truthy(text:find '\n  "Resources": {', text)
      assert.truthy(history:version_from_snapshot("v1").cloud_formation_template)
      refuses("there is no template " .. name:gsub("v1", "v2"), history.version_from_snapshot, history, "v2")
    end)

    it("of locked versions stay as they are", function()
      write("v1", "Queue", true)
      refuses("the template is not that of version 'v1' any more, which is locked", write, "v1", "Other", true)
      write("v1", "Other", false)
      write("v2", "Third", true)
    end)

    it("of locked versions that cannot be read are told, and kept", function()
      write("v1", "Queue", true)
      local file = folder .. "/a/b/" .. luacdk.list(folder .. "/a/b")[1]
      assert(os.execute(("rm '%s' && mkdir '%s'"):format(file, file)))
      refuses("[S/H] cannot read " .. file .. ": Is a directory", write, "v1", "Queue", true)
    end)

    it("are not written for a session or plan", function()
      luacdk.write(folder .. "/app.lua", [[
        local stack = cdk.Stack(cdk.App(), "S")
        local inner = servicecatalog.ProductStack(stack, "P")
        servicecatalog.ProductStackHistory(stack, "H", {
          product_stack = inner, current_version_name = "v", current_version_locked = true,
        })
        cdk.Stack(stack.node.root, "T")
      ]])
      local planned = luacdk.run(folder, { "synth", "app.lua", "-q", "T" })
      assert.equal(0, planned.status, planned.err)
      assert.is_false(luacdk.exists(folder .. "/product-stack-snapshots"))
      assert.is_true(luacdk.exists(folder .. "/cdk.out/T.template.json"))
      local written = luacdk.run(folder, { "synth", "app.lua", "-q", "S" })
      assert.equal(0, written.status, written.err)
      assert.is_true(luacdk.exists(folder .. "/product-stack-snapshots"))
    end)
  end)

  it("has the metadata of a product stack with those of the stack around it, which alone is in the manifest", function()
    local folder = luacdk.folder()
    finally(function() luacdk.remove(folder) end)
    local app = cdk.App { outdir = folder }
    local outer = cdk.Stack(app, "S")
    local inner = sc.ProductStack(outer, "P")
    sqs.Queue(inner, "Queue")
    app:synth()
    local artifacts = assembly.parse_json(luacdk.read(folder .. "/manifest.json")).artifacts
    assert.is_nil(artifacts[inner.artifact_id])
    assert.equal(inner.template_file, artifacts.S.metadata["/S/P"][2].data)
    assert.truthy(artifacts.S.metadata["/S/P/Queue/Resource"])
  end)
end)
