import { createRetryObserver, emfSink, lineSink } from '@needs-retry/core';
import { retryEvent } from '@needs-retry/fixtures/retry-event';
import { destination, pino } from 'pino';

// By default pino holds what the descriptor does not take, and goes on later, in the middle of a line.
const { count, sync } = JSON.parse(process.argv[2] ?? '{}') as { count: number; sync: boolean };
const logger = sync ? pino({ base: null }, destination({ sync })) : pino({ base: null });
const observer = createRetryObserver({ sinks: [lineSink(), emfSink()] });

for (let round = 0; round < count; round++) {
  logger.info({ round, note: 'x'.repeat(500) }, 'order');
  observer.emit(retryEvent({ properties: { round } }));
  if (round % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
}
