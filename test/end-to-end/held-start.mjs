// Loads the gateway's code ahead of its start, which then waits for a word from the parent. Ends when the parent does.
await import(process.env.HELD_CODE);
await new Promise((resolve) => {
  process.once('message', resolve);
  process.send('loaded');
});
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.channel.unref();
