--- What handlers of custom resources share: calling the work and telling CloudFormation how it went.
return [==[
'use strict';

// Runs `work(event)` and reports to CloudFormation. `work` may return a physical id, which replaces the resource when
// it differs from the present one.
exports.handle = work => async event => {
  const answer = {
    Status: 'SUCCESS',
    Reason: 'OK',
    PhysicalResourceId: event.PhysicalResourceId || event.LogicalResourceId,
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
  };
  try {
    const result = await work(event) || {};
    if (result.id) answer.PhysicalResourceId = result.id;
    if (result.data) answer.Data = result.data;
  } catch (error) {
    console.error(error);
    answer.Status = 'FAILED';
    answer.Reason = `${error.name}: ${error.message}`;
  }
  const body = JSON.stringify(answer);
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await fetch(event.ResponseURL, { method: 'PUT', body, headers: { 'content-type': '' } });
      if (response.ok) return;
      throw new Error(`CloudFormation answered ${response.status}`);
    } catch (error) {
      if (attempt === 5) throw error;
      await new Promise(done => setTimeout(done, 500 * 2 ** attempt));
    }
  }
};
]==]
