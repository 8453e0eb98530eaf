import type { Sink } from '@needs-retry/core';
import { checkOptions, need } from '@needs-retry/core/internal';
import { type Meter, type MeterProvider, metrics, trace } from '@opentelemetry/api';
import { Instruments } from './instruments.js';
import { addSpanEvent } from './span-events.js';

export interface OpenTelemetryOptions {
  /** @defaultValue `@needs-retry/opentelemetry` of the global meter provider, as it is when an event comes */
  readonly meter?: Meter;
  /**
   * Adds an event to the active span for each retry, each call that the SDK gave up and each partial failure.
   * @defaultValue true
   */
  readonly spanEvents?: boolean;
}

/**
 * Reports retries as OpenTelemetry metrics and span events. Nothing but `@opentelemetry/api` is loaded: what happens to
 * them is up to the SDK that the application has set up, before or after this.
 *
 * @throws TypeError that names option and value
 * @example
 * const observer = createRetryObserver({ sinks: [openTelemetrySink()] });
 * const s3 = observer.observe(new S3Client({}));
 */
export function openTelemetrySink(options: OpenTelemetryOptions = {}): Sink {
  checkOptions('openTelemetrySink', options, ['meter', 'spanEvents']);
  const { meter, spanEvents = true } = options;
  const isMeter = meter === undefined || typeof meter?.createHistogram === 'function';
  need(isMeter, 'meter', 'a Meter', meter);
  need(typeof spanEvents === 'boolean', 'spanEvents', 'a boolean', spanEvents);
  const instruments = meter === undefined ? globalInstruments() : constant(new Instruments(meter));
  return {
    write(event) {
      try {
        instruments().record(event);
      } finally {
        const span = spanEvents ? trace.getActiveSpan() : undefined;
        if (span?.isRecording()) addSpanEvent(span, event);
      }
    },
  };
}

/** Those of the global meter provider: the API hands out instruments that stay silent until one is set. */
function globalInstruments(): () => Instruments {
  let provider: MeterProvider | undefined;
  let instruments: Instruments | undefined;
  return () => {
    const current = metrics.getMeterProvider();
    if (instruments === undefined || current !== provider) {
      instruments = new Instruments(current.getMeter('@needs-retry/opentelemetry'));
      provider = current;
    }
    return instruments;
  };
}

function constant<T>(value: T): () => T {
  return () => value;
}
