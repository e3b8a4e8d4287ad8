'use strict';

// An e-mail of which the given checks have another verdict than PASS.
const mail = verdicts => {
  const receipt = {};
  for (const check of ['spf', 'dkim', 'spam', 'virus']) receipt[`${check}Verdict`] = { status: verdicts[check] || 'PASS' };
  return { plain: true, returns: true, events: [{ Records: [{ ses: { mail: { messageId: 'm' }, receipt } }] }], state: {} };
};

module.exports = {
  program: 'aws-ses/drop-spam-handler',
  file: 'index.js',
  scenarios: {
    'an e-mail that passes': mail({}),
    'a forged sender': mail({ spf: 'FAIL' }),
    'a wrong signature': mail({ dkim: 'FAIL' }),
    'spam': mail({ spam: 'FAIL' }),
    'a virus': mail({ virus: 'FAIL' }),
    'everything': mail({ spf: 'FAIL', dkim: 'FAIL', spam: 'FAIL', virus: 'FAIL' }),
    'checks without a result': mail({ spf: 'GRAY', dkim: 'PROCESSING_FAILED', spam: 'DISABLED', virus: 'GRAY' }),
    'no e-mail': { plain: true, returns: true, events: [{ Records: [] }], state: {} },
  },
};
