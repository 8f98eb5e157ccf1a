import type { Setting } from './setting.ts'
import { type Settings, settingsTable } from './settings.ts'
import { StartProblem } from './start-problem.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Reads the settings from environment variables. The first wrong one is a `StartProblem` that names it. */
export function readSettings(environment: Environment): Settings {
  refuseUnknownNames(environment)
  const values = Object.entries(settingsTable as Record<string, Setting<unknown>>).map(([key, setting]) => [
    key,
    read(setting, environment[setting.name]),
  ])
  const settings = Object.fromEntries(values) as Settings
  if ((settings.adminEmail === undefined) !== (settings.adminPassword === undefined))
    throw new StartProblem('CORDBOARD_ADMIN_EMAIL and CORDBOARD_ADMIN_PASSWORD go together: set both or neither.')
  return settings
}

/** The value of one setting. A variable that is set to nothing counts as not set, as compose files write it. */
export function read<Value>(setting: Setting<Value>, given: string | undefined): Value | undefined {
  const text = given === undefined || given.trim() === '' ? setting.fallback : given.trim()
  if (text === undefined) return undefined
  try {
    return setting.parse(text)
  } catch (error) {
    const found = setting.secret ? '' : `, but is "${text}"`
    throw new StartProblem(
      `${setting.name} ${(error as Error).message}${found}. For example: ${setting.name}=${setting.example}`,
    )
  }
}

function refuseUnknownNames(environment: Environment): void {
  const known = Object.values(settingsTable).map(({ name }) => name)
  const unknown = Object.keys(environment).find((name) => name.startsWith('CORDBOARD_') && !known.includes(name))
  if (unknown === undefined) return
  const nearest = known.toSorted((a, b) => distance(unknown, a) - distance(unknown, b))[0] as string
  const hint = distance(unknown, nearest) <= 4 ? ` Did you mean ${nearest}?` : ''
  throw new StartProblem(`${unknown} is not a setting of Cordboard.${hint} \`npm start -- --help\` lists all of them.`)
}

// Letters to add, drop or change to come from one word to the other.
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [line, letter] of [...from].entries()) {
    const next = [line + 1]
    for (const [index, other] of [...to].entries())
      next.push(
        Math.min(
          (next[index] as number) + 1,
          (row[index + 1] as number) + 1,
          (row[index] as number) + (letter === other ? 0 : 1),
        ),
      )
    row = next
  }
  return row.at(-1) as number
}
