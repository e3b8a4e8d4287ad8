--- Types of instances: a class and a size.
local engine = require "luacdk.engine"

-- Instance classes by their long names, with the names that EC2 has for them.
local SHORT = {
  arm1 = "a1", burstable2 = "t2", burstable3 = "t3", ["burstable3-amd"] = "t3a", ["burstable4-graviton"] = "t4g",
  compute3 = "c3", compute4 = "c4", compute5 = "c5", ["compute5-amd"] = "c5a", ["compute5-amd-nvme-drive"] = "c5ad",
  ["compute5-high-performance"] = "c5n", ["compute5-nvme-drive"] = "c5d", ["compute6-amd"] = "c6a",
  ["compute6-graviton2"] = "c6g", ["compute6-graviton2-high-network-bandwidth"] = "c6gn",
  ["compute6-graviton2-nvme-drive"] = "c6gd", ["compute6-intel"] = "c6i",
  ["compute6-intel-high-performance"] = "c6in", ["compute6-intel-nvme-drive"] = "c6id", ["compute7-amd"] = "c7a",
  ["compute7-graviton3"] = "c7g", ["compute7-graviton3-high-network-bandwidth"] = "c7gn",
  ["compute7-graviton3-nvme-drive"] = "c7gd", ["compute7-intel"] = "c7i", ["compute7-intel-flex"] = "c7i-flex",
  ["compute8-amd"] = "c8a", ["compute8-graviton4"] = "c8g", ["compute8-graviton4-high-network-bandwidth"] = "c8gn",
  ["compute8-graviton4-nvme-drive"] = "c8gd", ["compute8-intel"] = "c8i", ["compute8-intel-flex"] = "c8i-flex",
  ["deep-learning1"] = "dl1", ["deep-learning2-qualcomm"] = "dl2q", fpga1 = "f1", fpga2 = "f2",
  ["graphics-ram-6"] = "gr6", graphics3 = "g3", ["graphics3-small"] = "g3s", ["graphics4-amd-nvme-drive"] = "g4ad",
  ["graphics4-nvme-drive-high-performance"] = "g4dn", graphics5 = "g5", ["graphics5-graviton2"] = "g5g",
  graphics6 = "g6", ["graphics6-efficient"] = "g6e", ["graphics7-efficient"] = "g7e",
  ["high-compute-memory1"] = "z1d", ["high-memory-12tb-1"] = "u-12tb1", ["high-memory-12tb-7"] = "u7i-12tb",
  ["high-memory-18tb-1"] = "u-18tb1", ["high-memory-24tb-1"] = "u-24tb1", ["high-memory-3tb-1"] = "u-3tb1",
  ["high-memory-6tb-1"] = "u-6tb1", ["high-memory-6tb-7"] = "u7i-6tb", ["high-memory-8tb-7"] = "u7i-8tb",
  ["high-memory-9tb-1"] = "u-9tb1", ["high-memory-high-network-16tb-7"] = "u7in-16tb",
  ["high-memory-high-network-24tb-7"] = "u7in-24tb", ["high-memory-high-network-32tb-7"] = "u7in-32tb",
  ["high-memory-high-network-hpe-32tb-7"] = "u7inh-32tb", ["high-performance-computing6-amd"] = "hpc6a",
  ["high-performance-computing6-intel-nvme-drive"] = "hpc6id", ["high-performance-computing7-amd"] = "hpc7a",
  ["high-performance-computing7-graviton"] = "hpc7g", inference1 = "inf1", inference2 = "inf2", io3 = "i3",
  ["io3-dense-nvme-drive"] = "i3en", io4_intel = "i4i", io7_intel = "i7i", ["macintosh1-intel"] = "mac1",
  ["macintosh2-m1"] = "mac2", ["macintosh2-m1-ultra"] = "mac2-m1ultra", ["macintosh2-m2"] = "mac2-m2",
  ["macintosh2-m2-pro"] = "mac2-m2pro", ["memory-intensive-1"] = "x1", ["memory-intensive-1-extended"] = "x1e",
  ["memory-intensive-2-graviton2"] = "x2g", ["memory-intensive-2-graviton2-nvme-drive"] = "x2gd",
  ["memory-intensive-8-graviton"] = "x8g", memory3 = "r3", memory4 = "r4", memory5 = "r5", ["memory5-amd"] = "r5a",
  ["memory5-amd-nvme-drive"] = "r5ad", ["memory5-ebs-optimized"] = "r5b", ["memory5-high-performance"] = "r5n",
  ["memory5-nvme-drive"] = "r5d", ["memory5-nvme-drive-high-performance"] = "r5dn", ["memory6-amd"] = "r6a",
  ["memory6-graviton"] = "r6g", ["memory6-graviton2-nvme-drive"] = "r6gd", ["memory6-intel"] = "r6i",
  ["memory6-intel-high-performance"] = "r6in", ["memory6-intel-nvme-drive"] = "r6id",
  ["memory6-intel-nvme-drive-high-performance"] = "r6idn", ["memory7-amd"] = "r7a", ["memory7-graviton"] = "r7g",
  ["memory7-graviton3-nvme-drive"] = "r7gd", ["memory7-intel"] = "r7iz", ["memory7-intel-base"] = "r7i",
  ["memory8-amd"] = "r8a", ["memory8-graviton"] = "r8g", ["memory8-graviton4-ebs-optimized"] = "r8gb",
  ["memory8-graviton4-high-network-bandwidth"] = "r8gn", ["memory8-graviton4-nvme-drive"] = "r8gd",
  ["memory8-intel-base"] = "r8i", ["memory8-intel-flex"] = "r8i-flex", memory_intensive_2_intel = "x2idn",
  memory_intensive_2_xt_intel = "x2iedn", memory_intensive_2_xtz_intel = "x2iezn", parallel2 = "p2", parallel3 = "p3",
  ["parallel3-nvme-drive-high-performance"] = "p3dn", parallel4 = "p4d", ["parallel4-nvme-drive-extended"] = "p4de",
  parallel5 = "p5", standard3 = "m3", standard4 = "m4", standard5 = "m5", ["standard5-amd"] = "m5a",
  ["standard5-amd-nvme-drive"] = "m5ad", ["standard5-high-compute"] = "m5zn", ["standard5-high-performance"] = "m5n",
  ["standard5-nvme-drive"] = "m5d", ["standard5-nvme-drive-high-performance"] = "m5dn", ["standard6-amd"] = "m6a",
  ["standard6-graviton"] = "m6g", ["standard6-graviton2-nvme-drive"] = "m6gd", ["standard6-intel"] = "m6i",
  ["standard6-intel-high-performance"] = "m6in", ["standard6-intel-nvme-drive"] = "m6id",
  ["standard6-intel-nvme-drive-high-performance"] = "m6idn", ["standard7-amd"] = "m7a",
  ["standard7-graviton"] = "m7g", ["standard7-graviton3-nvme-drive"] = "m7gd", ["standard7-intel"] = "m7i",
  ["standard7-intel-flex"] = "m7i-flex", ["standard8-amd"] = "m8a", ["standard8-graviton"] = "m8g",
  ["standard8-graviton4-nvme-drive"] = "m8gd", ["standard8-intel"] = "m8i", ["standard8-intel-flex"] = "m8i-flex",
  ["standard9-graviton"] = "m9g", ["storage-compute-1"] = "h1", storage2 = "d2", storage3 = "d3",
  ["storage3-enhanced-network"] = "d3en", ["storage4-graviton-network-optimized"] = "im4gn",
  ["storage4-graviton-network-storage-optimized"] = "is4gen", storage4_graviton = "i4g",
  ["storage7-intel-storage-optimized"] = "i7ie", ["storage8-graviton"] = "i8g",
  ["storage8-graviton-storage-optimized"] = "i8ge", ["training-accelerator1"] = "trn1",
  ["training-accelerator1-enhanced-network"] = "trn1n", ["training-accelerator2"] = "trn2",
  ["training-accelerator2-ultraserver"] = "trn2u", ["video-transcoding1"] = "vt1",
}

