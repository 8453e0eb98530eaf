import { describeService } from '@needs-retry/service-contract';
import { service } from './service.js';

describeService(service);
