--- Classes for the Lua language server: what cdk.template, cdk.matrix and cdk.testing take and return. Their types
--- are in topics.lua.
return [[
---@class luacdk.Template A definition
---@field build luacdk.Build

---@alias luacdk.Build
---| fun(self: luacdk.Template, scope: constructs.Construct, id: string, values?: table, props?: table): cdk.Stack

---@class luacdk.Matrix

---@class luacdk.TemplateKeys
---@field name? string Of its stacks; default: the file's name
---@field doc? string The description of the stack
---@field extends? luacdk.Template What it inherits parameters, checks and build from
---@field defaults? table<string, any> Other defaults for inherited parameters
---@field params? table<string, luacdk.ParameterType|luacdk.Parameter>
---@field build? fun(scope: cdk.Stack, p: table<string, any>, inherited: fun(scope?: cdk.Stack, p?: table))
---@field check? fun(p: table<string, any>): string? Returns what is wrong with the values together
---@field facts? table<string, fun(p: table<string, any>): boolean|string|nil> Tests, for luacdk params --check
---@field snapshots? table<string, table<string, any>> Values by names: tests of templates, for luacdk test
---@field stack? cdk.StackProps|fun(p: table<string, any>): cdk.StackProps?

---@alias luacdk.ParameterType
---| "arn"
---| "boolean"
---| "cidr"
---| "code"
---| "duration"
---| "enum"
---| "integer"
---| "list"
---| "map"
---| "number"
---| "secret"
---| "size"
---| "string"
---| "union"

---@class luacdk.Parameter
---@field type? luacdk.ParameterType Not needed to change an inherited parameter
---@field default? any
---@field required? boolean A value must be given
---@field doc? string
---@field deprecated? string What to use instead; warns when a value is given
---@field deploy? boolean Makes it a parameter of CloudFormation
---@field min? number|string Of the value, or of its length
---@field max? number|string
---@field pattern? string A regular expression as in JavaScript that the whole value must match
---@field one_of? any[]
---@field of? luacdk.ParameterType|luacdk.Parameter Of the items of a list or map
---@field fields? table<string, luacdk.ParameterType|luacdk.Parameter> Of a map, or of all kinds of a union
---@field kinds? table<string, table<string, luacdk.ParameterType|luacdk.Parameter>> Of a union
---@field key? string Names the kind of a union; default "kind"
---@field service? string|string[] Of an ARN
---@field version? 4|6 Of a CIDR block
---@field from? "ssm"|"secrets_manager" Where a plain name of a secret is looked up
---@field json_field? string Of a secret

---@class luacdk.MatrixKeys Other keys are axes
---@field template? luacdk.Template
---@field extends? luacdk.Matrix
---@field name? string Pattern of the stacks' names, such as "{template}-{env}"
---@field values? table|fun(cell: table): table?
---@field exclude? table
---@field include? table
---@field stack? cdk.StackProps|fun(cell: table): cdk.StackProps?
---@field [string] any

---@class luacdk.RenderOptions
---@field env? string As --env
---@field only? string|string[] As --only
---@field values? string|string[] Further values files

---@class luacdk.Resource
---@field id string
---@field stack string
---@field resource table
---@field properties table

---@class luacdk.Rendered
---@field names string[]
---@field stacks table<string, table>
---@field template fun(self: luacdk.Rendered, stack?: string): table
---@field resources fun(self: luacdk.Rendered, type: string, properties?: table, stack?: string): luacdk.Resource[]
---@field resource fun(self: luacdk.Rendered, type: string, properties?: table, stack?: string): luacdk.Resource
]]
