import { createRetryObserver } from '@needs-retry/core';
import { embeddedMetricsSink } from '../../src/index.js';
import { retry } from '../events.js';

const observer = createRetryObserver({ sinks: [embeddedMetricsSink()] });
observer.emit(retry());
void observer.flush();
