import { parentPort, workerData } from 'node:worker_threads';
import { answerShare } from './sources/division/share.js';
import type { WorkerOrder, WorkerReply, WorkerTask } from './sources/division/worker-messages.js';

const { order, options } = workerData as WorkerOrder;
const reply = (message: WorkerReply) => parentPort!.postMessage(message);

parentPort!.on('message', (share: WorkerTask) => {
  answerShare(share, order, options).then(reply, () => reply('failed'));
});
reply('ready');
