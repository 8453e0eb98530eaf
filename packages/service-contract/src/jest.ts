import type { Service } from './service.js';
import { CHECKS, violationsOfCheck } from './violations.js';

/** What every adapter promises, as tests of one service. */
export function describeService(service: Service): void {
  describe(`the adapter of ${service.title}`, () => {
    for (const check of CHECKS) {
      test(check.promise, async () => {
        expect(await violationsOfCheck(check, service)).toEqual([]);
      });
    }
  });
}
