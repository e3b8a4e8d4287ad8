#!/usr/bin/env luacdk
-- Code.from_custom_command: a command is run now, without a shell, and what it leaves in the output folder is the code.

local here = arg[0]:match "^(.*)/" or "."

local app = cdk.App()
local stack = cdk.Stack(app, "CustomCommand")

local output = cdk.FileSystem.mkdtemp "custom-command-"

lambda.Function(stack, "Handler", {
  code = lambda.Code.from_custom_command(output, { "cp", here .. "/handler/index.py", output .. "/index.py" }, {
    command_options = { cwd = "." }, -- also env, timeout, …: the options of node's spawnSync
    display_name = "handler",
  }),
  handler = "index.handler",
  runtime = lambda.Runtime.PYTHON_3_12,
})

app:synth()
