export { beginInvocation, type Invocation, type RunningInvocation } from './call/invocation.js';
export { isDisabled } from './environment.js';
export { checkOptions, describe, need } from './options.js';
