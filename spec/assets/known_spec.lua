-- src/assets/known.c: what has not changed since an earlier run is not read again, and nothing else is believed.
local luacdk = require "spec.support.luacdk"

local BIG = 6 * 1024 * 1024

describe("a second run", function()
  local folder

  before_each(function()
    -- The script says how many bytes the run has read when all is staged.
    folder = luacdk.folder {
      ["app.lua"] = [[
        local app = cdk.App()
        local stack = cdk.Stack(app, "S")
        s3_assets.Asset(stack, "A", { path = "fn" })
        s3_assets.Asset(stack, "B", { path = "one.bin" })
        app:synth()
        print(io.open("/proc/self/io"):read("a"):match "rchar: (%d+)")
      ]],
      ["fn/big"] = ("x"):rep(BIG), ["fn/small"] = "small", ["one.bin"] = ("y"):rep(BIG),
    }
    assert(os.execute(("touch -d '1 hour ago' %s/fn/* %s/one.bin && sleep 0.05"):format(folder, folder)))
  end)

  after_each(function() luacdk.remove(folder) end)

  -- How many of the large files were read, some time after the last were written.
  local function read()
    assert(os.execute "sleep 0.1")
    local result = luacdk.run(folder, { "--quiet", "app.lua" })
    assert.equal("", result.err)
    return math.floor(tonumber(result.out) / BIG + 0.5)
  end

  local function shell(command)
    assert(os.execute(("cd %s && %s"):format(folder, command)))
  end

  local function staged(name)
    local pipe = io.popen(("cat %s/cdk.out/asset.*%s"):format(folder, name))
    local text = pipe:read "a"
    pipe:close()
    return text
  end

  -- Copies may have been made so shortly before that they are read once again.
  local function wait_until_known()
    assert.equal(2, read())
    assert.is_true(read() <= 2)
  end

  it("reads neither sources nor copies that have not changed", function()
    wait_until_known()
    assert.equal(0, read())
    luacdk.write(folder .. "/app.lua", (luacdk.read(folder .. "/app.lua"):gsub("app:synth",
      'cdk.CfnOutput(stack, "O", { value = "1" }) %0')))
    read()
    read()
    assert.equal(0, read())
  end)

  it("reads a source again that has changed, also one of the same size and time", function()
    wait_until_known()
    shell "cp -p fn/big keep && printf z | dd of=fn/big conv=notrunc status=none && touch -r keep fn/big"
    read()
    assert.equal(2, select(2, staged("/big"):gsub("[xz]", {}, 2)))
    local pipe = io.popen(("head -qc 1 %s/cdk.out/asset.*/big"):format(folder))
    local first = pipe:read "a"
    pipe:close()
    assert.equal("xz", first:find "^x" and first or first:reverse())
  end)

  it("makes a copy anew that has changed, also one of the same size and time", function()
    wait_until_known()
    shell [[for f in cdk.out/asset.*.bin; do cp -p $f keep; printf z | dd of=$f conv=notrunc status=none;
      touch -r keep $f; done]]
    read()
    assert.equal(("y"):rep(BIG), staged ".bin")
  end)

  it("reads again what replaced a file", function()
    wait_until_known()
    shell "cp -p one.bin other && mv other one.bin && sleep 0.05"
    assert.equal(1, read())
    assert.equal(0, read())
  end)

  it("believes no file that is damaged, cut or from a time to come", function()
    for _, damage in ipairs {
      "printf x | dd of=cdk.out/.luacdk-known bs=1 seek=200 conv=notrunc status=none",
      "truncate -s -8 cdk.out/.luacdk-known",
      "truncate -s 0 cdk.out/.luacdk-known",
      "rm cdk.out/.luacdk-known && mkdir cdk.out/.luacdk-known",
      "rm -r cdk.out/.luacdk-known && ln -s /dev/zero cdk.out/.luacdk-known",
      "rm cdk.out/.luacdk-known && truncate -s 200G cdk.out/.luacdk-known",
      "truncate -s 200G cdk.out/.luacdk-known",
    } do
      read()
      shell(damage)
      assert.equal(4, read(), damage)
    end
  end)

  it("believes nothing that was noted before the clock went back", function()
    read()
    local path = folder .. "/cdk.out/.luacdk-known"
    local text = luacdk.read(path)
    local at = 8 + 40 -- behind magic and boot
    local seconds = string.unpack("<i8", text, at + 1)
    assert.is_true(math.abs(seconds - os.time()) < 3600)
    luacdk.write(path, text:sub(1, at) .. string.pack("<i8", os.time() + 86400) .. text:sub(at + 9))
    assert.equal(4, read())
  end)

  it("has no such file to read where there is little to be spared", function()
    luacdk.write(folder .. "/fn/big", "no longer")
    luacdk.write(folder .. "/one.bin", "no longer")
    read()
    assert.is_false(luacdk.exists(folder .. "/cdk.out/.luacdk-known"))
  end)
end)
