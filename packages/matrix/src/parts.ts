import type { Part } from './part.js';
import { sdk } from './sdk/part.js';

export const PARTS: Readonly<Record<string, Part>> = { sdk };
