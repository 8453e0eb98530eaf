// Required by the processes that are measured: they say on stderr how much memory they had at most.
process.on('exit', () => process.stderr.write(`peak ${process.resourceUsage().maxRSS}\n`));
