/** An IP address as a number of its family's bits. An IPv4-mapped IPv6 address is the IPv4 address. */
export interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** All addresses of one family that share the bits above the lowest `hostBits`. */
export interface Block {
  readonly bits: 32 | 128;
  readonly network: bigint;
  readonly hostBits: bigint;
}

const OCTET = '(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const IPV4 = new RegExp(`^${OCTET}\\.${OCTET}\\.${OCTET}\\.${OCTET}$`);
const GROUP = /^[0-9a-f]{1,4}$/i;
const PREFIX = /^(?:0|[1-9]\d{0,2})$/;
const GROUPS = 8;
const MAPPED_PREFIX = 96;
const MAPPED = 0xffffn;
const LOW_32 = 0xffff_ffffn;

/** Null for what is no address. A zone (`%eth0`) is left aside. */
export function parseAddress(text: string): Address | null {
  const ipv4 = ipv4Value(text);
  if (ipv4 !== null) return { bits: 32, value: ipv4 };
  const ipv6 = ipv6Value(text.replace(/%.+$/, ''));
  if (ipv6 === null) return null;
  return ipv6 >> 32n === MAPPED ? { bits: 32, value: ipv6 & LOW_32 } : { bits: 128, value: ipv6 };
}

/**
 * An address, or a block `ADDRESS/PREFIX` whose host bits are ignored; a mapped one is the IPv4 block. Null for anything
 * else, zones included.
 */
export function parseBlock(text: string): Block | null {
  const [host = '', prefix, ...rest] = text.split('/');
  const ipv4 = ipv4Value(host);
  const value = ipv4 ?? ipv6Value(host);
  if (value === null || rest.length > 0 || (prefix !== undefined && !PREFIX.test(prefix))) return null;
  const bits = ipv4 === null ? 128 : 32;
  const length = prefix === undefined ? bits : Number(prefix);
  if (length > bits) return null;
  const mapped = bits === 128 && length >= MAPPED_PREFIX && value >> 32n === MAPPED;
  return mapped ? blockOf(32, value & LOW_32, length - MAPPED_PREFIX) : blockOf(bits, value, length);
}

function blockOf(bits: 32 | 128, value: bigint, length: number): Block {
  const hostBits = BigInt(bits - length);
  return { bits, network: value >> hostBits, hostBits };
}

/** Whether the text is an address inside the block. What is no address is in none. */
export function inBlock(address: string, block: Block): boolean {
  const parsed = parseAddress(address);
  return parsed !== null && parsed.bits === block.bits && parsed.value >> block.hostBits === block.network;
}

/** The dotted form of the one IPv4 address that a block holds; null when it holds more, or IPv6 ones. */
export function soleIpv4(block: Block): string | null {
  if (block.bits !== 32 || block.hostBits !== 0n) return null;
  return [24n, 16n, 8n, 0n].map((shift) => (block.network >> shift) & 0xffn).join('.');
}

function ipv4Value(text: string): bigint | null {
  const found = IPV4.exec(text);
  return found ? found.slice(1).reduce((value, octet) => (value << 8n) | BigInt(octet), 0n) : null;
}

function ipv6Value(text: string): bigint | null {
  const halves = lastGroupsAsHex(text).split('::');
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = GROUPS - head.length - tail.length;
  if (halves.length > 2 || (halves.length === 2 ? missing < 1 : missing !== 0)) return null;
  const groups = [...head, ...Array<string>(missing).fill('0'), ...tail];
  if (!groups.every((group) => GROUP.test(group))) return null;
  return BigInt(`0x${groups.map((group) => group.padStart(4, '0')).join('')}`);
}

/** The last two groups of an IPv6 address may be written as an IPv4 address. */
function lastGroupsAsHex(text: string): string {
  const start = text.lastIndexOf(':') + 1;
  const embedded = start === 0 ? null : ipv4Value(text.slice(start));
  if (embedded === null) return text;
  return `${text.slice(0, start)}${(embedded >> 16n).toString(16)}:${(embedded & 0xffffn).toString(16)}`;
}
