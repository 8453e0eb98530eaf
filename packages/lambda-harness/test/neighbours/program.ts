import { work } from './work.js';

await work(Number(process.argv[2]));
