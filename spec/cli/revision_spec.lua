-- src/cli/revision.c, checkout.c: what a script makes in an earlier revision, whatever the repository is like. Nothing
-- is written to the repository, nothing stays, and Git starts no program.
local luacdk = require "spec.support.luacdk"

local APP = [[
local cdk = require "aws_cdk"
local stack = cdk.Stack(cdk.App(), "S", { synthesizer = cdk.LegacyStackSynthesizer() })
cdk.CfnResource(stack, "Q", { type = "AWS::SQS::Queue", properties = { QueueName = %s } })
]]
local READS = [[(function() local f = assert(io.open(%q)); local text = f:read "l"; f:close(); return text end)()]]

local root, repository, outside

-- What git reads besides the repository is in `home`, and temporary files go to `tmp`.
local function env(more)
  local all = { HOME = outside .. "/home", XDG_CONFIG_HOME = outside .. "/home", GIT_CONFIG_NOSYSTEM = "1",
    TMPDIR = outside .. "/tmp", GIT_AUTHOR_NAME = "a", GIT_AUTHOR_EMAIL = "a@b", GIT_COMMITTER_NAME = "a",
    GIT_COMMITTER_EMAIL = "a@b" }
  for name, value in pairs(more or {}) do all[name] = value end
  return all
end

