/** What has been opened, to be closed in the opposite order. */
export interface Closers {
  add(close: () => Promise<void>): void;
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
