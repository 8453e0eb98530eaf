import type { RunOrder } from '../../language/event.js';
import type { Share, ShareAnswer, ShareOptions } from './share.js';

/** What a worker is started with. */
export type WorkerOrder = { readonly order: RunOrder; readonly options: ShareOptions };

/** To a worker: the next share. */
export type WorkerTask = Share;

/** From a worker: it is ready for its first share, has an answer, or failed, and whoever asked has to see why. */
export type WorkerReply = 'ready' | 'failed' | ShareAnswer;
