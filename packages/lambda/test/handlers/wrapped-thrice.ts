import middy from '@middy/core';
import { retryReport, withRetryReport } from '@needs-retry/lambda';
import { handler as orders } from './orders.js';

// Middy would answer by itself a few milliseconds before the timeout.
const chain = middy(orders, { timeoutEarlyInMillis: 0 }).use(retryReport({ summary: true }));

export const handler = withRetryReport(chain, { summary: true });
