// Runs before start, test and dev, possibly on a very old Node: keep to plain, old JavaScript.
var parts = process.version.slice(1).split('.')
if (Number(parts[0]) < 24 || (Number(parts[0]) === 24 && Number(parts[1]) < 15)) {
  process.stderr.write(
    'Node 24.15 or newer is needed; this is ' +
      process.version +
      ' (' +
      process.execPath +
      ').\n' +
      'Run "npm ci" (without --omit=optional), which brings Node 24 along, and then "npm start", "npm test" or "npm run dev".\n' +
      'On a Mac with Apple silicon, or on Alpine Linux, install Node 24 yourself.\n',
  )
  process.exit(1)
}
