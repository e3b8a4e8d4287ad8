-- What differs between two templates, and how it is told.
local assembly = require "luacdk.assembly"
local template_diff = require "luacdk.template_diff"

local function told(old, new, options)
  local changes = template_diff.diff(old and assembly.parse_json(old), new and assembly.parse_json(new))
  return template_diff.format(changes, options)
end

local function resources(text) return '{"Resources":{' .. text .. "}}" end

local FUNCTION = '"Handler":{"Type":"AWS::Lambda::Function","Properties":{%s}}'

local function functions(before, after, options)
  return told(resources(FUNCTION:format(before)), resources(FUNCTION:format(after)), options)
end

describe("the difference of two templates", function()
  it("is nothing when they mean the same", function()
    assert.equal("", told('{"Resources":{"A":{"Type":"X","Properties":{"a":1,"b":[{}]}}}}',
      '{"Resources":{"A":{"Properties":{"b":[{}],"a":1},"Type":"X"}}}'))
    assert.equal("", told(nil, "{}"))
  end)

  it("shows of long values where they differ", function()
    local long = ("arn:aws:s3:::shared-prefix/"):rep(6)
    assert.equal('~ Handler.Description …ared-prefix/one" → …ared-prefix/two" (no interruption)\n',
      functions(('"Description":"%sone"'):format(long), ('"Description":"%stwo"'):format(long)))
    for at = 1, 200, 7 do
      for _, width in ipairs { 60, 80, 120 } do
        local value = '"Description":"' .. ("é"):rep(at) .. "%s" .. ("é"):rep(at) .. '"'
        local line = functions(value:format "X", value:format "Y", { width = width })
        assert.is_truthy(utf8.len(line))
        assert.matches("X.*→.*Y", line)
        assert.is_true(utf8.len(line) <= math.max(width, 72) + 1, line)
      end
    end
  end)

  it("tells what comes and goes, with its type", function()
    local topic, queue = '"Topic":{"Type":"AWS::SNS::Topic"}', '"Queue":{"Type":"AWS::SQS::Queue"}'
    assert.equal("+ Topic AWS::SNS::Topic\n", told(nil, resources(topic)))
    assert.equal("- Topic AWS::SNS::Topic\n+ Queue AWS::SQS::Queue\n", told(resources(topic), resources(queue)))
    assert.equal("+ Outputs.Url\n", told("{}", '{"Outputs":{"Url":{"Value":"x"}}}'))
  end)

  it("tells a property, with what the schema knows of replacement", function()
    assert.equal("~ Handler.Timeout 3 → 30 (no interruption)\n", functions('"Timeout":3', '"Timeout":30'))
    assert.equal('~ Handler.FunctionName "a" → "b" (replacement)\n',
      functions('"FunctionName":"a"', '"FunctionName":"b"'))
    assert.equal('~ Handler.FunctionName + "b" (replacement)\n', functions("", '"FunctionName":"b"'))
    assert.equal("~ Handler.Timeout - 3 (no interruption)\n", functions('"Timeout":3', ""))
    assert.equal("~ Handler.Unknown 1 → 2\n", functions('"Unknown":1', '"Unknown":2'))
  end)

  it("says that a property may replace", function()
    local rds = '"Db":{"Type":"AWS::RDS::DBInstance","Properties":{"AutoMinorVersionUpgrade":%s,"Engine":"%s"}}'
    local text = told(resources(rds:format("true", "a")), resources(rds:format("true", "b")))
    assert.matches("^~ Db%.Engine \"a\" → \"b\" %(.*replace", text)
  end)

  it("goes into maps and lists, not into intrinsic functions", function()
    assert.equal('~ Handler.Environment.Variables.A "1" → "2" (no interruption)\n',
      functions('"Environment":{"Variables":{"A":"1","B":"x"}}', '"Environment":{"Variables":{"A":"2","B":"x"}}'))
    assert.equal('~ Handler.Layers[1] - "b" (no interruption)\n',
      functions('"Layers":["a","b","c"]', '"Layers":["a","c"]'))
    assert.equal('~ Handler.Layers[1] "b" → {"Ref":"B"} (no interruption)\n',
      functions('"Layers":["a","b","c"]', '"Layers":["a",{"Ref":"B"},"c"]'))
    assert.equal('~ Handler.Role {"Ref":"A"} → {"Ref":"B"} (no interruption)\n',
      functions('"Role":{"Ref":"A"}', '"Role":{"Ref":"B"}'))
  end)

  it("calls elements of lists by their names, and statements by what they allow", function()
    assert.equal(table.concat({ "~ Handler AWS::Lambda::Function",
      '    Tags[Key=first] + {"Key":"first","Value":"0"} (no interruption)',
      '    Tags[Key=b].Value "2" → "3" (no interruption)', "" }, "\n"),
      functions('"Tags":[{"Key":"a","Value":"1"},{"Key":"b","Value":"2"}]',
        '"Tags":[{"Key":"first","Value":"0"},{"Key":"a","Value":"1"},{"Key":"b","Value":"3"}]'))
    local policy = '"P":{"Type":"AWS::IAM::Policy","Properties":{"PolicyDocument":{"Statement":[%s]}}}'
    local other = '{"Effect":"Allow","Action":"a:B","Resource":"*"}'
    local read = '{"Effect":"Allow","Action":"s3:GetObject","Resource":{"Fn::GetAtt":["B","Arn"]}}'
    local write = '{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":{"Fn::GetAtt":["B","Arn"]}}'
    assert.equal("~ P.PolicyDocument.Statement[Allow s3:GetObject and 1 more on ${B.Arn}].Action "
      .. '+ "s3:PutObject" (no interruption)\n',
      told(resources(policy:format(other .. "," .. read)), resources(policy:format(other .. "," .. write)),
        { width = 0 }))
    assert.equal("~ P.PolicyDocument.Statement[Allow a:B] - " .. other .. " (no interruption)\n",
      told(resources(policy:format(other .. "," .. read)), resources(policy:format(read)), { width = 0 }))
  end)

  it("does not care for the order of actions in a statement, unless nothing else changed", function()
    local policy = '"P":{"Type":"AWS::IAM::Policy","Properties":{"PolicyDocument":{"Statement":[{"Sid":"A",'
      .. '"Effect":"Allow","Action":%s,"Resource":"*"}]}}}'
    local function changed(old, new)
      return told(resources(policy:format(old)), resources(policy:format(new)), { width = 0 })
    end
    local path = "PolicyDocument.Statement[Sid=A].Action"
    assert.equal(('~ P AWS::IAM::Policy\n    %s - "a:A" (no interruption)\n    %s + "c:C" (no interruption)\n')
      :format(path, path), changed('["a:A","b:B","d:D"]', '["d:D","c:C","b:B"]'))
    assert.equal(("~ P.%s in another order (no interruption)\n"):format(path),
      changed('["a:A","b:B"]', '["b:B","a:A"]'))
    assert.equal(('~ P.%s - "b:B" (no interruption)\n'):format(path), changed('["a:A","b:B"]', '"a:A"'))
    assert.equal(('~ P.%s ["a:A"] → "a:A" (no interruption)\n'):format(path), changed('["a:A"]', '"a:A"'))
  end)

  it("says that a list is in another order", function()
    assert.equal("~ Handler.Layers in another order (no interruption)\n",
      functions('"Layers":["a","b","c"]', '"Layers":["c","b","a"]'))
  end)

  it("takes what stands inside of a replacing property for replacing", function()
    assert.equal('~ Handler.TenancyConfig.TenantIsolationMode "A" → "B" (replacement)\n',
      functions('"TenancyConfig":{"TenantIsolationMode":"A"}', '"TenancyConfig":{"TenantIsolationMode":"B"}'))
  end)

  it("lists several properties below their resource", function()
    assert.equal(table.concat({
      "~ Handler AWS::Lambda::Function (replacement)",
      "    Timeout 3 → 30 (no interruption)",
      '    FunctionName + "b" (replacement)',
      "",
    }, "\n"), functions('"Timeout":3', '"Timeout":30,"FunctionName":"b"'))
  end)

  it("tells what stands beside the properties", function()
    assert.equal('~ A DependsOn[1] + "C"\n', told(resources '"A":{"Type":"X","DependsOn":["B"]}',
      resources '"A":{"Type":"X","DependsOn":["B","C"]}'))
    assert.equal('~ A DeletionPolicy + "Retain"\n',
      told(resources '"A":{"Type":"X"}', resources '"A":{"Type":"X","DeletionPolicy":"Retain"}'))
    assert.equal('~ A Type "X" → "Y" (replacement)\n',
      told(resources '"A":{"Type":"X"}', resources '"A":{"Type":"Y"}'))
  end)

  it("tells properties as a whole where they are no map, as in templates of others", function()
    assert.equal('~ A Properties "a" → {"b":1}\n',
      told(resources '"A":{"Type":"X","Properties":"a"}', resources '"A":{"Type":"X","Properties":{"b":1}}'))
    assert.equal('~ A Properties + ["a"]\n',
      told(resources '"A":{"Type":"X"}', resources '"A":{"Type":"X","Properties":["a"]}'))
    assert.equal('~ A Properties[0] 1 → 2\n',
      told(resources '"A":{"Type":"X","Properties":[1]}', resources '"A":{"Type":"X","Properties":[2]}'))
    assert.equal("", told(resources '"A":{"Type":"X","Properties":0}', resources '"A":{"Type":"X","Properties":0}'))
  end)

  it("tells other sections", function()
    assert.equal('~ Description "a" → "b"\n', told('{"Description":"a"}', '{"Description":"b"}'))
    assert.equal('~ Parameters.P.Default 1 → 2\n',
      told('{"Parameters":{"P":{"Default":1}}}', '{"Parameters":{"P":{"Default":2}}}'))
    assert.equal("+ Transform\n", told("{}", '{"Transform":"T"}'))
  end)

  it("keeps to the width, and to ASCII", function()
    local long = ("x"):rep(200)
    local text = functions('"Description":"a"', ('"Description":"%s"'):format(long), { width = 70 })
    assert.equal(70, utf8.len(text) - 1)
    assert.matches('"a" → "xxx+… %(no interruption%)\n$', text)
    text = functions('"Description":"a"', ('"Description":"%s"'):format(long), { width = 0, unicode = false })
    assert.matches('"a" %-> "x+" %(no interruption%)\n$', text)
    assert.matches(long, text)
  end)

  it("is painted by roles, nothing else", function()
    local function paint(text, role) return ("<%s:%s>"):format(role, text) end
    assert.equal("<added:+ Topic> AWS::SNS::Topic\n",
      told(nil, resources '"Topic":{"Type":"AWS::SNS::Topic"}', { paint = paint }))
    assert.equal('<changed:~ Handler.FunctionName> "a" → "b"<removed: (replacement)>\n',
      functions('"FunctionName":"a"', '"FunctionName":"b"', { paint = paint }))
  end)

  it("is limited in lines", function()
    local many = {}
    for i = 1, 50 do many[i] = ('"R%d":{"Type":"X"}'):format(i) end
    local text = told("{}", resources(table.concat(many, ",")), { lines = 10 })
    assert.matches("\n%+ R10 X\n… 40 more changes\n$", text)
  end)

  it("is counted", function()
    local changes = template_diff.diff(assembly.parse_json(resources '"A":{"Type":"X"},"B":{"Type":"X"}'),
      assembly.parse_json(resources '"B":{"Type":"Y"},"C":{"Type":"X"},"D":{"Type":"X"}'))
    assert.equal("2 added, 1 changed, 1 removed", template_diff.summary(changes))
  end)
end)