local function shell(command, folder)
  local words = {}
  for name, value in pairs(env()) do words[#words + 1] = ("export %s='%s';"):format(name, value) end
  words[#words + 1] = ("cd '%s' && { %s ; } >/dev/null 2>&1"):format(folder or repository, command)
  assert(os.execute(table.concat(words, " ")), command)
end

local function write(name, text) luacdk.write(repository .. "/" .. name, text) end

local function commit() shell "git add -A && git commit -qm x" end

local function app(value) return APP:format(value) end

local function diff(revision, options)
  options = options or {}
  local words = { "diff", options.file or "app.lua", "--against", "git:" .. revision }
  return luacdk.run(options.folder or repository, words, { env = env(options.env), before = options.before })
end

local function change(old, new) return ('    QueueName "%s" → "%s" (requires replacement)\n'):format(old, new) end

local function assert_change(old, new, result)
  assert.equal("", result.err)
  assert.equal(0, result.status)
  assert.is_truthy(result.out:find(change(old, new), 1, true), result.out)
end

-- All files of the repository with what is in them, and the state of worktrees.
local function state(folder)
  local pipe = io.popen(("cd '%s' && find . -type f -exec sha256sum {} + | sort && find . | sort"):format(folder
    or repository))
  local text = pipe:read "a"
  pipe:close()
  return text
end

before_each(function()
  root = luacdk.folder { ["out/tmp/.keep"] = "", ["out/home/.keep"] = "", ["repository/app.lua"] = app '"one"' }
  repository, outside = root .. "/repository", root .. "/out"
  os.remove(outside .. "/tmp/.keep")
  shell "git init -q -b main"
  commit()
end)
after_each(function()
  assert.same({}, luacdk.list(outside .. "/tmp"))
  luacdk.remove(root)
end)

describe("an earlier revision", function()
  it("is compared with what is there now, committed or not", function()
    write("app.lua", app '"two"')
    local before = state()
    assert_change("one", "two", diff "HEAD")
    assert.equal(before, state())
    commit()
    assert.equal("Number of stacks with differences: 0\n", diff("HEAD").out)
    assert_change("one", "two", diff "HEAD~1")
  end)

  it("has the files that it had, in the folder of the script", function()
    write("sub/app.lua", app(READS:format "../shared/name"))
    write("shared/name", "old")
    commit()
    write("shared/name", "new")
    assert_change("old", "new", diff("HEAD", { folder = repository .. "/sub" }))
    assert_change("old", "new", diff("HEAD", { folder = repository .. "/shared", file = "../sub/app.lua" }))
  end)

  it("is found where a script was before it was renamed", function()
    write("sub/deep/app.lua", app '"deep"')
    commit()
    shell "git mv app.lua main.lua && git mv sub other"
    write("main.lua", app '"two"')
    assert_change("one", "two", diff("HEAD", { file = "main.lua" }))
    write("other/deep/app.lua", app '"deeper"')
    assert_change("deep", "deeper", diff("HEAD", { folder = repository .. "/other/deep" }))
    assert_change("deep", "deeper", diff("HEAD", { file = "deep/app.lua", folder = repository .. "/other" }))
    shell "git mv other/deep/app.lua other/deep/main.lua"
    assert_change("deep", "deeper", diff("HEAD", { file = "main.lua", folder = repository .. "/other/deep" }))
  end)

  it("is found where a script was before it was moved, also if Git was not told", function()
    shell "mv app.lua 'main [1].lua'"
    write("main [1].lua", app '"two"')
    local before = state()
    assert_change("one", "two", diff("HEAD", { file = "main [1].lua" }))
    assert.equal(before, state())
    shell "git checkout -q app.lua"
    write("sub/deep/app.lua", app '"deep"')
    commit()
    shell "mv sub other"
    write("other/deep/app.lua", app '"deeper"')
    assert_change("deep", "deeper", diff("HEAD", { folder = repository .. "/other/deep" }))
  end)

  it("may lack the script, or what it needs", function()
    write("sub/new.lua", app '"new"')
    local result = diff("HEAD", { file = "new.lua", folder = repository .. "/sub" })
    assert.equal("luacdk: there is no sub/new.lua in git:HEAD\n", result.err)
    assert.equal(1, result.status)
    write("app.lua", app(READS:format "untracked"))
    commit()
    write("untracked", "x")
    result = diff "HEAD"
    assert.matches("luacdk: app%.lua in git:HEAD made no assembly to compare with; files that Git does not track are "
      .. "not there\n$", result.err)
    assert.matches("untracked: No such file or directory", result.err)
    assert.equal(1, result.status)
  end)

  it("must exist, in a repository", function()
    for _, revision in ipairs { "nowhere", "", "--help", "HEAD~7", "HEAD:app.lua" } do
      assert.equal("luacdk: there is no commit " .. revision .. " in the repository\n", diff(revision).err)
    end
    luacdk.write(outside .. "/alone/app.lua", app '"x"')
    local result = diff("HEAD", { folder = outside .. "/alone" })
    assert.matches("not a git repository.*luacdk: git:HEAD needs a Git repository around the working folder\n$",
      result.err)
    assert.equal(1, result.status)
  end)

  it("may be missing from a shallow clone", function()
    write("app.lua", app '"two"')
    commit()
    shell "git clone -q --depth 1 file://$PWD ../shallow"
    local folder = root .. "/shallow"
    assert.equal("Number of stacks with differences: 0\n", diff("HEAD", { folder = folder }).out)
    assert.equal("luacdk: there is no commit HEAD~1 in the repository: the clone is shallow; `git fetch --unshallow` "
      .. "brings the other commits\n", diff("HEAD~1", { folder = folder }).err)
  end)

  it("is not fetched by a partial clone", function()
    write("app.lua", app '"two"')
    commit()
    shell "git config uploadpack.allowFilter true && git clone -q --filter=blob:none file://$PWD ../partial"
    local folder = root .. "/partial"
    local before = state(folder)
    assert.equal("Number of stacks with differences: 0\n", diff("HEAD", { folder = folder }).out)
    local result = diff("HEAD~1", { folder = folder })
    assert.matches("luacdk: cannot check out git:HEAD~1\nluacdk: the clone is partial; `git diff %-%-stat HEAD~1` "
      .. "brings the files that it lacks\n$", result.err)
    assert.equal(before, state(folder))
    shell("git diff --stat HEAD~1", folder)
    assert_change("one", "two", diff("HEAD~1", { folder = folder }))
  end)

  it("is known in every worktree, also of a bare repository", function()
    shell "git clone -q --bare . ../bare.git && git -C ../bare.git worktree add ../tree main"
    shell "git worktree add ../second -b second"
    for _, name in ipairs { "tree", "second" } do
      luacdk.write(root .. "/" .. name .. "/app.lua", app '"two"')
      local before = state(root)
      assert_change("one", "two", diff("HEAD", { folder = root .. "/" .. name }))
      assert.equal(before, state(root))
    end
    local result = diff("main", { folder = root .. "/bare.git", file = "app.lua" })
    assert.matches("must be run in a work tree.*luacdk: git:main needs a Git repository", result.err)
  end)

  it("has the same files as a sparse checkout", function()
    write("sub/app.lua", app(READS:format "name"))
    write("sub/name", "old")
    write("big/file", "x")
    commit()
    shell "git sparse-checkout set sub"
    assert.is_false(luacdk.exists(repository .. "/big/file"))
    write("sub/name", "new")
    local before = state()
    assert_change("old", "new", diff("HEAD", { folder = repository .. "/sub" }))
    assert.equal(before, state())
  end)

  it("has the files of its submodules as they were", function()
    shell "git init -q -b main ../inner && git init -q -b main ../library"
    luacdk.write(root .. "/inner/name", "inner")
    luacdk.write(root .. "/library/name", "old")
    shell("git add -A && git commit -qm x", root .. "/inner")
    shell("git -c protocol.file.allow=always submodule add -q ../inner deep && git add -A && git commit -qm x",
      root .. "/library")
    write("app.lua", app(READS:format "lib/x/name" .. " .. " .. READS:format "lib/x/deep/name"))
    shell "git -c protocol.file.allow=always submodule add -q ../library lib/x"
    shell "git -c protocol.file.allow=always submodule update -q --init --recursive"
    commit()
    luacdk.write(repository .. "/lib/x/name", "new")
    shell("git add -A && git commit -qm x", repository .. "/lib/x")
    local before = state()
    for _, more in ipairs { {}, { GIT_DIR = repository .. "/.git", GIT_WORK_TREE = repository } } do
      assert_change("oldinner", "newinner", diff("HEAD", { env = more }))
    end
    assert.equal(before, state())
    commit()
    assert.equal("Number of stacks with differences: 0\n", diff("HEAD").out)
    assert_change("oldinner", "newinner", diff "HEAD~1")
    shell "git clone -q . ../clone"
    local result = diff("HEAD", { folder = root .. "/clone" })
    assert.matches("^luacdk: the submodule lib/x is empty in the earlier revision: its commit %x+ is not here; `git "
      .. "submodule update %-%-init` or `git %-C lib/x fetch` brings it\n", result.err)
  end)

  it("starts no program that the repository or the user has set up", function()
    local ran = outside .. "/ran"
    local program = outside .. "/program"
    luacdk.write(program, ("#!/bin/sh\necho \"$0 $*\" >>'%s'\ncat\n"):format(ran))
    assert(os.execute("chmod +x '" .. program .. "'"))
    write(".gitattributes", "*.dat filter=odd diff=odd\n*.eq filter=a=b\n*.txt text eol=lf\n")
    write("app.lua", app(READS:format "name.dat"))
    write("name.dat", "stored")
    write("other.eq", "x")
    commit()
    for _, name in ipairs { "post-checkout", "post-index-change", "reference-transaction", "pre-auto-gc" } do
      shell(("cp '%s' .git/hooks/%s"):format(program, name))
    end
    for _, key in ipairs { "filter.odd.smudge", "filter.odd.process", "filter.odd.clean", "filter.a=b.smudge",
      "core.fsmonitor", "diff.odd.textconv", "diff.odd.command", "diff.external", "core.pager", "core.sshCommand",
      "core.alternateRefsCommand" } do
      shell(("git config --file .git/config '%s' '%s'"):format(key, program))
    end
    shell "git config filter.odd.required true && git config core.splitIndex true"
    luacdk.write(repository .. "/name.dat", "changed")
    local before = state()
    os.remove(ran)
    local result = diff "HEAD"
    assert.is_false(luacdk.exists(ran), luacdk.exists(ran) and luacdk.read(ran))
    assert.is_truthy(result.out:find(change("stored", "changed"), 1, true), result.err)
    assert.equal("luacdk: the filter odd is not run for the earlier revision, where name.dat and its like are as Git "
      .. "stores them\n", (result.err:gsub("luacdk: the filter a=b [^\n]*\n", "")))
    assert.equal(before, state())
    diff("HEAD", { file = "renamed.lua" })
    assert.is_false(luacdk.exists(ran), luacdk.exists(ran) and luacdk.read(ran))
  end)

  it("is found through the variables of a hook", function()
    write("app.lua", app '"two"')
    shell "git add -A"
    local before = state()
    assert_change("one", "two", diff("HEAD", { env = { GIT_DIR = repository .. "/.git",
      GIT_INDEX_FILE = repository .. "/.git/index", GIT_PREFIX = "" } }))
    shell "mkdir ../elsewhere && mv .git ../elsewhere/git"
    assert_change("one", "two", diff("HEAD", { env = { GIT_DIR = root .. "/elsewhere/git" } }))
    shell "mv ../elsewhere/git .git"
    assert.equal(before, state())
  end)

  it("is refused where Git distrusts the folder, in its words", function()
    local result = diff("HEAD", { env = { GIT_TEST_ASSUME_DIFFERENT_OWNER = "1" } })
    assert.matches("detected dubious ownership in repository.*safe%.directory.*luacdk: git:HEAD needs a Git repository "
      .. "around the working folder\n$", result.err)
    assert.equal(1, result.status)
  end)

  it("is removed when the run is interrupted", function()
    write("app.lua", [[os.execute "sleep 30"]])
    commit()
    write("app.lua", app '"two"')
    local before = state()
    for _, signal in ipairs { "INT", "TERM" } do
      local result = diff("HEAD", { before = "timeout -s " .. signal .. " 0.5" })
      assert.is_true(result.status ~= 0)
      assert.same({}, luacdk.list(outside .. "/tmp"))
    end
    assert.equal(before, state())
  end)
end)
