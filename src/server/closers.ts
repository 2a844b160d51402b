/** Is told what to do when what was opened is to be closed. */
export type OnStop = (close: () => Promise<void>) => void;

/** What has been opened, to be closed in the opposite order. */
export interface Closers {
  readonly add: OnStop;
  /** Every one is closed, even when another fails; then the first failure is thrown. */
  closeAll(): Promise<void>;
}

export function closers(): Closers {
  const opened: (() => Promise<void>)[] = [];
  return {
    add: (close) => {
      opened.push(close);
    },
    async closeAll() {
      const failures: unknown[] = [];
      for (const close of opened.splice(0).reverse()) {
        await close().catch((error: unknown) => failures.push(error));
      }
      if (failures.length > 0) throw failures[0];
    },
  };
}
