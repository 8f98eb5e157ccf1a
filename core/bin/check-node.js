// Plain JavaScript without imports, loaded before everything else: an old Node cannot read the rest.
const [major, minor] = process.versions.node.split('.').map(Number)

if (major < 24 || (major === 24 && minor < 18)) {
  process.stderr.write(
    `Cordboard needs Node 24.18 or newer, and this is ${process.versions.node}. ` +
      '`npm ci` brings the right one along (its install scripts must be allowed); then use `npm start`, or install Node 24 yourself.\n',
  )
  process.exit(1)
}
