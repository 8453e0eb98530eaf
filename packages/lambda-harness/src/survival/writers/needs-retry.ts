import { createRetryObserver } from '@needs-retry/core';
import { retryEvent } from '@needs-retry/fixtures/retry-event';
import { PADDING, type Writer } from '../handler.js';

// In Lambda: the log line and the EMF document.
const observer = createRetryObserver();

export const write: Writer = (survivalLine) =>
  observer.emit(retryEvent({ properties: { survivalLine, padding: PADDING } }));
