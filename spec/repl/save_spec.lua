-- :save writes a script that makes the same bytes as :synth; :load reads one.
local luacdk = require "spec.support.luacdk"
local repl = require "spec.repl.support"

local STACK = 'stack = cdk.Stack(cdk.App(), "Demo")\n'

describe(":save", function()
  local folder

  before_each(function() folder = luacdk.folder() end)
  after_each(function() luacdk.remove(folder) end)

  -- The saved script, once it is shown that it and :synth write the same.
  local function saved(input, options)
    options = options or {}
    options.folder = folder
    local result = repl.pipe(input .. ":save saved.lua\n:synth one\n", options)
    assert.equal("", (result.err:gsub("one: %d stacks?: [%w, ]+\n", "")))
    assert.equal(0, result.status)
    result = luacdk.run(folder, { "saved.lua", "-o", "two" })
    assert.equal(0, result.status, result.err)
    assert.is_true(os.execute(("diff -r '%s/one' '%s/two'"):format(folder, folder)))
    return luacdk.read(folder .. "/saved.lua")
  end

  it("writes lines as they were entered", function()
    local lines = STACK .. 'local bucket = s3.Bucket(stack, "B")\nfor i = 1, 2 do\n  sqs.Queue(stack, "Q" .. i)\nend\n'
    assert.equal("-- Written by luacdk repl: `:save` overwrites it.\n" .. lines, saved(lines))
  end)

  it("leaves out what failed, what was undone, and what was only looked at", function()
    assert.equal("-- Written by luacdk repl: `:save` overwrites it.\n" .. STACK .. 's3.Bucket(stack, "B")\n',
      saved(STACK .. 's3.Bucket(stack, "B")\nstack\ns3.Bucket(stack, "C")\n:undo\n:help undo\n'))
  end)

  it("keeps results that are meant later", function()
    saved(STACK .. 's3.Bucket(stack, "B")\n_.bucket_name\n40 + 2\nsqs.Queue(stack, "Q" .. _)\n'
      .. 'cdk.CfnOutput(stack, "Name", { value = _2 })\ncdk.CfnOutput(stack, "Other", { value = _1.bucket_arn })\n'
      .. '(function() return "a", nil, "b" end)()\nsns.Topic(stack, _ .. #_6)\nlocal x = 1 return "c"\n'
      .. "sns.Topic(stack, _ .. x)\n")
  end)

  it("keeps statements apart, and the end of the last one", function()
    saved(STACK .. 'local topics = sns\n(topics or sns).Topic(stack, "T") -- a comment\n'
      .. "for i = 1, 2 do goto on ::on:: end\n"
      .. '::on:: sns.Topic(stack, "U")\n::on:: sns.Topic(stack, "V")\n[[a\nb]]\n')
  end)

  it("keeps semicolons", function()
    saved(STACK:gsub("\n", ";\n") .. 's3.Bucket(stack, "B");\n_.bucket_name; -- shown\n= 40 + 2;\n;\n'
      .. 'cdk.CfnOutput(stack, "Name", { value = _2 });\n')
  end)

  it("is no matter of how many locals there are", function()
    local lines = { STACK }
    for i = 1, 450 do lines[#lines + 1] = ("local v%d = %d\n"):format(i, i) end
    lines[#lines + 1] = 'sqs.Queue(stack, "Q" .. v1 + v200 + v450)\n'
    saved(table.concat(lines))
  end)

  it("puts lines behind those of the script, which then synthesises at the end", function()
    luacdk.write(folder .. "/app.lua", "#!/usr/bin/env luacdk\n" .. [[
local app = cdk.App()
local stack = cdk.Stack(app, "Demo")
app:synth() -- all of it
return app
]])
    local text = saved('s3.Bucket(stack, "B")\n', { arguments = { "app.lua" } })
    assert.matches("^#!/usr/bin/env luacdk\n%-%- Written by", text)
  end)

  it("brings functions of the settings files that lines use", function()
    luacdk.write(folder .. "/.luacdkrc.lua",
      "local session = ...\nfunction queue(id) return sqs.Queue(stack, id) end\n")
    saved(STACK .. 'queue "Q"\n')
  end)

  it("keeps files that it did not write, unless it is told twice", function()
    luacdk.write(folder .. "/mine.lua", "-- mine\n")
    local result = repl.pipe("x = 1\n:save mine.lua\n", { folder = folder })
    assert.equal("mine.lua exists and was not written by :save; `:save! mine.lua` replaces it\n", result.err)
    assert.equal("-- mine\n", luacdk.read(folder .. "/mine.lua"))
    assert.equal(0, repl.pipe("x = 1\n:save! mine.lua\n:save mine.lua\n", { folder = folder }).status)
    assert.matches("x = 1", luacdk.read(folder .. "/mine.lua"))
  end)

  it("says what it cannot write", function()
    local result = repl.pipe("x = 1\n:save no/such/folder.lua\n", { folder = folder })
    assert.equal(1, result.status)
    assert.matches("no/such/folder.lua", result.err)
    assert.equal(":save takes the name of a file, such as :save app.lua\n", repl.pipe(":save\n").err)
    local synthesised = STACK .. "local a = stack.node.root:synth()\nx = 1\n:save s.lua\n"
    assert.equal("line 2 synthesises, so later lines would be left out; let luacdk synthesise at the end\n",
      repl.pipe(synthesised, { folder = folder }).err)
  end)
end)

describe(":load", function()
  local files = { ["part.lua"] = 'local bucket = s3.Bucket(stack, "B")\nx = 1\n', ["bad.lua"] = "x = 1\nx = = 2\n",
    ["failing.lua"] = 's3.Bucket(stack, "C")\nerror "no"\n' }

  it("runs a file as one chunk, with its locals and its own lines", function()
    local result = repl.pipe(STACK .. ":load part.lua\nbucket\nx\n:undo 3\nx\n", { files = files })
    assert.same({ status = 0, out = "Bucket Demo/B [AWS::S3::Bucket] part.lua:1\n1\nnil\n", err = "" }, result)
  end)

  it("changes nothing when it fails", function()
    local result = repl.pipe(STACK .. ":load bad.lua\n:load failing.lua\n:load nothing.lua\n#stack.node.children\n",
      { files = files, arguments = { "--keep-going" } })
    assert.equal("0\n", result.out)
    assert.equal("bad.lua:2: unexpected symbol near '='\nfailing.lua:2: no\nnothing.lua: No such file or directory\n",
      result.err)
  end)
end)
