--- What the schema cannot say: luacdk's own words about what is used most, and about what is not part of the schema.
--- name → { about = one or two sentences, example = Lua that runs; for names that the schema does not know also
--- signature =, luals = its type for the Lua language server }
local topics = {
  ["lambda.Code"] = {
    about = "Where a function's code comes from. From this machine: from_asset (a folder or archive), "
      .. "from_custom_command (what a build writes), from_docker_build (what a Dockerfile builds), "
      .. "from_inline (a few lines). From AWS: from_bucket, from_bucket_v2, from_cfn_parameters. As a "
      .. "container image: from_asset_image, from_ecr_image.",
    example = 'local code = lambda.Code.from_asset("fn")',
  },
  ["lambda.Code.from_asset"] = {
    about = "A folder, .zip or .jar file on this machine, uploaded at deployment. The usual choice. With "
      .. "bundling in its options, a container or a local command makes the folder first.",
    example = 'local code = lambda.Code.from_asset("fn", { exclude = { "*.pyc" } })',
  },
  ["lambda.Code.from_asset_image"] = {
    about = "A folder with a Dockerfile, built and pushed at deployment as the function's container image: for "
      .. "custom runtimes, or more than 250 MB. Handler and runtime are then FROM_IMAGE.",
    example = 'lambda.Function(stack, "ImageHandler", {\n' ..
      '  code = lambda.Code.from_asset_image("image", { cmd = { "app.handler" } }),\n' ..
      '  handler = lambda.Handler.FROM_IMAGE, runtime = lambda.Runtime.FROM_IMAGE,\n})',
  },
  ["lambda.Code.from_bucket"] = {
    about = "An archive that is already in a bucket. A new object under the same key is noticed only if you "
      .. "name its version.",
    example = 'local bucket = s3.Bucket.from_bucket_name(stack, "Builds", "builds")\n' ..
      'local code = lambda.Code.from_bucket(bucket, "handler.zip")',
  },
  ["lambda.Code.from_bucket_v2"] = {
    about = "As from_bucket, with options: the object's version, and the key that encrypts the archive.",
    example = 'local builds = s3.Bucket.from_bucket_name(stack, "BuildsV2", "builds")\n' ..
      'local code = lambda.Code.from_bucket_v2(builds, "handler.zip", { object_version = "3" })',
  },
  ["lambda.Code.from_cfn_parameters"] = {
    about = "Bucket and key are parameters of the template: for pipelines that build the archive after " ..
      "synthesis and pass its place at deployment.",
    example = "local code = lambda.Code.from_cfn_parameters()",
  },
  ["lambda.Code.from_custom_command"] = {
    about = "Runs a command now, on this machine, and takes the folder or archive that it writes: for " ..
      "projects with a build of their own.",
    example = 'local code = lambda.Code.from_custom_command("fn", { "make", "-C", "fn" })',
  },
  ["lambda.Code.from_docker_build"] = {
    about = "Builds a Dockerfile and takes the folder /asset from its image (or image_path): for code that "
      .. "must be compiled for Lambda's system. The function itself is not an image.",
    example = 'local code = lambda.Code.from_docker_build("image", { image_path = "/asset" })',
  },
  ["lambda.Code.from_ecr_image"] = {
    about = "A container image that is already in a repository. Handler and runtime are then FROM_IMAGE.",
    example = 'local repository = ecr.Repository.from_repository_name(stack, "Images", "images")\n' ..
      'local code = lambda.Code.from_ecr_image(repository, { tag_or_digest = "v1" })',
  },
  ["lambda.Code.from_inline"] = {
    about = "The source itself, as part of the template: for a few lines of Python or JavaScript, which become " ..
      "the file index.py or index.js.",
    example = 'local code = lambda.Code.from_inline("def handler(event, context): return event")',
  },
  ["cdk.App"] = { about = "The root of every tree, synthesised when the script ends." },
  ["cdk.Stack"] = { about = "A unit of deployment: everything below it goes into one template." },
  ["cdk.include"] = {
    signature = "cdk.include(file: string) → what the file returns",
    luals = "fun(file: string, ...: any): any",
    about = "Runs another Lua file; its path is relative to the file that calls it.",
    example = 'local shared = cdk.include("shared.lua")',
  },
  ["cdk.matrix"] = {
    signature = "cdk.matrix { template = …, axis = { … }, … }",
    luals = "fun(definition: luacdk.MatrixKeys): luacdk.Matrix",
    about = "One stack of a template for each combination of values on its axes.",
    example = 'cdk.matrix {\n  template = cdk.template { build = function(stack) s3.Bucket(stack, "Bucket") end },\n' ..
      '  env = { "dev", "prod" },\n}',
  },
  ["cdk.read_json"] = {
    signature = "cdk.read_json(file: string) → table",
    luals = "fun(file: string): any",
    about = "The contents of a JSON file; maps keep their order.",
    example = 'local limits = cdk.read_json("limits.json")',
  },
  ["cdk.read_text"] = {
    signature = "cdk.read_text(file: string) → string",
    luals = "fun(file: string): string",
    about = "The bytes of a file.",
    example = 'local policy = cdk.read_text("policy.json")',
  },
  ["cdk.read_yaml"] = {
    signature = "cdk.read_yaml(file: string, options?: { short_forms: boolean }) → table",
    luals = "fun(file: string, options?: { short_forms?: boolean }): any",
    about = "The contents of a YAML file. With short_forms, !Ref X is { Ref = \"X\" } and so on.",
    example = 'local limits = cdk.read_yaml("limits.yaml")',
  },
  ["cdk.template"] = {
    signature = "cdk.template { build = function(scope, values) … end, params = …, … }",
    luals = "fun(definition: luacdk.TemplateKeys): luacdk.Template",
    about = "A definition that makes a stack from values, for luacdk render, luacdk params and cdk.matrix.",
    example = 'cdk.template {\n  build = function(stack) s3.Bucket(stack, "Bucket") end,\n}',
  },
  ["cdk.testing"] = {
    signature = "cdk.testing.render(definition, values?: table, options?: table) → templates",
    luals = "{ render: fun(definition: any, values?: table, options?: luacdk.RenderOptions): luacdk.Rendered }",
    about = "Templates of a definition as tables, for tests.",
  },
  ["cdk.list"] = {
    signature = "cdk.list(values: table) → table",
    luals = "fun(values: table): table",
    about = "Marks a table as a list, so that it is one in a free-form value even when it is empty.",
    example = "local nothing = cdk.list {}",
  },
  ["cdk.NULL"] = {
    signature = "cdk.NULL",
    luals = "any",
    about = "JSON's null, where nil would mean \"not given\".",
    example = "local value = cdk.NULL",
  },
  ["include"] = {
    signature = "include(file: string) → what the file returns",
    luals = "fun(file: string, ...: any): any",
    about = "Runs another Lua file; its path is relative to the file that calls it. The same as cdk.include.",
    example = 'local shared = include "shared.lua"',
  },
  ["extend"] = {
    signature = "Class:extend(name: string) → a class of your own",
    luals = "fun(self: any, name: string): any",
    about = "Makes a subclass. Calling it makes an instance and calls its method init.",
    example = 'local Api = constructs.Construct:extend "Api"\nfunction Api:init(scope, id)\n' ..
      "  Api.super.init(self, scope, id)\nend",
  },
  ["super"] = {
    signature = "Class.super",
    luals = "any",
    about = "The class that yours extends: call Api.super.init(self, scope, id) first in init.",
  },
  ["cdk.repl"] = {
    signature = "cdk.repl()",
    luals = "fun()",
    about = "Stops the script here and opens a session that sees its local variables; Ctrl-D continues the script.",
    example = "cdk.repl()",
  },
}

