// Loads the gateway's code, which takes longer than all else that a start does, and holds its start until the parent says so.
await import(process.env.HELD_CODE);
await new Promise((resolve) => {
  process.once('message', resolve);
  process.send('loaded');
});
process.disconnect();
