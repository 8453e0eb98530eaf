export { type LocalServer, listen, stopServer } from './proxy/local-server.js';