local InstanceType = engine.class("aws_cdk.aws_ec2.InstanceType")

--- Arguments: what EC2 calls the type, such as "t3.micro".
function InstanceType:init(instance_type_identifier) self._identifier = instance_type_identifier end

--- The type of a class and size.
function InstanceType.of(instance_class, instance_size)
  return InstanceType((SHORT[instance_class] or instance_class) .. "." .. instance_size)
end

--- What EC2 calls the type.
function InstanceType:to_string() return self._identifier end

-- Family, generation, capabilities and size; nil if the string has another form.
local function parts_of(identifier)
  local family, generation, capabilities, size = tostring(identifier):match "^(%l+)(%d%d?)([%l-]*)%.([%l%d-]+)$"
  if not family then
    engine.fail(nil, "%s is not an instance type; -> write it like \"t3.micro\"", engine.display(identifier))
  end
  return family, generation, capabilities, size
end

InstanceType.get.architecture = function(self)
  local family, _, capabilities = parts_of(self._identifier)
  return (family == "a" or capabilities:find "g") and "arm64" or "x86_64"
end

--- Whether both are of one class, whatever their sizes.
function InstanceType:same_instance_class_as(other)
  local family, generation, capabilities = parts_of(self._identifier)
  local other_family, other_generation, other_capabilities = parts_of(other:to_string())
  return family == other_family and generation == other_generation and capabilities == other_capabilities
end

--- Whether the type has CPU credits.
function InstanceType:is_burstable()
  local start = tostring(self._identifier):sub(1, 3)
  return start == "t4g" or start:sub(1, 2) == "t3" or start:sub(1, 2) == "t2"
end

return { InstanceType = InstanceType }
