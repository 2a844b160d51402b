import { readdirSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

/** All that somebody who uses the product may read: pages, and what the code says of itself. */
const PLACES = ['README.md', 'CHANGELOG.md', 'docs', 'src', 'demo', 'test/conformance/example-vendor'];
const PRINTED = ['schema.graphql', 'config.schema.json', 'package.json'];

/** Where standards are read. */
const STANDARDS = [
  'www.rfc-editor.org',
  'www.ecma-international.org',
  'semver.org',
  'keepachangelog.com',
  'json-schema.org',
];

const HOST = /\b(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|cloud|ru|cn|local|lan|corp|internal|invalid)\b(?![(.]?\w)/gi;
const OF_URL = /\b[a-z][a-z0-9+]*:\/\/(?:[^\s/@`'"]+@)?([a-z0-9.-]+\.[a-z][a-z0-9-]*)/gi;
const OF_MAIL = /[\p{L}\p{N}.+-]+@((?:[a-z0-9-]+\.)+[a-z]{2,})\b/giu;
const V4 = /(?<![\w.-])\d{1,3}(?:\.\d{1,3}){3}(?![\w.-]*\d)/g;
const V6 = /(?<![\w:$)])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])/gi;

function foreignIn(text: string): readonly string[] {
  const hosts = [
    ...[...text.matchAll(HOST)].map(([host]) => host),
    ...[...text.matchAll(OF_URL), ...text.matchAll(OF_MAIL)].map(([, host = '']) => host),
  ];
  const addresses = [...text.matchAll(V4), ...text.matchAll(V6)].map(([address]) => address);
  return [...new Set([...hosts.filter((host) => !isExampleHost(host)), ...addresses.filter(isForeignAddress)])];
}

function isExampleHost(host: string): boolean {
  return /(?:^|\.)example$/i.test(host) || isIP(host) !== 0 || STANDARDS.includes(host);
}

/** Neither one of those set aside for documentation that are used here, nor a loopback or unspecified one. */
function isForeignAddress(text: string): boolean {
  return isIP(text) !== 0 && !/^(?:192\.0\.2\.|127\.|0\.0\.0\.0$|2001:0?db8:|::1?$)/i.test(text);
}

function filesBelow(place: string): readonly string[] {
  if (/\.\w+$/.test(place)) return [place];
  return readdirSync(join(ROOT, place), { recursive: true, encoding: 'utf8' })
    .map((name) => `${place}/${name}`)
    .filter((name) => /\.(?:md|ts|yaml|json)$/.test(name) && !name.includes('/generated/'));
}

describe('examples name nobody', () => {
  it.each([...PLACES, ...PRINTED])('in %s', (place) => {
    const files = filesBelow(place);
    expect(files.length).toBeGreaterThan(0);
    const found = files.flatMap((file) =>
      foreignIn(readFileSync(join(ROOT, file), 'utf8')).map((what) => `${file}: ${what}`),
    );
    expect(found).toEqual([]);
  });

  it.each([
    ['https://acme.console.vendor.io/x', 'acme.console.vendor.io'],
    ['postgresql://me:secret@db.somewhere/audit', 'db.somewhere'],
    ['ask auditor@firm.com', 'firm.com'],
    ['on nas.local', 'nas.local'],
    ['from 10.0.0.1, say', '10.0.0.1'],
    ['`10.0.0.0/8`', '10.0.0.0'],
    ['(198.51.100.7)', '198.51.100.7'],
    ['fe80::1', 'fe80::1'],
  ])('and would be told: %s', (text, found) => {
    expect(foreignIn(text)).toContain(found);
  });

  it.each([
    'https://salt.example/raas, mon.example',
    'auditor@corp.example',
    'http://127.0.0.1:4000 and [::1]:4000 and 0.0.0.0',
    '192.0.2.7, 2001:db8::1, 192.0.2.0/24',
    'npx vitest run test/house.test.ts, `this.value`, count::double, 1.2.3',
  ])('and are left alone: %s', (text) => {
    expect(foreignIn(text)).toEqual([]);
  });
});
