#!/usr/bin/env luacdk
-- Code.from_asset: a folder becomes the function's zip file. The assembly holds a copy that `cdk deploy` uploads; it is
-- named after its content, so that an unchanged function is not deployed again.

local here = arg[0]:match "^(.*)/" or "."

local app = cdk.App()
local stack = cdk.Stack(app, "Asset")

local auditor = iam.Role(stack, "Auditor", { assumed_by = iam.AccountRootPrincipal() })

lambda.Function(stack, "Handler", {
  code = lambda.Code.from_asset(here .. "/handler", {
    exclude = { "*.md", "**/__pycache__" },
    ignore_mode = cdk.IgnoreMode.GIT,
    follow_symlinks = cdk.SymlinkFollowMode.NEVER,
    readers = { auditor }, -- may read the zip file in the bucket of assets
  }),
  handler = "index.handler",
  runtime = lambda.Runtime.PYTHON_3_12,
})

app:synth()
