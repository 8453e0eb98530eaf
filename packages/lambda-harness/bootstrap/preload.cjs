'use strict';

// The clients are installed without their build scripts, so the addon they ask for does not exist. Everything
// else of them runs as published.
const Module = require('node:module');

const load = Module._load;
Module._load = function (request, ...rest) {
  return request === './rapid-client.node'
    ? require('./rapid-client.cjs')
    : load.call(this, request, ...rest);
};
