-- The scripts of action.yml and the hook of .pre-commit-hooks.yaml, with stand-ins for luacdk, git and gh.
local luacdk = require "spec.support.luacdk"

local REVISION = ("0123456789"):rep(4)

local function quoted(text) return "'" .. text:gsub("'", [['\'']]) .. "'" end

describe("the action", function()
  local folder

  before_each(function()
    folder = luacdk.folder()
    -- Each notes its arguments, one a line.
    for _, name in ipairs { "luacdk", "git", "gh" } do
      luacdk.write(folder .. "/" .. name, ([[#!/bin/sh
for argument; do printf '%%s: %%s\n' %s "$argument"; done >>"$NOTES"
[ -z "$GH_TOKEN" ] || echo "%s has the token" >>"$NOTES"
[ -f "$NOTES.%s" ] && cat "$NOTES.%s"
[ ! -f "$NOTES.%s.fails" ]
]]):format(name, name, name, name, name))
      os.execute("chmod +x " .. quoted(folder .. "/" .. name))
    end
    luacdk.write(folder .. "/notes", "")
  end)

  after_each(function() luacdk.remove(folder) end)

  local function step(script, variables, where)
    local words = { "here=$PWD; cd", quoted(where or "."), "&& env -i", "PATH=" .. quoted(folder) .. ":/usr/bin:/bin",
      "NOTES=" .. quoted(folder .. "/notes"),
      "GITHUB_STEP_SUMMARY=" .. quoted(folder .. "/summary") }
    for name, value in pairs(variables) do words[#words + 1] = name .. "=" .. quoted(value) end
    local pipe = io.popen(table.concat(words, " ") .. " \"$here\"/packaging/" .. script .. " 2>&1")
    local text = pipe:read("a")
    local _, _, status = pipe:close()
    return status, text, luacdk.read(folder .. "/notes")
  end

  local function diff(changes, where)
    local variables = { FILE = "app.lua", BASE = REVISION, NUMBER = "7", GITHUB_REPOSITORY = "a/b" }
    for name, value in pairs(changes or {}) do variables[name] = value end
    return step("action/diff", variables, where)
  end

  it("checks in GitHub's format, in the sandbox", function()
    local status, text, notes = step("action/check", { FILE = "app.lua", FAIL_ON = "warning" })
    assert.equal(0, status, text)
    assert.equal("check --format github --fail-on warning --sandbox app.lua ",
      (notes:gsub("luacdk: ([^\n]*)\n", "%1 ")))
  end)

  it("ends as the check ends", function()
    luacdk.write(folder .. "/notes.luacdk.fails", "")
    assert.equal(1, (step("action/check", { FILE = "app.lua", FAIL_ON = "error" })))
  end)

  it("compares with the base, and posts a comment", function()
    luacdk.write(folder .. "/notes.luacdk", "# Changes\n")
    local status, text, notes = diff()
    assert.equal(0, status, text)
    assert.truthy(notes:find("luacdk: git:" .. REVISION .. "\n", 1, true), notes)
    assert.truthy(notes:find("gh: POST\ngh: repos/a/b/issues/7/comments\n", 1, true), notes)
    assert.equal("<!-- luacdk diff -->\n# Changes\n", luacdk.read(folder .. "/summary"))
  end)

  it("does not give the token to the pull request's own script", function()
    local _, _, notes = diff { GH_TOKEN = "secret", SANDBOX = "false" }
    assert.truthy(notes:find("gh has the token", 1, true), notes)
    assert.falsy(notes:find("luacdk has the token", 1, true), notes)
  end)

  it("replaces its earlier comment", function()
    luacdk.write(folder .. "/notes.gh", "123\n")
    local _, _, notes = diff()
    assert.truthy(notes:find("gh: PATCH\ngh: repos/a/b/issues/comments/123\n", 1, true), notes)
  end)

  it("replaces a comment of its own only", function()
    luacdk.write(folder .. "/notes.gh", "ann\n")
    local _, _, notes = diff()
    assert.truthy(notes:find('.user.login == "ann" and', 1, true), notes)
    assert.falsy(notes:find("PATCH", 1, true), notes)
    luacdk.write(folder .. "/notes.gh.fails", "")
    _, _, notes = diff()
    assert.truthy(notes:find('.user.type == "Bot" and', 1, true), notes)
  end)

  it("says that a script is new", function()
    os.remove(folder .. "/git")
    local repository = quoted(folder .. "/repository")
    local git = "git -C " .. repository .. " -c user.name=a -c user.email=a@b.example "
    os.execute("mkdir " .. repository .. " && " .. git .. "init -q && " .. git .. "commit -q --allow-empty -m first")
    luacdk.write(folder .. "/repository/new.lua", "")
    local pipe = io.popen(git .. "rev-parse HEAD")
    local revision = pipe:read "l"
    pipe:close()
    local status, text, notes = diff({ FILE = "new.lua", BASE = revision }, folder .. "/repository")
    assert.equal(0, status, text)
    assert.falsy(notes:find("luacdk: ", 1, true), notes)
    assert.equal("<!-- luacdk diff -->\nThe script is new: there is nothing to compare it with.\n",
      luacdk.read(folder .. "/summary"))
  end)

  it("is no failure if it may not comment", function()
    luacdk.write(folder .. "/notes.gh.fails", "")
    local status, text = diff()
    assert.equal(0, status, text)
    assert.truthy(text:find("::warning::", 1, true), text)
  end)

  it("posts nothing if the difference fails", function()
    luacdk.write(folder .. "/notes.luacdk.fails", "")
    local status, _, notes = diff()
    assert.equal(1, status)
    assert.is_nil(notes:find("gh: ", 1, true))
  end)

  it("cuts what is too long for GitHub, between lines", function()
    luacdk.write(folder .. "/notes.luacdk", "```\n" .. ("x"):rep(99) .. ("\n" .. ("x"):rep(99)):rep(700) .. "\n```\n")
    assert.equal(0, (diff()))
    local summary = luacdk.read(folder .. "/summary")
    assert.is_true(#summary < 61000)
    assert.truthy(summary:find("x\n```\n\nThe rest is cut off; `luacdk diff` shows it.\n", 1, true), summary:sub(-200))
    luacdk.write(folder .. "/notes.luacdk", "````diff\n```\n" .. (("x"):rep(99) .. "\n"):rep(700) .. "````\n")
    os.remove(folder .. "/summary")
    assert.equal(0, (diff()))
    summary = luacdk.read(folder .. "/summary")
    assert.truthy(summary:find("x\n````\n\nThe rest is cut off", 1, true), summary:sub(-200))
  end)

  it("takes names of files and revisions as words, never as commands", function()
    local name = "$(touch " .. folder .. "/owned); `touch " .. folder .. "/owned` '\";\n--x"
    local _, _, notes = step("action/check", { FILE = name, FAIL_ON = "error" })
    assert.truthy(notes:find("luacdk: " .. name .. "\n", 1, true), notes)
    _, _, notes = step("action/check", { FILE = "--trust", FAIL_ON = "error" })
    assert.truthy(notes:find("luacdk: ./--trust\n", 1, true), notes)
    for _, changes in ipairs { { BASE = "HEAD; touch x" }, { BASE = "--upload-pack=x" }, { NUMBER = "7/../8" },
      { GITHUB_REPOSITORY = "a/b/../c" } } do
      assert.equal(2, (diff(changes)))
    end
    assert.is_false(luacdk.exists(folder .. "/owned"))
  end)

  it("uses no expression of GitHub's inside a command", function()
    for command in luacdk.read("action.yml"):gmatch("run: ([^\n]*)") do
      assert.is_nil(command:find("${{", 1, true), command)
    end
  end)

  describe("has a hook that", function()
    --- What luacdk is called with, a line for each call.
    local function calls(words)
      luacdk.write(folder .. "/notes", "")
      local status, _, notes = step("pre-commit " .. words, {}, folder)
      local lines = notes:gsub("luacdk: check\n", "\n"):gsub("luacdk: ([^\n]*)\n", "[%1]")
      return lines:sub(2), status
    end

    it("checks the files that have changed", function()
      assert.equal("[--sandbox][--fail-on=warning][./app.lua]\n[--sandbox][--fail-on=warning][./my app.lua]",
        (calls "--sandbox --fail-on=warning app.lua 'my app.lua'"))
    end)

    it("takes options whose values are words of their own, or have spaces, in front of --", function()
      assert.equal("[--ignore][W2531][--set][name=a b][./app.lua]",
        (calls "--ignore W2531 --set 'name=a b' -- app.lua"))
      assert.equal("[--set=name=a b][./app.lua]", (calls "'--set=name=a b' app.lua"))
    end)

    it("takes names of files for names of files", function()
      luacdk.write(folder .. "/--trust", "")
      assert.equal("[--sandbox][./--trust]\n[--sandbox][/tmp/app.lua]\n[--sandbox][./$(x) `y`.lua]",
        (calls "--sandbox --trust /tmp/app.lua '$(x) `y`.lua'"))
    end)

    it("checks all files, and fails if one is wrong", function()
      luacdk.write(folder .. "/notes.luacdk.fails", "")
      local called, status = calls "a.lua b.lua"
      assert.equal("[./a.lua]\n[./b.lua]", called)
      assert.equal(1, status)
    end)

    it("has nothing to do without files", function()
      local called, status = calls "--sandbox"
      assert.equal("", called)
      assert.equal(0, status)
    end)
  end)
end)