--- Lua's own functions: name → parameters and result.
topics.lua = {
  assert = "(value, message?: string, ...) → value, …", collectgarbage = "(what?: string, argument?: number)",
  dofile = "(file?: string) → …", error = "(message, level?: number)", getmetatable = "(value) → table",
  ipairs = "(list: table) → iterator", load = "(chunk, name?: string, mode?: string, environment?: table) → function",
  loadfile = "(file?: string, mode?: string, environment?: table) → function",
  next = "(table, key?) → key, value", pairs = "(table) → iterator", pcall = "(function, ...) → boolean, …",
  print = "(...)", rawequal = "(a, b) → boolean", rawget = "(table, key) → value", rawlen = "(value) → number",
  rawset = "(table, key, value) → table", require = "(name: string) → module", select = '(n: number or "#", ...) → …',
  setmetatable = "(table, metatable) → table", tonumber = "(value, base?: number) → number",
  tostring = "(value) → string", type = "(value) → string", warn = "(message: string, ...)",
  xpcall = "(function, handler: function, ...) → boolean, …",
  ["coroutine.close"] = "(coroutine) → boolean, message", ["coroutine.create"] = "(function) → coroutine",
  ["coroutine.isyieldable"] = "(coroutine?) → boolean", ["coroutine.resume"] = "(coroutine, ...) → boolean, …",
  ["coroutine.running"] = "() → coroutine, boolean", ["coroutine.status"] = "(coroutine) → string",
  ["coroutine.wrap"] = "(function) → function", ["coroutine.yield"] = "(...) → …",
  ["debug.traceback"] = "(thread?, message?, level?: number) → string",
  ["io.close"] = "(file?)", ["io.flush"] = "()", ["io.input"] = "(file?) → file",
  ["io.lines"] = "(name?: string, ...) → iterator", ["io.open"] = "(name: string, mode?: string) → file",
  ["io.output"] = "(file?) → file", ["io.popen"] = "(program: string, mode?: string) → file",
  ["io.read"] = "(...) → …", ["io.tmpfile"] = "() → file", ["io.type"] = "(value) → string",
  ["io.write"] = "(...) → file",
  ["math.abs"] = "(x) → number", ["math.acos"] = "(x) → number", ["math.asin"] = "(x) → number",
  ["math.atan"] = "(y, x?) → number", ["math.ceil"] = "(x) → number", ["math.cos"] = "(x) → number",
  ["math.deg"] = "(x) → number", ["math.exp"] = "(x) → number", ["math.floor"] = "(x) → number",
  ["math.fmod"] = "(x, y) → number", ["math.huge"] = "number", ["math.log"] = "(x, base?) → number",
  ["math.max"] = "(x, ...) → number", ["math.maxinteger"] = "number", ["math.min"] = "(x, ...) → number",
  ["math.mininteger"] = "number", ["math.modf"] = "(x) → number, number", ["math.pi"] = "number",
  ["math.rad"] = "(x) → number", ["math.random"] = "(from?, to?) → number", ["math.randomseed"] = "(x?, y?)",
  ["math.sin"] = "(x) → number", ["math.sqrt"] = "(x) → number", ["math.tan"] = "(x) → number",
  ["math.tointeger"] = "(x) → number", ["math.type"] = "(x) → string", ["math.ult"] = "(m, n) → boolean",
  ["os.clock"] = "() → number", ["os.date"] = "(format?: string, time?: number) → string or table",
  ["os.difftime"] = "(later, earlier) → number", ["os.execute"] = "(command?: string) → boolean, string, number",
  ["os.exit"] = "(code?, close?: boolean)", ["os.getenv"] = "(name: string) → string",
  ["os.remove"] = "(name: string) → boolean", ["os.rename"] = "(from: string, to: string) → boolean",
  ["os.setlocale"] = "(locale: string, category?: string) → string", ["os.time"] = "(table?) → number",
  ["os.tmpname"] = "() → string",
  ["string.byte"] = "(text, from?, to?) → number, …", ["string.char"] = "(...) → string",
  ["string.dump"] = "(function, strip?: boolean) → string",
  ["string.find"] = "(text, pattern, from?, plain?: boolean) → from, to, captures",
  ["string.format"] = "(format: string, ...) → string", ["string.gmatch"] = "(text, pattern, from?) → iterator",
  ["string.gsub"] = "(text, pattern, replacement, most?) → string, count", ["string.len"] = "(text) → number",
  ["string.lower"] = "(text) → string", ["string.match"] = "(text, pattern, from?) → captures",
  ["string.pack"] = "(format: string, ...) → string", ["string.packsize"] = "(format: string) → number",
  ["string.rep"] = "(text, count, separator?: string) → string", ["string.reverse"] = "(text) → string",
  ["string.sub"] = "(text, from, to?) → string", ["string.unpack"] = "(format, text, from?) → …",
  ["string.upper"] = "(text) → string",
  ["table.concat"] = "(list, separator?: string, from?, to?) → string",
  ["table.insert"] = "(list, place?: number, value)", ["table.move"] = "(list, from, to, place, other?: table) → table",
  ["table.pack"] = "(...) → table", ["table.remove"] = "(list, place?: number) → value",
  ["table.sort"] = "(list, is_less?: function)", ["table.unpack"] = "(list, from?, to?) → …",
  ["utf8.char"] = "(...) → string", ["utf8.charpattern"] = "string", ["utf8.codepoint"] = "(text, from?, to?) → …",
  ["utf8.codes"] = "(text) → iterator", ["utf8.len"] = "(text, from?, to?) → number",
  ["utf8.offset"] = "(text, n, from?) → number",
}

return topics
