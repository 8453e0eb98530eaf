export { isDisabled } from './environment.js';
export { checkOptions, describe, need } from './options.js';
