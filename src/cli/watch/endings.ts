// Signals that ask a command to end which would go on for ever.

/** Told of the first signal that asks us to end. */
export function endings(): { readonly signal: Promise<void>; release(): void } {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  let onSignal = (): void => {};
  const signal = new Promise<void>((resolve) => (onSignal = resolve));
  for (const name of signals) process.once(name, onSignal);
  return {
    signal,
    release() {
      for (const name of signals) process.off(name, onSignal);
    },
  };
}
