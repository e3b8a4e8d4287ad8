-- packaging/package, given a small stage in place of what `make install` installs.
local luacdk = require "spec.support.luacdk"

local function quoted(text) return "'" .. text:gsub("'", [['\'']]) .. "'" end

local function shell(command)
  local pipe = io.popen("{ " .. command .. "; } 2>&1")
  local text = pipe:read("a")
  local _, _, status = pipe:close()
  return text, status
end

describe("packages", function()
  local folder

  setup(function()
    folder = luacdk.folder()
    local share = folder .. "/stage/usr/share/"
    luacdk.write(folder .. "/stage/usr/bin/luacdk", "#!/bin/sh\necho \"$@\"\nexit 3\n")
    luacdk.write(share .. "man/man1/luacdk.1", ".TH LUACDK 1\n")
    luacdk.write(share .. "zsh/site-functions/_luacdk", "#compdef luacdk\n")
    luacdk.write(share .. "luacdk/luals/a.lua", "---@meta\n")
    os.execute("chmod 755 " .. quoted(folder .. "/stage/usr/bin/luacdk"))
  end)

  teardown(function() luacdk.remove(folder) end)

  --- Makes packages of one kind in `name`, below the folder, after these commands.
  local function make(kind, name, before, arch)
    local to = folder .. "/" .. name
    local text, status = shell(("mkdir -p %s; %s export SOURCE_DATE_EPOCH=86400 VERSION=1.2.3 ARCH=%s STAGE=%s; "
      .. "packaging/package %s %s"):format(quoted(to), before or "", arch or "amd64", quoted(folder .. "/stage"), kind,
      quoted(to)))
    return to, text, status
  end

  local function packed(file) return (shell("tar -tvzf " .. quoted(file) .. " | awk '{ print $1, $2, $6 }'")) end

  for _, kind in ipairs { "deb", "npm", "archive" } do
    it(kind .. ": the same bytes, whatever the umask, the time zone, the locale and the time", function()
      local one, text, status = make(kind, kind .. "1")
      assert.equal(0, status, text)
      os.execute("find " .. quoted(folder .. "/stage") .. " -exec touch {} +")
      local two
      two, text, status = make(kind, kind .. "2", "umask 077; export TZ=Asia/Tokyo LC_ALL=C.UTF-8;")
      assert.equal(0, status, text)
      assert.equal("", (shell("diff -r " .. quoted(one) .. " " .. quoted(two))))
    end)
  end

  it("deb: belongs to root, and has no scripts", function()
    local to = make("deb", "deb3")
    local file = quoted(to .. "/luacdk_1.2.3_amd64.deb")
    local list = shell("dpkg-deb -c " .. file)
    for line in list:gmatch("[^\n]+") do
      assert.truthy(line:find("^[-d]rw[-x]r%-[-x]r%-[-x] root/root "), line)
    end
    assert.truthy(list:find("%-rwxr%-xr%-x root/root [^\n]*%./usr/bin/luacdk\n"), list)
    assert.truthy(list:find("./usr/share/zsh/vendor-completions/_luacdk\n", 1, true), list)
    assert.truthy(list:find("./usr/share/man/man1/luacdk.1.gz\n", 1, true), list)
    assert.equal("control\nmd5sums\n", (shell("dpkg-deb --ctrl-tarfile " .. file
      .. " | tar -t | sed 's|^\\./||' | sed '/^$/d' | sort")))
    assert.equal("1.2.3 amd64\n", (shell("dpkg-deb -W --showformat='${Version} ${Architecture}\\n' " .. file)))
  end)

  it("npm: one package for the platform, and a shim that needs one of them", function()
    local to = make("npm", "npm3", "", "arm64")
    assert.equal("-rwxr-xr-x 0/0 package/bin/luacdk\n",
      packed(to .. "/luacdk-linux-arm64-1.2.3.tgz"):match("[^\n]*bin/luacdk\n"))
    local manifest = shell("tar -xzOf " .. quoted(to .. "/luacdk-1.2.3.tgz") .. " package/package.json")
    local read = require "luacdk.assembly".parse_json(manifest)
    assert.same({ ["@luacdk/linux-arm64"] = "1.2.3", ["@luacdk/linux-x64"] = "1.2.3" }, read.optionalDependencies)
    assert.is_nil(read.scripts)
  end)

  it("npm: the shim has fewer than 20 lines, passes arguments on and ends as the program ends", function()
    local _, lines = luacdk.read("packaging/npm/luacdk.js"):gsub("\n", "")
    assert.is_true(lines < 20, lines)
    if not os.execute("command -v node >/dev/null") then pending("needs node") return end
    local to = folder .. "/modules/node_modules"
    local platform = to .. "/@luacdk/linux-" .. shell("node -p process.arch"):gsub("\n", "")
    luacdk.write(to .. "/luacdk/bin/luacdk.js", luacdk.read("packaging/npm/luacdk.js"))
    local text, status = shell("node " .. quoted(to .. "/luacdk/bin/luacdk.js"))
    assert.equal(1, status, text)
    assert.truthy(text:find("@luacdk/linux-", 1, true), text)
    luacdk.write(platform .. "/bin/luacdk", luacdk.read(folder .. "/stage/usr/bin/luacdk"))
    os.execute("chmod 755 " .. quoted(platform .. "/bin/luacdk"))
    text, status = shell("node " .. quoted(to .. "/luacdk/bin/luacdk.js") .. " 'a b' c")
    assert.equal("a b c\n", text)
    assert.equal(3, status)
  end)

  it("refuses an architecture that it does not know", function()
    local _, text, status = make("deb", "other", "", "m68k")
    assert.equal(1, status)
    assert.truthy(text:find("not for m68k", 1, true), text)
  end)
end)
