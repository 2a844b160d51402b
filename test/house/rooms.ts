export interface Room {
  /** Files of the room: the first room whose pattern fits is a file's. */
  readonly files: RegExp;
  /** What it may import of the project, besides itself, and of packages. */
  readonly rooms: readonly RegExp[];
  readonly packages: readonly RegExp[];
}

const DOMAIN = /^src\/domain\//;
const LANES = /^src\/lanes\//;
const KIT = /^src\/sources\/kit\//;
const NODE = /^node:/;
const PORT = /^src\/store\/port\//;
const RULES = /^src\/store\/rules\//;
const SQL = /^src\/store\/sql\//;
const ENGINE = /^src\/store\/engine\//;
const ROWS = /^src\/store\/rows\//;
const EVENTS = /^src\/store\/events\//;
const GENERATED = /^src\/store\/generated\//;

/** The plan of the house. */
export const ROOMS: Readonly<Record<string, Room>> = {
  domain: { files: DOMAIN, rooms: [DOMAIN], packages: [/^re2js$/, /^node:crypto$/] },
  lanes: { files: LANES, rooms: [DOMAIN, LANES], packages: [] },
  'the kit for vendors': {
    files: KIT,
    rooms: [DOMAIN, /^src\/lanes\/source-error\.ts$/, /^src\/sources\/adapter\.ts$/, KIT],
    packages: [/^zod$/],
  },
  'a vendor': {
    files: /^src\/sources\/[^/]+\//,
    rooms: [DOMAIN, /^src\/lanes\/source-error\.ts$/, /^src\/sources\/adapter\.ts$/, KIT],
    packages: [/^zod$/, /^node:crypto$/],
  },
  transport: {
    files: /^src\/sources\/(transport|turns|content-coding|dispatcher)\.ts$/,
    rooms: [LANES, /^src\/sources\//],
    packages: [NODE, /^undici$/, /^cockatiel$/],
  },
  sources: { files: /^src\/sources\//, rooms: [DOMAIN, LANES, /^src\/sources\//], packages: [/^zod$/] },
  'port of the store': { files: PORT, rooms: [DOMAIN, LANES, PORT], packages: [] },
  'rules of the store': { files: RULES, rooms: [DOMAIN, LANES, PORT, RULES], packages: [/^node:crypto$/] },
  'SQL of the store': { files: SQL, rooms: [DOMAIN, SQL], packages: [/^pg$/] },
  'engine of the store': {
    files: ENGINE,
    rooms: [DOMAIN, LANES, PORT, ENGINE, GENERATED, /^src\/store\/(sql\/(sql|statements)|rules\/storable)\.ts$/],
    packages: [NODE, /^@prisma\//, /^pg(-copy-streams)?$/, /^pglite-prisma-adapter$/, /^@electric-sql\/pglite(\/|$)/],
  },
  'rows of the store': {
    files: ROWS,
    rooms: [DOMAIN, LANES, PORT, RULES, /^src\/store\/sql\/(sql|statements)\.ts$/, ENGINE, ROWS, GENERATED],
    packages: [/^node:crypto$/],
  },
  'events of the store': {
    files: EVENTS,
    rooms: [DOMAIN, LANES, PORT, RULES, SQL, ENGINE, ROWS, EVENTS],
    packages: [/^node:(crypto|timers\/promises)$/],
  },
  'archives of the store': {
    files: /^src\/store\/archive\//,
    rooms: [DOMAIN, LANES, PORT, RULES, SQL, ENGINE, ROWS, EVENTS, /^src\/store\/archive\//],
    packages: [/^node:crypto$/],
  },
  store: { files: /^src\/store\//, rooms: [DOMAIN, LANES, /^src\/store\//], packages: [NODE] },
  federation: {
    files: /^src\/federation\//,
    rooms: [DOMAIN, LANES, /^src\/federation\//],
    packages: [/^node:crypto$/],
  },
  governance: {
    files: /^src\/governance\//,
    rooms: [DOMAIN, /^src\/store\/port\/event-store\.ts$/, /^src\/governance\//],
    packages: [],
  },
  sync: {
    files: /^src\/sync\//,
    rooms: [DOMAIN, LANES, /^src\/store\/port\/archive-store\.ts$/, /^src\/sync\//],
    packages: [],
  },
  schema: {
    files: /^src\/schema\//,
    rooms: [DOMAIN, LANES, /^src\/(federation|governance)\//, /^src\/store\/port\/event-store\.ts$/, /^src\/schema\//],
    packages: [/^graphql$/, /^@pothos\//, /^dataloader$/, /^graphql-scalars$/],
  },
  server: { files: /^src\/(server\/|cli\.ts$)/, rooms: [/^src\//], packages: [/./] },
  simulators: {
    files: /^simulators\//,
    rooms: [/^simulators\//],
    packages: [NODE, /^zod$/, /^commander$/, /^re2js$/, /^yaml$/],
  },
  demo: {
    files: /^demo\//,
    rooms: [/^demo\//, /^simulators\//, /^src\/(server\/|sources\/registry\.ts$)/],
    packages: [NODE, /^commander$/],
  },
  /** Examples stand where a user's own code would. */
  examples: {
    files: /^test\/examples\//,
    rooms: [/^test\/examples\//, /^src\/sources\//, DOMAIN, LANES],
    packages: [/^zod$/, /^node:crypto$/],
  },
  /** What a client runs against the API knows the API alone. */
  'recipes for clients': {
    files: /^test\/clients\/recipes\//,
    rooms: [/^test\/clients\/recipes\//, /^schema\.graphql$/],
    packages: [/./],
  },
  tests: { files: /^test\//, rooms: [/^(src|test|simulators|demo|bench)\//, /^[^/]+\.(ts|json)$/], packages: [/./] },
  benches: {
    files: /^bench\//,
    rooms: [/^(bench|src|simulators)\//],
    packages: [NODE, /^(autocannon|pg|pg-copy-streams|undici|yaml|pino|graphql)$/],
  },
};
