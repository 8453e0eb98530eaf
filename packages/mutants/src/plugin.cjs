// Stryker imports this in processes of its own, where only `require` loads TypeScript: what the SDK imports is left to
// Node.js.
const { strykerPlugins, strykerValidationSchema } = require('./test-runner.ts');

module.exports = { strykerPlugins, strykerValidationSchema };
