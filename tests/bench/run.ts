import { say } from './processes.ts'

const measurements: Record<string, () => Promise<boolean>> = {
  B1: async () => (await import('./webhook-to-message.ts')).webhookToMessage(),
  B2: async () => (await import('./create-message.ts')).createMessageOverHttp(),
  B5: async () => (await import('./webhook-to-socket.ts')).webhookToSocket(),
  B6: async () => (await import('./taps.ts')).taps(),
  B9: async () => (await import('./start-and-memory.ts')).coldStart(),
  B13: async () => (await import('./process-start.ts')).processStart(),
  waiting: async () => (await import('./waiting-numbers.ts')).waitingNumbers(),
  B10: async () => (await import('./start-and-memory.ts')).idleMemory(),
}

/** `npm run bench -- B1 …`: each prints its reference of the same run; the exit code tells whether all budgets hold. */
const asked = process.argv.slice(2)
const unknown = asked.find((name) => !(name in measurements))
if (unknown) {
  process.stderr.write(`No measurement is called "${unknown}". There are: ${Object.keys(measurements).join(', ')}\n`)
  process.exit(1)
}
let holds = true
for (const name of asked.length > 0 ? asked : Object.keys(measurements)) {
  try {
    const isWithin = await (measurements[name] as () => Promise<boolean>)()
    holds &&= isWithin
    say(`   ${isWithin ? 'within the budget' : 'OVER THE BUDGET'}`)
  } catch (error) {
    holds = false
    say(`${name} could not be measured: ${(error as Error).message}`)
  }
}
process.exit(holds ? 0 : 1)
