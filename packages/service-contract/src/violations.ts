import { answers } from './checks/answers.js';
import { batches } from './checks/batches.js';
import type { Check } from './checks/check.js';
import { errors } from './checks/errors.js';
import { names } from './checks/names.js';
import { operations } from './checks/operations.js';
import { resources } from './checks/resources.js';
import { streams } from './checks/streams.js';
import type { Service } from './service.js';

/** What an adapter promises, each with a way to find out. */
export const CHECKS: readonly Check[] = [names, answers, operations, resources, errors, batches, streams];

/** What a service's adapter breaks of what every adapter promises, in words; nothing if it keeps all. */
export async function violationsOf(service: Service): Promise<readonly string[]> {
  return (await violationsByPromise(service)).flatMap(([, violations]) => violations);
}

/** The same by promise, with those that it keeps. */
export async function violationsByPromise(
  service: Service,
): Promise<readonly (readonly [promise: string, violations: readonly string[]])[]> {
  const found: [string, readonly string[]][] = [];
  for (const check of CHECKS) found.push([check.promise, await violationsOfCheck(check, service)]);
  return found;
}

export async function violationsOfCheck(check: Check, service: Service): Promise<readonly string[]> {
  try {
    return await check.violations(service);
  } catch (error) {
    return [`${check.promise}: ${error instanceof Error ? error.stack : String(error)}`];
  }
}
