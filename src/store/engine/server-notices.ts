import pg from 'pg';
import { CHANNEL, type Listeners, listeners } from './notices.ts';

const RECONNECT_MS = 1_000;
/** A connection that died without a word is found by asking; whoever listens looks for himself as often. */
const LOOK_MS = 15_000;

export interface ServerNotices extends Pick<Listeners, 'on'> {
  close(): Promise<void>;
}

/** Listens on a connection of its own, opened for the first listener and opened again whenever it breaks. */
export function listenOn(url: string): ServerNotices {
  const all = listeners();
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | null = null;
  let closed = false;

  const again = () => {
    client = null;
    if (!closed) timer = setTimeout(() => void open(), RECONNECT_MS).unref();
  };

  async function open(): Promise<void> {
    const mine = new pg.Client({
      connectionString: url,
      application_name: 'audit-gateway listening',
      query_timeout: LOOK_MS,
    });
    client = mine;
    mine.on('error', () => undefined);
    mine.once('end', () => {
      if (client === mine) again();
    });
    mine.on('notification', ({ payload }) => all.hear(payload ?? ''));
    try {
      await mine.connect();
      await mine.query(`LISTEN ${CHANNEL}`);
      all.hearAll();
      look(mine);
    } catch {
      // The server is away: there is nothing to hear until it is back.
      mine.end().catch(() => undefined);
      if (client === mine) again();
    }
  }

  function look(mine: pg.Client): void {
    if (closed || client !== mine) return;
    timer = setTimeout(() => {
      mine.query('SELECT 1').then(
        () => {
          all.hearAll();
          look(mine);
        },
        () => mine.end().catch(() => undefined),
      );
    }, LOOK_MS).unref();
  }

  return {
    on(notice, heard) {
      if (client === null && timer === null && !closed) void open();
      return all.on(notice, heard);
    },
    async close() {
      closed = true;
      if (timer) clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}
