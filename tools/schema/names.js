// names.js – the spelling of the CDK's names in Python, which is ours in Lua (rule: jsii's Python target).
'use strict';

/** camelCase to snake_case. A digit counts as a small letter; the units KiB, MiB and GiB stay whole. */
function snake(name) {
  let text = name.replace(/(^|[^A-Z])(KiB|MiB|GiB)($|[^a-z])/g, (_, before, unit, after) =>
    before + unit[0] + 'ib' + after);
  if (text.length < 2) return text.toLowerCase();
  text = text.replace(/([a-z0-9])([A-Z])/g, '$1_$2');
  text = text.replace(/([A-Z])([A-Z][a-z]+)/g, '$1_$2');
  return text.toLowerCase();
}

/** Name of a member (jsii method or property) as Lua sees it. */
function memberName(member) {
  const name = snake(member.name);
  if (member.static && member.const) return name.toUpperCase();
  return member.protected ? '_' + name : name;
}

/** The camelCase name that a reader of the rows assumes for a Lua name; rows spell out the others. */
function assumedCamel(name, isConstant) {
  if (isConstant) return name;
  return name.replace(/^_/, '').replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}

/** The CloudFormation name that a reader of the rows assumes for a camelCase name. */
function assumedCfn(camel) {
  return camel[0].toUpperCase() + camel.slice(1);
}

module.exports = { snake, memberName, assumedCamel, assumedCfn };
