export { describeService } from './jest.js';
export type { Batch, ErrorCase, EventStream, Service, WrittenMember } from './service.js';
export { violationsOf } from './violations.js';
