import middy from '@middy/core';
import { retryReport } from '@needs-retry/lambda';
import { middies } from './middies.js';

export const handler = middy(middies).use(retryReport({ summary: true }));
