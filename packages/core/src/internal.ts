export { beginInvocation, type Invocation, type RunningInvocation } from './call/invocation.js';
export { isDisabled } from './environment.js';
export { badInput, checkOptions, describe, need, uncountable } from './options.js';
export { DOCUMENT_OPTIONS } from './sinks/emf-options.js';
export { namespaceOf } from './sinks/emf-plan.js';
export { plainLineOf } from './sinks/line.js';
