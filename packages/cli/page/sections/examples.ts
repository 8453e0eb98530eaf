import type { Example } from '@needs-retry/insights';
import { instant } from '../format.js';

/** Where to look in the log. */
export function exampleText({ time, requestId, sdkInvocationId, serviceRequestId }: Example): string {
  const ids = [
    requestId === undefined ? undefined : `invocation ${requestId}`,
    sdkInvocationId === undefined ? undefined : `call ${sdkInvocationId}`,
    serviceRequestId === undefined ? undefined : `request ${serviceRequestId}`,
  ].filter((id) => id !== undefined);
  return `${instant(time)} UTC${ids.length > 0 ? ` · ${ids.join(' · ')}` : ''}`;
}
