export { describeService } from './jest.js';
export type { Batch, ErrorCase, EventStream, Leftovers, Service, WrittenMember } from './service.js';
export { OMITTED } from './shapes.js';
export { violationsOf } from './violations.js';
