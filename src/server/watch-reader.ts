import type { ServerResponse } from 'node:http';

/** So often within its time it is looked whether a reader has moved. */
const LOOKS = 4;

/**
 * `still` is called when the client has had something to read for so long and took none of it: not one byte has left this
 * machine. Nothing is said of a client that has read all there was. Looks are counted, not seconds: while the process itself
 * stood still, nobody could read.
 */
export function watchReader(response: ServerResponse, timeoutMs: number, still: () => void): void {
  let [taken, unmoved] = [0, 0];
  const timer = setInterval(() => {
    const { socket } = response;
    if (socket === null) return;
    const left = socket.bytesWritten - socket.writableLength;
    unmoved = left === taken && socket.writableLength > 0 ? unmoved + 1 : 0;
    taken = left;
    if (unmoved < LOOKS) return;
    clearInterval(timer);
    still();
  }, timeoutMs / LOOKS);
  timer.unref();
  response.once('close', () => clearInterval(timer));
}
