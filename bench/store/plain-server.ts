import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';

/**
 * What the gateway is compared with: the same page by one prepared query and JSON.stringify, and nothing else. Reads the
 * database's address from its first argument; `GET /?at=MICROS&id=UUID` begins behind that place.
 */
const PAGE_SIZE = 50;
const COLUMNS = `occurred_at, id, duration_ms, action, operation, record_type, category, outcome, message, actor_uid, actor_name,
  actor_type, target_type, target_uid, target_name, client_ip, client_user_agent, session_id, request_id, count`;
const PAGE = {
  name: 'page',
  text: `SELECT ${COLUMNS} FROM audit_event WHERE (occurred_at, id) < ($1, $2) ORDER BY occurred_at DESC, id DESC LIMIT $3`,
};
const NEWEST = { at: '9000000000000000', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };

interface Row {
  readonly occurred_at: string;
  readonly id: string;
  readonly [column: string]: unknown;
}

const pool = new pg.Pool({ connectionString: process.argv[2] ?? '', max: 10 });

async function page(at: string, id: string): Promise<object> {
  const { rows } = await pool.query<Row>({ ...PAGE, values: [at, id, PAGE_SIZE + 1] });
  const shown = rows.slice(0, PAGE_SIZE);
  return {
    data: {
      auditEvents: {
        edges: shown.map((row) => ({ node: nodeOf(row) })),
        pageInfo: {
          hasNextPage: rows.length > PAGE_SIZE,
          startCursor: cursorOf(shown.at(0)),
          endCursor: cursorOf(shown.at(-1)),
        },
      },
    },
  };
}

function nodeOf(row: Row): object {
  return {
    id: row.id,
    occurredAt: dateTime(Number(row.occurred_at)),
    durationMs: row.duration_ms,
    action: row.action,
    operation: row.operation,
    recordType: row.record_type,
    category: row.category,
    outcome: row.outcome,
    message: row.message,
    actor: part({ uid: row.actor_uid, name: row.actor_name, type: row.actor_type }),
    target: part({ type: row.target_type, uid: row.target_uid, name: row.target_name }),
    client: part({ ip: row.client_ip, userAgent: row.client_user_agent }),
    sessionId: row.session_id,
    requestId: row.request_id,
    count: row.count,
  };
}

/** Null where nothing of it is there. */
function part(members: object): object | null {
  return Object.values(members).some((value) => value !== null) ? members : null;
}

/** Three digits of a second, or six where there are that many. */
function dateTime(micros: number): string {
  const text = new Date(Math.floor(micros / 1000)).toISOString();
  const rest = micros % 1000;
  return rest === 0 ? text : text.replace('Z', `${String(rest).padStart(3, '0')}Z`);
}

function cursorOf(row: Row | undefined): string | null {
  return row === undefined ? null : Buffer.from(`${row.occurred_at}/${row.id}`).toString('base64url');
}

const server = createServer(async (request, response) => {
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const text = JSON.stringify(await page(searchParams.get('at') ?? NEWEST.at, searchParams.get('id') ?? NEWEST.id));
  response.writeHead(200, { 'content-type': 'application/json' }).end(text);
});

server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })}\n`);
});
process.once('SIGTERM', async () => {
  server.close();
  server.closeAllConnections();
  await pool.end();
});
