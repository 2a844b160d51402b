import { inBlock, parseBlock } from '../../domain/address.ts';

const LOOPBACK = ['127.0.0.0/8', '::1'].map(parseBlock).filter((block) => block !== null);

/** A host that only this machine can reach. */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, '$1');
  return /^(.+\.)?localhost$/i.test(bare) || LOOPBACK.some((block) => inBlock(bare, block));
}

export function hostProblem(host: string, key: string): readonly string[] {
  if (isLoopback(host)) return [];
  return [
    `${key}: expected a loopback address, for without authentication the gateway answers nobody else; but got ${JSON.stringify(host)}`,
  ];
}
