const busyCode = 5

/** Whether another program, or another connection here, holds the database. */
export const isBusy = (error: unknown): error is Error =>
  error instanceof Error && 'errcode' in error && error.errcode === busyCode
