import { spawn } from 'node:child_process'

// A server that a test froze hears the first signal only with the second; those that it started it ends itself.
const removal = `
trap '' HUP INT TERM
cat
find "$0" -name postmaster.pid | while read -r file; do
  read -r pid < "$file" || continue
  kill -QUIT "$pid"; kill -CONT "$pid"
  while kill -0 "$pid"; do sleep 0.1; done
done
rm -rf "$0"`

/** Once this process is gone, however it went, ends a PostgreSQL in this folder and removes that; sooner if it is called. */
export function removeAfterUs(folder: string) {
  const remover = spawn('sh', ['-c', removal, folder], {
    // Its input ends with us.
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  remover.unref()
  return () => {
    remover.stdin.end()
  }
}
