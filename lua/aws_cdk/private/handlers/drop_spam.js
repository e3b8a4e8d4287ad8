// Answers SES, which asks it about each e-mail, whether the rules that follow are to see it: not spam.
'use strict';

const CHECKS = ['spfVerdict', 'dkimVerdict', 'spamVerdict', 'virusVerdict'];

exports.handler = async ({ Records: [{ ses: { mail, receipt } }] }) => {
  const failed = CHECKS.filter(check => receipt[check].status === 'FAIL');
  console.log(failed.length > 0 ? `dropping ${mail?.messageId}: ${failed.join(', ')}` : `keeping ${mail?.messageId}`);
  return failed.length > 0 ? { disposition: 'STOP_RULE_SET' } : null;
};
