/** As a process that is stopped, or kept busy: nothing else of this thread's happens meanwhile. */
export const standStill = (ms: number) =>
  void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
