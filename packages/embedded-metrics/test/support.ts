import { createRetryObserver, type RetryObserver, type Sink } from '@needs-retry/core';
import type { MetricsLogger } from 'aws-embedded-metrics';
import { type EmbeddedMetricsOptions, embeddedMetricsSink } from '../src/index.js';
import type { Agent } from './agent.js';

/** An observer that sends by the library, which is loaded anew and finds `agent`. */
export interface Sending {
  readonly sink: Sink;
  readonly observer: RetryObserver;
  readonly problems: unknown[];
}

export function sendingTo(agent: Pick<Agent, 'endpoint'>, options: EmbeddedMetricsOptions = {}): Sending {
  loadLibraryFor(agent);
  return observing(undefined, options);
}

/** The same on a logger of the application's own. */
export function sendingBeside(
  agent: Pick<Agent, 'endpoint'>,
  options: EmbeddedMetricsOptions = {},
): Sending & { readonly logger: MetricsLogger } {
  loadLibraryFor(agent);
  const { createMetricsLogger } = require('aws-embedded-metrics') as typeof import('aws-embedded-metrics');
  const logger = createMetricsLogger();
  return { logger, ...observing(logger, options) };
}

export function observing(logger: MetricsLogger | undefined, options: EmbeddedMetricsOptions): Sending {
  const problems: unknown[] = [];
  const sink = embeddedMetricsSink(logger, options);
  const observer = createRetryObserver({ sinks: [sink], onError: (error) => problems.push(error) });
  return { sink, observer, problems };
}

function loadLibraryFor({ endpoint }: Pick<Agent, 'endpoint'>): void {
  process.env.AWS_EMF_ENVIRONMENT = 'Agent';
  process.env.AWS_EMF_AGENT_ENDPOINT = endpoint;
  process.env.AWS_EMF_SERVICE_NAME = 'Shop';
  // It reads the environment once, when it is loaded.
  jest.resetModules();
}
