import { retryReport } from '@needs-retry/lambda';
import middy from 'middy-7';
import { middies } from './middies.js';

export const handler = middy(middies).use(retryReport({ summary: true }));
