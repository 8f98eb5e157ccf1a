import { ingest } from './ingest.ts'
import { onboarding } from './onboarding.ts'

const drills: Record<string, () => Promise<boolean>> = { ingest, onboarding }

/** `npm run chaos -- <drill>`: does harm to a running Cordboard and counts what is lost. */
const names = process.argv.slice(2)
const unknown = names.find((name) => !(name in drills))
if (names.length === 0 || unknown) {
  process.stderr.write(
    `${unknown ? `No drill is called "${unknown}". ` : ''}Drills: ${Object.keys(drills).join(', ')}\n`,
  )
  process.exit(1)
}
let isFine = true
for (const name of names) isFine = (await (drills[name] as () => Promise<boolean>)()) && isFine
process.exit(isFine ? 0 : 1)
