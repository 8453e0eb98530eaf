import { PADDING, type Writer } from '../handler.js';

export const write: Writer = (index) => {
  process.stdout.write(`${JSON.stringify({ survivalLine: index, padding: PADDING })}\n`);
};
