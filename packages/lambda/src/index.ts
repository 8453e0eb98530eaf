export type { RetryReportOptions } from './options.js';
export { type MiddyRequest, type RetryReportMiddleware, retryReport } from './retry-report.js';
export { withRetryReport } from './with-retry-report.js';
