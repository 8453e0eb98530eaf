// On a Node.js that is too old for an ES module, the mistake is told at creation.
import { createRetryObserver } from '@needs-retry/core';

try {
  createRetryObserver();
} catch (error) {
  console.log(`${error.name}: ${error.message}`);
}
