import { AsyncLocalStorage } from 'node:async_hooks';
import type { SqlDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { PrismaClient } from '../generated/client.ts';

/** Prisma's models of the rows that are found by their key. */
export type Models = Pick<PrismaClient, 'auditConfig' | 'archive' | 'idempotency' | 'secretKey'>;

/** Asks models, and hears of a failure in the driver's own words. */
export type AskModels = <Result>(work: (models: Models) => PromiseLike<Result>) => Promise<Result>;

/** A statement as a driver takes it, with whatever else it is told of how to answer. */
export interface DriverQuery {
  readonly text: string;
  readonly values: readonly unknown[];
}
export type AskDriver = (query: DriverQuery) => Promise<unknown>;

export interface ModelsOver {
  /** The models by this way into the database: that of a transaction, or of who asks in his turn. */
  by(ask: AskDriver): AskModels;
  close(): Promise<void>;
}

/** One client of Prisma for all ways into a database: what it says goes the way of whoever has it say so. */
export function modelsOver(adapter: (ask: AskDriver) => SqlDriverAdapterFactory): ModelsOver {
  const way = new AsyncLocalStorage<AskDriver>();
  const prisma = new PrismaClient({
    adapter: adapter((query) => {
      const ask = way.getStore();
      if (!ask) throw new Error('expected models to be asked by a way into the database, but there is none');
      return ask(query);
    }),
  });
  return {
    by: (ask) => async (work) => {
      let failure: unknown = null;
      const noting: AskDriver = async (query) => {
        try {
          return await ask(query);
        } catch (error) {
          failure = error;
          throw error;
        }
      };
      try {
        return await way.run(noting, async () => await work(prisma));
      } catch (error) {
        throw failure ?? error;
      }
    },
    close: () => prisma.$disconnect(),
  };
}
