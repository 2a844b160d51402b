/** Small pools of values, chosen to be easily taken for one another. */

/** Alike but for case, or a part of one another, or of a meaning to SQL, to patterns, to JSON or to a splitter of words. */
export const TEXTS: readonly string[] = [
  ...['a', 'A', 'b', 'ab', 'aB', 'abc', 'a b', 'k', 'K', '\u212a', 's', 'S', '\u017f', 'ss', 'ß', 'ẞ'],
  ...['i', 'I', 'ı', 'İ', 'Σ', 'σ', 'ς', 'é', 'e\u0301', 'É', '𐐀', '𐐨', '😀', '日本'],
  ...['%', '_', '\\', "'", '"', '*', '.', '.*', '^', '$', '~', '/', '[a]', '{', '\n', '\t', ' ', 'a\nb', 'null', '[]'],
  ...['1', '10', '10.1.2.3', '10.1', '12:30', '1.', 'a.b', 'a.1', '\u0663', 'k'.repeat(70), `${'k'.repeat(64)}x`],
];

export const NUMBERS: readonly number[] = [0, -0, 1, -1, 1.5, 10, 1e21, 1e-7];

export const MEMBER_NAMES: readonly string[] = ['a', 'b', '', '~', '/', 'a/b', '0', '-', 'length', 'constructor'];

export const POINTERS: readonly string[] = [
  ...['', '/', '/a', '/b', '/a/a', '/a/b', '/a~1b', '/~0', '/~1', '/0', '/00', '/1', '/-', '/a/0', '/0/a'],
  ...['/length', '/constructor', '/__proto__', '/a/'],
];

export const SOURCES: readonly string[] = ['gateway', 'salt-prod', 'f5'];

export const RECORD_TYPES: readonly string[] = [
  ...[
    '',
    'auth',
    'auth.login',
    'auth.login.web',
    'auth.logout',
    'authz',
    'auth_',
    'Auth.login',
    'rpc',
    'a%',
    'a%.b',
    'ax.b',
  ],
];

/** One address in several forms, neighbours of it, and what only looks like one. */
export const ADDRESSES: readonly string[] = [
  ...['10.0.0.1', '::ffff:10.0.0.1', '::FFFF:a00:1', '0:0:0:0:0:ffff:10.0.0.1', '10.0.0.2', '10.0.1.0', '11.0.0.1'],
  ...['::1', '::', '::a00:1', 'fe80::1', 'FE80:0:0::1', 'fe80::1%eth0', '2001:db8::10.0.0.1', '255.255.255.255'],
  ...['10.0.0.01', '10.0.0', 'localhost', '10.0.0.1:80', ' 10.0.0.1', '[::1]', '1'],
];

export const BLOCKS: readonly string[] = [
  ...['10.0.0.1', '10.0.0.1/32', '10.0.0.1/31', '10.0.0.255/24', '10.0.0.0/8', '0.0.0.0/0', '::ffff:10.0.0.1'],
  ...['::ffff:10.0.0.0/120', '::ffff:0:0/96', '::ffff:0:0/95', '::/0', '::1', 'fe80::/10', '2001:db8::/32', '::/128'],
];

export const PATTERNS: readonly string[] = [
  ...[
    '',
    'a',
    '^a',
    'a$',
    '^a$',
    'a.*b',
    '^a.*',
    '.*b$',
    '.',
    '^.$',
    '[a-c]+',
    'A|b',
    '\\.',
    '\\d',
    '\\pL',
    '(?i)k',
    '^$',
  ],
  ...['\\*', '%', '_', '(?s).+', '\\bb', '^ß$', '[[:alpha:]]{2}', '10\\.1'],
];
