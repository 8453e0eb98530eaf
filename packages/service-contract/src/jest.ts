import type { Service } from './service.js';
import { CHECKS, violationsOfCheck } from './violations.js';

/** What every adapter promises, as tests of one service. */
export function describeService(service: Service): void {
  describe(`the adapter of ${service.title}`, () => {
    for (const check of CHECKS) {
      test(check.promise, async () => {
        const violations = await violationsOfCheck(check, service);
        // The first ones tell what is wrong with hundreds.
        expect([violations.length, ...violations.slice(0, 10)]).toEqual([0]);
      });
    }
  });
}
