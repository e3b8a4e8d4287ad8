-- A policy document: a list of statements, rendered, merged and split as a whole.
local engine = require "luacdk.engine"
local util = require "aws_cdk.aws_iam.util"

local iam = require "aws_cdk.aws_iam"
local cdk = require "aws_cdk"

local merge_statements = require "aws_cdk.aws_iam.merge_statements"
local cx_api = require "aws_cdk.cx_api"

local MINIMIZE = cx_api.IAM_MINIMIZE_POLICIES
local VERSION = "2012-10-17"

local PolicyDocument = engine.class "aws_cdk.aws_iam.PolicyDocument"

--- Arguments: PolicyDocumentProps: statements, assign_sids (number the statements), minimize (merge statements;
--  default: the feature flag @aws-cdk/aws-iam:minimizePolicies).
function PolicyDocument:init(props)
  self._statements = {}
  self._assign_sids = props and props.assign_sids or false
  self._minimize = "by flag"
  self._is_merged = false -- nothing is left to merge
  self._watchers = false
  if props then
    if props.minimize ~= nil then self._minimize = props.minimize end
    for _, statement in ipairs(props.statements or {}) do self:add_statements(statement) end
  end
end

--- A document from its JSON form, a table with a list `Statement`.
function PolicyDocument.from_json(obj)
  local document = PolicyDocument()
  local statements = type(obj) == "table" and obj.Statement or nil
  if statements ~= nil and (type(statements) ~= "table" or (#statements == 0 and next(statements) ~= nil)) then
    engine.fail(nil, "Statement must be a list of statements, got %s", engine.display(statements))
  end
  for _, statement in ipairs(statements or {}) do
    document:add_statements(iam.PolicyStatement.from_json(statement))
  end
  return document
end

PolicyDocument.get.is_empty = function(self) return #self._statements == 0 end
PolicyDocument.get.statement_count = function(self) return #self._statements end

function PolicyDocument:add_statements(...)
  local statements = self._statements
  self._is_merged = false
  local given = { ... } -- not each by select(i, ...), which copies all that follow
  for i = 1, select("#", ...) do statements[#statements + 1] = given[i] end
  local watchers = self._watchers
  if watchers then
    for i = 1, #watchers do watchers[i]() end
  end
end

-- Calls `changed` after statements were added: policies are rendered from their first statement on.
function PolicyDocument:_watch(changed)
  self._watchers = self._watchers or {}
  self._watchers[#self._watchers + 1] = changed
end

local function render(self)
  local statements = self._statements
  if #statements == 0 then return nil end
  local list = {}
  for i = 1, #statements do list[i] = statements[i]:to_statement_json() end
  return { Statement = list, Version = VERSION }
end

--- The document as a table, or nil when it has no statement; tokens are left in place.
function PolicyDocument:to_json() return render(self) end

function PolicyDocument:to_string()
  return tostring(engine.lazy(function(ctx) return self:_resolve(ctx) end, { kind = "any" }))
end

local function should_merge(self, scope)
  local minimize = self._minimize
  if minimize ~= "by flag" then return minimize end
  return cdk.FeatureFlags._is_enabled(scope, MINIMIZE)
end

local function freeze(self)
  local statements = self._statements
  for i = 1, #statements do statements[i]:freeze() end
end

-- Sorts a list of resolved values by their JSON and drops repetitions.
local function sort_by_json(list)
  if type(list) ~= "table" or #list == 0 then return list end
  local texts, by_text = {}, {}
  for i = 1, #list do
    local text = util.json(list[i])
    if not by_text[text] then texts[#texts + 1] = text end
    by_text[text] = list[i]
  end
  table.sort(texts)
  if #texts == 1 then return by_text[texts[1]] end
  local sorted = {}
  for i = 1, #texts do sorted[i] = by_text[texts[i]] end
  return sorted
end

local function sort_principals(principal)
  if type(principal) ~= "table" or #principal > 0 then return principal end
  local sorted = {}
  for kind, list in pairs(principal) do sorted[kind] = sort_by_json(list) end
  return sorted
end

-- What is the same in equal statements and differs in most others.
local function rough_key(statement)
  local action = statement.Action
  return type(action) == "table" and #action or action or false
end

-- Duplicates are visible only after tokens are resolved, so the whole list is resolved here.
local function post_process(statements, assign_sids, sort)
  local seen, unique, alike = {}, {}, {}
  for i = 1, #statements do
    local key = rough_key(statements[i])
    alike[key] = (alike[key] or 0) + 1
  end
  for i = 1, #statements do
    local statement = statements[i]
    local text = alike[rough_key(statement)] > 1 and util.json(statement) or i
    if not seen[text] then
      seen[text] = true
      unique[#unique + 1] = statement
      if assign_sids and (statement.Sid or "") == "" then statement.Sid = tostring(#unique - 1) end
      if sort then
        if statement.Action then statement.Action = sort_by_json(statement.Action) end
        if statement.Resource then statement.Resource = sort_by_json(statement.Resource) end
        if statement.Principal then statement.Principal = sort_principals(statement.Principal) end
      end
    end
  end
  return unique
end

--- Called when the document is rendered as a property value; freezes and, if asked to, merges the statements.
function PolicyDocument:_resolve(ctx)
  freeze(self)
  local merge = should_merge(self, ctx.scope)
  if merge and #self._statements > 1 and not self._is_merged then
    self._statements = merge_statements.merge(self._statements, { scope = ctx.scope })
  end
  local document = render(self)
  if not document or not (merge or self._assign_sids or #document.Statement > 1) then return document end
  document.Statement = post_process(ctx:resolve(document.Statement), self._assign_sids, merge)
  return document
end

local function total_size(self, options)
  local size = 0
  for _, statement in ipairs(self._statements) do size = size + statement:_estimate_size(options) end
  return size
end

-- A function that tells for each size the first of `count` boxes that still has room for it. What is larger than a box
-- gets an empty one. A tree has the most room in each half of the boxes, its leaves the room in each box; what is not
-- in it yet is empty.
local function first_fit(count, box)
  local width, room = 1, {}
  while width < count do width = 2 * width end
  return function(size)
    local needed, at = math.min(size, box), 1
    while at < width do
      at = 2 * at
      if (room[at] or box) < needed then at = at + 1 end
    end
    local found = at - width + 1
    room[at] = (room[at] or box) - size
    while at > 1 do
      at = at // 2
      room[at] = math.max(room[2 * at] or box, room[2 * at + 1] or box)
    end
    return found
  end
end

--- Moves statements that do not fit into `self_maximum` to new documents of at most `split_maximum` each.
--  Returns the list of documents, this one first, and a map from each document to the statements added by the user
--  that ended up in it; no map where there is one document that all fit into however they are merged.
function PolicyDocument:_split_document(scope, self_maximum, split_maximum)
  freeze(self)
  local size_options, merge = iam.PolicyStatement._size_options(scope), should_merge(self, scope)
  if merge and total_size(self, size_options) < math.min(self_maximum, merge_statements.MAX_SIZE) then
    self._statements, self._is_merged = merge_statements.merge(self._statements, { scope = scope }), true
    return { self }
  end
  local statements, origins = merge_statements.merge(self._statements, {
    scope = scope, limit_size = true, only_equal = not merge,
  })
  local documents = { self }
  local place = first_fit(#statements, split_maximum)

  local function document_with_space(size)
    local i = place(size) + 1
    local document = documents[i]
    if not document then
      document = PolicyDocument { assign_sids = self._assign_sids }
      document._minimize = self._minimize
      documents[i] = document
    end
    return document
  end

  local kept, own_size = {}, 0
  for _, statement in ipairs(statements) do
    local size = statement:_estimate_size(size_options)
    if own_size + size < self_maximum then
      own_size = own_size + size
      kept[#kept + 1] = statement
    else
      document_with_space(size):add_statements(statement)
    end
  end
  self._statements = kept

  local sources = {}
  for _, document in ipairs(documents) do
    local list = {}
    for _, statement in ipairs(document._statements) do
      for _, original in ipairs(origins[statement] or { statement }) do list[#list + 1] = original end
    end
    sources[document] = list
  end
  return documents, sources
end

local function validator(method)
  return function(self, options)
    local errors = {}
    for _, statement in ipairs(self._statements) do
      for _, text in ipairs(statement[method](statement, options)) do errors[#errors + 1] = text end
    end
    return errors
  end
end

--- The mistakes in the statements for the given kind of policy: a list of messages.
PolicyDocument.validate_for_any_policy = validator "validate_for_any_policy"
PolicyDocument.validate_for_resource_policy = validator "validate_for_resource_policy"
PolicyDocument.validate_for_trust_policy = validator "validate_for_trust_policy"
PolicyDocument.validate_for_identity_policy = validator "validate_for_identity_policy"

-- Hands every statement to `mutate` before it reaches the wrapped document.
local MutatingPolicyDocument = engine.class("aws_cdk.aws_iam.MutatingPolicyDocument", PolicyDocument)

function MutatingPolicyDocument:init(wrapped, mutate)
  PolicyDocument.init(self)
  self._wrapped = wrapped
  self._mutate = mutate
end

function MutatingPolicyDocument:add_statements(...)
  local given = { ... }
  for i = 1, select("#", ...) do
    self._mutate(given[i])
    self._wrapped:add_statements(given[i])
  end
end

return { PolicyDocument = PolicyDocument, MutatingPolicyDocument = MutatingPolicyDocument }
