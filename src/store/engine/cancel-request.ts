import { connect } from 'node:net';
import type pg from 'pg';

/** `CancelRequest` of the protocol: its length, its number, then the process and its key. */
const LENGTH = 16;
const NUMBER = 80_877_102;

/** The server has told each connection by what it can be stopped from outside. */
interface Stoppable extends pg.Client {
  readonly processID: number | null;
  readonly secretKey: number | null;
}

/**
 * Asks the server, on a connection of its own as the protocol wants it, to stop what this connection is doing. Resolves when
 * the server has passed that on, and rejects where it has not within so many milliseconds.
 */
export function cancelRequest(client: pg.Client, withinMs: number): Promise<void> {
  const { host, port, processID, secretKey } = client as Stoppable;
  if (processID === null || secretKey === null) return Promise.reject(new Error('expected a connection that is open'));
  const message = Buffer.alloc(LENGTH);
  message.writeInt32BE(LENGTH, 0);
  message.writeInt32BE(NUMBER, 4);
  message.writeInt32BE(processID, 8);
  message.writeInt32BE(secretKey, 12);
  return new Promise((resolve, reject) => {
    const socket = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
    const timer = setTimeout(
      () => socket.destroy(new Error('expected the server to answer, but it did not')),
      withinMs,
    );
    socket.once('error', reject);
    socket.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    socket.on('connect', () => socket.write(message)).resume();
  });
}
