-- Domain names beyond ASCII, as DNS writes them: RFC 3492.
local BASE, T_MIN, T_MAX, SKEW, DAMP = 36, 1, 26, 38, 700
local FIRST_BIAS, FIRST_POINT = 72, 128

local DIGITS = "abcdefghijklmnopqrstuvwxyz0123456789"

-- Full stops that separate labels like the one of ASCII.
local SEPARATORS = { "\u{3002}", "\u{FF0E}", "\u{FF61}" }

local function digit(value) return DIGITS:sub(value + 1, value + 1) end

local function adapted(delta, points, is_first)
  delta = is_first and delta // DAMP or delta // 2
  delta = delta + delta // points
  local k = 0
  while delta > (BASE - T_MIN) * T_MAX // 2 do
    delta = delta // (BASE - T_MIN)
    k = k + BASE
  end
  return k + (BASE - T_MIN + 1) * delta // (delta + SKEW)
end

-- Writes one delta as a number of variable length.
local function write(out, delta, bias)
  local k = BASE
  while true do
    local threshold = math.max(T_MIN, math.min(T_MAX, k - bias))
    if delta < threshold then break end
    out[#out + 1] = digit(threshold + (delta - threshold) % (BASE - threshold))
    delta = (delta - threshold) // (BASE - threshold)
    k = k + BASE
  end
  out[#out + 1] = digit(delta)
end

-- The smallest code point that is at least `floor`.
local function next_point(points, floor)
  local least = math.maxinteger
  for _, point in ipairs(points) do
    if point >= floor and point < least then least = point end
  end
  return least
end

local function encode(label)
  local points, out = {}, {}
  for _, point in utf8.codes(label, true) do
    points[#points + 1] = point
    if point < FIRST_POINT then out[#out + 1] = string.char(point) end
  end
  local basic = #out
  local handled = basic
  if basic > 0 then out[#out + 1] = "-" end
  local current, delta, bias = FIRST_POINT, 0, FIRST_BIAS
  while handled < #points do
    local point = next_point(points, current)
    delta, current = delta + (point - current) * (handled + 1), point
    for _, one in ipairs(points) do
      if one < current then
        delta = delta + 1
      elseif one == current then
        write(out, delta, bias)
        bias = adapted(delta, handled + 1, handled == basic)
        delta, handled = 0, handled + 1
      end
    end
    delta, current = delta + 1, current + 1
  end
  return table.concat(out)
end

--- A domain name, or an e-mail address with its local part left alone, in ASCII.
return function(text)
  local before, domain = "", text
  local first, rest = text:match "^([^@]*)@([^@]*)"
  if first then before, domain = first .. "@", rest end
  for _, separator in ipairs(SEPARATORS) do domain = domain:gsub(separator, ".") end
  local labels = {}
  for label in (domain .. "."):gmatch "(.-)%." do
    labels[#labels + 1] = label:find "[\x80-\xFF]" and utf8.len(label, 1, -1, true) and "xn--" .. encode(label) or label
  end
  return before .. table.concat(labels, ".")
end
