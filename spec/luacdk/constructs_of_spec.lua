-- The constructs of an assembly in a folder, which another program may have written.
local constructs_of = require "luacdk.constructs_of"
local luacdk = require "spec.support.luacdk"

local STACK = [[{"artifacts":{"S":{"type":"aws:cloudformation:stack","properties":{"templateFile":"S.json"}}}}]]

local function of(tree)
  local folder = luacdk.folder { ["manifest.json"] = STACK, ["S.json"] = "{}", ["tree.json"] = tree }
  local ok, result = pcall(constructs_of.folder, folder)
  luacdk.remove(folder)
  return ok and result or result:gsub("^.*/", "")
end

describe("the constructs of an assembly", function()
  it("may lack what only other programs leave out", function()
    local model = of [[{"tree":{"children":{"S":{"path":"S"}}}}]]
    assert.same({ "constructs.Construct", "" }, { model.nodes.S.class, model.nodes.S.id })
    assert.same("S", model.root.children[1].path)
  end)

  it("are refused in words if their tree is none", function()
    for tree, reason in pairs {
      ["[]"] = "the tree must be an object",
      ["1"] = "the tree must be an object",
      ["{}"] = "a node below '' must be an object",
      [ [[{"tree":[]}]] ] = "a node below '' must be an object",
      [ [[{"tree":{"path":"","children":{"S":null}}}]] ] = "a node below '' must be an object",
      [ [[{"tree":{"path":"A","children":["S"]}}]] ] = "the children of 'A' must be an object",
      [ [[{"tree":{"path":"A","constructInfo":"x"}}]] ] = "the constructInfo of 'A' must be an object",
      [ [[{"tree":{"path":"A","constructInfo":{"fqn":1}}}]] ] = "the class of 'A' must be a string",
      [ [[{"tree":{"path":1}}]] ] = "the path of a node below '' must be a string",
      [ [[{"tree":{"id":{}}}]] ] = "the id of '' must be a string",
    } do
      assert.equal("tree.json: " .. reason, of(tree))
    end
    assert.matches("^tree.json: line 1, column 2: ", of "{")
  end)
end)
