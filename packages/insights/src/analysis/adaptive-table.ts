import type { Document } from './document.js';
import type { AdaptiveUse } from './model.js';
import { Ranking } from './ranking.js';

const MOST_RESOURCES = 50;

type Client = {
  readonly service: string;
  readonly resources: Set<string>;
  retries: number;
  throttles: number;
  waitedMs: number;
};

/** Clients of which the retry mode is `adaptive`: a service in a log stream, which is one execution environment. */
export class AdaptiveTable {
  private readonly clients: Ranking<Client>;

  constructor(most: number) {
    this.clients = new Ranking<Client>(most, ({ throttles, retries }) => throttles + retries);
  }

  add(stream: string, document: Document): void {
    const { service, resource, metrics, call } = document;
    if (call.retryMode !== 'adaptive') return;
    const client = this.clients.at(JSON.stringify([stream, service]), () => ({
      ...{ service, resources: new Set<string>(), retries: 0, throttles: 0, waitedMs: 0 },
    }));
    if (resource !== undefined && client.resources.size < MOST_RESOURCES) client.resources.add(resource);
    client.retries += metrics.retries;
    client.throttles += metrics.throttles;
    client.waitedMs += metrics.waitedMs;
  }

  /** By service, of all its clients with as many resources. */
  list(): AdaptiveUse[] {
    const services = new Map<string, AdaptiveUse>();
    for (const { service, resources, retries, throttles, waitedMs } of this.clients.top()) {
      const known = services.get(service);
      const most = known && known.resources.length > resources.size ? known.resources : [...resources].sort();
      services.set(service, {
        ...{ service, resources: most },
        streams: (known?.streams ?? 0) + 1,
        retries: (known?.retries ?? 0) + retries,
        throttles: (known?.throttles ?? 0) + throttles,
        waitedMs: (known?.waitedMs ?? 0) + waitedMs,
      });
    }
    return [...services.values()];
  }
}