describe("the difference of two texts", function()
  local function text_of(document) return assembly.print_json(assembly.parse_json(document), 1) end

  local function both(old, new)
    local from_texts = template_diff.diff_texts(template_diff.split(text_of(old)), template_diff.split(text_of(new)))
    local from_documents = template_diff.diff(assembly.parse_json(old), assembly.parse_json(new))
    assert.equal(template_diff.format(from_documents), template_diff.format(from_texts))
    return template_diff.format(from_texts)
  end

  local SEVERAL = '{"Description":"d","Resources":{"A":{"Type":"X","Properties":{"a":[1,{"b":"c"}]}},"B":{"Type":"Y"},'
    .. '"C":{}},"Outputs":{"O":{"Value":"v"}},"Parameters":{},"Rules":{"R":{"Assertions":[]}}}'

  it("is that of the documents", function()
    assert.equal("", both(SEVERAL, SEVERAL))
    assert.equal('~ A.a[1].b "c" → "d"\n', both(SEVERAL, (SEVERAL:gsub('"c"', '"d"'))))
    assert.equal('- B Y\n', both(SEVERAL, (SEVERAL:gsub('"B":{"Type":"Y"},', ""))))
    assert.equal('+ B Y\n', both((SEVERAL:gsub('"B":{"Type":"Y"},', "")), SEVERAL))
    assert.equal('- C\n', both(SEVERAL, (SEVERAL:gsub(',"C":{}', ""))))
    assert.equal('~ Outputs.O.Value "v" → "w"\n', both(SEVERAL, (SEVERAL:gsub('"v"', '"w"'))))
    assert.equal('~ Description "d" → "e"\n', both(SEVERAL, (SEVERAL:gsub('"d"', '"e"'))))
    assert.equal("- A X\n- B Y\n- C\n", both(SEVERAL, (SEVERAL:gsub('"Resources":%b{},', ""))))
    assert.equal("+ A X\n", both("{}", '{"Resources":{"A":{"Type":"X"}}}'))
  end)

  it("is found in texts of one line too", function()
    local old, new = template_diff.split '{"Resources":{"A":{"Type":"X"}}}', template_diff.split "{}"
    assert.equal("- A X\n", template_diff.format(template_diff.diff_texts(old, new)))
  end)

  it("is found in texts of another layout too", function()
    local one = '{\n "Resources": {\n%s"A": {"Type": "X"}%s"B": {"Type": "%s"}%s\n}'
    for _, layout in ipairs { { "    ", ",\n    ", "\n }" }, { "  ", ", ", "\n }" }, { "  ", "\n,\n  ", "\n }" },
      { "  ", ",\n  ", "}" } } do
      local first, between, last = table.unpack(layout)
      local old, new = one:format(first, between, "Y", last), one:format(first, between, "Z", last)
      local changes = template_diff.diff_texts(template_diff.split(old), template_diff.split(new))
      assert.equal('~ B Type "Y" → "Z" (replacement)\n', template_diff.format(changes))
    end
  end)

  it("decodes only what differs", function()
    local read = {}
    local old = template_diff.split(text_of(SEVERAL))
    local new = template_diff.split(text_of((SEVERAL:gsub('"c"', '"d"'))))
    local changes = template_diff.diff_elements(old, new, { read = function(text)
      read[#read + 1] = text
      return assembly.parse_json(text)
    end })
    assert.equal(1, #changes)
    assert.equal(2, #read)
  end)

  it("needs whole templates where replacement may spread", function()
    local old = template_diff.split(text_of(SEVERAL))
    local new = template_diff.split(text_of((SEVERAL:gsub('"Y"', '"Z"'))))
    assert.equal(1, #template_diff.diff_elements(old, new))
    assert.is_nil(template_diff.diff_elements(old, new, { spread = true }))
  end)

  it("is told of resources whose type is no text", function()
    local function template(text) return assembly.parse_json('{"Resources":{' .. text .. "}}") end
    local none, null = template "", template [["A":{"Type":null}]]
    assert.equal("+ A\n", template_diff.format(template_diff.diff(none, null)))
    assert.equal("- A\n", template_diff.format(template_diff.diff(null, none)))
    local odd = [["A":{"Type":{"Ref":"%s"},"Properties":{"P":%d}}]]
    local one = template(odd:format("X", 1))
    assert.equal("", template_diff.format(template_diff.diff(one, template(odd:format("X", 1)))))
    assert.equal("~ A.P 1 → 2\n", template_diff.format(template_diff.diff(one, template(odd:format("X", 2)))))
    assert.equal('~ A Type {"Ref":"X"} → {"Ref":"Y"} (replacement)\n',
      template_diff.format(template_diff.diff(one, template(odd:format("Y", 1)))))
  end)

  it("needs whole templates where one is no JSON", function()
    local old = template_diff.split(text_of(SEVERAL))
    local new = template_diff.split((text_of(SEVERAL):gsub('"Y"', "Y")))
    assert.is_nil(template_diff.diff_elements(old, new))
  end)
end)
