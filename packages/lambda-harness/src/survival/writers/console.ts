import { Console } from 'node:console';
import { PADDING, type Writer } from '../handler.js';

const out = new Console(process.stdout);

export const write: Writer = (index) => out.log(JSON.stringify({ survivalLine: index, padding: PADDING }));
