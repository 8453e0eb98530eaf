// What the managed runtime's own entry does; the package's `bin` logs a line of its own before it.
const { run } = await import(process.env.LAMBDA_HARNESS_CLIENT);
delete process.env.LAMBDA_HARNESS_CLIENT;
await run(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER);
