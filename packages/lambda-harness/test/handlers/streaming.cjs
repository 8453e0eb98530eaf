const { awslambda } = globalThis;

exports.handler = awslambda.streamifyResponse(async (event, stream) => {
  stream.setContentType('text/plain');
  stream.write(`hello ${event.name}, `);
  if (event.fails) throw new Error('midway');
  stream.end('bye');
  await new Promise((resolve) => stream.once('finish', resolve));
});
