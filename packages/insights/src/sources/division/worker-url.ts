/** The code of a worker, beside this one as the package is built. A bundle has it only if that was put there. */
export const WORKER_URL: URL = new URL('./needs-retry-worker.mjs', import.meta.url);
