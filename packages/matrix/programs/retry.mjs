// Both formats observe one client with their default observers: each attempt is told once all the same.
import { createRequire } from 'node:module';
import { observeS3 } from '@needs-retry/client-s3';

const require = createRequire(import.meta.url);
const cjs = require('@needs-retry/client-s3');
const { throttledOnce } = require('./throttled-once.cjs');
throttledOnce((client) => observeS3(cjs.observeS3(client)));
