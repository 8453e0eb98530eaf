import { record } from '../recording.js';
import { unobserved } from '../scripted.js';
import type { Service } from '../service.js';
import { type Check, differs } from './check.js';

export const names: Check = {
  promise: 'is named as its service, and gives the very client back',

  async violations(service: Service) {
    const { client } = unobserved(service, { kind: 'response', status: 200 });
    const name = client.config.serviceId.toLowerCase().replaceAll(' ', '-');
    const returned = service.observe(client, record().observer);
    return [
      ...differs('service', service.adapter.service, name),
      ...(returned === client ? [] : ['observe: expected the very client']),
    ];
  },
};
