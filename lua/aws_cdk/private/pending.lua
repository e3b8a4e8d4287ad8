--- Programs that run only when their output is needed. While some stacks are left out of a run, the commands and images
-- with which `lambda.Code` makes files wait until a stack that is written uses them.
local assets = require "luacdk.assets"
local dry_run = require "aws_cdk.private.dry_run"
local selection = require "aws_cdk.private.selection"

local pending = {}

-- { path =, text = what is run, run = } in the order in which the script asked for them.
local tasks = {}

--- Whether programs wait.
function pending.is_on() return selection.is_on() and not dry_run.makes_nothing() end

--- Notes that `run()` makes the file or folder `path`; `words`: the command.
function pending.add(path, words, run)
  tasks[#tasks + 1] = { path = assets.path.resolve(path), given = path, text = table.concat(words, "\0"), run = run }
end

local function overlap(a, b) return assets.path.is_within(a, b) or assets.path.is_within(b, a) end

-- Runs the task, after those whose output it names.
local function run(number)
  local task = tasks[number]
  task.done = true
  for i = 1, number - 1 do
    if not tasks[i].done and task.text:find(tasks[i].given, 1, true) then run(i) end
  end
  task.run()
end

--- Runs the program that makes the file or folder `path`, or a part of it, if that is needed. Otherwise returns a hash
-- that represents the missing output.
function pending.provide(path, needed)
  for number, task in ipairs(tasks) do
    if not task.done and overlap(task.path, path) then
      if needed then
        run(number)
      elseif not assets.exists(path) then
        return assets.sha256(task.text)
      end
    end
  end
end

return pending
