import { pluginFolder } from '../support/plugin.ts'
import { connectNumber } from '../support/whatsapp-load.ts'
import { median, say, secretKey, startCore, startDatabaseServer } from './processes.ts'
import { knownContacts, measure } from './webhook-to-message.ts'

const count = 8_000
const contacts = 5_000
const rounds = 5
const enabledBudget = 2
const disabledBudget = 0.15

/** B6: what a plugin that listens to every message costs, on and off, against none. */
export async function taps(): Promise<boolean> {
  const server = await startDatabaseServer()
  const { path, write, remove } = await pluginFolder()
  const folders = async (amount: number, isOn: boolean) => {
    const made: string[] = []
    for (let n = 0; n < amount; n += 1) {
      const id = `noop-${isOn ? 'on' : 'off'}-${n}`
      const contributes = { hooks: ['message.beforeCreate'] }
      await write(id, {
        manifest: { defaultEnabled: isOn, permissions: ['messages:write'], contributes },
        setup: `hooks['message.beforeCreate'].tap('noop', () => undefined)`,
      })
      made.push(`${path}/${id}`)
    }
    return made
  }
  const [on, off] = [await folders(50, true), await folders(50, false)]
  const sides = { none: [], 'on 10': on.slice(0, 10), 'on 50': on, 'off 10': off.slice(0, 10), 'off 50': off }
  try {
    const cores = []
    for (const [index, [name, pluginFolders]] of Object.entries(sides).entries()) {
      const database = await server.database(`taps_${index}`)
      const { accountId, inboxId } = await connectNumber(database.pool, secretKey)
      await knownContacts(database.pool, accountId, inboxId, contacts)
      cores.push({ name, database, core: await startCore(database.url, { pluginFolders }), cpu: [] as number[] })
    }
    for (let round = 0; round <= rounds; round += 1)
      for (const { name, database, core, cpu } of cores) {
        const order = { port: core.port, connections: 32, count, run: `${name.replace(' ', '')}-${round}`, contacts }
        const result = await measure(database.pool, order, core.process.pid as number)
        if (round > 0) cpu.push(result.cpu)
      }
    for (const { core } of cores) await core.stop()
    return report(new Map(cores.map(({ name, cpu }) => [name, median(cpu) * 1000])))
  } finally {
    await server.stop()
    await remove()
  }
}

function report(cpu: ReadonlyMap<string, number>): boolean {
  const of = (name: string) => cpu.get(name) ?? 0
  const each = (name: string, amount: number) => (of(name) - of('none')) / amount
  say(`B6 CPU of the core a message with taps on message.beforeCreate, medians of ${rounds} times ${count}`)
  say(`   reference (0 taps) ${of('none').toFixed(1)} us`)
  for (const [name, amount] of [
    ['on 10', 10],
    ['on 50', 50],
    ['off 10', 10],
    ['off 50', 50],
  ] as const)
    say(`   ${name.padEnd(6)} ${of(name).toFixed(1)} us, ${each(name, amount).toFixed(2)} us a tap`)
  say(`   budget ${enabledBudget} us a tap that is on, ${disabledBudget} us one that is off`)
  return Math.max(each('on 10', 10), each('on 50', 50)) <= enabledBudget && each('off 50', 50) <= disabledBudget
}
