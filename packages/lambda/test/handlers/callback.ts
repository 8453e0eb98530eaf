import { withRetryReport } from '@needs-retry/lambda';
import type { Callback, Context } from 'aws-lambda';
import { throttledOnce } from './throttled-once.js';

export const handler = withRetryReport(
  (_event: unknown, _context: Context, callback: Callback<string>) => {
    throttledOnce().then(
      () => callback(null, 'called back'),
      (error) => callback(error),
    );
  },
  { summary: true },
);
