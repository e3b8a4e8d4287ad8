--- Rules about pipelines, builds, and who may assume a role.
local facts = require "luacdk.check.resources.fact_rows"
local values = require "luacdk.check.resources.values"

local has, text, list, object = values.has, values.text, values.list, values.object

-- ---- CodePipeline ---------------------------------------------------------------------------------------------------

local function each_action(props, visit)
  for i, stage in ipairs(list(props.Stages)) do
    for k, action in ipairs(list(object(stage).Actions)) do
      visit(object(action), ("Stages[%d].Actions[%d]"):format(i - 1, k - 1), i)
    end
  end
end

local function category(action) return object(action.ActionTypeId).Category end

local function sources(props, tell)
  local stages = list(props.Stages)
  local first = object(stages[1]).Actions
  if #stages > 0 and type(first) == "table" then
    local found = false
    for _, action in ipairs(list(first)) do found = found or category(object(action)) == "Source" end
    if not found then
      tell("E3700", "Stages[0]", "the first stage has no source", "add an action of the category Source")
    end
  end
end

local function artifacts(props, tell)
  local made = {}
  each_action(props, function(action, path, stage)
    for _, artifact in ipairs(list(action.OutputArtifacts)) do
      local name = text(object(artifact).Name)
      if name and made[name] then
        tell("E3701", path .. ".OutputArtifacts", ("another action makes the artifact '%s', too"):format(name),
          "use another name")
      elseif name then
        made[name] = true
      end
    end
    for _, artifact in ipairs(stage > 1 and list(action.InputArtifacts) or {}) do
      local name = text(object(artifact).Name)
      if name and not made[name] then
        tell("E3701", path .. ".InputArtifacts", ("no action before makes the artifact '%s'"):format(name), nil)
      end
    end
  end)
end

local function counts(props, tell)
  each_action(props, function(action, path)
    local kind = object(action.ActionTypeId)
    local row = facts.codepipeline_artifact_counts[("%s/%s/%s"):format(tostring(kind.Owner), tostring(kind.Category),
      tostring(kind.Provider))]
    for name, words in pairs(row and { InputArtifacts = "input", OutputArtifacts = "output" } or {}) do
      local given = action[name]
      local count = #list(given)
      local least, most = row["min_" .. words], row["max_" .. words]
      if (given == nil or count > 0 or next(given) == nil) and (count < least or count > most) then
        tell("E3702", path .. "." .. name, ("the action %s/%s has %d %s artifact%s"):format(kind.Category,
          kind.Provider, count, words, count == 1 and "" or "s"),
          least == most and ("there must be %d"):format(least) or ("there must be %d to %d"):format(least, most))
      end
    end
  end)
end

local function template_path(props, tell)
  each_action(props, function(action, path)
    local name = (text(object(action.Configuration).TemplatePath) or ""):match "^(.-)::"
    if not name then return end
    local found = false
    for _, artifact in ipairs(list(action.InputArtifacts)) do found = found or object(artifact).Name == name end
    if not found then
      tell("E3703", path .. ".Configuration.TemplatePath", ("the action has no input artifact '%s'"):format(name), nil)
    end
  end)
end

-- ---- CodeBuild ------------------------------------------------------------------------------------------------------

local function location(props, tell)
  local source = object(props.Source)
  local place = source.Type == "S3" and text(source.Location)
  if place and not place:find("/", 1, true) then
    tell("E3636", "Source.Location", ("'%s' names no file in a bucket"):format(place),
      "write 'bucket/path/to/source.zip'")
  end
end

-- A Ref to a role is its name, which does not say its path.
local function role_with_path(props, tell, all)
  local role = type(props.ServiceRole) == "table" and all.find(props.ServiceRole, "AWS::IAM::Role")
  local path = role and text(role.props.Path)
  if path and path ~= "/" and props.ServiceRole.Ref then
    tell("E3050", "ServiceRole", ("the name of the role '%s' lacks its path '%s'"):format(role.id, path),
      "give its ARN")
  end
end

-- ---- IAM ------------------------------------------------------------------------------------------------------------

local function trust(props, tell)
  local policy = object(props.AssumeRolePolicyDocument)
  if not next(policy) then return end
  if policy.Statement == nil then
    return tell("E3530", "AssumeRolePolicyDocument", "the policy has no Statement", nil)
  end
  for i, one in ipairs(list(policy.Statement)) do
    local statement, path = object(one), ("AssumeRolePolicyDocument.Statement[%d]"):format(i - 1)
    if next(statement) then
      for _, name in ipairs { "Effect", "Principal" } do
        if statement[name] == nil then tell("E3530", path, ("the statement has no %s"):format(name), nil) end
      end
      if statement.Action == nil and statement.NotAction == nil then
        tell("E3530", path, "the statement has neither Action nor NotAction", nil)
      end
    end
  end
end

local function repository_policy(props, tell)
  local policy = object(props.RepositoryPolicyText)
  if has(props, "RepositoryPolicyText") and next(policy) and policy.Statement == nil then
    tell("E3513", "RepositoryPolicyText", "the policy has no Statement", nil)
  end
end

return {
  each = {
    ["AWS::CodePipeline::Pipeline"] = { sources, artifacts, counts, template_path },
    ["AWS::CodeBuild::Project"] = { location, role_with_path },
    ["AWS::IAM::Role"] = { trust },
    ["AWS::ECR::Repository"] = { repository_policy },
  },
  only = { ["AWS::IAM::Role"] = { "AssumeRolePolicyDocument", "Path" } },
}
