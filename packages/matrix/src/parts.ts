import type { Part } from './part.js';
import { bundlers } from './parts/bundlers.js';
import { installers } from './parts/installers.js';
import { matchers } from './parts/matchers.js';
import { nodes } from './parts/nodes.js';
import { packages } from './parts/packages.js';
import { types } from './parts/types.js';
import { sdk } from './sdk/part.js';
import { streams } from './streams/part.js';
import { suite } from './suite/part.js';

export const PARTS: Readonly<Record<string, Part>> = {
  sdk,
  streams,
  packages,
  matchers,
  types,
  bundlers,
  nodes,
  suite,
  installers,
};
