export { RetryInsights, type RetryInsightsProps } from './retry-insights.js';
