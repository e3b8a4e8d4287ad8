#!/usr/bin/env luacdk
-- Code.from_asset with bundling: what is packaged is made from the folder first. `try_bundle` does that right here;
-- when it returns false, the command is run in a container of the image instead.

local here = arg[0]:match "^(.*)/" or "."

local app = cdk.App()
local stack = cdk.Stack(app, "AssetBundling")

local source = here .. "/handler"

local bundler = {}

-- Leaves in `output_dir` what the function needs; `options` are the bundling options below.
function bundler:try_bundle(output_dir, options) -- luacheck: ignore options
  local from = assert(io.open(source .. "/index.py", "rb"))
  local to = assert(io.open(output_dir .. "/index.py", "wb"))
  to:write("# bundled\n", from:read "a")
  from:close()
  to:close()
  return true
end

lambda.Function(stack, "Handler", {
  code = lambda.Code.from_asset(source, {
    asset_hash_type = cdk.AssetHashType.OUTPUT, -- named after what was made, not after what it was made from
    bundling = {
      image = lambda.Runtime.PYTHON_3_12.bundling_image,
      command = { "sh", "-c", "pip install -r requirements.txt -t /asset-output && cp -r . /asset-output" },
      local_ = bundler, -- `local` is a word of Lua's
    },
  }),
  handler = "index.handler",
  runtime = lambda.Runtime.PYTHON_3_12,
})

app:synth()
