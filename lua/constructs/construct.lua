local engine = require "luacdk.engine"

local Construct = engine.Construct

--- A root for trees that are no apps.
local RootConstruct = engine.class("constructs.RootConstruct", Construct)

function RootConstruct:init(id) Construct.init(self, nil, id or "") end

--- `Node.of(construct)` is `construct.node`.
local Node = engine.class("constructs.Node")
Node.PATH_SEP = "/"

function Node.of(construct) return construct.node end

return { Construct = Construct, RootConstruct = RootConstruct, Node = Node }
