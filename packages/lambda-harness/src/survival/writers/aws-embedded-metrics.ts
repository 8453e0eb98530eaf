import { createMetricsLogger, Unit } from 'aws-embedded-metrics';
import { PADDING, type Writer } from '../handler.js';

const metrics = createMetricsLogger();

export const write: Writer = async (index) => {
  metrics.putMetric('Retries', 1, Unit.Count);
  metrics.setProperty('survivalLine', index);
  metrics.setProperty('padding', PADDING);
  await metrics.flush();
};
