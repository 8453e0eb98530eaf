import middy from '@middy/core';
import { withRetryReport } from '@needs-retry/lambda';
import { middies } from './middies.js';
import { throttledOnce } from './throttled-once.js';

const cutsShort = {
  async before() {
    await throttledOnce();
    return 'cut short';
  },
};

export const handler = withRetryReport(middy(middies).use(cutsShort), { summary: true });
