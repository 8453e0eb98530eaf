export { differs } from './checks/check.js';
export { encodeEvent, failingStream } from './event-stream.js';
export { describeService } from './jest.js';
export { PlayedOperation, unobserved, usualOperation } from './scripted.js';
export type {
  Batch,
  ClientClass,
  ErrorCase,
  EventStream,
  Leftovers,
  Service,
  WrittenMember,
} from './service.js';
export { OMITTED } from './shapes.js';
export { type Undone, undoneOf } from './undone.js';
export { violationsByPromise, violationsOf } from './violations.js';
