const { threadId } = require('node:worker_threads');
const { setTimeout: sleep } = require('node:timers/promises');

const ids = () => ({
  store: globalThis.awslambda?.InvokeStore?.getRequestId(),
  symbol: globalThis[Symbol.for('aws.lambda.runtime.requestId')],
});

const atImport = ids();

exports.handler = async ({ waitMs = 0 }, context) => {
  const before = ids();
  await sleep(waitMs);
  console.log('overlapping');
  return { atImport, before, after: ids(), context: context.awsRequestId, threadId };
};
