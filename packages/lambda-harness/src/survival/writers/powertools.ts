import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { PADDING, type Writer } from '../handler.js';

const metrics = new Metrics({ namespace: 'Survival', serviceName: 'harness' });

export const write: Writer = (index) => {
  metrics.addMetric('Retries', MetricUnit.Count, 1);
  metrics.addMetadata('survivalLine', index as unknown as string);
  metrics.addMetadata('padding', PADDING);
  metrics.publishStoredMetrics();
};
