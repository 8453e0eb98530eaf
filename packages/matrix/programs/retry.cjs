const { observeS3 } = require('@needs-retry/client-s3');
const { throttledOnce } = require('./throttled-once.cjs');

throttledOnce(observeS3);
