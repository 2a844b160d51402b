// A process whose clock jumps when its parent says by how much: all that reads the time reads it so, but not what counts it.
const RealDate = Date;
let aheadMs = 0;

globalThis.Date = class extends RealDate {
  constructor(...given) {
    super(...(given.length === 0 ? [RealDate.now() + aheadMs] : given));
  }

  static now() {
    return RealDate.now() + aheadMs;
  }
};

process.on('message', (ms) => {
  aheadMs = ms;
  process.send(ms);
});
process.channel.unref();
