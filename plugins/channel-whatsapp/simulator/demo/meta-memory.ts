import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Subscription } from '../account.ts'
import type { NumberProfile } from '../number.ts'
import type { Simulator } from '../simulator.ts'
import type { SimulatedToken } from '../tokens.ts'

interface Kept {
  numbers: { profile: NumberProfile; pin?: string | undefined; calls: number[] }[]
  subscriptions: Record<string, Subscription[]>
  tokens: SimulatedToken[]
}

/** What Meta remembers between two runs of the demo: numbers, their registration, and who may use them. */
export class MetaMemory {
  readonly #file: string

  constructor(folder: string) {
    this.#file = join(folder, 'meta.json')
  }

  /** Puts back what the last run left; nothing when there was none, or it was cut off while writing. */
  restore(simulator: Simulator): void {
    const kept = this.#read()
    if (!kept) return
    for (const { token, ...rest } of kept.tokens) simulator.tokens.add(token, rest)
    for (const { profile, pin, calls } of kept.numbers) {
      const number = simulator.number(profile.phoneNumberId) ?? simulator.addNumber(profile)
      number.shows(profile.health ?? {})
      number.registration.manners.pin = pin
      number.registration.calls.push(...calls)
    }
    for (const [id, subscriptions] of Object.entries(kept.subscriptions))
      simulator.account(id).subscriptions.push(...subscriptions)
  }

  write(simulator: Simulator): void {
    const ids = new Set(simulator.numbers.map(({ profile }) => profile.businessAccountId))
    const kept: Kept = {
      numbers: simulator.numbers.map(({ profile, registration }) => ({
        profile,
        pin: registration.manners.pin,
        calls: registration.calls,
      })),
      subscriptions: Object.fromEntries([...ids].map((id) => [id, simulator.account(id).subscriptions])),
      tokens: simulator.tokens.all(),
    }
    writeFileSync(`${this.#file}.new`, JSON.stringify(kept), { mode: 0o600 })
    renameSync(`${this.#file}.new`, this.#file)
  }

  #read(): Kept | undefined {
    try {
      return JSON.parse(readFileSync(this.#file, 'utf8'))
    } catch {
      return undefined
    }
  }
}
